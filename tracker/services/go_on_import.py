"""One step of an import: some thousand rows in one transaction, from where the last step ended."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from exercises.domain.vocabulary import Side
from exercises.models import Exercise
from tracker.domain.foreign.apps import ForeignSet, Parsed, read_sets
from tracker.domain.foreign.survey import SAME_START, is_known, name_key
from tracker.domain.local_time import day_of
from tracker.models import Evidence, Import, Session, Set, Upload
from tracker.models.session import MAX_NOTES
from tracker.services.foreign_file import lines_of
from tracker.services.survey_upload import reading_of

ROWS_A_STEP = 4_000
"""A product default: a second or two, so that a bar moves and no other writer waits long."""

MOST_POSITION = 32_000
IDS = uuid.UUID("6f0a8a53-0b7d-4c39-9a4e-5e9ab8a2f1c7")
"""The name space of what is brought in: the same row of the same person always has the same id."""

Key = tuple[datetime, str]


class UploadGoneError(Exception):
    """The file is not kept any more: it waited for too long, or another one took its place."""


@transaction.atomic
def go_on_import(*, user: User, import_id: uuid.UUID, now: datetime) -> Import:
    """Return the import after its next step; one that is finished or was undone stays as it is.

    Each session is made once. One that begins within a minute of another of this person's, deleted ones
    included, is left out. Raises Import.DoesNotExist or UploadGoneError.
    """
    imported = Import.objects.for_athlete(user).select_for_update().get(pk=import_id)
    if imported.finished_at or imported.undone_at:
        return imported
    upload = Upload.objects.for_athlete(user).of_import(imported).first()
    if upload is None:
        raise UploadGoneError
    reading = reading_of(upload.mapping["reading"])
    parsed = read_sets(lines_of(upload.content), reading, skip=imported.position)
    rows, is_last = _taken(parsed)
    _write(imported, upload, [one for one in rows if isinstance(one, ForeignSet)])
    imported.position = imported.total if is_last else rows[-1].number + 1
    if is_last:
        imported.finished_at = now
        upload.delete()
    imported.save(update_fields=["position", "finished_at"])
    return imported


def _taken(parsed: Iterator[Parsed]) -> tuple[list[Parsed], bool]:
    """Return the rows of a step and whether they are the last: whole sessions, unless one is endless."""
    rows: list[Parsed] = []
    last: Key | None = None
    for one in parsed:
        key = one.key if isinstance(one, ForeignSet) else last
        if (len(rows) >= ROWS_A_STEP and key != last) or len(rows) >= 2 * ROWS_A_STEP:
            return rows, False
        rows.append(one)
        last = key
    return rows, True


def _write(imported: Import, upload: Upload, rows: list[ForeignSet]) -> None:
    """Write the sessions of these rows that are not there yet; one of this very import is added to."""
    keys = _keys_of_exercises(imported, upload.mapping["slugs"])
    chosen = [one for one in rows if keys.get(name_key(one.exercise))]
    if not chosen:
        return
    first, last = min(one.start for one in chosen), max(one.start for one in chosen)
    near = Session.objects.for_athlete(imported.athlete).filter(
        started_at__range=(first - SAME_START, last + SAME_START)
    )
    stored = list(near.order_by("started_at").values_list("pk", "started_at", "imported"))
    starts = [start for _pk, start, of in stored if of != imported.pk]
    begun = {pk for pk, _start, of in stored if of == imported.pk}
    by_session: dict[Key, list[ForeignSet]] = {}
    for one in chosen:
        by_session.setdefault(one.key, []).append(one)
    found = {
        _session_id(imported, key): sets
        for key, sets in by_session.items()
        if any(one.is_done for one in sets) and not is_known(key[0], starts)
    }
    zone = reading_of(upload.mapping["reading"]).zone
    sessions = {pk: _session(imported, pk, sets, day_of(sets[0].start, zone)) for pk, sets in found.items()}
    Session.objects.bulk_create([one for pk, one in sessions.items() if pk not in begun])
    more = begun & found.keys()
    places = _places(more) if more else Counter()
    Set.objects.bulk_create(
        row for pk, sets in found.items() for row in _sets(sessions[pk], sets, keys, places[pk])
    )
    if more:
        _add_notes([sessions[pk] for pk in more])


def _keys_of_exercises(imported: Import, slugs: Mapping[str, str]) -> dict[str, int]:
    """Return by name the key of what it stands for; what was merged since leads on."""
    found = Exercise.logged.loggable_by(imported.athlete.user, {slug for slug in slugs.values() if slug})
    return {name: found[slug].pk for name, slug in slugs.items() if slug in found}


def _session_id(imported: Import, key: Key) -> uuid.UUID:
    start, workout = key
    return uuid.uuid5(IDS, f"{imported.athlete_id} {imported.source} {start.isoformat()} {workout}")


def _session(imported: Import, pk: uuid.UUID, sets: list[ForeignSet], day: date) -> Session:
    start = sets[0].start
    took = max((one.took_s or 0 for one in sets), default=0)
    return Session(
        id=pk,
        athlete=imported.athlete,
        started_at=start,
        finished_at=start + timedelta(seconds=took) if took else None,
        day=day,
        notes=_notes(sets),
        evidence=Evidence.IMPORTED,
        imported=imported,
    )


def _notes(sets: Iterable[ForeignSet]) -> str:
    """Return the workout's name and all notes, each once; those for which there is no room stay out."""
    texts: dict[str, None] = {}
    for one in sets:
        texts.setdefault(one.workout)
        texts.setdefault(one.about)
        texts.setdefault(f"{one.exercise}: {one.note}" if one.note else "")
    return _joined(texts)


def _joined(texts: Iterable[str]) -> str:
    kept = ""
    for text in texts:
        longer = f"{kept}\n{text}" if kept and text else kept or text
        if len(longer) > MAX_NOTES:
            break
        kept = longer
    return kept


def _sets(session: Session, sets: list[ForeignSet], keys: Mapping[str, int], before: int) -> Iterator[Set]:
    done = (one for one in sets if one.is_done)
    for position, one in enumerate(done, start=before + 1):
        if position > MOST_POSITION:
            return
        yield Set(
            id=uuid.uuid5(session.pk, str(one.number)),
            athlete_id=session.athlete_id,
            session_id=session.pk,
            exercise_id=keys[name_key(one.exercise)],
            day=session.day,
            position=position,
            side=Side.BOTH,
            reps=one.reps,
            seconds=one.seconds,
            distance_m=one.distance_m,
            load_kg=one.load_kg,
        )


def _places(sessions: Iterable[uuid.UUID]) -> Counter[uuid.UUID]:
    """Return the last position that is taken in each session."""
    rows = Set.objects.filter(session__in=list(sessions)).order_by().values_list("session")
    return Counter(dict(rows.annotate(Max("position"))))


def _add_notes(sessions: Iterable[Session]) -> None:
    more = {one.pk: one.notes for one in sessions if one.notes}
    stored = list(Session.objects.filter(pk__in=more))
    for one in stored:
        lines = dict.fromkeys((*one.notes.split("\n"), *more[one.pk].split("\n")))
        one.notes = _joined(lines)
    Session.objects.bulk_update(stored, ["notes"])
