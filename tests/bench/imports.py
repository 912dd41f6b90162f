"""What bringing in a long file of another app costs: `python -m tests.bench.imports [rows]`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.served_site import scratch_data

CHUNK = 64 * 1024


def peak_mb() -> float:
    """Return the most memory that the process had since the last reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def bring_in(rows: int) -> None:
    """Bring in that many rows for a new person, and print what it took."""
    from django.utils import timezone

    from tests.factories import AthleteFactory
    from tests.tracker.foreign_files import long_strong
    from tracker.models import Set
    from tracker.services.begin_import import KEEP, begin_import
    from tracker.services.go_on_import import go_on_import
    from tracker.services.survey_upload import survey_upload

    athlete = AthleteFactory(screened=False)
    content = long_strong(rows, names=200).encode()
    chunks = [content[first : first + CHUNK] for first in range(0, len(content), CHUNK)]
    size = len(content) / 2**20
    del content
    Path("/proc/self/clear_refs").write_text("5")
    memory, wall, cpu = peak_mb(), time.monotonic(), time.process_time()
    upload = survey_upload(
        athlete=athlete,
        file_name="strong.csv",
        chunks=chunks,
        load_unit="kg",
        distance_unit="km",
        now=timezone.now(),
    )
    names = {one["name"]: KEEP for one in upload.mapping["survey"]["names"]}
    imported = begin_import(user=athlete.user, upload_id=upload.pk, choices=names, now=timezone.now())
    steps = 0
    while not imported.finished_at:
        imported = go_on_import(user=athlete.user, import_id=imported.pk, now=timezone.now())
        steps += 1
    assert Set.objects.for_athlete(athlete).count() == rows
    sys.stdout.write(
        f"{rows} rows ({size:.1f} MB) in {steps} steps: {time.process_time() - cpu:.1f} s of CPU, "
        f"{time.monotonic() - wall:.1f} s in all, {peak_mb() - memory:.1f} MB more memory\n"
    )


if __name__ == "__main__":
    with scratch_data():
        bring_in(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
