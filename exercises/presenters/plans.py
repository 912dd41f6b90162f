"""Routines and programmes for their pages: how long, how often, what is needed, which day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.dosage import Frequency, total_seconds
from exercises.domain.vocabulary import PatternKind
from exercises.models import Exercise, Programme, ProgrammeTrack, Routine
from exercises.presenters.dosage import frequency_words, times_words
from exercises.presenters.personal_plan import Places, PlanItem, fit_words, places_of
from exercises.presenters.text import label_of
from exercises.services.judge_exercises import Judge


@dataclass(frozen=True, slots=True)
class RoutineView:
    """A routine fetched with its items, as who looks gets it: what to do there, and what is left out.

    Its length and equipment are those of what is to do; `length` is empty where that is nothing.
    """

    routine: Routine
    items: tuple[PlanItem, ...]
    left_out: tuple[PlanItem, ...]
    fit: str
    length: str
    often: str
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackView:
    """A routine in a programme, with how often it comes in a week where the programme says."""

    plan: RoutineView
    times: str


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme fetched with its tracks; to visitors, its list knows nothing of the exercises."""

    programme: Programme
    pattern: tuple[str, ...]
    tracks: tuple[TrackView, ...]
    fit: str


def routine_view(
    routine: Routine, *, judge: Judge | None = None, candidates: Collection[Exercise] = ()
) -> RoutineView:
    """Arrange a routine fetched with its items; `judge` is None for a visitor."""
    places = places_of(routine, judge=judge, candidates=candidates)
    equipment = (label_of(one) for item in places.items for one in item.exercise.equipment)
    seconds = sum(total_seconds(item.dosage) for item in places.items)
    return RoutineView(
        routine=routine,
        items=places.items,
        left_out=places.left_out,
        fit=fit_words([places]),
        length=minutes_words(seconds) if places.items else "",
        often=capfirst(frequency_words(Frequency(routine.days_min, routine.days_max))),
        equipment=tuple(dict.fromkeys(equipment)),
    )


def routine_views(
    routines: Iterable[Routine], *, judge: Judge | None = None, candidates: Collection[Exercise] = ()
) -> tuple[RoutineView, ...]:
    return tuple(routine_view(routine, judge=judge, candidates=candidates) for routine in routines)


def programme_view(
    programme: Programme, *, judge: Judge | None = None, candidates: Collection[Exercise] = ()
) -> ProgrammeView:
    """Arrange a programme fetched with `in_order`, `with_items` or `for_page`."""
    tracks = tuple(programme.tracks.all())
    plans = routine_views((track.routine for track in tracks), judge=judge, candidates=candidates)
    return ProgrammeView(
        programme=programme,
        pattern=pattern_words(programme, tracks),
        tracks=tuple(
            TrackView(plan, capfirst(_times(track))) for plan, track in zip(plans, tracks, strict=True)
        ),
        fit=fit_words([Places(plan.items, plan.left_out) for plan in plans]),
    )


def programme_views(
    programmes: Iterable[Programme], *, judge: Judge | None = None, candidates: Collection[Exercise] = ()
) -> tuple[ProgrammeView, ...]:
    return tuple(programme_view(one, judge=judge, candidates=candidates) for one in programmes)


def pattern_words(programme: Programme, tracks: Iterable[ProgrammeTrack]) -> tuple[str, ...]:
    """Return the pattern in words, one phrase a line: "Leg exercises 3 times a week"."""
    tracks = tuple(tracks)
    names = [track.routine.name for track in tracks]
    if programme.pattern is PatternKind.WEEKLY:
        return tuple(
            _("%(routine)s %(times)s") % {"routine": track.routine.name, "times": _times(track)}
            for track in tracks
        )
    if programme.pattern is PatternKind.ALTERNATING:
        return _alternating(names)
    day = every_words(programme.every_days or 1)
    if len(names) < 2:
        return tuple(_("%(day)s: %(routine)s") % {"day": day, "routine": name} for name in names)
    routines = get_text_list([_("“%s”") % name for name in names], _("and"))
    return (_("%(day)s: %(routines)s together") % {"day": day, "routines": routines},)


def every_words(days: int) -> str:
    """Return "Every day", "Every 2nd day", "Every 3rd day", "Every 4th day" and so on."""
    words = {1: _("Every day"), 2: _("Every 2nd day"), 3: _("Every 3rd day")}
    return words.get(days) or _("Every %(days)sth day") % {"days": days}


def minutes_words(seconds: int) -> str:
    """Return about how many minutes some seconds are, at least one."""
    minutes = max(1, round(seconds / 60))
    return ngettext("About %(minutes)s minute", "About %(minutes)s minutes", minutes) % {"minutes": minutes}


def _alternating(names: list[str]) -> tuple[str, ...]:
    if len(names) == 2:
        values = {"one": names[0], "other": names[1]}
        return (_("One, then the other: “%(one)s” on one training day, “%(other)s” on the next") % values,)
    return (_("In turn, one each training day: %(routines)s") % {"routines": ", ".join(names)},)


def _times(track: ProgrammeTrack) -> str:
    return times_words(Frequency(track.times_min, track.times_max))
