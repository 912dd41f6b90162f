"""Backups: whole while the site is written to, read back, refused when damaged, restored as a whole."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from hipmobility.backups import archive, postgresql, sqlite
from hipmobility.backups.manifest import BackupError, Contents, Manifest, decode_manifest
from hipmobility.management.commands.restore import Command
from tests.factories import SetFactory, UserFactory
from tests.served_site import ROOT, prepared_folder, scratch_environment

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
ON_SQLITE = connection.vendor == "sqlite"


def back_up(target: Path, secret_key: str | None = None) -> Manifest:
    return archive.write_backup(connection=connection, target=target, secret_key=secret_key, now=NOW)


@pytest.fixture
def another_database(transactional_db: None, tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection to an empty database."""
    name = str(tmp_path / "other.sqlite3") if ON_SQLITE else "other_of_" + connection.settings_dict["NAME"]
    other = connection.copy("other")
    other.settings_dict = connection.settings_dict | {"NAME": name}
    if not ON_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    yield other
    other.close()
    if not ON_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def restore_into(other: BaseDatabaseWrapper, source: Path) -> None:
    with archive.opened_backup(source) as (manifest, backup):
        copy = source.with_name("extracted")
        archive.extract_database(backup, manifest, copy)
        archive.check_contents(connection, manifest, copy)
        if ON_SQLITE:
            sqlite.put_in_place(copy, Path(other.settings_dict["NAME"]), now=NOW)
        else:
            postgresql.restore(other, copy)


def names_in(other: BaseDatabaseWrapper) -> list[str]:
    with other.cursor() as cursor:
        cursor.execute("SELECT username FROM auth_user ORDER BY username")
        return [name for (name,) in cursor.fetchall()]


class Writer(threading.Thread):
    """Signs up two people in each transaction, until told to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = threading.Event()
        self.failed: Exception | None = None

    def run(self) -> None:
        number = 0
        try:
            while not self.stopped.is_set():
                with transaction.atomic():
                    for half in "ab":
                        User.objects.create(
                            username=f"{number:06}{half}", email=f"{number}{half}@example.org"
                        )
                number += 1
        except Exception as error:  # noqa: BLE001  told by the test
            self.failed = error
        finally:
            connection.close()


def test_a_backup_of_a_busy_site_has_no_half_of_a_transaction(
    another_database: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    SetFactory()
    writer = Writer()
    writer.start()
    try:
        while User.objects.count() < 20:
            assert writer.failed is None
        manifest = back_up(tmp_path / "one.zip")
        later = User.objects.count()
    finally:
        writer.stopped.set()
        writer.join()
    assert writer.failed is None

    restore_into(another_database, tmp_path / "one.zip")
    names = [name for name in names_in(another_database) if name[:6].isdigit()]

    assert 20 <= len(names) <= later
    assert len(names) % 2 == 0
    assert names == [f"{number:06}{half}" for number in range(len(names) // 2) for half in "ab"]
    assert manifest.contents.rows["tracker_set"] == 1


def test_a_second_restore_leaves_nothing_of_the_first(
    another_database: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    UserFactory(username="ana")
    back_up(tmp_path / "one.zip")
    User.objects.update(username="ben")
    back_up(tmp_path / "two.zip")

    for name in ("one", "two"):
        restore_into(another_database, tmp_path / f"{name}.zip")

    assert names_in(another_database) == ["ben"]


@pytest.mark.skipif(ON_SQLITE, reason="SQLite's file is replaced at once")
def test_a_restore_that_fails_half_way_changes_nothing(
    another_database: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    UserFactory(username="ana")
    back_up(tmp_path / "one.zip")
    restore_into(another_database, tmp_path / "one.zip")
    another_database.close()
    whole = (tmp_path / "extracted").read_bytes()
    (tmp_path / "torn").write_bytes(whole[: len(whole) * 9 // 10])

    with pytest.raises(BackupError, match="pg_restore"):
        postgresql.restore(another_database, tmp_path / "torn")

    assert names_in(another_database) == ["ana"]


def test_nobody_else_may_have_the_database_open(
    another_database: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    back_up(tmp_path / "one.zip")
    restore_into(another_database, tmp_path / "one.zip")
    other = another_database.copy("third")
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_user")

    with pytest.raises(BackupError, match="in use"):
        restore_into(another_database, tmp_path / "one.zip")
    other.close()


@pytest.mark.skipif(ON_SQLITE, reason="SQLite knows at once who has left")
def test_who_is_just_leaving_is_waited_for(another_database: BaseDatabaseWrapper, tmp_path: Path) -> None:
    UserFactory(username="ana")
    back_up(tmp_path / "one.zip")
    restore_into(another_database, tmp_path / "one.zip")
    other = another_database.copy("third")
    other.ensure_connection()
    leaving = threading.Timer(0.5, other.connection.close)
    leaving.start()
    restore_into(another_database, tmp_path / "one.zip")
    leaving.join()
    assert names_in(another_database) == ["ana"]


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_wrote_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    SetFactory()
    call_command("backup", str(tmp_path))

    [written] = tmp_path.glob("*")
    assert "1 people, 1 sessions, 1 sets" in capsys.readouterr().out
    assert written.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="overwrites nothing"):
        call_command("backup", str(written))
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", str(tmp_path / "no" / "such.zip"))
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(written))


@pytest.mark.django_db(transaction=True)
def test_the_secret_key_goes_along_only_when_asked(tmp_path: Path) -> None:
    back_up(tmp_path / "without.zip")
    back_up(tmp_path / "with.zip", secret_key="a secret")

    assert archive.SECRET_KEY not in zipfile.ZipFile(tmp_path / "without.zip").namelist()
    assert zipfile.ZipFile(tmp_path / "with.zip").read(archive.SECRET_KEY) == b"a secret"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(ON_SQLITE, reason="SQLite needs no program")
def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match=r"pg_dump is missing: install postgresql-client"):
        call_command("backup", str(tmp_path / "one.zip"))
    assert list(tmp_path.iterdir()) == []


# --- what a file may be, without a site --------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A SQLite database that is as little of the site as a backup asks for."""
    path = tmp_path / "site" / "db.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE django_migrations (app text, name text)")
        made.execute("INSERT INTO django_migrations VALUES ('tracker', '0001_initial')")
        made.execute("CREATE TABLE auth_user (username text)")
        made.execute("INSERT INTO auth_user VALUES ('ana')")
    return path


def test_a_copy_is_read_back(small: Path, tmp_path: Path) -> None:
    sqlite.dump(small, tmp_path / "copy")
    assert sqlite.read_back(tmp_path / "copy") == Contents(
        {"auth_user": 1, "django_migrations": 1}, ["tracker.0001_initial"]
    )


def test_a_damaged_database_is_not_backed_up_in_silence(small: Path, tmp_path: Path) -> None:
    whole = small.read_bytes()
    small.write_bytes(whole[:4096] + b"\x07" * 4096 + whole[8192:])
    sqlite.dump(small, tmp_path / "copy")
    with pytest.raises(BackupError, match="copy"):
        sqlite.read_back(tmp_path / "copy")


@pytest.mark.parametrize("is_damaged", [False, True], ids=["sound", "damaged"])
def test_what_was_there_is_kept(small: Path, tmp_path: Path, is_damaged: bool) -> None:
    """A damaged database is a common reason to restore."""
    sqlite.dump(small, tmp_path / "copy")
    if is_damaged:
        small.write_bytes(b"not a database" * 1000)
    before = small.read_bytes()
    Path(f"{small}-wal").write_bytes(b"" if not is_damaged else b"left over")

    kept = sqlite.put_in_place(tmp_path / "copy", small, now=NOW)

    assert kept is not None
    assert (kept.read_bytes() == before) is is_damaged
    assert sqlite.has_people(small)
    assert not Path(f"{small}-wal").exists()


def zipped(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in entries.items():
            made.writestr(name.replace("_", "."), data)
    return path


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({}, "no backup"),
        ({"other_txt": b""}, "no backup"),
        ({"manifest_json": b"{"}, "manifest"),
        ({"manifest_json": b"[]"}, "manifest"),
        ({"manifest_json": b'{"format": 2}'}, "another version"),
        ({"manifest_json": b'{"format": 1}'}, "manifest"),
        ({"manifest_json": b" " * (archive.LONGEST_MANIFEST + 1)}, "manifest"),
    ],
)
def test_another_file_is_no_backup(tmp_path: Path, entries: dict[str, bytes], reason: str) -> None:
    source = zipped(tmp_path / "file.zip", **entries)
    with pytest.raises(BackupError, match=reason), archive.opened_backup(source):
        pass


def test_a_text_or_nothing_at_all_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("a text")
    for name, reason in (("text.zip", "no backup"), ("none.zip", "No such file")):
        with pytest.raises(BackupError, match=reason), archive.opened_backup(tmp_path / name):
            pass


def test_another_database_than_the_manifests_is_refused(tmp_path: Path) -> None:
    told = Manifest(1, "2026-11-23T08:00:00Z", "sqlite", "3.40", "db", 5, "0" * 64, Contents({}, []))
    assert decode_manifest(told.encode()) == told
    for data in (b"other", b"longer than it was"):
        source = zipped(tmp_path / "file.zip", db=data)
        with zipfile.ZipFile(source) as backup, pytest.raises(BackupError, match="damaged"):
            archive.extract_database(backup, told, tmp_path / "copy")


@pytest.mark.parametrize(
    ("database", "migration", "reason"),
    [("oracle", "tracker.0001_initial", "is of oracle"), ("", "tracker.9999_next_year", "Update first")],
)
def test_what_this_site_cannot_hold_is_refused(database: str, migration: str, reason: str) -> None:
    told = Manifest(1, "", database or connection.vendor, "", "db", 0, "", Contents({}, [migration]))
    with pytest.raises(BackupError, match=reason):
        Command().check_manifest(told)


# --- the commands, in processes of their own ---------------------------------------------------------------


def manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = scratch_environment(folder)
    environment.pop("DATABASE_URL", None)
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def sign_up(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute(
            "INSERT INTO auth_user (username, password, email, is_superuser, is_staff, is_active, first_name,"
            " last_name, date_joined) VALUES (?, '', ?, 0, 0, 1, '', '', '2026-11-23')",
            (name, name),
        )


def test_a_backup_brings_an_empty_machine_to_where_the_other_was(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second, backup = prepared_folder(tmp_path_factory), tmp_path / "second", tmp_path / "one.zip"
    sign_up(first / "db.sqlite3", "ana")
    made = manage(first, "backup", str(backup), "--with-secret-key")
    assert (made.returncode, made.stderr) == (0, "")

    restored = manage(second, "restore", str(backup))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "Restored as of" in restored.stdout
    assert (second / "secret-key").read_text() == (first / "secret-key").read_text()
    assert sqlite.read_back(second / "db.sqlite3").rows["auth_user"] == 1
    assert sorted(path.name for path in second.iterdir()) == ["db.sqlite3", "secret-key"]
