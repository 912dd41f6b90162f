"""The site as `make run` serves it, with data that is thrown away: for browsers and benchmarks."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 30
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:hipmobility.server"]
OPERATORS = ("DATABASE_URL", "DATABASE_POOL", "CACHE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "DEBUG")


@dataclass(frozen=True)
class ServedSite:
    """Where the site is, and the process that its worker processes belong to."""

    url: str
    pid: int


def scratch_environment(folder: Path, settings: str = "hipmobility.settings") -> dict[str, str]:
    """Return the variables of a site with its defaults, its data in that folder, on a free port."""
    kept = {name: value for name, value in os.environ.items() if name not in OPERATORS}
    return kept | {
        "DATA_DIR": str(folder),
        "PORT": str(free_port()),
        "DJANGO_SETTINGS_MODULE": settings,
    }


def prepared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the data of a fresh site: prepared once for all tests, and copied for each."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared"
    shared.mkdir(exist_ok=True)
    with (shared.parent / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared.parent / "prepared.done").exists():
            command = [sys.executable, "manage.py", "prepare"]
            subprocess.run(command, cwd=ROOT, env=scratch_environment(shared), check=True)  # noqa: S603
            (shared.parent / "prepared.done").touch()
    return Path(shutil.copytree(shared, factory.mktemp("data"), dirs_exist_ok=True))


@contextmanager
def scratch_data(
    settings: str = "hipmobility.settings", database_url: str = "", cache_url: str = ""
) -> Iterator[None]:
    """Set Django up in this process, on a migrated database with the catalogue in a folder of its own.

    Once in a process, and before anything that needs Django is imported.
    """
    with tempfile.TemporaryDirectory(prefix="hipmobility-") as folder:
        for name in OPERATORS:
            os.environ.pop(name, None)
        given = {"DATABASE_URL": database_url, "CACHE_URL": cache_url}
        os.environ |= scratch_environment(Path(folder), settings) | given
        django.setup()
        call_command("prepare")
        yield


@contextmanager
def served_site(
    environment: Mapping[str, str] = os.environ, *, log: int | None = None
) -> Iterator[ServedSite]:
    """Serve prepared data with gunicorn, just as `make run` does; `log` says where its lines go."""
    server = subprocess.Popen(GUNICORN, cwd=ROOT, env=environment, stderr=log)  # noqa: S603
    try:
        url = f"http://localhost:{environment['PORT']}"
        wait_until_served(url)
        yield ServedSite(url, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=SECONDS_TO_START)


def wait_until_served(url: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(f"{url}/healthz").close()  # noqa: S310
        except OSError:  # refused, or cut off while the server dies or starts
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
