"""What expires, and its removal: a little at a time, so that nobody who logs a set waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils.translation import gettext_noop

from tracker.services.clear_demos import clear_demos
from tracker.services.clear_expired import clear_links, clear_uploads
from tracker.services.sign_ins import forget_ended_sign_ins

AT_ONCE = 500
"""Rows in one transaction."""
PEOPLE_AT_ONCE = 10
"""Each has about 1,000 rows and a transaction of their own."""


class Chore(NamedTuple):
    """A kind of thing that expires: its name in the plural, and what removes some and says how many."""

    name: str
    clear: Callable[[datetime], int]


def keep_house(*, now: datetime) -> Iterator[tuple[str, int]]:
    """Remove all that expired by `now`; yield the name and number of each kind of which there was any."""
    for chore in CHORES:
        total = 0
        while count := chore.clear(now):
            total += count
        if total:
            yield chore.name, total


def _clear_sign_ins(now: datetime) -> int:
    expired = Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)
    count, _rows = Session.objects.filter(pk__in=list(expired[:AT_ONCE])).delete()
    return count


def _clear_counts(now: datetime) -> int:
    """Remove counts of attempts from the table in the database; a Redis forgets by itself."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    quote = connection.ops.quote_name
    moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0, tzinfo=None))
    table, key, expires = (
        quote(str(settings.CACHES["default"]["LOCATION"])),
        quote("cache_key"),
        quote("expires"),
    )
    some = f"SELECT {key} FROM {table} WHERE {expires} < %s LIMIT {AT_ONCE}"  # noqa: S608  # nosec
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({some})", [moment])  # noqa: S608  # nosec
        return int(cursor.rowcount)


CHORES = (
    Chore(gettext_noop("expired sign-ins"), _clear_sign_ins),
    Chore(gettext_noop("traces of ended sign-ins"), lambda now: forget_ended_sign_ins(at_most=AT_ONCE)),
    Chore(gettext_noop("demo people"), lambda now: clear_demos(now=now, at_most=PEOPLE_AT_ONCE)),
    Chore(gettext_noop("uploaded files"), lambda now: clear_uploads(now=now)),
    Chore(gettext_noop("ended links to reports"), lambda now: clear_links(now=now, at_most=AT_ONCE)),
    Chore(gettext_noop("counts of attempts"), _clear_counts),
)
