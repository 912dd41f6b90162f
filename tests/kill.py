"""`make kill`: kill the server RUNS times (50) while people write; nothing saved is lost or doubled.

In turn a worker process, all processes and the first process are killed with SIGKILL. With ON=postgresql the
site has a PostgreSQL server of its own, which is stopped at once every fourth time. SEED (1) is where chance
begins.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests.cluster import Cluster, cluster
from tests.ledger import Ledger, Row, differences
from tests.mortal_site import MortalSite, mortal_site
from tests.visitor import Visitor

WRITERS = 4
SETTLE_S = (0.05, 0.8)
"""How long they write between two deaths."""

Connect = Callable[[], Any]


def kill(site: MortalSite, deaths: list[Callable[[], None]], *, runs: int, seed: int) -> list[Ledger]:
    """Have people write while the site dies in these ways in turn; return what each did in the end."""
    chance = random.Random(seed)
    ledgers = [Ledger(Visitor(site.url), random.Random(f"{seed}/{number}")) for number in range(WRITERS)]
    for one in ledgers:
        one.visitor.sign_up()
    is_over = threading.Event()
    threads = [threading.Thread(target=one.live, args=[is_over]) for one in ledgers]
    for thread in threads:
        thread.start()
    try:
        for die in islice(cycle(deaths), runs):
            time.sleep(chance.uniform(*SETTLE_S))
            die()
            site.wait()
    finally:
        is_over.set()
        while any(thread.is_alive() for thread in threads):
            site.wait()
            time.sleep(0.1)
    return ledgers


def rows(connect: Connect) -> dict[UUID, Row]:
    """Return every session that is there."""
    with closing(connect()) as connection:
        sessions = connection.execute("SELECT id, notes, deleted_at FROM tracker_session").fetchall()
        sets = connection.execute("SELECT session_id, id FROM tracker_set").fetchall()
    of: dict[UUID, set[UUID]] = {}
    for session, key in sets:
        of.setdefault(UUID(str(session)), set()).add(UUID(str(key)))
    return {
        UUID(str(key)): Row(notes, deleted is not None, frozenset(of.get(UUID(str(key)), ())))
        for key, notes, deleted in sessions
    }


def wrong(ledgers: list[Ledger], connect: Connect) -> list[str]:
    """Say what is not as people were told."""
    expected = {key: row for one in ledgers for key, row in one.expected.items()}
    return [line for one in ledgers for line in one.wrong] + differences(expected, rows(connect))


def damages_of_sqlite(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return [str(row) for row in found if row != ("ok",)] + [
            str(row) for row in connection.execute("PRAGMA foreign_key_check")
        ]


def restart(server: Cluster) -> None:
    server.stop()
    time.sleep(0.5)
    server.start()


@contextmanager
def _mortal(
    on: str,
) -> Iterator[tuple[MortalSite, list[Callable[[], None]], Connect, Callable[[], list[str]]]]:
    """Serve the site on that database; yield it with its deaths, a way to read, and a check for damage."""
    with tempfile.TemporaryDirectory(prefix="hipmobility-") as name:
        folder = Path(name)
        if on == "postgresql":
            with cluster() as server, mortal_site(folder, server.url) as site:
                deaths = [site.kill_worker, site.kill, site.kill_master, lambda: restart(server)]
                yield site, deaths, lambda: psycopg.connect(server.url), lambda: server.check() or []
        else:
            path = folder / "db.sqlite3"
            with mortal_site(folder) as site:
                deaths = [site.kill_worker, site.kill, site.kill_master]
                yield site, deaths, lambda: sqlite3.connect(path), lambda: damages_of_sqlite(path)


def main() -> None:
    runs, seed = (int(os.environ.get(name) or default) for name, default in (("RUNS", 50), ("SEED", 1)))
    with _mortal(os.environ.get("ON", "sqlite")) as (site, deaths, connect, damages):
        begun = time.monotonic()
        ledgers = kill(site, deaths, runs=runs, seed=seed)
        took = time.monotonic() - begun
        site.kill()
        found = wrong(ledgers, connect) + damages()
        done = sum((one.done for one in ledgers), Counter[str]())
    print(
        f"Killed {runs} times in {took:.0f} s:", *(f"{count} × {what}" for what, count in done.most_common())
    )
    print(*found, sep="\n")
    sys.exit(f"{len(found)} things are wrong." if found else 0)


if __name__ == "__main__":
    main()
