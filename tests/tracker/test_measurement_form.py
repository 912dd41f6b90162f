"""Recording a measurement: as typed, once, with every error beside its field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import Screening
from tests.factories import AthleteFactory, MeasurementFactory
from tests.tracker.measuring_forms import (
    ACCEPTED,
    FORM,
    NEW,
    READINGS,
    REFUSED,
    RULER,
    Refused,
    changed,
    error_beside,
    filled,
    lost,
    opened,
)
from tests.tracker.sheets import errors_in, fields_of, soup_of
from tracker.forms.reading import ReadingField
from tracker.models import Athlete, Measurement

pytestmark = pytest.mark.django_db


def test_three_readings_a_side_are_saved(signed_in: Client, athlete: Athlete) -> None:
    form = filled(signed_in)
    response = signed_in.post(NEW, form)
    row = Measurement.objects.get()
    assert response.headers["Location"] == f"/measurements/?saved={form['id']}"
    assert (str(row.pk), row.athlete, row.taken_on) == (form["id"], athlete, timezone.localdate())
    assert (row.motion, row.position, row.instrument) == ("internal-rotation", "seated", "phone")
    assert (row.trials("left"), row.trials("right")) == ((30, 31, 32), (23, 24, 25))
    assert (row.pain, row.notes, row.shank_cm) == (1, "Felt good", None)


def test_the_last_choices_and_values_are_there_again(signed_in: Client) -> None:
    choices = {"motion": "external-rotation", "position": "prone"}
    signed_in.post(NEW, filled(signed_in) | RULER | choices)
    response = signed_in.get(NEW)
    again = fields_of(response, FORM)
    assert again["shank_cm"] == "40.0"
    assert [again[name] for name in ("motion", "position", "instrument")] == [*choices.values(), "ruler"]
    assert [again[name] for name in READINGS] == [""] * 6
    last = soup_of(response).select_one(".measure-last")
    assert last is not None
    assert "External rotation, prone, ruler" in last.get_text(" ", strip=True)
    assert "30.6°" in last.get_text(" ", strip=True)
    assert opened(signed_in, f"{NEW}?motion=internal-rotation&position=nowhere")["position"] == "prone"
    assert opened(signed_in, f"{NEW}?motion=internal-rotation")["motion"] == "internal-rotation"


def test_last_times_are_ones_own_and_kept(signed_in: Client, athlete: Athlete) -> None:
    MeasurementFactory()
    MeasurementFactory(athlete=athlete, deleted_at=timezone.now())
    assert not soup_of(signed_in.get(NEW)).select(".measure-last")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
@pytest.mark.parametrize("page", ["new", "edit"])
def test_refused_input_comes_back_with_its_error(
    case: Refused, page: str, signed_in: Client, athlete: Athlete
) -> None:
    path = NEW
    if page == "edit":
        path = MeasurementFactory(athlete=athlete).get_absolute_url()
    sent = changed(opened(signed_in, path) | READINGS | {"notes": "Felt good"}, case.changes)
    before = list(Measurement.objects.values())
    response = signed_in.post(path, sent)
    assert response.status_code == 422
    assert error_beside(response, case.field)
    assert list(Measurement.objects.values()) == before
    for name in ("id", "version"):
        if name in case.changes:
            sent.pop(name, "")  # nobody typed it; a damaged one is mended
    if case.field in {"motion", "position", "instrument"}:
        sent.pop(case.field, "")  # a list cannot show what it does not hold
    assert lost(sent, response) == {}


@pytest.mark.parametrize("name", ACCEPTED)
def test_unusual_input_is_saved_as_it_was_meant(name: str, signed_in: Client) -> None:
    typed, stored = ACCEPTED[name]
    response = signed_in.post(NEW, filled(signed_in) | typed, follow=True)
    assert response.redirect_chain
    assert response.status_code == 200
    found = Measurement.objects.values(*stored).get()
    assert {key: float(one) if isinstance(one, Decimal) else one for key, one in found.items()} == stored


@pytest.mark.parametrize("case", [one for one in REFUSED if "id" in one.changes], ids=lambda case: case.name)
def test_a_mended_form_can_be_saved(case: Refused, signed_in: Client) -> None:
    response = signed_in.post(NEW, changed(filled(signed_in), case.changes))
    assert signed_in.post(NEW, fields_of(response, FORM)).status_code == 302


def test_minus_nothing_is_nothing() -> None:
    assert [str(ReadingField(step=step).clean("−0,0")) for step in ("0.01", "0.1")] == ["0.00", "0.0"]


def test_readings_far_apart_are_saved_with_one_more_or_on_purpose(signed_in: Client) -> None:
    sent = filled(signed_in, left_1="20")
    page = soup_of(signed_in.get(NEW))
    assert page.select_one('[data-more="left"][hidden]')
    assert page.select_one("[data-keep][hidden]")
    response = signed_in.post(NEW, sent)
    page = soup_of(response)
    assert page.select_one('[data-more="left"]:not([hidden])')
    assert page.select_one('[data-more="right"][hidden]')
    assert page.select_one("[data-keep]:not([hidden])")
    again = fields_of(response, FORM)
    assert signed_in.post(NEW, again).status_code == 422
    assert signed_in.post(NEW, again | {"left_4": "31"}).status_code == 302
    assert Measurement.objects.get().trials("left") == (20, 31, 32, 31)


def test_what_was_kept_on_purpose_opens_so_again(signed_in: Client) -> None:
    form = filled(signed_in, left_1="20", keep="on")
    signed_in.post(NEW, form)
    path = f"/measurements/{form['id']}/edit/"
    again = opened(signed_in, path)
    assert again["keep"] == "on"
    assert signed_in.post(path, again).status_code == 302


def test_the_same_post_twice_makes_one_row(signed_in: Client) -> None:
    form = filled(signed_in)
    assert [signed_in.post(NEW, form).status_code for _again in range(2)] == [302, 302]
    assert Measurement.objects.get().version == 1


def test_changed_after_back_is_a_change_and_not_a_second_row(signed_in: Client) -> None:
    form = filled(signed_in)
    signed_in.post(NEW, form)
    response = signed_in.post(NEW, form | {"notes": "Changed after Back."})
    assert response.status_code == 422
    assert "This is saved already. Save again to change it to what stands here." in errors_in(response)
    page = soup_of(response).select_one(FORM)
    assert page is not None
    signed_in.post(str(page["action"]), fields_of(response, FORM))
    assert Measurement.objects.get().notes == "Changed after Back."


def test_a_deleted_one_saved_again_becomes_a_new_one(signed_in: Client) -> None:
    form = filled(signed_in)
    signed_in.post(NEW, form)
    signed_in.post(f"/measurements/{form['id']}/delete/")
    response = signed_in.post(NEW, form)
    assert "You deleted this. Save again to record it anew." in errors_in(response)
    assert signed_in.post(NEW, fields_of(response, FORM)).status_code == 302
    assert (Measurement.objects.count(), Measurement.objects.kept().count()) == (2, 1)


def test_the_id_of_another_persons_row_is_refused_without_telling(signed_in: Client) -> None:
    foreign = MeasurementFactory(notes="theirs")
    response = signed_in.post(NEW, filled(signed_in) | {"id": str(foreign.pk)})
    assert response.status_code == 422
    assert "theirs" not in response.content.decode()
    assert errors_in(response) == ["The form was damaged on its way. Look it over and save again."]
    assert list(Measurement.objects.values_list("notes", flat=True)) == ["theirs"]
    assert signed_in.post(NEW, fields_of(response, FORM)).status_code == 302


def test_a_person_without_an_athlete_gets_one_when_saving(client: Client) -> None:
    user = AthleteFactory().user
    Athlete.objects.all().delete()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    client.post(NEW, filled(client))
    assert Measurement.objects.get().athlete.pk == user.pk


@pytest.mark.parametrize(("days", "status"), [(0, 302), (1, 302), (2, 302), (3, 422)])
def test_a_travellers_day_may_be_ahead(days: int, status: int, signed_in: Client) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    assert signed_in.post(NEW, filled(signed_in, taken_on=day.isoformat())).status_code == status


def test_pain_above_five_warns_and_has_the_screening_asked_anew(signed_in: Client, athlete: Athlete) -> None:
    current = Screening.objects.for_user(athlete.user).current()
    page = signed_in.post(NEW, filled(signed_in, pain="5"), follow=True)
    assert "You noted pain above 5." not in page.content.decode()
    long_ago = (timezone.localdate() - dt.timedelta(days=120)).isoformat()
    signed_in.post(NEW, filled(signed_in, pain="8", taken_on=long_ago))
    assert not current.get().is_asked_again(timezone.now())
    page = signed_in.post(NEW, filled(signed_in, pain="6"), follow=True)
    assert "You noted pain above 5." in page.content.decode()
    assert current.get().is_asked_again(timezone.now())


def test_saving_and_opening_take_few_queries(signed_in: Client, athlete: Athlete) -> None:
    MeasurementFactory.create_batch(2, athlete=athlete)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as opening:
            form = filled(signed_in)
        with CaptureQueriesContext(connection) as saving:
            assert signed_in.post(NEW, form).status_code == 302
        counts.append((len(opening), len(saving)))
        MeasurementFactory.create_batch(70, athlete=athlete)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_a_signed_out_submit_is_back_after_signing_in(
    client: Client, signed_in: Client, athlete: Athlete
) -> None:
    data = filled(signed_in, notes="Not lost.", left_2="nonsense")
    user = athlete.user
    user.set_password("a long enough password")
    user.save()
    client.logout()
    response = client.post(NEW, data)
    assert response.status_code == 302
    response = client.post(
        response.headers["Location"], {"login": user.email, "password": "a long enough password"}
    )
    assert response.headers["Location"] == f"{NEW}?kept=1"
    response = client.get(f"{NEW}?kept=1")
    kept = fields_of(response, FORM)
    assert kept == data
    assert "You are signed in again" in response.content.decode()
    assert client.post(NEW, kept | {"left_2": "31"}).status_code == 302
    assert Measurement.objects.get().notes == "Not lost."
    assert fields_of(client.get(f"{NEW}?kept=1"), FORM)["notes"] == ""


anything = st.one_of(
    st.text(st.characters(), max_size=20),
    st.decimals().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.uuids().map(str),
    st.sampled_from(["", "ruler", "prone", "on", "0", "31,5°", "\0", "\ud800", "-0", "١٢", "12 cm"]),
)
NAMES = (
    *("id", "version", "motion", "position", "instrument", "taken_on", "shank_cm", "pain", "notes", "keep"),
    *READINGS,
    *("left_4", "right_4"),
)


@pytest.fixture
def form(signed_in: Client) -> dict[str, str]:
    return filled(signed_in)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(NAMES), st.none() | anything, max_size=6))
def test_whatever_stands_in_the_fields(
    changes: dict[str, str | None], form: dict[str, str], signed_in: Client
) -> None:
    body = urlencode(changed(form, changes), errors="surrogatepass").encode()
    with transaction.atomic():
        response = signed_in.post(NEW, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {302, 422}
        if response.status_code == 302:
            assert signed_in.get(response.url).status_code == 200
            path = Measurement.objects.get().get_absolute_url()
            assert signed_in.post(path, opened(signed_in, path)).status_code == 302
            assert Measurement.objects.get().version == 1
        else:
            assert not Measurement.objects.exists()
            assert errors_in(response)
        transaction.set_rollback(True)
