"""`manage.py restore`: put a backup in the place of the site's data, while the site is stopped."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.models.stamp import Stamp
from hipmobility.backups import archive, postgresql, sqlite
from hipmobility.backups.manifest import BackupError, Manifest
from hipmobility.health import known_migrations
from hipmobility.stamping import install_triggers


class Command(BaseCommand):
    help = "Put a backup in the place of the site's data. Stop the site first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even if there are people on this site")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with archive.opened_backup(options["file"]) as (manifest, backup):
                self.check_manifest(manifest)
                if not options["replace"] and has_people():
                    raise BackupError(
                        _("There are people on this site. To replace all of it, add --replace.")
                    )
                self.restore(manifest, backup)
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(str(error).strip()) from None
        call_command("migrate", interactive=False, verbosity=0)
        # A stamp must not come to where it was once before: processes remember pages by them.
        Stamp.objects.all().delete()
        install_triggers()
        rows = manifest.contents.rows
        self.stdout.write(
            _("Restored as of %(moment)s: %(people)s people, %(sessions)s sessions, %(sets)s sets.")
            % {
                "moment": manifest.made_at,
                "people": rows.get("auth_user", 0),
                "sessions": rows.get("tracker_session", 0),
                "sets": rows.get("tracker_set", 0),
            }
        )

    def check_manifest(self, manifest: Manifest) -> None:
        """Refuse what this site cannot hold."""
        if manifest.database != connection.vendor:
            names = {"backup": manifest.database, "site": connection.vendor}
            raise BackupError(_("The backup is of %(backup)s, the site is on %(site)s.") % names)
        known = {".".join(one) for one in known_migrations()}
        if unknown := sorted(set(manifest.contents.migrations) - known):
            raise BackupError(_("The backup is newer than this code: it has %s. Update first.") % unknown[0])

    def restore(self, manifest: Manifest, backup: zipfile.ZipFile) -> None:
        """Read all of the backup before anything is replaced; then replace it at once."""
        folder = database_file().parent if connection.vendor == "sqlite" else settings.DATA_DIR
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as aside:
            copy = Path(aside) / manifest.member.replace("/", "_")
            archive.extract_database(backup, manifest, copy)
            archive.check_contents(connection, manifest, copy)
            if connection.vendor == "postgresql":
                postgresql.restore(connection, copy)
            else:
                connection.close()
                kept = sqlite.put_in_place(copy, database_file(), now=timezone.now())
                if kept and self.keep_or_remove(kept):
                    self.stdout.write(_("What was here before is kept in %s.") % kept)
        if archive.SECRET_KEY in backup.namelist():
            self.restore_key(backup.read(archive.SECRET_KEY).decode("ascii"))

    def keep_or_remove(self, kept: Path) -> bool:
        """Keep what was replaced, if there was anybody in it."""
        try:
            if sqlite.has_people(kept):
                return True
        except BackupError:
            return True  # damaged; somebody may be able to read it
        kept.unlink()
        return False

    def restore_key(self, key: str) -> None:
        """Put the backup's secret key in the place of the one that was made here."""
        if os.environ.get("SECRET_KEY"):
            self.stdout.write(_("The secret key of the backup is left out: SECRET_KEY is set."))
            return
        path = settings.DATA_DIR / "secret-key"
        draft = path.with_name("secret-key.restored")
        draft.touch(mode=0o600)
        draft.write_text(key, encoding="ascii")
        os.replace(draft, path)
        self.stdout.write(_("The secret key is the backup's."))


def has_people() -> bool:
    """Say whether anybody has an account on this site."""
    if connection.vendor == "postgresql":
        return postgresql.has_people(connection)
    return sqlite.has_people(database_file())


def database_file() -> Path:
    return Path(connection.settings_dict["NAME"])
