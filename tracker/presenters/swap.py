"""The page on which a person chooses another exercise for today."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Verdict
from exercises.models import Exercise, Routine
from exercises.presenters.dosage import dose_words
from exercises.presenters.text import label_of
from exercises.presenters.verdict import first_reason
from exercises.services.judge_exercises import Judge
from tracker.services.swap_choice import SwapChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise that may be done instead, with what to change about it ("" for nothing)."""

    slug: str
    name: str
    url: str
    dose: str
    level: str
    kit: str
    verdict: str
    change: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SwapPage:
    """What may stand in the place of an exercise of a routine today; `error` where none of them was sent."""

    routine: str
    slug: str
    name: str
    post_to: str
    skip: tuple[str, str]
    choices: tuple[Choice, ...]
    error: str


def build_swap(
    routine: Routine, exercise: Exercise, choice: SwapChoice, *, judge: Judge, is_refused: bool
) -> SwapPage:
    named = {"routine": routine.slug, "exercise": exercise.slug}
    error = _("That one cannot be done here today. Choose one of these, or leave the exercise out.")
    return SwapPage(
        routine=routine.name,
        slug=exercise.slug,
        name=exercise.name,
        post_to=f"{reverse('tracker:today-swap')}?{urlencode(named)}",
        skip=(routine.slug, exercise.slug),
        choices=tuple(_choice(one, judge, choice.current) for one in choice.exercises),
        error=error if is_refused else "",
    )


def _choice(exercise: Exercise, judge: Judge, current: Exercise | None) -> Choice:
    assessment = judge.assess(exercise)
    is_changed = assessment.verdict is Verdict.MODIFY
    kit = get_text_list([label_of(one) for one in exercise.equipment], _("and"))
    return Choice(
        slug=exercise.slug,
        name=exercise.name,
        url=exercise.get_absolute_url(),
        dose=dose_words(exercise.dosage),
        level=exercise.get_level_display(),
        kit=kit or _("nothing needed"),
        verdict=assessment.verdict.value,
        change=first_reason(assessment, judge.ruleset) if is_changed else "",
        is_current=exercise == current,
    )
