"""The player's plan as plain values, which its page carries along: with it the page needs no further word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.dosage import (
    SECONDS_A_REP,
    SECONDS_TO_CHANGE,
    SECONDS_TO_SET_UP,
    Dosage,
    PrescribedSet,
    prescribed_sets,
    work_seconds,
)
from exercises.domain.screening import STOP_ABOVE_PAIN
from exercises.domain.vocabulary import Each, RepUnit, Verdict
from exercises.models import Exercise, RoutineItem
from exercises.presenters.dosage import dose_words
from exercises.presenters.text import label_of
from exercises.presenters.verdict import reason_words
from exercises.services.judge_exercises import Judge
from tracker.domain.sheet import text_of
from tracker.models.session import MAX_NOTES
from tracker.presenters.player_texts import player_texts
from tracker.presenters.words import amount_words, load_words, minutes_words
from tracker.services.offer import Offer
from tracker.services.play_session import Play, StandIn, Swap, Turn, steps_of
from tracker.services.recent_training import TrainedSet

SECONDS_TO_START = 10
"""A product default: from the tap on Start to the first set."""

SECONDS_TO_GO_ON = 5
"""A product default: from a tap in the midst of a session to the set that it leads to."""

Plan = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StartLine:
    """One exercise as the first screen lists it; `changes` are what the person's answers ask for."""

    slug: str
    name: str
    verdict: str
    dose: str
    kit: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Player:
    """The player of one session; `plan` is JSON. Without lines nothing is left to do."""

    title: str
    minutes: str
    is_resumed: bool
    lines: tuple[StartLine, ...]
    plan: str
    scale: tuple[int, ...] = tuple(range(11))
    most_notes: int = MAX_NOTES


def build_player(play: Play, *, offer: Offer, finished_at: datetime | None = None) -> Player:
    """Return the player of what is played, from an `offer_to_play()`; its last set may have ended already."""
    notes = _notes(play)
    plan: Plan = {
        "user": offer.user.pk,
        "answers": offer.judge.screening.pk if offer.judge.screening else None,
        "routine": play.routine.slug if play.routine else None,
        "startedAt": play.started_at.isoformat() if play.started_at else None,
        "day": offer.today.isoformat(),
        "dayName": date_format(offer.today, "l j F"),
        "zone": timezone.get_current_timezone_name(),
        "finishedAt": finished_at.isoformat() if finished_at else None,
        "seconds": {"start": SECONDS_TO_START, "next": SECONDS_TO_SET_UP, "again": SECONDS_TO_GO_ON},
        "stopAbove": STOP_ABOVE_PAIN,
        "exercises": [_turn(turn, offer, notes) for turn in play.turns],
        "swaps": [_swap(turn, swap) for turn in play.turns for swap in turn.swaps],
        "done": [_done(position, one) for position, one in play.placed],
        "texts": player_texts(),
    }
    doses = [one for turn in play.turns for one in _doses(turn)]
    return Player(
        title=_title(play),
        minutes=minutes_words(sum(_seconds(dosage) for _exercise, dosage in doses)),
        is_resumed=play.started_at is not None,
        lines=tuple(_line(exercise, dosage, offer.judge) for exercise, dosage in doses),
        plan=json.dumps(plan, ensure_ascii=False, separators=(",", ":")),
    )


def _doses(turn: Turn) -> list[tuple[Exercise, Dosage]]:
    """Return what is to be done in a turn: its exercise, or what the person put in its place."""
    if turn.swaps:
        return [(swap.stand_in.exercise, swap.stand_in.dosage) for swap in turn.swaps]
    return [] if turn.is_stopped else [(turn.exercise, turn.dosage)]


def _seconds(dosage: Dosage) -> int:
    """Return how long an exercise takes as it is played: setting up, all sets, rests between them."""
    sets = [work_seconds(one.reps, one.seconds) for one in prescribed_sets(dosage)]
    return SECONDS_TO_SET_UP + sum(sets) + _rest(dosage) * (len(sets) - 1)


def _title(play: Play) -> str:
    if play.routine:
        return play.routine.name
    return play.turns[0].exercise.name if play.turns else _("Your own session")


def _notes(play: Play) -> dict[int, str]:
    """Return what the routine says about each of its exercises, by key."""
    items: Iterable[RoutineItem] = play.routine.current_items if play.routine else ()
    return {item.exercise_id: item.note for item in items}


def _line(exercise: Exercise, dosage: Dosage, judge: Judge) -> StartLine:
    return StartLine(
        slug=exercise.slug,
        name=exercise.name,
        verdict=judge.verdict(exercise),
        dose=dose_words(dosage),
        kit=", ".join(_kit(exercise)),
        changes=_changes(exercise, judge),
    )


def _turn(turn: Turn, offer: Offer, notes: Mapping[int, str]) -> Plan:
    return {
        **_exercise(turn.exercise, turn.dosage, offer),
        "note": notes.get(turn.exercise.pk, ""),
        "isStopped": turn.is_stopped,
        "sets": [
            {"position": position, **_set(one, turn), **_load(load)} for position, one, load in turn.sets
        ],
        "standIns": [_stand_in(one, offer) for one in turn.stand_ins],
    }


def _stand_in(one: StandIn, offer: Offer) -> Plan:
    return {
        **_exercise(one.exercise, one.dosage, offer),
        "note": "",
        "isEasier": one.is_easier,
        "sets": [_set(each, one) for each in prescribed_sets(one.dosage)],
    }


def _swap(turn: Turn, swap: Swap) -> Plan:
    return {"slug": turn.exercise.slug, "other": swap.stand_in.exercise.slug, "rounds": swap.rounds}


def _exercise(exercise: Exercise, dosage: Dosage, offer: Offer) -> Plan:
    return {
        "slug": exercise.slug,
        "name": exercise.name,
        "dose": dose_words(dosage),
        "capped": exercise.slug in offer.caps,
        "isWay": dosage.each is Each.WAY,
        "kit": _kit(exercise),
        "changes": list(_changes(exercise, offer.judge)),
        "steps": steps_of(exercise, offer),
        "rest": _rest(dosage),
        "records": [label_of(one) for one in dosage.records],
        "tempo": (dosage.hold_s.low if dosage.hold_s else SECONDS_A_REP) if dosage.reps else None,
    }


def _set(one: PrescribedSet, of: Turn | StandIn) -> Plan:
    unit = of.dosage.rep_unit
    return {
        "side": one.side.value,
        "reps": one.reps,
        "seconds": one.seconds,
        "work": work_seconds(one.reps, one.seconds),
        "amount": amount_words(one.reps, one.seconds, unit),
        "spoken": _spoken(one, unit),
    }


def _load(load: Decimal | None) -> Plan:
    return {} if load is None else {"load": text_of(load), "loadText": load_words(load)}


def _spoken(one: PrescribedSet, unit: RepUnit) -> str:
    """Return the amount as a voice reads it."""
    if one.reps is None:
        seconds = one.seconds or 0
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    if unit is RepUnit.STEPS:
        return ngettext("%(count)s step", "%(count)s steps", one.reps) % {"count": one.reps}
    return ngettext("%(count)s repetition", "%(count)s repetitions", one.reps) % {"count": one.reps}


def _rest(dosage: Dosage) -> int:
    return max(dosage.rest_s if dosage.rest_s is not None else SECONDS_TO_CHANGE, SECONDS_TO_GO_ON)


def _kit(exercise: Exercise) -> list[str]:
    return [label_of(one) for one in exercise.equipment]


def _changes(exercise: Exercise, judge: Judge) -> tuple[str, ...]:
    """Return what the person's answers ask to change about an exercise that may be prescribed."""
    assessment = judge.assess(exercise)
    if assessment.verdict is not Verdict.MODIFY:
        return ()
    words = (reason_words(reason, judge.ruleset) for reason in assessment.reasons)
    return tuple(dict.fromkeys(text for text in words if text))


def _done(position: int, one: TrainedSet) -> Plan:
    return {
        "id": str(one.id),
        "exercise": one.slug,
        "position": position,
        "side": one.side,
        "reps": one.reps,
        "seconds": one.seconds,
        "pain": one.pain,
        "skipped": one.skipped,
    }
