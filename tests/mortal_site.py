"""The served site that a test can kill like a power cut, and start again on its port with its data."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from tests.served_site import GUNICORN, ROOT, scratch_environment, wait_until_served


class StoredSet(NamedTuple):
    """A set as the database has it; `place` is position/exercise/side, as the player counts."""

    place: str
    skipped: bool


class StoredSession(NamedTuple):
    """A session as the database has it."""

    id: UUID
    athlete: int
    is_finished: bool
    sets: tuple[StoredSet, ...]


class MortalSite:
    """gunicorn in a process group of its own, on prepared data in a folder."""

    def __init__(self, folder: Path) -> None:
        self._environment = scratch_environment(folder)
        self._database = folder / "db.sqlite3"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://localhost:{self._environment['PORT']}"
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self._environment, check=True)

    @property
    def is_up(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Start it, and do not wait: see `wait()`."""
        self._process = subprocess.Popen(  # noqa: S603
            GUNICORN, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def wait(self) -> None:
        """Start it where it is down, and wait until it answers."""
        if not self.is_up:
            self.start()
        wait_until_served(self.url)

    def kill(self) -> None:
        """Kill all its processes at once, whatever they are doing."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def take_sessions(self) -> list[StoredSession]:
        """Return the sessions that are there, and delete them as their owner would."""
        with closing(sqlite3.connect(self._database, timeout=20)) as connection, connection:
            sessions = connection.execute(
                "SELECT id, athlete_id, finished_at FROM tracker_session WHERE deleted_at IS NULL"
            ).fetchall()
            sets = connection.execute(
                "SELECT session_id, s.position || '/' || slug || '/' || side, skipped FROM tracker_set s"
                " JOIN exercises_exercise e ON e.id = exercise_id ORDER BY s.position"
            ).fetchall()
            connection.execute("UPDATE tracker_session SET deleted_at = started_at WHERE deleted_at IS NULL")
        return [
            StoredSession(
                UUID(key),
                athlete,
                finished_at is not None,
                tuple(StoredSet(place, bool(skipped)) for of, place, skipped in sets if of == key),
            )
            for key, athlete, finished_at in sessions
        ]


@contextmanager
def mortal_site(folder: Path) -> Iterator[MortalSite]:
    """Serve it, and kill it in the end."""
    site = MortalSite(folder)
    try:
        site.wait()
        yield site
    finally:
        site.kill()
