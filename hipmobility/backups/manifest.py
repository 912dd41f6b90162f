"""What a backup says of itself: it is checked by this when it is made, and before anything is replaced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO

from django.utils.translation import gettext as _

FORMAT = 1
CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why a backup or a restore was not done, in words for the operator."""


@dataclass(frozen=True)
class Contents:
    """What stands in a database: rows by table, and the migrations that it has, as `app.name`."""

    rows: dict[str, int]
    migrations: list[str]


@dataclass(frozen=True)
class Manifest:
    """A backup's first entry. `member` is the database's name in the file, `made_at` an ISO moment in UTC."""

    format: int
    made_at: str
    database: str
    database_version: str
    member: str
    size: int
    sha256: str
    contents: Contents

    def encode(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def decode_manifest(data: bytes) -> Manifest:
    """Read a manifest, or say that this is none."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise BackupError(
                _("It was made by another version of the site: its format is %r.") % found["format"]
            )
        return Manifest(**(found | {"contents": Contents(**found["contents"])}))
    except (KeyError, TypeError, ValueError):
        raise BackupError(_("Its manifest cannot be read.")) from None


def chunks(source: IO[bytes]) -> Iterator[bytes]:
    """Read to the end, a little at a time."""
    return iter(lambda: source.read(CHUNK), b"")


def digest_of(source: IO[bytes]) -> tuple[int, str]:
    """Return how many bytes there are to read, and their SHA-256 in hex."""
    size, digest = 0, hashlib.sha256()
    for chunk in chunks(source):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()
