"""Weeks, months and quarters of a day, and the minutes between two moments, worked out by the database.

The functions that come with the framework call back into Python for each row of SQLite.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, FloatField, Func, IntegerField


class _OfDay(Func):
    """A function of one day, in the words of either database."""

    sqlite: str
    postgresql: str

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template=self.sqlite, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template=self.postgresql, **context)


class MondayOf(_OfDay):
    """The Monday of the day's week."""

    output_field = DateField()
    sqlite = "date(%(expressions)s, 'weekday 0', '-6 days')"
    postgresql = "date_trunc('week', %(expressions)s)::date"


class FirstOfMonth(_OfDay):
    output_field = DateField()
    sqlite = "date(%(expressions)s, 'start of month')"
    postgresql = "date_trunc('month', %(expressions)s)::date"


class QuarterOf(_OfDay):
    """A number that counts quarters, the same for all days of one."""

    output_field = IntegerField()
    # A day is kept as "2026-11-02"; to read it as a date takes twice as long.
    sqlite = (
        "(CAST(substr(%(expressions)s, 1, 4) AS INTEGER) * 4"
        " + (CAST(substr(%(expressions)s, 6, 2) AS INTEGER) - 1) / 3)"
    )
    postgresql = "(extract(year FROM %(expressions)s) * 4 + extract(quarter FROM %(expressions)s))::integer"


class AmongDays(Func):
    """Whether a day is one of many, handed over as one value: the framework prepares each day of a list."""

    output_field = BooleanField()

    def __init__(self, day: str, days: tuple[date, ...]) -> None:
        super().__init__(day)
        self.days = days

    def as_sqlite(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        day, params = compiler.compile(self.source_expressions[0])
        days = json.dumps([one.isoformat() for one in self.days])
        return f"{day} IN (SELECT value FROM json_each(%s))", (*params, days)  # noqa: S608  # nosec

    def as_postgresql(self, compiler: Any, connection: Any, **extra_context: Any) -> Any:
        day, params = compiler.compile(self.source_expressions[0])
        return f"{day} = ANY(%s)", (*params, list(self.days))


class MinutesBetween(Func):
    """The minutes by which the first moment is later than the second."""

    output_field = FloatField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(1440.0 * (julianday(%(expressions)s)))"
        return super().as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(extract(epoch FROM (%(expressions)s)) / 60)::double precision"
        return super().as_sql(compiler, connection, template=template, arg_joiner=" - ", **context)
