"""The calendar of a year: a column a week, a square a day, darker with more sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.weeks import weeks_ending_with
from tracker.presenters.chart import Caption, day_text
from tracker.presenters.chart_parts import Tick, place

WEEKS_A_BAND = 27
BANDS = 2
WEEKS = WEEKS_A_BAND * BANDS
PITCH = 24
"""A square with its gap; no smaller, because each is a target for a finger."""
GAP = 4
ROUND = 2
"""The radius of a square's corners: drawn smaller by it, with a round stroke of twice its width."""
SQUARE = f"M%d %dh{PITCH - GAP - 2 * ROUND}v{PITCH - GAP - 2 * ROUND}h-{PITCH - GAP - 2 * ROUND}z"
TOP = 18
LABELS = 32
MOST_LEVEL = 3


class Words(dict[int, str]):
    """Numbers in words, each worked out once."""

    def __init__(self, words: Callable[[int], str]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, number: int) -> str:
        found = self[number] = self.words(number)
        return found


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day with sessions: its square, its row of the table, and the address of its list."""

    x: str
    y: str
    url: str
    name: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """All squares of one shade, as one path."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Band:
    """Half of the year. The older half is left out on phones."""

    label: str
    width: str
    height: str
    months: tuple[Tick, ...]
    weekdays: tuple[Tick, ...]
    weekday_x: str
    levels: tuple[Level, ...]
    links: tuple[DayLink, ...]
    is_latest: bool
    size: str = place(PITCH - GAP)


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The year, and the table of its days with sessions, the latest first."""

    caption: Caption
    bands: tuple[Band, ...]
    days: tuple[DayLink, ...]


def heatmap_weeks(today: date) -> tuple[date, ...]:
    """Return the Mondays that the calendar shows: a little more than twelve months."""
    return weeks_ending_with(today, WEEKS)


def heatmap(
    caption: Caption, counts: Mapping[date, int], *, today: date, weeks: tuple[date, ...] = ()
) -> Heatmap:
    """Return the calendar of sessions by day, of a year or of these weeks (their Mondays)."""
    weeks = weeks or heatmap_weeks(today)
    halves = [weeks[start : start + WEEKS_A_BAND] for start in range(0, len(weeks), WEEKS_A_BAND)]
    bands = tuple(_band(half, counts, today, caption, is_latest=half is halves[-1]) for half in halves)
    days = [day for band in bands for day in band.links]
    return Heatmap(caption=caption, bands=bands, days=tuple(reversed(days)))


def _band(
    weeks: tuple[date, ...], counts: Mapping[date, int], today: date, caption: Caption, *, is_latest: bool
) -> Band:
    squares: dict[int, list[str]] = {level: [] for level in range(MOST_LEVEL + 1)}
    links = []
    address = reverse("tracker:session-list")
    # A year has hundreds of days with sessions: what they say is put together from what was said once.
    text, words = _("%(day)s: %(sessions)s"), Words(sessions_words)
    months = {month: str(name) for month, name in MONTHS.items()}
    for number in range(7 * len(weeks)):
        day = weeks[0] + timedelta(days=number)
        count = counts.get(day, 0)
        if day > today and not count:
            continue
        x, y = PITCH * (number // 7), TOP + PITCH * (number % 7)
        squares[min(count, MOST_LEVEL)].append(SQUARE % (x + ROUND, y + ROUND))
        if count:
            name = f"{day.day} {months[day.month]} {day.year}"
            said = text % {"day": name, "sessions": words[count]}
            links.append(DayLink(str(x), str(y), f"{address}?day={day.isoformat()}", name, count, said))
    return Band(
        label=_("%(title)s, %(first)s to %(last)s: %(sessions)s")
        % {
            "title": caption.title,
            "first": day_text(weeks[0]),
            "last": day_text(min(weeks[-1] + timedelta(days=6), today)),
            "sessions": sessions_words(sum(day.count for day in links)),
        },
        width=place(PITCH * len(weeks) + LABELS),
        height=place(TOP + 7 * PITCH),
        months=_months(weeks),
        weekdays=_weekdays(weeks[0]),
        weekday_x=place(PITCH * len(weeks)),
        levels=tuple(Level(number, "".join(paths)) for number, paths in squares.items() if paths),
        links=tuple(links),
        is_latest=is_latest,
    )


def _weekdays(monday: date) -> tuple[Tick, ...]:
    """Name every second row."""
    middle = TOP + (PITCH - GAP) / 2
    return tuple(
        Tick(place(middle + PITCH * number), date_format(monday + timedelta(days=number), "D"))
        for number in (0, 2, 4, 6)
    )


def _months(weeks: tuple[date, ...]) -> tuple[Tick, ...]:
    """Name each month over the first column that begins in it; the first column only with room beside it."""
    starts = [0, *(n + 1 for n, (one, other) in enumerate(pairwise(weeks)) if one.month != other.month)]
    if len(starts) > 1 and starts[1] < 2:
        starts = starts[1:]
    return tuple(Tick(place(PITCH * column), date_format(weeks[column], "M")) for column in starts)


def sessions_words(count: int) -> str:
    """Return "1 session", "12 sessions"."""
    return ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
