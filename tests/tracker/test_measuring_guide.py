"""Who is shown how to measure: as the screening says; recording is open to all."""

from __future__ import annotations

import pytest
from django.test import Client

from exercises.models import Screening
from tests.factories import AthleteFactory
from tests.screenings import outdate, screen
from tests.tracker.measuring_forms import NEW, filled
from tests.tracker.sheets import soup_of
from tracker.domain.measuring import Motion, Position
from tracker.models import Athlete, Measurement

pytestmark = pytest.mark.django_db
ALL = {f"{motion}/{position}" for motion in Motion for position in Position}
EXTERNAL = {one for one in ALL if one.startswith("external")}


def guided(client: Client) -> set[str]:
    """Return what the page explains; what its script is told is the same."""
    page = soup_of(client.get(NEW))
    form = page.select_one("form#measure")
    assert form is not None
    explained = {
        f"{motion['data-motion']}/{position['data-position']}"
        for position in page.select(".measure-position")
        for motion in position.select("[data-motion]")
    }
    assert explained == set(str(form["data-guided"]).split())
    return explained


@pytest.mark.parametrize(
    ("answers", "is_led"), [({}, True), ({"hip_replacement_posterior": "yes"}, False)], ids=str
)
def test_nothing_on_the_form_leads_whom_the_screening_holds(
    answers: dict[str, str], is_led: bool, catalogue: None, signed_in: Client, athlete: Athlete
) -> None:
    screen(athlete.user, **answers)
    page = soup_of(signed_in.get(NEW)).get_text(" ", strip=True)
    assert ("practise once" in page) == is_led
    assert ("Once a week, or every two weeks" in page) == is_led


@pytest.mark.parametrize(
    ("answers", "expected", "words"),
    [
        ({}, ALL, ""),
        ({"labral_tear": "yes"}, EXTERNAL, "Left out here: internal rotation"),
        ({"labral_tear": "unsure"}, EXTERNAL, "Left out here: internal rotation"),
        ({"hip_osteoarthritis": "yes"}, EXTERNAL, "Left out here: internal rotation"),
        ({"hip_replacement_posterior": "yes"}, set(), "This is not for you now"),
        ({"hip_replacement_posterior": "cleared"}, EXTERNAL, "Left out here: internal rotation"),
        ({"hypermobility": "yes"}, set(), "This is not for you now"),
        ({"recent_surgery_or_fracture": "yes"}, set(), "This is not for you now"),
        ({"pregnancy": "yes"}, {one for one in ALL if "prone" not in one}, "(prone)"),
        ({"red_flag_fever": "yes"}, set(), "A warning sign is not ruled out for you."),
    ],
    # A set's own order is another one in each process.
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_the_screening_decides(
    answers: dict[str, str],
    expected: set[str],
    words: str,
    catalogue: None,
    signed_in: Client,
    athlete: Athlete,
) -> None:
    screen(athlete.user, **answers)
    assert guided(signed_in) == expected
    note = soup_of(signed_in.get(NEW)).select_one("#measure-closed")
    assert (note is None) == (not words)
    if note:
        assert words in note.get_text(" ", strip=True)
    assert signed_in.post(NEW, filled(signed_in)).status_code == 302
    assert Measurement.objects.exists()


@pytest.mark.parametrize("how", ["never", "long ago", "after pain"])
def test_without_answers_that_hold_the_questions_come_first(
    how: str, catalogue: None, client: Client
) -> None:
    athlete = AthleteFactory(screened=how != "never")
    if how != "never":
        current = Screening.objects.for_user(athlete.user).current().get()
        outdate(current, by_pain=how == "after pain")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    assert guided(client) == set()
    link = soup_of(client.get(NEW)).select_one("#measure-closed a")
    assert link is not None
    assert link["href"] == f"/screening/?next={NEW}"
    assert client.post(NEW, filled(client)).status_code == 302


def test_what_to_change_is_said(catalogue: None, signed_in: Client, athlete: Athlete) -> None:
    screen(athlete.user, labral_tear="yes")
    page = soup_of(signed_in.get(NEW))
    assert (
        "Turn out only as far as nothing pinches."
        in page.select("section[aria-labelledby=how]")[0].get_text()
    )
