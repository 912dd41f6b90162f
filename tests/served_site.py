"""The site as `make run` serves it, with data that is thrown away: for browsers and benchmarks."""

from __future__ import annotations

import os
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
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 30
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:hipmobility.server"]
OPERATORS = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "DEBUG")


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
        "PORT": str(_free_port()),
        "DJANGO_SETTINGS_MODULE": settings,
    }


@contextmanager
def scratch_data(settings: str = "hipmobility.settings") -> Iterator[None]:
    """Set Django up in this process, on a migrated database with the catalogue in a folder of its own.

    Once in a process, and before anything that needs Django is imported.
    """
    with tempfile.TemporaryDirectory(prefix="hipmobility-") as folder:
        for name in OPERATORS:
            os.environ.pop(name, None)
        os.environ |= scratch_environment(Path(folder), settings)
        django.setup()
        call_command("prepare")
        yield


@contextmanager
def served_site(environment: Mapping[str, str] = os.environ) -> Iterator[ServedSite]:
    """Serve prepared data with gunicorn, just as `make run` does."""
    server = subprocess.Popen(GUNICORN, cwd=ROOT, env=environment)  # noqa: S603
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


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
