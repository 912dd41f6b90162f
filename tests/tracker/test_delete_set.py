"""Deleting one set of a session, and bringing it back."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.test import Client

from exercises.domain.vocabulary import Side, Status
from exercises.models import Exercise
from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.sheets import errors_in, open_sheet
from tests.tracker.synced import a_session, a_set, sync
from tracker.models import Athlete, RemovedSet, Session, Set
from tracker.services.delete_set import delete_set, restore_set

MOMENT = dt.datetime(2026, 11, 2, 18, 4, 5, 678_901, tzinfo=dt.UTC)


@pytest.fixture
def session(athlete: Athlete) -> Session:
    """A session of two sets: the first with every value that a set can have."""
    session = SessionFactory(athlete=athlete)
    SetFactory(
        session=session,
        position=1,
        side=Side.LEFT,
        reps=8,
        seconds=30,
        distance_m=Decimal("0.65"),
        load_kg=Decimal("2.50"),
        pain=3,
        prescribed={"reps": 8, "seconds": None},
        completed_at=MOMENT,
    )
    SetFactory(session=session, position=2, side=Side.RIGHT)
    return session


def first_of(session: Session) -> Set:
    return session.sets.order_by("position")[0]


def values_of(one: Set) -> dict[str, Any]:
    return {field.attname: getattr(one, field.attname) for field in Set._meta.concrete_fields}


def press(client: Client, session: Session, deed: str, key: object) -> Any:
    return client.post(f"/sessions/{session.pk}/{deed}-set/", {"set": str(key)})


def test_it_goes_and_comes_back_as_it_was(signed_in: Client, session: Session) -> None:
    first, rest = first_of(session), set(session.sets.values_list("pk", flat=True)[1:])
    before = values_of(first)
    response = press(signed_in, session, "delete", first.pk)
    assert response.headers["Location"] == f"/sessions/{session.pk}/?deleted={first.pk}"
    assert first.pk not in set(session.sets.values_list("pk", flat=True))
    page = signed_in.get(response.headers["Location"]).content.decode()
    assert "Set deleted." in page
    assert f'name="set" value="{first.pk}"' in page

    again = press(signed_in, session, "restore", first.pk)

    assert again.headers["Location"] == f"/sessions/{session.pk}/"
    assert values_of(first_of(session)) == before
    assert rest <= set(session.sets.values_list("pk", flat=True))
    assert not RemovedSet.objects.exists()
    assert "The set is back." in signed_in.get(again.headers["Location"]).content.decode()


def test_each_set_of_the_page_has_its_button(signed_in: Client, session: Session) -> None:
    page = signed_in.get(f"/sessions/{session.pk}/").content.decode()
    offered = re.findall(r'form="delete-set" name="set" value="([^"]+)"', page)
    assert offered == [str(key) for key in session.sets.order_by("position").values_list("pk", flat=True)]
    assert re.findall(r"Delete set \d, \w+", page) == ["Delete set 1, left", "Delete set 1, right"]
    assert "Set deleted." not in page


@pytest.mark.parametrize("deed", ["delete", "restore"])
def test_pressed_twice_is_as_good_as_once(signed_in: Client, session: Session, deed: str) -> None:
    key = first_of(session).pk
    if deed == "restore":
        press(signed_in, session, "delete", key)
    one, two = (press(signed_in, session, deed, key) for _time in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    assert session.sets.filter(pk=key).count() == (deed == "restore")
    session.refresh_from_db()
    assert session.version == {"delete": 2, "restore": 3}[deed]
    said = signed_in.get(f"/sessions/{session.pk}/").content.decode()
    assert ("The set is back." in said) == (deed == "restore")
    assert "could not be brought back" not in said


def test_a_form_that_was_opened_before_is_told(signed_in: Client, session: Session) -> None:
    path = f"/sessions/{session.pk}/edit/"
    data = open_sheet(signed_in, path=path)
    press(signed_in, session, "delete", first_of(session).pk)
    response = signed_in.post(path, data | {"notes": "Typed."})
    assert response.status_code == 422
    assert errors_in(response) == [
        "This session was changed elsewhere meanwhile. Save again to replace it by what stands here."
    ]


def test_a_device_does_not_bring_it_back(signed_in: Client) -> None:
    ExerciseFactory(slug="stretch")
    record, one, two = a_session(), a_set("stretch", 1), a_set("stretch", 2)
    sync(signed_in, record, one, two)
    press(signed_in, Session.objects.get(), "delete", one["id"])
    answer = sync(signed_in, record, one)
    assert answer.rejected == {one["id"]: ["You removed this set from the session."]}
    press(signed_in, Session.objects.get(), "restore", one["id"])
    assert sync(signed_in, record, one).saved >= {one["id"]}
    assert Set.objects.count() == 2


def test_it_comes_back_on_the_day_that_the_session_has_now(athlete: Athlete, session: Session) -> None:
    key, day = first_of(session).pk, dt.date(2026, 10, 1)
    delete_set(athlete=athlete, session=session.pk, key=key, now=MOMENT)
    Session.objects.update(day=day)
    assert restore_set(athlete=athlete, session=session.pk, key=key)
    assert Set.objects.get(pk=key).day == day


def test_it_comes_back_to_where_its_exercise_was_merged(athlete: Athlete, session: Session) -> None:
    first, survivor = first_of(session), ExerciseFactory()
    delete_set(athlete=athlete, session=session.pk, key=first.pk, now=MOMENT)
    merged = Exercise.objects.filter(pk=first.exercise_id)
    merged.update(status=Status.ARCHIVED, merged_into=survivor)
    assert restore_set(athlete=athlete, session=session.pk, key=first.pk)
    assert Set.objects.get(pk=first.pk).exercise == survivor


def test_without_its_exercise_it_stays_out(athlete: Athlete, session: Session) -> None:
    first = first_of(session)
    delete_set(athlete=athlete, session=session.pk, key=first.pk, now=MOMENT)
    Exercise.objects.filter(pk=first.exercise_id).delete()
    assert not restore_set(athlete=athlete, session=session.pk, key=first.pk)
    assert not Set.objects.filter(pk=first.pk).exists()


def test_with_its_last_set_the_session_goes_and_comes_back(signed_in: Client, session: Session) -> None:
    first, last = session.sets.order_by("position").values_list("pk", flat=True)
    press(signed_in, session, "delete", first)
    for _time in range(2):
        gone = press(signed_in, session, "delete", last)
        assert gone.headers["Location"] == f"/sessions/?deleted={session.pk}"
    session.refresh_from_db()
    assert session.deleted_at
    assert f"/sessions/{session.pk}/restore/" in signed_in.get(gone.headers["Location"]).content.decode()

    signed_in.post(f"/sessions/{session.pk}/restore/")
    assert [one.pk for one in session.sets.all()] == [last]
    assert press(signed_in, session, "restore", first).headers["Location"] == f"/sessions/{session.pk}/"
    assert session.sets.count() == 2


def test_where_its_id_is_used_again_it_stays_out(signed_in: Client, session: Session) -> None:
    first = first_of(session)
    press(signed_in, session, "delete", first.pk)
    again = SetFactory(id=first.pk, session=SessionFactory(athlete=session.athlete))
    answer = press(signed_in, session, "restore", first.pk)
    assert answer.headers["Location"] == f"/sessions/{session.pk}/"
    assert Set.objects.get(pk=first.pk).session == again.session
    assert "The set could not be brought back" in signed_in.get(f"/sessions/{session.pk}/").content.decode()


def test_a_note_of_another_person_is_not_written_on(athlete: Athlete, session: Session) -> None:
    key, other = first_of(session).pk, AthleteFactory()
    RemovedSet.objects.create(id=key, athlete=other)
    delete_set(athlete=athlete, session=session.pk, key=key, now=MOMENT)
    assert not RemovedSet.objects.for_athlete(other).exists()
    assert restore_set(athlete=athlete, session=session.pk, key=key)


def test_it_comes_back_though_sets_had_another_column_then(athlete: Athlete, session: Session) -> None:
    first = first_of(session)
    delete_set(athlete=athlete, session=session.pk, key=first.pk, now=MOMENT)
    note = RemovedSet.objects.get()
    note.was["tempo"] = note.was.pop("pain")
    note.save()
    assert restore_set(athlete=athlete, session=session.pk, key=first.pk)
    assert values_of(Set.objects.get(pk=first.pk)) == values_of(first) | {"pain": None}


@pytest.mark.parametrize("deed", ["delete", "restore"])
def test_what_is_not_ones_own_is_not_there(signed_in: Client, session: Session, deed: str) -> None:
    theirs = SetFactory()
    deleted = SetFactory(session=SessionFactory(athlete=session.athlete, deleted_at=MOMENT))
    SetFactory(session=deleted.session)
    for one in (theirs, deleted):
        assert press(signed_in, one.session, deed, one.pk).status_code == 404
        # Their set does not go by the address of one's own session.
        press(signed_in, session, deed, one.pk)
        assert model_to_dict(Set.objects.get(pk=one.pk)) == model_to_dict(one)
    for damaged in ("", "x", f"{uuid.uuid4()}x"):
        assert press(signed_in, session, deed, damaged).status_code == 404
    assert press(signed_in, session, "delete", uuid.uuid4()).status_code == 404


@pytest.mark.parametrize("deed", ["delete", "restore"])
def test_from_the_sign_in_one_comes_to_the_session(signed_in: Client, session: Session, deed: str) -> None:
    path = f"/sessions/{session.pk}/{deed}-set/"
    assert signed_in.get(path).headers["Location"] == f"/sessions/{session.pk}/"
    assert signed_in.put(path).status_code == 405
