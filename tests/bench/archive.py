"""What an export and bringing it back cost with many sets: seconds, memory and size.

`python -m tests.bench.archive 100000` on a database of its own, or on DATABASE_URL's.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from tests.served_site import scratch_data

MB = 1024 * 1024


def main(sets: int) -> None:
    with scratch_data():
        # Models can be imported only now that Django is set up.
        from tests.bench.archive import run

        run(sets)


def run(sets: int) -> None:
    """Print one line a step."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from tests.factories import AthleteFactory
    from tests.histories import build_history, build_mornings
    from tracker.domain.import_source import ImportSource
    from tracker.services.export_archive import export_archive
    from tracker.services.import_archive import import_archive, plan_archive
    from tracker.services.keep_upload import keep_upload
    from tracker.services.open_archive import packed_document

    before = AthleteFactory()
    build_history(before, sets=sets, until=timezone.now().date())
    build_mornings(before)
    now = timezone.now()
    _say(f"{sets:,} sets in {before.sessions.count():,} sessions")
    first, second = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
    _timed("export", lambda: export_archive(user=before.user, file=first))
    size = first.tell()
    User.objects.filter(pk=before.pk).delete()
    after = AthleteFactory(screened=False)
    first.seek(0)
    content = _timed("read the upload", lambda: packed_document(file=first, size=size, name="x"))
    _timed("look at it", lambda: plan_archive(user=after.user, content=content, now=now))
    upload = keep_upload(athlete=after, source=ImportSource.OWN, file_name="x", content=content, now=now)
    _timed("bring it back", lambda: import_archive(user=after.user, upload_id=upload.pk, now=now))
    _timed("export again", lambda: export_archive(user=after.user, file=second))
    _say(f"{size / MB:.1f} MB as .zip; the same document: {_document(first) == _document(second)}")


def _timed(what: str, step: Callable[[], Any]) -> Any:
    held = _forget_peak()
    begun, worked = time.perf_counter(), time.process_time()
    found = step()
    took = f"{time.perf_counter() - begun:.1f} s, {time.process_time() - worked:.1f} s of CPU"
    _say(f"{what}: {took}, at most {_memory('VmHWM') - held:.0f} MB more than before")
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _document(file: IO[bytes]) -> bytes:
    file.seek(0)
    with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return archive.read("hip-mobility.json")


def _forget_peak() -> float:
    """Have Linux measure the most memory anew, and return how much is held now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
