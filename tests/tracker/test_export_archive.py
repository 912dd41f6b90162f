"""Everything that a person owns as one file: complete, the same every time, and nobody else's."""

from __future__ import annotations

import csv
import io
import json
import threading
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    AthleteFactory,
    ImportFactory,
    OwnExerciseFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.archived import document_of, exported, files_of
from tests.tracker.owned_rows import give_everything
from tracker.domain.archive.tables import TABLES
from tracker.models import Athlete, RemovedSet, ReportLink, Set
from tracker.services.export_archive import ACCOUNT, DOCUMENT, README, export_archive
from tracker.services.share_report import make_link

pytestmark = pytest.mark.django_db


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode())))


def test_it_holds_the_document_a_table_of_each_kind_and_what_they_mean(athlete: Athlete) -> None:
    files = files_of(exported(athlete.user))

    assert set(files) == {DOCUMENT, ACCOUNT, README, *(table.name for table in TABLES)}
    readme = files[README].decode()
    for table in TABLES:
        assert files[table.name].decode().splitlines()[0] == ",".join(name for name, _about in table.columns)
        assert all(f"  {name}: {about}\n" in readme for name, about in table.columns)


def test_the_same_rows_make_the_same_bytes(athlete: Athlete) -> None:
    give_everything(athlete)

    assert exported(athlete.user) == exported(athlete.user)


def test_one_of_everything_is_in_it(athlete: Athlete) -> None:
    give_everything(athlete)
    document = document_of(athlete.user)

    assert {name: len(document[name]) for name in document if isinstance(document[name], list)} == {
        "enrolments": 1,
        "exercises": 1,
        "measurements": 1,
        "plan_changes": 1,
        "removed_sets": 1,
        "screenings": 1,
        "sessions": 1,
        "tests": 1,
    }
    session = document["sessions"][0]
    assert all(session[name] for name in ("morning", "prescribed", "sets"))


def test_nothing_of_anybody_else_is_in_it(athlete: Athlete) -> None:
    give_everything(athlete)
    other = AthleteFactory(screened=False)
    theirs = document_of(other.user)

    assert not any(theirs[name] for name in theirs if isinstance(theirs[name], list))


def test_deleted_sessions_and_removed_sets_are_in_it(athlete: Athlete) -> None:
    SessionFactory(athlete=athlete, deleted_at=timezone.now())
    removed = RemovedSet.objects.create(id=SetFactory.build().id, athlete=athlete)
    document = document_of(athlete.user)

    assert document["sessions"][0]["deleted_at"]
    assert document["removed_sets"] == [str(removed.pk)]


def test_the_account_is_a_file_of_its_own_without_keys(athlete: Athlete) -> None:
    token = make_link(user=athlete.user, name="Ana", days=30, now=timezone.now())
    ImportFactory(athlete=athlete)
    files = files_of(exported(athlete.user))
    account = json.loads(files[ACCOUNT])

    assert account["email"] == athlete.user.email
    assert [one["name"] for one in account["report_links"]] == ["Ana"]
    assert account["imports"][0]["source"] == "own"
    everything = b"".join(files.values()).decode()
    assert token not in everything
    assert ReportLink.objects.get().token_digest not in everything
    assert athlete.user.email not in files[DOCUMENT].decode()


@pytest.mark.parametrize("notes", ['=HYPERLINK("x")', "+1", "-1", "@x", "\t=1", 'a,"b"\nc'])
def test_no_note_is_a_formula(athlete: Athlete, notes: str) -> None:
    SessionFactory(athlete=athlete, notes=notes)
    files = files_of(exported(athlete.user))

    cell = rows_of(files, "sessions.csv")[0]["notes"]
    assert cell == (notes if notes.startswith("a") else f"'{notes}")
    assert json.loads(files[DOCUMENT])["sessions"][0]["notes"] == notes


def test_its_entries_bear_no_time_and_no_name_of_a_person(athlete: Athlete) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(athlete.user))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(one.is_dir() or "/" in one.filename for one in archive.infolist())


def queries(athlete: Athlete) -> list[Any]:
    with CaptureQueriesContext(connection) as made:
        exported(athlete.user)
    return made.captured_queries


def test_more_sessions_cost_no_more_queries(athlete: Athlete) -> None:
    SetFactory(session=SessionFactory(athlete=athlete))
    before = len(queries(athlete))
    for _number in range(5):
        SetFactory(session=SessionFactory(athlete=athlete))

    assert len(queries(athlete)) == before < 30


class _Busy(io.BytesIO):
    """A file at whose first byte another request logs an exercise that was made just then."""

    def __init__(self, athlete: Athlete) -> None:
        super().__init__()
        self.athlete: Athlete | None = athlete

    def write(self, data: Any) -> int:
        athlete, self.athlete = self.athlete, None
        if athlete is not None:
            thread = threading.Thread(target=self._log, args=[athlete])
            thread.start()
            thread.join(timeout=30)
        return super().write(data)

    def _log(self, athlete: Athlete) -> None:
        try:
            SetFactory(
                session=SessionFactory(athlete=athlete), exercise=OwnExerciseFactory(owner=athlete.user)
            )
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_it_is_of_one_moment_while_others_write() -> None:
    athlete = AthleteFactory()
    file = _Busy(athlete)
    export_archive(user=athlete.user, file=file)

    with zipfile.ZipFile(file) as archive:
        document = json.loads(archive.read(DOCUMENT))
    assert Set.objects.count() == 1
    assert (document["exercises"], document["sessions"]) == ([], [])
