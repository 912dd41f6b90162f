"""The history: the calendar of a year, and sessions newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.cursor import Cursor, encode_cursor
from tracker.domain.weeks import DAYS
from tracker.models import Session, Set
from tracker.models.reading import SideAmounts
from tracker.presenters.chart import Caption, day_text
from tracker.presenters.heatmap import Heatmap, heatmap, heatmap_weeks, sessions_words
from tracker.presenters.words import Badge, badge_of, minutes_words, unbroken

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class SideCount:
    """How many sets of one side were done, and how many were left out."""

    badge: Badge
    done: int
    skipped: int

    @property
    def text(self) -> str:
        done = _("%(done)s done") % {"done": self.done}
        return f"{done}, {_('%(skipped)s skipped') % {'skipped': self.skipped}}" if self.skipped else done


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session in a list."""

    pk: UUID
    url: str
    title: str
    day: date
    started_at: datetime
    minutes: str
    sides: tuple[SideCount, ...]
    pain: str


@dataclass(frozen=True, slots=True)
class Month:
    """The cards of one month."""

    name: str
    cards: tuple[SessionCard, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A page of sessions. The calendar stands on the first page alone, once there is a session."""

    heatmap: Heatmap | None
    day: date | None
    months: tuple[Month, ...]
    is_first: bool
    next_cursor: str
    undo: SessionCard | None


@dataclass(frozen=True, slots=True)
class DeletedSessions:
    """A page of deleted sessions, the latest deleted first."""

    cards: tuple[SessionCard, ...]
    is_first: bool
    next_cursor: str


def build_history(
    user: Any,
    *,
    today: date,
    day: date | None = None,
    before: Cursor | None = None,
    deleted: UUID | None = None,
) -> History:
    """Return a page of the user's sessions, of one day if asked; `deleted` can be brought back."""
    kept = Session.objects.for_athlete(user).kept()
    shown = kept.in_days(day, day) if day else kept
    rows = list((shown.before(*before) if before else shown).with_routine().newest_first()[: PAGE_SIZE + 1])
    gone = Session.objects.for_athlete(user).deleted().with_routine().in_bulk([deleted]) if deleted else {}
    cards = _cards(user, rows[:PAGE_SIZE])
    return History(
        heatmap=_calendar(user, today) if before is None and (rows or day) else None,
        day=day,
        months=tuple(
            Month(name, tuple(group))
            for name, group in groupby(cards, key=lambda card: date_format(card.day, "F Y"))
        ),
        is_first=before is None,
        next_cursor=_next(rows, "started_at"),
        undo=next((_card(session, ()) for session in gone.values()), None),
    )


def build_deleted(user: Any, *, before: Cursor | None = None) -> DeletedSessions:
    """Return a page of the user's deleted sessions."""
    gone = Session.objects.for_athlete(user).deleted()
    rows = list((gone.deleted_before(*before) if before else gone).with_routine()[: PAGE_SIZE + 1])
    return DeletedSessions(
        cards=_cards(user, rows[:PAGE_SIZE]), is_first=before is None, next_cursor=_next(rows, "deleted_at")
    )


def session_title(session: Session) -> str:
    """Return the routine that was followed, or that there was none."""
    return session.routine.name if session.routine else _("Own session")


def pain_words(before: int | None, in_sets: int | None, after: int | None) -> str:
    """Return the numbers that were written down: "pain 2 before, up to 3 in a set, 1 after"."""
    parts = [
        text % {"pain": pain}
        for text, pain in (
            (_("%(pain)s before"), before),
            (_("up to %(pain)s in a set"), in_sets),
            (_("%(pain)s after"), after),
        )
        if pain is not None
    ]
    return _("Pain %(numbers)s") % {"numbers": ", ".join(parts)} if parts else ""


def _next(rows: Sequence[Session], moment: str) -> str:
    if len(rows) <= PAGE_SIZE:
        return ""
    last = rows[PAGE_SIZE - 1]
    return encode_cursor(Cursor(getattr(last, moment), last.pk))


def _cards(user: Any, sessions: Sequence[Session]) -> tuple[SessionCard, ...]:
    if not sessions:
        return ()
    days = [session.day for session in sessions]
    # By their days as well, which the index holds: else SQLite goes through all sets of the person.
    sets = Set.objects.for_athlete(user).in_days(min(days), max(days))
    amounts = sets.in_sessions(session.pk for session in sessions).amounts_by_side()
    by_session: dict[UUID, list[SideAmounts]] = {}
    for one in amounts:
        by_session.setdefault(one["session_id"], []).append(one)
    return tuple(_card(session, by_session.get(session.pk, ())) for session in sessions)


def _card(session: Session, amounts: Sequence[SideAmounts]) -> SessionCard:
    order = ("left", "right", "both")
    pains = [one["most_pain"] for one in amounts if one["most_pain"] is not None]
    return SessionCard(
        pk=session.pk,
        url=session.get_absolute_url(),
        title=session_title(session),
        day=session.day,
        started_at=session.started_at,
        minutes=_minutes(session, sum(one["work"] or 0 for one in amounts)),
        sides=tuple(
            SideCount(badge_of(one["side"]), one["done"], one["left_out"])
            for one in sorted(amounts, key=lambda one: order.index(one["side"]))
        ),
        pain=pain_words(session.pain_before, max(pains, default=None), session.pain_after),
    )


def _minutes(session: Session, work: int) -> str:
    """Return how long a session took; where its end was not written down, the time of its sets alone."""
    if session.finished_at:
        return minutes_words((session.finished_at - session.started_at).total_seconds())
    if not work:
        return ""
    text = _("about %(minutes)s of sets") if round(work / 60) else _("%(minutes)s of sets")
    return text % {"minutes": minutes_words(work)}


def _calendar(user: Any, today: date) -> Heatmap:
    weeks = heatmap_weeks(today)
    first, last = weeks[0], weeks[-1] + timedelta(days=DAYS - 1)
    counts = Session.objects.for_athlete(user).kept().in_days(first, last).counts_by_day()
    total = sum(counts.values())
    caption = Caption(
        name="calendar",
        title=_("The last 12 months"),
        reading=_("%(sessions)s on %(days)s since %(first)s.")
        % {
            "sessions": sessions_words(total),
            "days": unbroken(
                ngettext("%(count)s day", "%(count)s days", len(counts)) % {"count": len(counts)}
            ),
            "first": day_text(first),
        },
        empty=""
        if total
        else _("No session in the last 12 months. Each day with a session becomes a square here."),
    )
    return heatmap(caption, counts, today=today)
