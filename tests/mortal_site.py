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

    def __init__(self, folder: Path, database_url: str = "", **variables: str) -> None:
        self._environment = scratch_environment(folder) | {"DATABASE_URL": database_url} | variables
        self._database = folder / "db.sqlite3"
        self._groups: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://localhost:{self._environment['PORT']}"
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self._environment, check=True)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and do not wait: see `wait()`. What is left of it ends first, as with any supervisor."""
        self.kill()
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(  # noqa: S603
            GUNICORN, cwd=ROOT, env=self._environment, start_new_session=True, **nowhere
        )
        self._groups.append(self._process.pid)

    def wait(self) -> None:
        """Start it where it is down, and wait until it answers."""
        if not self.is_up:
            self.start()
        wait_until_served(self.url)

    def kill(self) -> None:
        """Kill all its processes at once, whatever they are doing."""
        for group in self._groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if self._process:
            self._process.wait()
        self._groups.clear()
        self._process = None

    def kill_worker(self) -> None:
        """Kill one of its worker processes; the first process makes another one."""
        if self._process and (workers := _children(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(workers[0], signal.SIGKILL)

    def kill_master(self) -> None:
        """Kill its first process; the workers go on until they notice."""
        if self._process:
            self._process.kill()
            self._process.wait()

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


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@contextmanager
def mortal_site(folder: Path, database_url: str = "", **variables: str) -> Iterator[MortalSite]:
    """Serve it with these variables of the environment as well, and kill it in the end."""
    site = MortalSite(folder, database_url, **variables)
    try:
        site.wait()
        yield site
    finally:
        site.kill()
