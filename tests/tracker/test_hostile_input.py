"""Whatever is posted to the sheet is saved, or comes back with its errors and all that was typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.hostile import ACCEPTED, BAD_ACTIONS, BAD_BYTES, REFUSED, SHEET, Refused
from tests.tracker.sheets import errors_in, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Session, Set


@pytest.fixture(params=["new", "edit"])
def path(request: pytest.FixtureRequest, athlete: Athlete) -> str:
    """The page of a new session, and that of one that is there."""
    if request.param == "new":
        return reverse("tracker:session-create")
    session = SessionFactory(athlete=athlete)
    for _number in range(2):
        SetFactory(session=session)
    return reverse("tracker:session-edit", args=[session.pk])


def valid_sheet(client: Client, path: str) -> dict[str, str]:
    """A sheet that would be saved, with something in every field that can hold something."""
    query = "" if path.endswith("edit/") else f"?exercise={ExerciseFactory().slug}"
    typed = {"notes": "Felt good", "effort": "4", "pain_before": "1", "pain_after": "0", "sets-1-pain": "2"}
    return open_sheet(client, query, path) | typed


def changed(sheet: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in {**sheet, **changes}.items() if value is not None}


def lost(sent: Mapping[str, str], response: HttpResponse) -> dict[str, tuple[str, str | None]]:
    """Return what was sent and does not stand in the form any more, with what stands there instead."""
    there = fields_of(response)
    return {name: (value, there.get(name)) for name, value in sent.items() if there.get(name, "") != value}


def error_beside(response: HttpResponse, field: str) -> str:
    """Return the errors at a field, or those above the sheet."""
    page = soup_of(response)
    if field == SHEET:
        found = page.select('#sheet > [role="alert"]')
    elif field.startswith("sets-"):
        row = field.rpartition("-")[0]
        found = page.select(f"[aria-describedby~={row}-errors] #{row}-errors")
    else:
        found = page.select(f"#div_id_{field}:has([name={field}]) .invalid-feedback")
    return " ".join(one.get_text(" ", strip=True) for one in found)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refused_input_comes_back_with_its_error(case: Refused, signed_in: Client, path: str) -> None:
    sent = changed(valid_sheet(signed_in, path), case.changes)
    before = list(Set.objects.values().order_by("pk"))
    response = signed_in.post(path, sent)
    assert response.status_code == 422
    assert error_beside(response, case.field)
    assert list(Set.objects.values().order_by("pk")) == before
    assert not Session.objects.exclude(version=1).exists()
    if "sets-TOTAL_FORMS" in case.changes:
        # The count is nothing that anyone types; the sets that it hid cannot be shown, all else is.
        sent = {name: value for name, value in sent.items() if not name.startswith("sets-")}
    if case.field.endswith("-side"):
        sent.pop(case.field, "")  # a list cannot show what it does not hold
    for name in case.changes:
        if name == "id" or name.endswith("-id"):
            sent.pop(name, "")  # nobody typed an id; a damaged one is mended
    assert lost(sent, response) == {}


@pytest.mark.parametrize("name", ACCEPTED)
def test_unusual_input_is_saved_as_it_was_meant(name: str, signed_in: Client, path: str) -> None:
    changes, stored = ACCEPTED[name]
    response = signed_in.post(path, changed(valid_sheet(signed_in, path), changes), follow=True)
    assert response.redirect_chain
    assert response.status_code == 200
    assert Set.objects.filter(position=1).values(*stored).get() == stored


@pytest.mark.parametrize("action", BAD_ACTIONS, ids=lambda action: action[:20])
def test_an_unknown_button_changes_nothing(action: str, signed_in: Client, path: str) -> None:
    sheet = valid_sheet(signed_in, path)
    before = Set.objects.count()
    response = signed_in.post(path, {**sheet, "action": action})
    assert response.status_code == 200
    assert lost(sheet, response) == {}
    assert Set.objects.count() == before


@pytest.mark.parametrize("slug", ["../x", "a\0b", "n" * 100_000, "no-such-exercise", "💪"])
def test_adding_an_unknown_exercise(slug: str, signed_in: Client, path: str) -> None:
    sheet = valid_sheet(signed_in, path)
    response = signed_in.post(path, {**sheet, "action": "add-exercise", "new_exercise": slug})
    assert response.status_code in {200, 404}


def test_many_sets_are_refused_and_shown_to_the_limit(signed_in: Client, path: str) -> None:
    sheet = valid_sheet(signed_in, path)
    row = {name.removeprefix("sets-0-"): value for name, value in sheet.items() if name.startswith("sets-0-")}
    for index in range(130):
        sheet |= {f"sets-{index}-{name}": value for name, value in row.items()}
        sheet[f"sets-{index}-id"] = str(uuid.uuid4())
    response = signed_in.post(path, sheet | {"sets-TOTAL_FORMS": "130"})
    assert response.status_code == 422
    assert "120" in error_beside(response, SHEET)
    assert fields_of(response)["sets-TOTAL_FORMS"] == "120"


def test_the_same_set_twice(signed_in: Client, path: str) -> None:
    sheet = valid_sheet(signed_in, path)
    sheet["sets-1-id"] = sheet["sets-0-id"]
    response = signed_in.post(path, sheet)
    assert response.status_code == 422
    assert error_beside(response, "sets-1-id")
    assert lost(sheet, response) == {}


@pytest.mark.parametrize("owner", ["foreign", "own"])
def test_the_id_of_a_set_elsewhere(owner: str, signed_in: Client, path: str, athlete: Athlete) -> None:
    elsewhere = SetFactory(session=SessionFactory(athlete=athlete)) if owner == "own" else SetFactory()
    sheet = valid_sheet(signed_in, path) | {"sets-0-id": str(elsewhere.pk)}
    response = signed_in.post(path, sheet)
    assert response.status_code == 422
    assert error_beside(response, SHEET)
    ids = {name for name in sheet if name.split("-")[-1] == "id"}
    assert set(lost(sheet, response)) <= ids  # new ones, so that saving again works
    assert Set.objects.get(pk=elsewhere.pk).session_id == elsewhere.session_id


def test_the_id_of_another_persons_session(signed_in: Client) -> None:
    foreign = SessionFactory(notes="theirs")
    path = reverse("tracker:session-create")
    sheet = valid_sheet(signed_in, path) | {"id": str(foreign.pk)}
    response = signed_in.post(path, sheet)
    assert response.status_code == 422
    assert "theirs" not in response.content.decode()
    assert Session.objects.get().notes == "theirs"
    assert signed_in.post(path, fields_of(response)).status_code == 302


def test_a_foreign_id_in_the_form_of_a_change_is_nothing_to_it(signed_in: Client, athlete: Athlete) -> None:
    foreign = SessionFactory(notes="theirs")
    own = SessionFactory(athlete=athlete)
    SetFactory.create_batch(2, session=own)
    path = reverse("tracker:session-edit", args=[own.pk])
    signed_in.post(path, valid_sheet(signed_in, path) | {"id": str(foreign.pk)})
    assert Session.objects.get(pk=own.pk).notes == "Felt good"
    assert Session.objects.get(pk=foreign.pk).notes == "theirs"


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "image/png", "multipart/form-data; boundary=x"]
)
def test_bodies_that_are_no_form(content_type: str, signed_in: Client, path: str) -> None:
    response = signed_in.post(path, b'{"sets": [\xff\xfe\0]}', content_type=content_type)
    assert response.status_code in {400, 422}


@pytest.mark.parametrize("raw", BAD_BYTES)
def test_bytes_that_are_no_text(raw: bytes, signed_in: Client, path: str) -> None:
    body = urlencode(valid_sheet(signed_in, path)).encode() + b"&" + raw
    response = signed_in.post(path, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in {302, 422}


@pytest.mark.parametrize(
    "query", ["routine=%00", "routine=nothing", "exercise=%ED%A0%80", "exercise=a/b", "kept=1"]
)
def test_damaged_addresses_of_a_new_sheet(query: str, signed_in: Client) -> None:
    assert signed_in.get(f"/sessions/new/?{query}").status_code in {200, 404}


@pytest.mark.parametrize("case", REFUSED[::4], ids=lambda case: case.name)
def test_refused_input_survives_the_sign_in(case: Refused, client: Client, athlete: Athlete) -> None:
    path = reverse("tracker:session-create")
    client.force_login(athlete.user)
    sent = changed(valid_sheet(client, path), case.changes)
    client.logout()
    assert client.post(path, sent).status_code == 302
    kept = dict(client.session.items())
    client.force_login(athlete.user)
    session = client.session
    session.update({name: value for name, value in kept.items() if not name.startswith("_auth")})
    session.save()
    response = client.get(f"{path}?kept=1")
    assert response.status_code == 200
    if "sets-TOTAL_FORMS" not in case.changes:
        assert lost(sent, response) == {}


anything = st.one_of(
    st.text(st.characters(), max_size=30),
    st.integers().map(str),
    st.decimals().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.uuids().map(str),
    st.sampled_from(
        ["", "left", "both", "on", "0", "1e9", "\0", "\ud800", "99999999999999999999", "-0", "١٢"]
    ),
)
OF_A_SET = ("id", "exercise", "side", "reps", "seconds", "distance_m", "load_kg", "pain", "done")
FIELDS = (
    *("id", "version", "routine", "started_at", "pain_before", "pain_after", "effort", "notes"),
    *("action", "new_exercise", "sets-TOTAL_FORMS", "sets-INITIAL_FORMS"),
    *(f"sets-{index}-{name}" for index in range(3) for name in OF_A_SET),
)


@pytest.fixture
def sheet(signed_in: Client, path: str) -> dict[str, str]:
    return valid_sheet(signed_in, path)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(FIELDS), st.none() | anything, max_size=8))
def test_whatever_stands_in_the_fields(
    changes: dict[str, str | None], sheet: dict[str, str], signed_in: Client, path: str
) -> None:
    body = urlencode(changed(sheet, changes), errors="surrogatepass").encode()
    before = Set.objects.count()
    with transaction.atomic():
        response = signed_in.post(path, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 302, 404, 422}
        if response.status_code == 302:
            assert signed_in.get(response.url).status_code == 200
        else:
            assert Set.objects.count() == before
        if response.status_code == 422:
            assert errors_in(response)
        transaction.set_rollback(True)
