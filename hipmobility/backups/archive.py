"""The one file of a backup: a zip of its manifest, the database, and the secret key where asked for."""

from __future__ import annotations

import datetime as dt
import errno
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from hipmobility.backups import postgresql, sqlite
from hipmobility.backups.manifest import FORMAT, BackupError, Manifest, chunks, decode_manifest, digest_of

MANIFEST = "manifest.json"
SECRET_KEY = "secret-key"  # noqa: S105  its name in the file
LONGEST_MANIFEST = 1024 * 1024


def write_backup(
    *, connection: BaseDatabaseWrapper, target: Path, secret_key: str | None, now: dt.datetime
) -> Manifest:
    """Write a backup that was read back, under a name that nothing has yet: all of it or nothing."""
    if target.exists():
        raise BackupError(_("%s is there already. A backup overwrites nothing.") % target)
    if not target.parent.is_dir():
        raise BackupError(_("There is no folder %s.") % target.parent)
    with _aside(target.parent) as folder:
        database, draft = folder / "database", folder / "backup.zip"
        manifest = _dump(connection, database, now=now)
        draft.touch(mode=0o600)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.writestr(MANIFEST, manifest.encode())
            if secret_key is not None:
                archive.writestr(SECRET_KEY, secret_key)
            # PostgreSQL's dump is compressed as it is.
            packing = zipfile.ZIP_STORED if connection.vendor == "postgresql" else zipfile.ZIP_DEFLATED
            archive.write(database, manifest.member, packing)
        with zipfile.ZipFile(draft) as archive, archive.open(manifest.member) as again:
            if digest_of(again) != (manifest.size, manifest.sha256):
                raise BackupError(_("What was written is not what is read back. Is the disk sound?"))
        _name(draft, target)
    return manifest


@contextmanager
def opened_backup(source: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """Open a backup for reading."""
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise BackupError(_("Its manifest cannot be read."))
            yield decode_manifest(archive.read(MANIFEST)), archive
    except OSError as error:
        raise BackupError(_("%(file)s: %(reason)s") % {"file": source, "reason": error.strerror}) from None
    except (KeyError, zipfile.BadZipFile):
        raise BackupError(_("%s is no backup, or not all of one.") % source) from None


def extract_database(archive: zipfile.ZipFile, manifest: Manifest, target: Path) -> None:
    """Write the backup's database to `target`, and see that it is the one that the manifest tells of."""
    target.touch(mode=0o600)
    with archive.open(manifest.member) as source, target.open("wb") as copy:
        for chunk in chunks(source):
            copy.write(chunk)
            if copy.tell() > manifest.size:
                break
        copy.flush()
        os.fsync(copy.fileno())
    with target.open("rb") as copy:
        if digest_of(copy) != (manifest.size, manifest.sha256):
            raise BackupError(_("The backup is damaged: its database is not the one that was written."))


def check_contents(connection: BaseDatabaseWrapper, manifest: Manifest, database: Path) -> None:
    """Read the extracted database as a whole, and compare it with the manifest."""
    found = (
        postgresql.read_back(connection, database)
        if connection.vendor == "postgresql"
        else sqlite.read_back(database)
    )
    if found != manifest.contents:
        raise BackupError(_("The backup is damaged: it does not hold what its manifest says."))


def _dump(connection: BaseDatabaseWrapper, database: Path, *, now: dt.datetime) -> Manifest:
    database.touch(mode=0o600)
    kept: dict[str, Any]
    if connection.vendor == "postgresql":
        contents = postgresql.dump(connection, database)
        if postgresql.read_back(connection, database) != contents:
            raise BackupError(_("The dump does not hold what the database holds."))
        version = ".".join(map(str, connection.get_database_version()))
        kept = {"member": postgresql.MEMBER, "database_version": version}
    else:
        sqlite.dump(Path(connection.settings_dict["NAME"]), database)
        contents = sqlite.read_back(database)
        kept = {"member": sqlite.MEMBER, "database_version": sqlite.VERSION}
    with database.open("rb") as copy:
        size, sha256 = digest_of(copy)
    made_at = now.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return Manifest(FORMAT, made_at, connection.vendor, size=size, sha256=sha256, contents=contents, **kept)


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, that nobody else can look into."""
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as path:
            yield Path(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupError(_("%(file)s: %(reason)s") % {"file": folder, "reason": reason}) from None


def _name(draft: Path, target: Path) -> None:
    """Give the finished file its name, unless something has it by now."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(draft, target)
    except FileExistsError:
        raise BackupError(_("%s is there already. A backup overwrites nothing.") % target) from None
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            raise
        os.rename(draft, target)  # a disk that knows no second names
    sqlite.sync_folder(target.parent)
