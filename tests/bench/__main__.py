"""`make bench`: what the main pages cost beside a bare view of the same server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.served_site import scratch_data, served_site

CROWD = 10
"""So many others have a history like the longest one: a million sets together."""


def main() -> None:
    if not Path("/proc/self/task").is_dir():
        sys.exit("make bench reads CPU times from /proc, which only Linux has.")
    with scratch_data("tests.bench.settings"):
        # Models can be imported only now that Django is set up.
        from tests.bench.crowd import make_crowd
        from tests.bench.pages import costs, growth, ratios
        from tests.bench.people import copied_data, make_people

        people = make_people()
        with copied_data() as environment:
            make_crowd(CROWD)
            with (
                served_site(environment, log=subprocess.DEVNULL) as quiet,
                served_site(log=subprocess.DEVNULL) as crowded,
            ):
                rows = costs(people, quiet, crowded)
    print("| Page | Sets, or time | CPU ms | × bare | Bytes | Compressed | Queries |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for (page, sets), cost in rows.items():
        cpu = f"{cost.cpu_ms:.1f} | {cost.times_bare:.1f}"
        print(f"| {page} | {sets} | {cpu} | {cost.sent:,} | {cost.compressed:,} | {cost.queries} |")
    print("\n| Page | Ten years beside one month |\n|---|---:|")
    for page, ratio in ratios(rows):
        print(f"| {page} | × {ratio:.2f} |")
    print("\n| Page | 100,000 sets beside 1,000 | 1,000,000 sets of others beside none |\n|---|---:|---:|")
    for page, longer, crowded in growth(rows):
        print(f"| {page} | × {longer:.2f} | × {crowded:.2f} |")


if __name__ == "__main__":
    main()
