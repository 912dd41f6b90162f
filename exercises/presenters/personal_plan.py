"""A routine's exercises as who looks gets them: what stands in for what, what is left out, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from exercises.domain.dosage import Dosage
from exercises.domain.screening import Assessment
from exercises.domain.vocabulary import Verdict
from exercises.models import Exercise, Routine
from exercises.presenters.verdict import first_reason, reason_words
from exercises.services.judge_exercises import UNKNOWN, Judge
from exercises.services.personal_routine import PersonalItem, personal_items


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One place of a routine, with its verdict as in `data-verdict`.

    `instead_of` is the routine's own exercise where another stands in, and `why` the strictest reason for
    that, or for leaving it out. `changes` are all the changes that the exercise needs.
    """

    exercise: Exercise
    dosage: Dosage
    note: str = ""
    verdict: str = UNKNOWN
    changes: tuple[str, ...] = ()
    why: str = ""
    instead_of: Exercise | None = None
    own_verdict: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Places:
    """What of a routine is to do, in order, and what is left out."""

    items: tuple[PlanItem, ...]
    left_out: tuple[PlanItem, ...] = ()


def places_of(routine: Routine, *, judge: Judge | None, candidates: Collection[Exercise]) -> Places:
    """Return the places of a routine; as it stands where nothing is known of who looks."""
    if judge is None or not judge.knows:
        own = getattr(routine, "current_items", ())
        return Places(tuple(PlanItem(one.exercise, one.dosage, one.note) for one in own))
    found = personal_items(routine, judge=judge, candidates=candidates)
    return Places(
        items=tuple(_to_do(one, one.exercise, judge) for one in found if one.exercise is not None),
        left_out=tuple(_left_out(one, judge) for one in found if one.is_left_out),
    )


def fit_words(plan: Iterable[Places]) -> str:
    """Say how many of a plan's exercises are not for the person, each counted once; "" for none."""
    places = tuple(plan)
    replaced = {item.instead_of.slug for one in places for item in one.items if item.instead_of}
    unfit = replaced | {item.exercise.slug for one in places for item in one.left_out}
    kept = {item.exercise.slug for one in places for item in one.items if item.instead_of is None}
    count = len(unfit | kept)
    if not unfit:
        return ""
    if not any(one.items for one in places):
        text = ngettext(
            "Its only exercise is not for you now.", "None of its %(count)s exercises is for you now.", count
        )
        return text % {"count": count}
    return unfit_words(len(unfit), count)


def unfit_words(unfit: int, count: int) -> str:
    """Say how many of a plan's exercises are not for the person, before the plan as it fits; "" for none."""
    if not unfit:
        return ""
    text = ngettext(
        "%(unfit)s of %(count)s is not for you; here is your version.",
        "%(unfit)s of %(count)s are not for you; here is your version.",
        unfit,
    )
    return text % {"unfit": unfit, "count": count}


def _to_do(place: PersonalItem, exercise: Exercise, judge: Judge) -> PlanItem:
    assessment = judge.assess(exercise)
    replaced = place.is_replaced
    return PlanItem(
        exercise=exercise,
        dosage=place.dosage,
        # A note is about the routine's own exercise.
        note="" if replaced else place.item.note,
        verdict=assessment.verdict.value,
        changes=_changes(assessment, judge),
        why=first_reason(place.assessment, judge.ruleset) if replaced else "",
        instead_of=place.own if replaced else None,
        own_verdict=place.assessment.verdict.value,
    )


def _left_out(place: PersonalItem, judge: Judge) -> PlanItem:
    flagged = any(reason.is_red_flag for reason in place.assessment.reasons)
    return PlanItem(
        exercise=place.own,
        dosage=place.dosage,
        verdict=place.assessment.verdict.value,
        # A red flag stops them all alike: the page says so once.
        why="" if flagged else first_reason(place.assessment, judge.ruleset),
    )


def _changes(assessment: Assessment, judge: Judge) -> tuple[str, ...]:
    """Return every change that the exercise needs, also for a question that waits for an answer."""
    if assessment.verdict is not Verdict.MODIFY:
        return ()
    words = (
        reason_words(one, judge.ruleset) + ("" if one.is_answered else f" {one.advice}")
        for one in assessment.reasons
    )
    return tuple(dict.fromkeys(words))
