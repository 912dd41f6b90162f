"""The other tests: each kind has its own fields and bounds, and is recorded once."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Screening
from tests.factories import SelfTestFactory
from tests.screenings import screen
from tests.tracker.measuring_forms import HUGE, LIST, TEST_FORM, changed, error_beside, lost, opened
from tests.tracker.sheets import errors_in, fields_of, soup_of
from tracker.domain.measuring import TestKind
from tracker.models import Athlete, SelfTest

pytestmark = pytest.mark.django_db
NEW = "/measurements/tests/new/"

VALID: dict[str, dict[str, str]] = {
    "faber": {"left": "12,5", "right": "14 cm"},
    "squat-depth": {"value": "30"},
    "hands-free-90-90": {"left": "1", "right": "0"},
    "single-leg-stance": {"left": "20", "right": "31.5 s"},
    "own-activity": {"activity": "Putting on socks", "value": "4"},
    "pain": {"value": "3"},
}
STORED: dict[str, tuple[str | None, str | None, str | None, str]] = {
    "faber": ("12.5", "14.0", None, ""),
    "squat-depth": (None, None, "30.0", ""),
    "hands-free-90-90": ("1.0", "0.0", None, ""),
    "single-leg-stance": ("20.0", "31.5", None, ""),
    "own-activity": (None, None, "4.0", "Putting on socks"),
    "pain": (None, None, "3.0", ""),
}


class Refused(NamedTuple):
    """Changes to a valid form of a kind that are answered with 422; `field` says where the error stands."""

    kind: str
    changes: dict[str, str | None]
    field: str = ""


REFUSED = [
    *(Refused("faber", {"left": text}, "left") for text in ("ten", "-1", "60.1", "1e1", "NaN", "12°", HUGE)),
    Refused("faber", {"left": "", "right": ""}, "left"),
    Refused("faber", {"right": "1\0"}, "right"),
    *(Refused("squat-depth", {"value": text}, "value") for text in ("", "-0.1", "121", "Infinity", "30 s")),
    *(Refused("hands-free-90-90", {"left": text}, "left") for text in ("2", "yes", "-1", "1.0", "\0")),
    Refused("hands-free-90-90", {"left": "", "right": ""}, "left"),
    *(Refused("single-leg-stance", {"right": text}, "right") for text in ("601", "a while", "12 cm", "-1")),
    *(Refused("own-activity", {"value": text}, "value") for text in ("", "11", "2.5", "-1", HUGE)),
    *(Refused("own-activity", {"activity": text}, "activity") for text in ("", "  ", "a" * 121, "a\0b")),
    *(Refused("pain", {"value": text}, "value") for text in ("", "11", "2.5", "-1", "a lot")),
    Refused("pain", {"taken_on": "2999-01-01"}, "taken_on"),
    Refused("pain", {"taken_on": ""}, "taken_on"),
    Refused("pain", {"notes": "n" * 10_000}, "notes"),
    Refused("pain", {"id": "nonsense"}),
    Refused("pain", {"id": None}),
    Refused("pain", {"version": HUGE}),
]


def filled(client: Client, kind: str) -> dict[str, str]:
    return opened(client, f"{NEW}?kind={kind}", TEST_FORM) | VALID[kind]


def test_every_kind_is_tried_here() -> None:
    assert set(VALID) == set(STORED) == set(TestKind)


@pytest.mark.parametrize("kind", VALID)
def test_a_test_is_recorded_once_and_shown(kind: str, signed_in: Client, athlete: Athlete) -> None:
    form = filled(signed_in, kind)
    for _again in range(2):
        assert signed_in.post(NEW, form).headers["Location"] == f"{LIST}?saved={form['id']}"
    row = SelfTest.objects.get()
    found = [None if one is None else str(one) for one in (row.left, row.right, row.value)]
    assert (*found, row.activity) == STORED[kind]
    assert (row.athlete, str(row.pk), row.kind, row.version) == (athlete, form["id"], kind, 1)
    page = soup_of(signed_in.get(f"{LIST}?saved={row.pk}"))
    assert page.select(".measure-result li")
    assert page.select("#tests .taken-list li")
    path = row.get_absolute_url()
    assert signed_in.post(path, opened(signed_in, path, TEST_FORM)).status_code == 302
    row.refresh_from_db()
    assert row.version == 1


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.kind} {str(case.changes)[:40]}")
@pytest.mark.parametrize("page", ["new", "edit"])
def test_refused_input_comes_back_with_its_error(
    case: Refused, page: str, signed_in: Client, athlete: Athlete
) -> None:
    path = NEW
    if page == "edit":
        left, right, value, activity = STORED[case.kind]
        row = SelfTestFactory(
            athlete=athlete, kind=case.kind, left=left, right=right, value=value, activity=activity
        )
        path = row.get_absolute_url()
    form = f"{NEW}?kind={case.kind}" if page == "new" else path
    sent = changed(opened(signed_in, form, TEST_FORM) | VALID[case.kind], case.changes)
    before = list(SelfTest.objects.values())
    response = signed_in.post(path, sent)
    assert response.status_code == 422
    assert error_beside(response, case.field, TEST_FORM)
    assert list(SelfTest.objects.values()) == before
    for name in ("id", "version"):
        if name in case.changes:
            sent.pop(name, "")
    if case.kind == "hands-free-90-90":
        sent.pop(case.field, "")  # a list cannot show what it does not hold
    assert lost(sent, response, TEST_FORM) == {}


def test_without_a_kind_there_is_the_choice(signed_in: Client) -> None:
    links = [str(one["href"]) for one in soup_of(signed_in.get(NEW)).select("main .card-link a")]
    assert links == [f"{NEW}?kind={kind}" for kind in TestKind]
    assert all(signed_in.get(link).status_code == 200 for link in links)
    assert signed_in.get(f"{NEW}?kind=levitation").status_code == 404
    assert signed_in.post(NEW, {"kind": "levitation", "value": "3"}).status_code == 422
    assert not SelfTest.objects.exists()


def test_earlier_activities_are_offered_and_compared_with_themselves(
    signed_in: Client, athlete: Athlete
) -> None:
    SelfTestFactory(kind="own-activity", left=None, right=None, value=1, activity="Theirs")
    for activity, value in (("Socks", "4"), ("Stairs", "7"), ("Socks", "6")):
        form = filled(signed_in, "own-activity") | {"activity": activity, "value": value}
        page = soup_of(signed_in.post(NEW, form, follow=True))
    assert "Last time" in page.select(".measure-result")[0].get_text()
    assert "4\xa0of\xa010" in page.select(".measure-result")[0].get_text()
    options = soup_of(signed_in.get(f"{NEW}?kind=own-activity")).select("#activities option")
    assert [one["value"] for one in options] == ["Socks", "Stairs"]


def test_two_tabs_do_not_overwrite_each_other_silently(signed_in: Client, athlete: Athlete) -> None:
    path = SelfTestFactory(athlete=athlete).get_absolute_url()
    one, other = (opened(signed_in, path, TEST_FORM) for _tab in range(2))
    signed_in.post(path, one | {"left": "11"})
    response = signed_in.post(path, other | {"left": "10"})
    assert response.status_code == 422
    assert "This was changed elsewhere meanwhile." in errors_in(response)[0]
    assert SelfTest.objects.get().left == 11
    assert signed_in.post(path, fields_of(response, TEST_FORM)).status_code == 302
    assert SelfTest.objects.get().left == 10


def test_a_test_stays_of_its_kind(signed_in: Client, athlete: Athlete) -> None:
    path = SelfTestFactory(athlete=athlete).get_absolute_url()
    signed_in.post(path, opened(signed_in, path, TEST_FORM) | {"kind": "pain", "value": "9", "left": "11"})
    row = SelfTest.objects.get()
    assert (row.kind, row.left, row.value) == ("faber", 11, None)


def test_the_id_of_another_persons_row_is_refused_without_telling(signed_in: Client) -> None:
    theirs = SelfTestFactory(notes="theirs")
    response = signed_in.post(NEW, filled(signed_in, "faber") | {"id": str(theirs.pk)})
    assert response.status_code == 422
    assert "theirs" not in response.content.decode()
    assert signed_in.post(NEW, fields_of(response, TEST_FORM)).status_code == 302


def test_a_lot_of_pain_has_the_screening_asked_anew(signed_in: Client, athlete: Athlete) -> None:
    current = Screening.objects.for_user(athlete.user).current()
    page = signed_in.post(NEW, filled(signed_in, "pain") | {"value": "6"}, follow=True)
    assert "You noted pain above 5." in page.content.decode()
    assert current.get().is_asked_again(timezone.now())


def test_ten_of_ten_of_an_activity_is_no_pain(signed_in: Client, athlete: Athlete) -> None:
    signed_in.post(NEW, filled(signed_in, "own-activity") | {"value": "10"})
    path = SelfTest.objects.get().get_absolute_url()
    signed_in.post(path, opened(signed_in, path, TEST_FORM) | {"value": "9"})
    current = Screening.objects.for_user(athlete.user).current().get()
    assert not current.is_asked_again(timezone.now())
    assert SelfTest.objects.get().value == Decimal(9)


def test_a_signed_out_submit_is_back_after_signing_in(
    client: Client, signed_in: Client, athlete: Athlete
) -> None:
    data = filled(signed_in, "own-activity") | {"notes": "Not lost."}
    client.logout()
    assert client.post(NEW, data).headers["Location"].endswith("%3Fkept%3D1")
    kept = client.session["kept_form"]
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    session = client.session
    session["kept_form"] = kept
    session.save()
    assert fields_of(client.get(f"{NEW}?kept=1"), TEST_FORM) == data


@pytest.mark.parametrize(
    ("kind", "answers", "is_shown"),
    [
        ("faber", {}, True),
        ("faber", {"hypermobility": "yes"}, False),
        ("single-leg-stance", {"falls_or_dizziness_new": "yes", "falls_or_dizziness": "yes"}, False),
        ("hands-free-90-90", {"labral_tear": "yes"}, False),
        ("faber", {"red_flag_fever": "yes"}, False),
        ("pain", {"red_flag_fever": "yes"}, True),
        ("own-activity", {"hip_replacement_posterior": "yes"}, True),
    ],
)
def test_how_to_do_a_test_is_told_to_whom_it_fits(
    kind: str,
    answers: dict[str, str],
    is_shown: bool,
    catalogue: None,
    signed_in: Client,
    athlete: Athlete,
) -> None:
    screen(athlete.user, **answers)
    page = soup_of(signed_in.get(f"{NEW}?kind={kind}"))
    assert bool(page.select("#measure-closed")) != is_shown
    assert page.select_one(TEST_FORM)
    assert signed_in.post(NEW, filled(signed_in, kind)).status_code == 302
