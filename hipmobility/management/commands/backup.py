"""`manage.py backup`: the whole database in one file, while the site goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from hipmobility.backups.archive import write_backup
from hipmobility.backups.manifest import BackupError


class Command(BaseCommand):
    help = "Write the whole database into one new file, and read it back. The site may go on meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a new file, or a folder in which it is named by the moment"
        )
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="put the secret key in as well; whoever has both can sign in as anybody",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        target: Path = options["file"].absolute()
        if target.is_dir():
            target /= f"hips-{now:%Y%m%dT%H%M%SZ}.zip"
        key = settings.SECRET_KEY if options["with_secret_key"] else None
        try:
            manifest = write_backup(connection=connection, target=target, secret_key=key, now=now)
        except (BackupError, DatabaseError) as error:
            raise CommandError(str(error).strip()) from None
        rows = manifest.contents.rows
        self.stdout.write(
            _("%(file)s: %(people)s people, %(sessions)s sessions, %(sets)s sets; %(size).1f MB; read back.")
            % {
                "file": target,
                "people": rows.get("auth_user", 0),
                "sessions": rows.get("tracker_session", 0),
                "sets": rows.get("tracker_set", 0),
                "size": target.stat().st_size / 1e6,
            }
        )
