"""Other people with long histories, in the same tables."""

from __future__ import annotations

from django.db import connection, transaction

from tests.factories import AthleteFactory
from tracker.models import Athlete, Session, Set


def make_crowd(people: int) -> None:
    """Give that many people a copy of the longest history. SQLite itself does it: it is a million rows."""
    longest = Athlete.objects.raw(
        "SELECT user_id FROM tracker_athlete ORDER BY "
        "(SELECT COUNT(*) FROM tracker_set WHERE athlete_id = user_id) DESC LIMIT 1"
    )[0]
    for number in range(1, people + 1):
        with transaction.atomic():
            other = AthleteFactory()
            for model in (Session, Set):
                _copy(model, longest.pk, other.pk, number)


def _copy(model: type[Session] | type[Set], source: int, target: int, number: int) -> None:
    """Copy rows with keys that differ from the source's in their first twelve digits alone."""
    columns = [field.column for field in model._meta.concrete_fields]
    changed = {"id": _key("id", number), "session_id": _key("session_id", number), "athlete_id": str(target)}
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} "  # noqa: S608
            f"FROM {model._meta.db_table} WHERE athlete_id = {source}"
        )


def _key(column: str, number: int) -> str:
    return f"printf('%012x', {number}) || substr({column}, 13)"
