"""`make load`: answers while CONNECTIONS (16) people use the site for SECONDS (60), and its memory then.

On SQLite, or with DATABASE_URL in a new database on that PostgreSQL server, which is dropped afterwards.
People are spread over SERVERS (1), which share one database, and the Redis of CACHE_URL if there is one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.load import load, report
from tests.scratch_database import scratch_database
from tests.served_site import free_port, scratch_data, served_site
from tests.visitor import Visitor

SETS = 1_000
"""Of each person, before it begins."""


def main() -> None:
    if not Path("/proc/self/smaps_rollup").is_file():
        sys.exit("make load reads memory from /proc, which only Linux has.")
    seconds = int(os.environ.get("SECONDS") or 60)
    connections = int(os.environ.get("CONNECTIONS") or 16)
    servers = int(os.environ.get("SERVERS") or 1)
    with ExitStack() as stack:
        database = stack.enter_context(scratch_database(os.environ.get("DATABASE_URL", "")))
        stack.enter_context(scratch_data(database_url=database, cache_url=os.environ.get("CACHE_URL", "")))
        environments = [os.environ | {"PORT": str(free_port())} for _ in range(servers)]
        sites = [stack.enter_context(served_site(one, log=subprocess.DEVNULL)) for one in environments]
        times = load(_visitors([site.url for site in sites], connections), seconds=seconds)
        print(*report(times, seconds), sep="\n")
        print(*(f"{count} × {error}" for error, count in times.errors.most_common()), sep="\n")
        print("| Process | RSS MB | PSS MB |\n|---|---:|---:|")
        for place, (rss, pss) in enumerate((row for site in sites for row in memory(site.pid)), 1):
            print(f"| Worker {place} | {rss:.0f} | {pss:.0f} |")
    sys.exit(1 if times.errors else 0)


def _visitors(urls: Sequence[str], number: int) -> list[Visitor]:
    """Return that many people, some on each site, who have trained for half a year and follow a programme."""
    # Models can be imported only now that Django is set up.
    from django.db import connection
    from django.test import Client

    from exercises.models import Programme
    from tests.factories import AthleteFactory
    from tests.histories import build_history, build_measurements
    from tracker.services.enrol import enrol

    today = datetime.now(UTC).date()
    programme = Programme.objects.get(slug="hip-mobility")
    visitors = []
    for place in range(number):
        athlete = AthleteFactory()
        enrol(user=athlete.user, programme=programme, today=today)
        build_history(athlete, sets=SETS, until=today - timedelta(days=1))
        build_measurements(athlete, number=20, until=today)
        client = Client()
        client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
        visitors.append(Visitor(urls[place % len(urls)], {"sessionid": client.cookies["sessionid"].value}))
        visitors[-1].user = athlete.user.pk
    connection.close()
    return visitors


def memory(pid: int) -> list[tuple[float, float]]:
    """Return for each worker process its memory, and with no more than its share of common pages, in MB."""
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [_memory_of(worker) for worker in workers]


def _memory_of(pid: str) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kb = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return kb["Rss:"] / 1024, kb["Pss:"] / 1024


if __name__ == "__main__":
    main()
