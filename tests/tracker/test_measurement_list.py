"""What was measured: the list, what was just found, editing, deleting, bringing back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import MeasurementFactory, SelfTestFactory
from tests.screenings import screen
from tests.tracker.measuring_forms import FORM, LIST, NEW, filled, opened
from tests.tracker.sheets import errors_in, fields_of, soup_of
from tracker.models import Athlete, Measurement

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 2)


def text_of(client: Client, path: str, part: str = "main") -> str:
    found = soup_of(client.get(path)).select(part)
    return " ".join(one.get_text(" ", strip=True) for one in found)


def test_an_empty_list_says_what_to_do_next(signed_in: Client) -> None:
    MeasurementFactory()
    SelfTestFactory()
    page = soup_of(signed_in.get(LIST))
    assert page.select_one(f'.empty a[href="{NEW}"]')
    assert not page.select(".taken-list")


@pytest.mark.parametrize(
    ("answers", "is_told_to"),
    [
        ({}, True),
        ({"labral_tear": "yes"}, True),
        ({"hip_replacement_posterior": "yes"}, False),
        ({"red_flag_fever": "yes"}, False),
    ],
    ids=str,
)
def test_whom_the_screening_holds_back_is_not_told_to_measure(
    answers: dict[str, str], is_told_to: bool, signed_in: Client, athlete: Athlete, catalogue: None
) -> None:
    screen(athlete.user, **answers)
    told = text_of(signed_in, LIST, ".empty")
    assert ("Measure how far your hips turn" in told) == is_told_to
    assert ("is not for you now" in told) != is_told_to
    assert soup_of(signed_in.get(LIST)).select_one(f'.empty a[href="{NEW}"]')


def test_each_series_stands_by_itself_newest_first(signed_in: Client, athlete: Athlete) -> None:
    for ago, instrument in ((3, "phone"), (1, "phone"), (2, "goniometer"), (0, "goniometer")):
        MeasurementFactory(athlete=athlete, taken_on=DAY - dt.timedelta(days=ago), instrument=instrument)
    page = soup_of(signed_in.get(LIST))
    found = [
        (group.h3.get_text(), [time["datetime"] for time in group.select("time")])
        for group in page.select("#rotation section.card")
        if group.h3
    ]
    assert found == [
        ("Internal rotation, seated, goniometer", ["2026-11-02", "2026-10-31"]),
        ("Internal rotation, seated, phone on the shin", ["2026-11-01", "2026-10-30"]),
    ]
    assert text_of(signed_in, LIST, "#rotation .taken-values").startswith("L left 31.0° R right 24.0°")


def test_pages_follow_each_other_without_a_gap(signed_in: Client, athlete: Athlete) -> None:
    # Many on one day: the moment of recording tells them apart, and of those written at once the key.
    for number in range(45):
        MeasurementFactory(athlete=athlete, taken_on=DAY - dt.timedelta(days=number // 30))
    Measurement.objects.filter(taken_on=DAY).update(created_at=timezone.now())
    seen: list[str] = []
    path = LIST
    while path:
        page = soup_of(signed_in.get(path))
        seen += [str(link["href"]) for link in page.select("#rotation .taken-deeds a")]
        following = page.select_one("#rotation a[rel=next]")
        path = f"{LIST}{following['href']}" if following else ""
    expected = [one.get_absolute_url() for one in Measurement.objects.newest_first()]
    assert seen == expected


@pytest.mark.parametrize("param", ["before", "tests_before"])
def test_a_page_begins_at_ones_own_rows_alone(param: str, signed_in: Client) -> None:
    theirs = MeasurementFactory() if param == "before" else SelfTestFactory()
    assert signed_in.get(f"{LIST}?{param}={theirs.pk}").status_code == 404
    assert signed_in.get(f"{LIST}?{param}=nonsense").status_code == 200


def test_the_list_costs_the_same_however_long(signed_in: Client, athlete: Athlete) -> None:
    last = MeasurementFactory(athlete=athlete)
    counts = []
    for count in (10, 10, 100):
        MeasurementFactory.create_batch(count, athlete=athlete)
        SelfTestFactory.create_batch(count, athlete=athlete)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(f"{LIST}?saved={last.pk}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 8


def test_what_was_found_stands_above_the_list(signed_in: Client, athlete: Athlete) -> None:
    for weeks in (8, 6, 4, 2):
        MeasurementFactory(athlete=athlete, taken_on=timezone.localdate() - dt.timedelta(weeks=weeks))
    form = filled(signed_in, left_1="43", left_2="44", left_3="45", right_1="20", right_2="", right_3="")
    page = soup_of(signed_in.post(NEW, form, follow=True))
    result = page.select_one(".measure-result")
    assert result is not None
    left, right = (one.get_text(" ", strip=True) for one in result.select("li"))
    assert "44.0°" in left
    assert "it was 31.0°: 13.0° more now." in left
    assert "it was 24.0°: 4.0° less now." in right
    assert "measurement error is" in left
    assert "Fewer than three readings have a larger error than three." in result.get_text(" ", strip=True)
    assert page.select_one(f'hm-draft[saved="{form["id"]}"]')


def test_the_first_of_a_series_promises_nothing(signed_in: Client) -> None:
    page = soup_of(signed_in.post(NEW, filled(signed_in), follow=True))
    text = page.select(".measure-result li")[0].get_text(" ", strip=True)
    assert "not enough data yet" in text
    assert "Last time" not in text


def test_another_series_is_no_last_time(signed_in: Client, athlete: Athlete) -> None:
    MeasurementFactory(athlete=athlete, instrument="goniometer")
    MeasurementFactory(taken_on=DAY)
    page = signed_in.post(NEW, filled(signed_in, instrument="phone"), follow=True)
    assert "Last time" not in soup_of(page).select(".measure-result")[0].get_text()


def test_little_rotation_with_pain_is_for_a_clinician(signed_in: Client) -> None:
    form = filled(signed_in, left_1="11", left_2="12", left_3="13", pain="3")
    page = soup_of(signed_in.post(NEW, form, follow=True))
    assert "have a clinician look" in page.select(".measure-result")[0].get_text(" ", strip=True)


@pytest.mark.parametrize("query", ["saved=nonsense", "saved={theirs}", "deleted=%00", "deleted={theirs}"])
def test_damaged_or_foreign_addresses_show_the_list(query: str, signed_in: Client) -> None:
    theirs = MeasurementFactory(deleted_at=timezone.now() if "deleted" in query else None)
    page = soup_of(signed_in.get(f"{LIST}?{query.format(theirs=theirs.pk)}"))
    assert not page.select(".measure-result, .message")


def test_a_measurement_opens_as_recorded_and_is_changed(signed_in: Client, athlete: Athlete) -> None:
    row = MeasurementFactory(athlete=athlete, left_1="30.5", pain=2)
    path = row.get_absolute_url()
    form = opened(signed_in, path)
    assert (form["id"], form["version"], form["left_1"], form["left_2"]) == (str(row.pk), "1", "30.5", "31")
    assert (form["left_4"], form["pain"], form["taken_on"]) == ("", "2", "2026-11-02")
    response = signed_in.post(path, form | {"left_1": "29", "motion": "external-rotation"})
    assert response.headers["Location"] == f"{LIST}?saved={row.pk}"
    row.refresh_from_db()
    assert (row.left_1, row.motion, row.version) == (29, "external-rotation", 2)


def test_a_ruler_opens_as_it_was_read(signed_in: Client, athlete: Athlete) -> None:
    row = MeasurementFactory(
        athlete=athlete, instrument="ruler", shank_cm="41.5", left_1="28.82", left_2="28.82", left_3=None,
        right_1=None, right_2=None, right_3=None,
    )  # fmt: skip
    path = row.get_absolute_url()
    form = opened(signed_in, path)
    assert (form["left_1"], form["shank_cm"]) == ("20", "41.5")
    signed_in.post(path, form)
    row.refresh_from_db()
    assert (str(row.left_1), row.version) == ("28.81", 2)
    signed_in.post(path, opened(signed_in, path))
    row.refresh_from_db()
    assert row.version == 2


def test_two_tabs_do_not_overwrite_each_other_silently(signed_in: Client, athlete: Athlete) -> None:
    row = MeasurementFactory(athlete=athlete)
    path = row.get_absolute_url()
    one, other = opened(signed_in, path), opened(signed_in, path)
    signed_in.post(path, one | {"notes": "One."})
    response = signed_in.post(path, other | {"notes": "Other."})
    assert response.status_code == 422
    assert errors_in(response) == [
        "This was changed elsewhere meanwhile. Save again to replace it by what stands here."
    ]
    row.refresh_from_db()
    assert row.notes == "One."
    assert signed_in.post(path, fields_of(response, FORM)).status_code == 302
    row.refresh_from_db()
    assert (row.notes, row.version) == ("Other.", 3)


def test_an_edit_cannot_reach_another_row_by_its_id_field(signed_in: Client, athlete: Athlete) -> None:
    row, theirs = MeasurementFactory(athlete=athlete), MeasurementFactory()
    path = row.get_absolute_url()
    signed_in.post(path, opened(signed_in, path) | {"id": str(theirs.pk), "notes": "Mine."})
    row.refresh_from_db()
    theirs.refresh_from_db()
    assert (row.notes, theirs.notes) == ("Mine.", "")


def test_what_was_typed_into_one_deleted_elsewhere_is_not_lost(signed_in: Client, athlete: Athlete) -> None:
    row = MeasurementFactory(athlete=athlete)
    path = row.get_absolute_url()
    form = opened(signed_in, path) | {"notes": "Typed."}
    signed_in.post(f"{LIST}{row.pk}/delete/")
    response = signed_in.post(path, form)
    assert response.status_code == 422
    assert errors_in(response) == ["You deleted this. Save again to record it anew."]
    assert signed_in.post(NEW, fields_of(response, FORM)).status_code == 302
    assert Measurement.objects.kept().get().notes == "Typed."


@pytest.mark.parametrize("base", [LIST, f"{LIST}tests/"])
def test_deleting_can_be_undone(base: str, signed_in: Client, athlete: Athlete) -> None:
    row = (MeasurementFactory if base == LIST else SelfTestFactory)(athlete=athlete)
    for _again in range(2):
        gone = signed_in.post(f"{base}{row.pk}/delete/")
        assert gone.headers["Location"] == f"{LIST}?deleted={row.pk}"
    assert signed_in.get(f"{base}{row.pk}/edit/").status_code == 404
    page = soup_of(signed_in.get(f"{LIST}?deleted={row.pk}"))
    assert not page.select(".taken-list")
    undo = page.select_one(".message form")
    assert undo is not None
    assert signed_in.post(str(undo["action"])).headers["Location"] == LIST
    assert signed_in.get(f"{base}{row.pk}/edit/").status_code == 200


def test_deleted_ones_wait_in_one_list(signed_in: Client, athlete: Athlete) -> None:
    gone = timezone.now()
    MeasurementFactory(deleted_at=gone)
    for number in range(15):
        moment = gone - dt.timedelta(minutes=number)
        MeasurementFactory(athlete=athlete, deleted_at=moment)
        SelfTestFactory(athlete=athlete, deleted_at=moment)
    path = f"{LIST}deleted/"
    page = soup_of(signed_in.get(path))
    assert len(page.select(".taken-list form")) == 20
    following = page.select_one("a[rel=next]")
    assert following is not None
    second = soup_of(signed_in.get(f"{path}{following['href']}"))
    actions = {
        str(one["action"]) for one in (*page.select(".taken-list form"), *second.select(".taken-list form"))
    }
    assert len(actions) == 30
    assert signed_in.get(f"{path}?before=nonsense").status_code == 404


@pytest.mark.parametrize("action", ["delete", "restore"])
@pytest.mark.parametrize("base", [LIST, f"{LIST}tests/"])
def test_coming_back_from_the_sign_in_changes_nothing(
    base: str, action: str, signed_in: Client, athlete: Athlete
) -> None:
    row = (MeasurementFactory if base == LIST else SelfTestFactory)(athlete=athlete)
    assert signed_in.get(f"{base}{row.pk}/{action}/").status_code == 302
    row.refresh_from_db()
    assert row.deleted_at is None


@pytest.mark.parametrize("action", ["edit", "delete", "restore"])
@pytest.mark.parametrize("base", [LIST, f"{LIST}tests/"])
def test_another_persons_row_is_404(base: str, action: str, signed_in: Client) -> None:
    theirs = (MeasurementFactory if base == LIST else SelfTestFactory)()
    path = f"{base}{theirs.pk}/{action}/"
    assert (signed_in.get(path).status_code, signed_in.post(path).status_code) == (404, 404)
    assert signed_in.put(path).status_code == 405
    theirs.refresh_from_db()
    assert theirs.deleted_at is None
