"""The staff's page on what the logs say of the catalogue, without names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from tracker.models.catalogue_reading import (
    FEWEST,
    handed_out_by_exercise,
    logged_by_exercise,
    painful_by_exercise,
)
from tracker.presenters.words import grouped

MOST = 100
"""So many exercises are named, those first by which the table is ordered."""

PERIODS: dict[str, tuple[str | Promise, int | None]] = {
    "90-days": (_("90 days"), 90),
    "1-year": (_("1 year"), 365),
    "all": (_("all time"), None),
}
OF_SESSIONS = _("%(percent)s%%, %(count)s of %(of)s sessions")
OF_SETS = _("%(percent)s%%, %(count)s of %(of)s sets")

SORTS: dict[str, str | Promise] = {
    "logged": _("Logged"),
    "skipped": _("Skipped"),
    "swapped": _("Swapped"),
    "pain": _("Pain above 5"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that orders the table or changes its period."""

    name: str | Promise
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """What was done, by how many people."""

    people: int
    sets: int

    def __str__(self) -> str:
        words = ngettext("%(people)s people, %(sets)s set", "%(people)s people, %(sets)s sets", self.sets)
        return words % {"people": grouped(self.people), "sets": grouped(self.sets)}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, `of` above 0; `words` names what is counted."""

    count: int
    of: int
    words: str | Promise

    def __str__(self) -> str:
        percent = round(100 * self.count / self.of)
        return self.words % {"percent": percent, "count": grouped(self.count), "of": grouped(self.of)}


@dataclass(frozen=True, slots=True)
class Row:
    """An exercise; a figure of fewer than `FEWEST` people is None."""

    exercise: Exercise
    logged: Logged | None
    skipped: Share | None
    swapped: Share | None
    pain: Share | None

    @property
    def figures(self) -> tuple[Logged | Share | None, ...]:
        """The columns, in the order of `SORTS`."""
        return (self.logged, self.skipped, self.swapped, self.pain)


@dataclass(frozen=True, slots=True)
class CatalogueLog:
    """The table and what may be chosen for it."""

    rows: tuple[Row, ...]
    columns: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    has_more: bool
    fewest: int = FEWEST
    most: int = MOST


def catalogue_log_page(*, period: str, sort: str, today: date) -> CatalogueLog:
    """Return the page; an unknown period or order is the usual one. Four queries, however much was logged."""
    period = period if period in PERIODS else "90-days"
    sort = sort if sort in SORTS else "logged"
    days = PERIODS[period][1]
    rows = sorted(_rows(date.min if days is None else today - timedelta(days=days - 1)), key=_ORDER[sort])
    return CatalogueLog(
        rows=tuple(rows[:MOST]),
        columns=_choices(SORTS.items(), sort, lambda key: f"?period={period}&sort={key}"),
        periods=_choices(
            ((key, name) for key, (name, _days) in PERIODS.items()),
            period,
            lambda key: f"?period={key}&sort={sort}",
        ),
        has_more=len(rows) > MOST,
    )


def _rows(first: date) -> list[Row]:
    logged = {one["which"]: Logged(one["people"], one["sets"]) for one in logged_by_exercise(first)}
    pain = {one["which"]: Share(one["painful"], one["noted"], OF_SETS) for one in painful_by_exercise(first)}
    handed_out = {one.exercise_id: one for one in handed_out_by_exercise(first)}
    skipped = {key: Share(one.skipped, one.sessions, OF_SESSIONS) for key, one in handed_out.items()}
    swapped = {key: Share(one.swapped, one.sessions, OF_SESSIONS) for key, one in handed_out.items()}
    exercises = Exercise.objects.in_bulk({*logged, *pain, *handed_out})
    return [
        Row(exercise, logged.get(key), skipped.get(key), swapped.get(key), pain.get(key))
        for key, exercise in exercises.items()
    ]


def _by_share(share: Share | None, name: str) -> tuple[float, int, str]:
    """Order the highest share first, of two alike the one with more behind it, and those without one last."""
    return (-share.count / share.of, -share.of, name) if share else (1, 0, name)


_ORDER: dict[str, Callable[[Row], tuple[float, int, str]]] = {
    "logged": lambda row: (
        (-row.logged.people, -row.logged.sets, row.exercise.name) if row.logged else (1, 0, row.exercise.name)
    ),
    "skipped": lambda row: _by_share(row.skipped, row.exercise.name),
    "swapped": lambda row: _by_share(row.swapped, row.exercise.name),
    "pain": lambda row: _by_share(row.pain, row.exercise.name),
}


def _choices(
    names: Iterable[tuple[str, str | Promise]], current: str, query: Callable[[str], str]
) -> tuple[Choice, ...]:
    return tuple(Choice(name, query(key), key == current) for key, name in names)
