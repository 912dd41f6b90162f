"""Write everything that a person owns as one .zip file."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tracker.domain.archive.kinds import MOMENT
from tracker.domain.archive.tables import TABLES, Table
from tracker.domain.archive.text import write_archive
from tracker.models import Import, ReportLink
from tracker.services.archive_out import OwnRows
from tracker.services.one_moment import one_moment

DOCUMENT = "hip-mobility.json"
ACCOUNT = "account.json"
README = "README.txt"

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: the same rows make the same bytes, whenever they are exported."""
READABLE = 0o644 << 16
UNIX = 3
IN_MEMORY = 256 * 1024
"""A table that is larger than this waits on the disk for its turn."""


def export_archive(*, user: User, file: IO[bytes]) -> None:
    """Write the .zip: the document, a table for each kind, a readme, and what belongs to the account alone.

    The rows are read once and in portions, so the memory that it takes does not grow with them. They are
    those of one moment, so that what refers to another row finds it in the same file.
    """
    with one_moment(), ExitStack() as stack, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = [stack.enter_context(_TableFile(table)) for table in TABLES]
        records = {
            member: _also_in(records, [one for one in tables if one.table.member == member])
            for member, records in OwnRows(user).entries().items()
        }
        with archive.open(_entry(DOCUMENT), "w") as document:
            for part in write_archive(records):
                document.write(part.encode())
        for one in tables:
            with archive.open(_entry(one.table.name), "w") as target:
                one.copy_to(target)
        archive.writestr(_entry(README), readme())
        archive.writestr(_entry(ACCOUNT), _account(user))


class _TableFile:
    """A table under way: an archive takes one file after the other, the records come once."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __enter__(self) -> _TableFile:
        self.bytes = tempfile.SpooledTemporaryFile(IN_MEMORY)
        self.text = io.TextIOWrapper(self.bytes, "utf-8", newline="")
        self.writer = csv.writer(self.text, lineterminator="\r\n")
        self.writer.writerow([name for name, _about in self.table.columns])
        return self

    def __exit__(self, *_error: object) -> None:
        self.text.close()

    def add(self, record: Any) -> None:
        self.writer.writerows(self.table.lines(record))

    def copy_to(self, target: IO[bytes]) -> None:
        self.text.flush()
        self.bytes.seek(0)
        shutil.copyfileobj(self.bytes, target)


def _also_in(records: Iterable[Any], tables: list[_TableFile]) -> Iterator[Any]:
    for one in records:
        for table in tables:
            table.add(one)
        yield one


def readme() -> str:
    """Return what each file and each column holds, as text of lines."""
    whole = _("Everything, without loss. This file can be brought back, alone or within the .zip.")
    account = _("What belongs to this account alone and is not brought back: address, links, imports.")
    lines = [
        _("Your training, from Hip Mobility."),
        *("", DOCUMENT, f"  {whole}", "", ACCOUNT, f"  {account}", ""),
        _("The other files are tables for a spreadsheet."),
        _("Moments are in UTC, and decimals have a point."),
        _("Text that a spreadsheet would take for a formula has a ' before it."),
    ]
    for table in TABLES:
        lines += ["", table.name, f"  {_(table.about)}"]
        lines += [f"  {name}: {_(about)}" for name, about in table.columns]
    return "\n".join(lines) + "\n"


def _account(user: User) -> str:
    """Return what no other account takes over, as JSON: the address, links without their keys, imports."""
    links = ReportLink.objects.for_athlete(user).prefetch_related("openings").order_by("created_at", "pk")
    imports = Import.objects.for_athlete(user).order_by("made_at", "pk")
    plain = {
        "email": user.email,
        "joined_at": MOMENT.write(user.date_joined),
        "imports": [
            {
                "source": one.source.value,
                "file": one.file_name,
                "made_at": MOMENT.write(one.made_at),
                "undone_at": one.undone_at and MOMENT.write(one.undone_at),
            }
            for one in imports
        ],
        "report_links": [
            {
                "name": one.name,
                "created_at": MOMENT.write(one.created_at),
                "expires_at": MOMENT.write(one.expires_at),
                "revoked_at": one.revoked_at and MOMENT.write(one.revoked_at),
                "opened_at": [MOMENT.write(each.opened_at) for each in one.openings.all()],
            }
            for one in links
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = READABLE
    entry.create_system = UNIX
    return entry
