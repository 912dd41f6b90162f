"""The services of measurements: once, whole, and only one's own."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import AthleteFactory, MeasurementFactory, SelfTestFactory
from tracker.domain.measuring import Instrument, Motion, Position, TestKind
from tracker.models import Athlete, Measurement, SelfTest
from tracker.services import record_measurement as recording
from tracker.services.change_measurement import DeletedMeanwhileError, change_measurement
from tracker.services.change_session import ChangedMeanwhileError
from tracker.services.delete_measurement import delete_measurement, restore_measurement
from tracker.services.log_session import IdTakenError
from tracker.services.measurement_entry import MeasurementEntry, SelfTestEntry, is_as_entered
from tracker.services.record_measurement import (
    MeasurementExistsError,
    record_measurement,
    record_measurements,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def rotation(**changes: Any) -> MeasurementEntry:
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "taken_on": NOW.date(),
        "motion": Motion.INTERNAL,
        "position": Position.SEATED,
        "instrument": Instrument.PHONE,
        "left": (Decimal(31), Decimal("31.5")),
    }
    return MeasurementEntry(**values | changes)


def faber(**changes: Any) -> SelfTestEntry:
    values: dict[str, Any] = {"id": uuid.uuid4(), "taken_on": NOW.date(), "kind": TestKind.FABER}
    return SelfTestEntry(**values | {"left": Decimal(12)} | changes)


@pytest.mark.parametrize("make", [rotation, faber])
def test_the_row_says_what_the_entry_says(make: Any, athlete: Athlete) -> None:
    entry = make(notes="Fine.")
    row = record_measurement(athlete=athlete, entry=entry, now=NOW)
    row.refresh_from_db()
    assert is_as_entered(row, entry)
    assert not is_as_entered(row, make(id=entry.id, notes="Fine. "))
    assert record_measurement(athlete=athlete, entry=entry, now=NOW) == row
    assert Measurement.objects.count() + SelfTest.objects.count() == 1


@pytest.mark.parametrize("make", [rotation, faber])
def test_an_id_in_use_is_told(make: Any, athlete: Athlete) -> None:
    entry = make()
    row = record_measurement(athlete=athlete, entry=entry, now=NOW)
    with pytest.raises(IdTakenError):
        record_measurement(athlete=AthleteFactory(), entry=entry, now=NOW)
    with pytest.raises(MeasurementExistsError):
        record_measurement(athlete=athlete, entry=make(id=entry.id, notes="Other."), now=NOW)
    assert delete_measurement(row=row, now=NOW)
    assert not delete_measurement(row=row, now=NOW)
    with pytest.raises(MeasurementExistsError):
        record_measurement(athlete=athlete, entry=entry, now=NOW)
    assert restore_measurement(row=row)
    assert not restore_measurement(row=row)
    assert record_measurement(athlete=athlete, entry=entry, now=NOW) == row


def test_two_requests_at_once_make_one_row(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request has looked already when the first one writes."""
    entry = rotation()
    record_measurement(athlete=athlete, entry=entry, now=NOW)
    look = recording._already_recorded
    answers = iter([None])
    monkeypatch.setattr(recording, "_already_recorded", lambda *args: next(answers, look(*args)))
    assert record_measurement(athlete=athlete, entry=entry, now=NOW).pk == entry.id
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(
    "entry",
    [
        rotation(left=()),
        rotation(left=(Decimal(91),)),
        rotation(left=(Decimal("31.555"),)),
        rotation(shank_cm=Decimal(40)),
        rotation(pain=11),
        faber(left=None),
        faber(left=Decimal(61)),
        faber(value=Decimal(3)),
        faber(activity="Socks"),
        faber(kind=TestKind.ACTIVITY, left=None, value=Decimal(3)),
    ],
    ids=range(10),
)
def test_nonsense_is_refused_by_the_model_or_the_database(
    entry: MeasurementEntry | SelfTestEntry, athlete: Athlete
) -> None:
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        record_measurement(athlete=athlete, entry=entry, now=NOW)


def test_many_are_checked_and_written_in_one_go(athlete: Athlete, django_assert_num_queries: Any) -> None:
    entries = [rotation(taken_on=NOW.date() - dt.timedelta(days=number)) for number in range(20)]
    with django_assert_num_queries(1):
        record_measurements(athlete=athlete, entries=entries)
    assert Measurement.objects.count() == 20
    with pytest.raises(ValidationError):
        record_measurements(athlete=athlete, entries=[rotation(left=(Decimal(91),))])


def test_a_change_needs_the_version_that_was_seen(athlete: Athlete) -> None:
    row = MeasurementFactory(athlete=athlete)
    entry = rotation(id=row.pk)
    change_measurement(athlete=athlete, entry=entry, version=1, now=NOW)
    row.refresh_from_db()
    assert (row.version, row.trials("left"), row.trials("right")) == (2, (31, Decimal("31.5")), ())
    # The same again is no change, whatever version it names.
    assert change_measurement(athlete=athlete, entry=entry, version=1, now=NOW).version == 2
    with pytest.raises(ChangedMeanwhileError) as caught:
        change_measurement(athlete=athlete, entry=rotation(id=row.pk, pain=1), version=1, now=NOW)
    assert caught.value.version == 2


def test_what_is_gone_or_foreign_is_not_changed(athlete: Athlete) -> None:
    gone = MeasurementFactory(athlete=athlete, deleted_at=NOW)
    theirs = MeasurementFactory()
    for row in (gone, theirs):
        with pytest.raises(DeletedMeanwhileError):
            change_measurement(athlete=athlete, entry=rotation(id=row.pk), version=1, now=NOW)
    test = SelfTestFactory(athlete=athlete)
    other_kind = faber(id=test.pk, kind=TestKind.SQUAT, left=None, value=Decimal(30))
    with pytest.raises(DeletedMeanwhileError):
        change_measurement(athlete=athlete, entry=other_kind, version=1, now=NOW)
