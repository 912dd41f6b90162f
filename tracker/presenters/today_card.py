"""The card of a routine on Today: what to do, in which dose, what changed for the person, and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.dosage import total_seconds
from exercises.domain.vocabulary import Verdict
from exercises.models import Exercise, Routine
from exercises.presenters.dosage import dose_words
from exercises.presenters.plans import minutes_words
from exercises.presenters.verdict import first_reason, reason_words, source_url
from exercises.services.fresh import fresh_uuid
from exercises.services.judge_exercises import Judge
from tracker.models import Cause
from tracker.presenters.caps import cap_words
from tracker.presenters.chart import Action
from tracker.presenters.steps import StepNote, step_note
from tracker.presenters.verdicts import REST_AFTER_PAIN
from tracker.services.offer import Offer
from tracker.services.prescribe_session import Place

MANY = 4
"""Plans of at most so many exercises are kept (reference `exercise-number`)."""
MANY_SOURCE = "exercise-number"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A routine's own exercise that is not done today, or by another one, and why.

    `change` is the key of the person's own change, which one press takes back.
    """

    slug: str
    name: str
    verdict: str
    why: str
    change: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """Exercises that are left out for the same reason, which is said once."""

    exercises: tuple[LeftOut, ...]
    why: str
    change: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One exercise to do. `own` is the routine's exercise in whose place it stands, None for itself.

    `step` says why the dose is not as last time, `care` what to change about doing it; `skip` is the slug
    under which the place is skipped.
    """

    slug: str
    name: str
    url: str
    verdict: str
    dose: str
    step: StepNote | None
    care: tuple[str, ...]
    own: LeftOut | None
    skip: str
    swap_url: str


@dataclass(frozen=True, slots=True)
class RoutineCard:
    """A routine to do today; without places, nothing of it is left to do.

    `why` says why it is due, and is "" where it is not; `last` when it was last done. `many` stands where it
    holds more than most people keep to.
    """

    name: str
    slug: str
    summary: str
    url: str
    why: str
    last: str
    length: str
    caution: str
    many: Action | None
    places: tuple[PlaceShown, ...]
    left_out: tuple[LeftOutGroup, ...]
    start_url: str
    log_url: str
    done_id: uuid.UUID

    @property
    def changed(self) -> tuple[PlaceShown, ...]:
        """The places where another exercise stands."""
        return tuple(one for one in self.places if one.own)


def routine_card(
    routine: Routine,
    places: Iterable[Place],
    *,
    offer: Offer,
    why: str = "",
    last: str = "",
) -> RoutineCard:
    """Return the card of a routine with its places, which come from the offer."""
    found = tuple(places)
    keys = _keys(routine, offer)
    to_do = [(one, one.exercise) for one in found if one.exercise]
    seconds = sum(total_seconds(one.dosage or exercise.dosage) for one, exercise in to_do)
    return RoutineCard(
        name=routine.name,
        slug=routine.slug,
        summary=routine.summary,
        url=routine.get_absolute_url(),
        why=why,
        last=last,
        length=minutes_words(seconds) if to_do else "",
        caution=next(iter(routine.caution_list), ""),
        many=_many(len(to_do)),
        places=tuple(_shown(one, exercise, routine, offer, keys) for one, exercise in to_do),
        left_out=_grouped(_left_out(one, offer.judge, keys) for one in found if one.exercise is None),
        start_url=f"{play_url(fresh_uuid())}?{urlencode({'routine': routine.slug})}",
        log_url=f"{reverse('tracker:session-create')}?{urlencode({'routine': routine.slug})}",
        done_id=fresh_uuid(),
    )


def play_url(session: uuid.UUID) -> str:
    """Return the address of a guided session, begun or not."""
    return reverse("tracker:session-play", args=[session])


def _keys(routine: Routine, offer: Offer) -> Mapping[int, uuid.UUID]:
    """Return the keys of the person's changes of the routine's exercises today, by exercise."""
    return {
        one.exercise_id: one.pk
        for one in offer.changes
        if one.exercise_id and one.routine_id == routine.pk and one.first_day == offer.today
    }


def _shown(
    place: Place, exercise: Exercise, routine: Routine, offer: Offer, keys: Mapping[int, uuid.UUID]
) -> PlaceShown:
    judge = offer.judge
    note = step_note(place.step, exercise, offer.by_slug) if place.step else None
    assessment = judge.assess(exercise)
    is_modified = assessment.verdict is Verdict.MODIFY
    care = [reason_words(one, judge.ruleset) for one in assessment.reasons] if is_modified else []
    named = urlencode({"routine": routine.slug, "exercise": place.wanted.slug})
    return PlaceShown(
        slug=exercise.slug,
        name=exercise.name,
        url=exercise.get_absolute_url(),
        verdict=assessment.verdict.value,
        dose=dose_words(place.dosage or exercise.dosage),
        step=note if note and note.is_news else None,
        care=tuple(dict.fromkeys(one for one in care if one)),
        own=_left_out(place, judge, keys) if place.is_changed else None,
        skip=place.wanted.slug,
        swap_url=f"{reverse('tracker:today-swap')}?{named}",
    )


def _left_out(place: Place, judge: Judge, keys: Mapping[int, uuid.UUID]) -> LeftOut:
    return LeftOut(
        slug=place.wanted.slug,
        name=place.wanted.name,
        verdict=judge.verdict(place.wanted),
        why=_why(place, judge),
        change=keys.get(place.wanted.pk) if place.own_change else None,
    )


def _grouped(left_out: Iterable[LeftOut]) -> tuple[LeftOutGroup, ...]:
    """Put together what has the same reason; a change of one's own stays by itself, to be put back."""
    groups: dict[tuple[str, uuid.UUID | None], list[LeftOut]] = {}
    for one in left_out:
        groups.setdefault((one.why, one.change), []).append(one)
    return tuple(LeftOutGroup(tuple(found), why, change) for (why, change), found in groups.items())


def _why(place: Place, judge: Judge) -> str:
    """Say why an exercise is not done today as the routine has it."""
    if place.own_change:
        return _("As you chose for today.")
    if place.cause is Cause.CAP and place.cap is not None:
        return cap_words(place.cap)
    if place.cause is Cause.PAIN:
        return str(REST_AFTER_PAIN)
    return first_reason(place.assessment, judge.ruleset)


def _many(count: int) -> Action | None:
    if count <= MANY:
        return None
    text = ngettext("%(count)s exercise.", "%(count)s exercises.", count) % {"count": count}
    advice = _("Plans of at most four are kept best: leave one out if it is too much.")
    return Action(f"{text} {advice}", source_url(MANY_SOURCE))
