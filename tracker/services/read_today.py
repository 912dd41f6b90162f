"""What Today reads beside the plan, the training and the offer: the routines and, with them, what is rarely
needed: the last session of somebody who has not trained for weeks, and programmes for who follows none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Subquery, Value
from django.db.models.functions import JSONObject

from exercises.models import Programme, Routine, RoutineItem
from exercises.models.aggregates import GatheredJSON
from tracker.models import Session


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest session of a person, however long ago; `routine_name` is "" for an own one."""

    id: uuid.UUID
    day: date
    routine_name: str


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme to choose."""

    slug: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The routines that offer something (read `with_items()`), in order, and what came along."""

    routines: tuple[Routine, ...]
    latest: Latest | None
    programmes: tuple[ProgrammeLine, ...]


def read_shelf(user: Any, *, with_latest: bool, with_programmes: bool) -> Shelf:
    """Return the routines, and what else is asked for; one query."""
    items = RoutineItem.objects.current()
    if with_latest:
        items = items.annotate(latest=_latest(user))
    if with_programmes:
        items = items.annotate(programmes=_programmes())
    routines = items.gathered()
    first = routines[0].current_items[0] if routines else None
    return Shelf(
        routines=tuple(routines),
        latest=_read_latest(getattr(first, "latest", None)),
        programmes=_read_programmes(getattr(first, "programmes", None) or ()),
    )


def read_programmes() -> tuple[ProgrammeLine, ...]:
    """Return all programmes, in order; one query."""
    return tuple(ProgrammeLine(one.slug, one.name, one.summary) for one in Programme.objects.all())


def _latest(user: Any) -> Subquery:
    own = Session.objects.for_athlete(user).kept().newest_first()
    return Subquery(own.values(found=JSONObject(id="id", day="day", routine="routine__name"))[:1])


def _programmes() -> Subquery:
    line = JSONObject(order="order", name="name", slug="slug", summary="summary")
    all_of_them = Programme.objects.order_by().annotate(one=Value(1)).values("one")
    return Subquery(all_of_them.annotate(all=GatheredJSON(line)).values("all"))


def _read_latest(found: dict[str, Any] | None) -> Latest | None:
    if found is None:
        return None
    return Latest(uuid.UUID(str(found["id"])), date.fromisoformat(found["day"]), found["routine"] or "")


def _read_programmes(found: Any) -> tuple[ProgrammeLine, ...]:
    in_order = sorted(found, key=lambda one: (one["order"], one["name"]))
    return tuple(ProgrammeLine(one["slug"], one["name"], one["summary"]) for one in in_order)
