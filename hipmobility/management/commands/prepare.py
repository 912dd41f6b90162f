"""`manage.py prepare`: bring the data directory up to the code, in one process, before the server starts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from hipmobility import modules, storage

PREPARING = 4_477_001
"""A number of our own, by which PostgreSQL knows this lock."""


class Command(BaseCommand):
    help = "Apply migrations, remove what has expired, load the catalogue, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(_("The database does not answer (see DATABASE_URL): %s") % reason) from None
        with one_at_a_time():
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            call_command("check", tags=["database"], databases=["default"], stdout=StringIO())
            self.ask_cache()
            call_command("housekeeping", stdout=self.stdout)
            call_command("load_catalogue", stdout=self.stdout, stderr=self.stderr)
        if not settings.DEBUG:
            self.collect_static_files()

    def ask_cache(self) -> None:
        """End the start where attempts to sign in cannot be counted."""
        try:
            cache.get("anybody")
        except (DatabaseError, OSError, RedisError) as error:
            # Its words may name the password.
            raise CommandError(
                _("The cache does not answer (see CACHE_URL): %s") % type(error).__name__
            ) from None

    def collect_static_files(self) -> None:
        """Hash and compress the static files, unless they are those of the last time: it takes seconds."""
        stamp = Path(settings.STATIC_ROOT) / "collected-from"
        digest = _digest_of_sources()
        if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
            return
        self.stdout.write(_("Collecting static files."))
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest, encoding="ascii")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Have machines that start together on one PostgreSQL wait for each other."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        # Where an error has ended the connection or its transaction, PostgreSQL lets go by itself.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def _digest_of_sources() -> str:
    """Return a digest of every file to collect, and of the code that writes the collected ones."""
    digest = hashlib.sha256()
    for module in (storage, modules):
        digest.update(Path(str(module.__file__)).read_bytes())
    for finder in get_finders():
        for name, where in finder.list([]):
            digest.update(name.encode())
            digest.update(Path(where.path(name)).read_bytes())
    return digest.hexdigest()
