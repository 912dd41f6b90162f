"""`make outage`: take the database from the served site for SECONDS (30) while people use it.

PostgreSQL is gone: a server of its own is stopped at once and started again, for a site whose threads keep
connections of their own, and for one that shares them. With ON=disk the disk under SQLite is full: a small
one in memory, which only root may mount. Every request must be answered, with what was asked for or with a
503 that gives back what was sent; nothing that was saved may be lost or doubled; then all must go on by
itself. SEED (1) is where chance begins.
"""

from __future__ import annotations

import errno
import html
import http.client
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain, cycle, takewhile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import psycopg

from tests.bench.load import READING
from tests.cluster import cluster
from tests.kill import damages_of_sqlite, wrong
from tests.ledger import BREATH_S, GIVE_UP_AFTER_S, Ledger
from tests.mortal_site import MortalSite, mortal_site
from tests.visitor import FORM, Reply, Visitor

WRITERS = 4
READERS = 2
SETTLE_S = 5
"""How long they use the site before the outage, and after it."""

DISK_MB = 48
UNAVAILABLE = {"errors": ["The site cannot reach its data just now."]}


class Witness(Visitor):
    """A visitor who notes how long each answer took, when the last 503 came, and what is wrong with it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.answers: Counter[int] = Counter()
        self.faults: list[str] = []
        self.slowest_s = 0.0
        self.last_503 = 0.0

    def send(self, method: str, path: str, body: str | None = None, kind: str = "") -> Reply:
        begun = time.monotonic()
        try:
            reply = super().send(method, path, body, kind)
        except (OSError, http.client.HTTPException) as error:
            self.faults.append(f"{method} {path} had no reply: {error!r}")
            raise
        # Kept open, the server may close it just before the next request: a browser would send that again.
        self.connection.close()
        self.answers[reply.status] += 1
        self.slowest_s = max(self.slowest_s, time.monotonic() - begun)
        if reply.status == 503:
            self.last_503 = time.monotonic()
            if not gives_back(reply, body or "", kind):
                self.faults.append(f"{method} {path} was answered with a 503 that says too little")
        return reply

    def read(self, is_over: threading.Event) -> None:
        """Open one page after another until it is over, and each in the end."""
        paths = list(READING.values())
        for path in chain(takewhile(lambda _: not is_over.is_set(), cycle(paths)), paths):
            until = time.monotonic() + GIVE_UP_AFTER_S
            while (status := self.send("GET", path).status) == 503 and time.monotonic() < until:
                time.sleep(BREATH_S)
            if status != 200:
                self.faults.append(f"{path} was answered with {status}")


def gives_back(reply: Reply, body: str, kind: str) -> bool:
    """Whether a 503 says when to come again, and is of use to who sent that: a page, or JSON for a script."""
    if reply.headers["Retry-After"] != "30":
        return False
    if kind not in {"", FORM}:
        return bool(json.loads(reply.text) == UNAVAILABLE)
    page = reply.text
    sent = parse_qsl(body, keep_blank_values=True)
    fields = (f'name="{html.escape(name)}">\n{html.escape(value)}</textarea>' for name, value in sent)
    return "The site cannot reach its data just now" in page and all(one in page for one in fields)


class Drill(NamedTuple):
    """What came of it."""

    ledgers: list[Ledger]
    witnesses: list[Witness]
    recovered_s: float
    """From the end of the outage until the last 503."""

    @property
    def faults(self) -> list[str]:
        return [fault for one in self.witnesses for fault in one.faults]

    def __str__(self) -> str:
        answers = sum((one.answers for one in self.witnesses), Counter[int]())
        done = sum((one.done for one in self.ledgers), Counter[str]())
        saved = sum(done[deed] for deed in ("log", "change", "delete", "sync"))
        slowest = max(one.slowest_s for one in self.witnesses)
        return (
            f"{saved} writes saved; {answers.total()} answers, {answers[503]} of them 503; the slowest took"
            f" {slowest:.1f} s; the last 503 came {self.recovered_s:.1f} s after the end"
        )


def drill(
    site: MortalSite, outage: Callable[[], AbstractContextManager[None]], *, seconds: float, seed: int
) -> Drill:
    """Have people use the site before, in and after an outage; return what they saw."""
    witnesses = [Witness(site.url) for _ in range(WRITERS + READERS)]
    for one in witnesses:
        one.sign_up()
    ledgers = [Ledger(one, random.Random(f"{seed}/{n}")) for n, one in enumerate(witnesses[:WRITERS])]
    is_over = threading.Event()
    lives = [one.live for one in ledgers] + [one.read for one in witnesses[WRITERS:]]
    threads = [threading.Thread(target=live, args=[is_over]) for live in lives]
    for thread in threads:
        thread.start()
    try:
        time.sleep(SETTLE_S)
        with outage():
            time.sleep(seconds)
        ended = time.monotonic()
        time.sleep(SETTLE_S)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
    return Drill(ledgers, witnesses, max(0.0, *(one.last_503 - ended for one in witnesses)))


def postgresql_gone(folder: Path, *, pool: str, seconds: float, seed: int) -> tuple[Drill, list[str]]:
    """Stop PostgreSQL at once, and start it again; `pool` is the DATABASE_POOL of the site."""
    with cluster() as server, mortal_site(folder, server.url, DATABASE_POOL=pool) as site:

        @contextmanager
        def gone() -> Iterator[None]:
            server.stop()
            yield
            server.start()

        found = drill(site, gone, seconds=seconds, seed=seed)
        site.kill()
        server.check()
        return found, wrong(found.ledgers, lambda: psycopg.connect(server.url))


def disk_full(folder: Path, *, seconds: float, seed: int) -> tuple[Drill, list[str]]:
    """Fill the disk under the database, and make room again."""
    with small_disk(folder), mortal_site(folder) as site:

        @contextmanager
        def full() -> Iterator[None]:
            fill(folder / "filler")
            yield
            (folder / "filler").unlink()

        found = drill(site, full, seconds=seconds, seed=seed)
        site.kill()
        path = folder / "db.sqlite3"
        return found, wrong(found.ledgers, lambda: sqlite3.connect(path)) + damages_of_sqlite(path)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder], check=True)  # noqa: S603, S607
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607


def fill(path: Path) -> None:
    """Write until there is no room for another byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def main() -> None:
    seconds, seed = (int(os.environ.get(name) or default) for name, default in (("SECONDS", 30), ("SEED", 1)))
    drills: dict[str, Callable[..., tuple[Drill, list[str]]]] = {
        "PostgreSQL gone": partial(postgresql_gone, pool="0"),
        "PostgreSQL gone, with DATABASE_POOL=2": partial(postgresql_gone, pool="2"),
    }
    if os.environ.get("ON") == "disk":
        drills = {"Disk full": disk_full}
    faults: list[str] = []
    for name, run in drills.items():
        with tempfile.TemporaryDirectory(prefix="hipmobility-") as folder:
            found, differences = run(Path(folder), seconds=seconds, seed=seed)
        print(f"{name} for {seconds} s: {found}", flush=True)
        faults += found.faults + differences
    print(*faults, sep="\n")
    sys.exit(f"{len(faults)} things are wrong." if faults else 0)


if __name__ == "__main__":
    main()
