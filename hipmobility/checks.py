"""Settings that work but should not: said by every `manage.py` command, and by the start.

Checks of the database are made by `manage.py prepare` and by `manage.py check --database default`.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache.backends.db import DatabaseCache
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

LEAST_FREE = 200 * 1024 * 1024
SHARED_CACHES = ("RedisCache", "DatabaseCache")


@register(Tags.security)
def check_public_site(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """What fits a machine of one's own and no site with https."""
    found: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https:"):
        return found
    if settings.DEBUG:
        hint = _("Unset DEBUG: it shows errors in full, with what people typed.")
        found.append(Error(_("DEBUG is on, on a site with https."), hint=hint, id="hipmobility.E001"))
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        hint = _("Set EMAIL_URL. Until then nobody can reset a password, and mail stands in the log.")
        found.append(checks.Warning(_("Mail is printed, not sent."), hint=hint, id="hipmobility.W002"))
    return found


@register(Tags.caches)
def check_counts_are_shared(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Attempts to sign in that each process counts for itself are not bounded."""
    if str(settings.CACHES["default"]["BACKEND"]).endswith(SHARED_CACHES):
        return []
    hint = _("Let the environment make CACHES: a table of the database, or CACHE_URL.")
    return [Error(_("Each process counts attempts to sign in for itself."), hint=hint, id="hipmobility.E003")]


@register(Tags.files)
def check_data_folder(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """Who can read the secret key, and whether there is room to log anything."""
    found: list[CheckMessage] = []
    key = settings.DATA_DIR / "secret-key"
    if key.is_file() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        message = _("Others on this machine can use %s: whoever reads it can sign in as anybody.") % key
        found.append(checks.Warning(message, hint=f"chmod 600 {key}", id="hipmobility.W004"))
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE:
        message = _("Only %(free)s MB are free in %(folder)s.") % {
            "free": free // 1024**2,
            "folder": settings.DATA_DIR,
        }
        found.append(
            checks.Warning(message, hint=_("Make room before nothing can be logged."), id="hipmobility.W005")
        )
    return found


@register(Tags.database)
def check_databases(
    app_configs: Any, databases: Sequence[str] | None = None, **_options: Any
) -> list[CheckMessage]:
    """Whether the database keeps what it was given, in every language, and has the site's tables."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            with connection.cursor() as cursor:
                found += (
                    _check_postgresql(cursor) if connection.vendor == "postgresql" else _check_sqlite(cursor)
                )
                found += _check_tables(connection.introspection.table_names(cursor))
        except DatabaseError:
            message = _("The database does not answer (see DATABASE_URL).")
            found.append(Error(message, id="hipmobility.E006"))
    return found


def _check_postgresql(cursor: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if (encoding := _shown(cursor, "server_encoding")) != "UTF8":
        message = _("The database's encoding is %s, in which not every note can be written.") % encoding
        hint = "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        found.append(Error(message, hint=hint, id="hipmobility.E007"))
    unsafe = [name for name in ("fsync", "synchronous_commit") if _shown(cursor, name) == "off"]
    if unsafe:
        message = _("What was logged can be lost in a power cut: %s is off.") % " and ".join(unsafe)
        found.append(checks.Warning(message, id="hipmobility.W008"))
    return found


def _check_sqlite(cursor: Any) -> list[CheckMessage]:
    cursor.execute("PRAGMA journal_mode")
    [mode] = cursor.fetchone()
    if mode == "wal":
        return []
    hint = _("Put DATA_DIR on a disk of this machine: SQLite cannot be shared over a network.")
    return [
        Error(_("SQLite cannot keep its journal as it should: %s.") % mode, hint=hint, id="hipmobility.E009")
    ]


def _check_tables(there: list[str]) -> list[CheckMessage]:
    cache = settings.CACHES["default"]
    wanted = ["django_migrations", "auth_user", "tracker_session"]
    if str(cache["BACKEND"]).endswith(DatabaseCache.__name__):
        wanted.append(str(cache["LOCATION"]))
    missing = [table for table in wanted if table not in there]
    if not missing:
        return []
    message = _("Tables are missing: %s.") % ", ".join(missing)
    return [Error(message, hint="manage.py prepare", id="hipmobility.E010")]


def _shown(cursor: Any, name: str) -> str:
    cursor.execute(f"SHOW {name}")
    return str(cursor.fetchone()[0])
