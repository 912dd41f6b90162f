"""A PostgreSQL server of one's own that can be stopped as by a power cut, and is gone in the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))


class Cluster:
    """Reached through a socket in its own folder, so it takes no port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"postgres://site@{str(folder).replace('/', '%2F')}/postgres"
        self._run("initdb", "--username=site", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")

    def _run(self, program: str, *arguments: str) -> None:
        # It refuses to run as root.
        who = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        command = [*who, str(BINARIES[-1] / program), f"--pgdata={self._folder / 'data'}", *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "--wait", f"--log={self._folder / 'log'}", f"--options={options}", "start")

    def stop(self) -> None:
        """Stop it at once: no transaction is ended, and what it had in memory is gone."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def check(self) -> None:
        """Have it read every table and index; CalledProcessError where one is damaged."""
        options = ["--all", "--install-missing", "--heapallindexed", "--parent-check"]
        where = [f"--host={self._folder}", "--username=site"]
        subprocess.run([BINARIES[-1] / "pg_amcheck", *where, *options], check=True)  # noqa: S603


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    one = Cluster(folder)
    one.start()
    try:
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder)
