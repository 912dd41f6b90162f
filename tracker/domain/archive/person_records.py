"""What an archive holds of a person: settings, answers, exercises of their own, and the plan."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from exercises.domain.own_exercise import MAX_NAME, PREFIX, Measure, UnfitNameError, own_name
from exercises.domain.text import gettext_noop
from exercises.domain.vocabulary import Answer, Recorded
from tracker.domain.archive.kinds import (
    DAY,
    FLAG,
    ID,
    MOMENT,
    NOT_RECORD,
    SLUG,
    Kind,
    WrongError,
    choice,
    list_of,
    maybe,
    record,
    text,
    whole,
)
from tracker.domain.archive.problems import Reason
from tracker.domain.measuring import (
    NormGroup,
)
from tracker.domain.vocabulary import ChangeKind

MOST_ANSWERS = 500
_OWN_SLUG = re.compile(rf"{PREFIX}[0-9a-f]{{32}}")

UNFIT = Reason(gettext_noop("This is no name, or no short name, of an exercise of one's own."))
ENDS_FIRST = Reason(gettext_noop("It ends before it starts."))
ONE_THING = Reason(gettext_noop("It is of a programme, or of a routine of every day."))
NO_CLEARED_DAY = Reason(gettext_noop("“cleared” needs its day, and nothing else has one."))
WRONG_CHANGE = Reason(gettext_noop("A change names what it changes, and nothing else."))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRecord:
    """What a person set; `norm_group` is null where all people are compared with."""

    time_zone: Annotated[str, text(60)]
    sessions_a_week: Annotated[int, whole(1, 14)]
    norm_group: Annotated[NormGroup | None, maybe(choice(NormGroup))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GivenRecord:
    answer: Annotated[Answer, choice(Answer)]
    on: Annotated[date | None, maybe(DAY)]

    def problem(self) -> Reason | None:
        return NO_CLEARED_DAY if (self.answer is Answer.CLEARED) != (self.on is not None) else None


Answers = Mapping[str, Mapping[str, str]]


def _read_answers(value: Any) -> Answers:
    """Return the answers as `Screening.answers` holds them, each of them checked."""
    if type(value) is not dict or len(value) > MOST_ANSWERS:
        raise WrongError(NOT_RECORD)
    given = record(_GivenRecord)
    for slug, answer in value.items():
        try:
            SLUG.read(slug)
            given.read({"on": None, **answer} if type(answer) is dict else answer)
        except WrongError as wrong:
            raise WrongError(wrong.reason, f".{slug[:80]}{wrong.path}") from None
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRecord:
    """A set of answers. `number` counts them within the document; sessions refer to it."""

    number: Annotated[int, whole(1)]
    answered_at: Annotated[datetime, MOMENT]
    superseded_at: Annotated[datetime | None, maybe(MOMENT)]
    asked_again_at: Annotated[datetime | None, maybe(MOMENT)]
    answers: Annotated[Answers, Kind(_read_answers, dict)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExerciseRecord:
    """An exercise of a person's own."""

    slug: Annotated[str, SLUG]
    name: Annotated[str, text(MAX_NAME)]
    measure: Annotated[Measure, choice(Measure)]
    is_each_side: Annotated[bool, FLAG]
    records: Annotated[tuple[Recorded, ...], list_of(choice(Recorded), len(Recorded))]
    is_put_away: Annotated[bool, FLAG]

    def problem(self) -> Reason | None:
        try:
            is_fit = own_name(self.name) == self.name
        except UnfitNameError:
            is_fit = False
        return None if is_fit and _OWN_SLUG.fullmatch(self.slug) else UNFIT


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRecord:
    """A programme, or a routine of every day, from a day on; `ended_on` is the first day without it."""

    id: Annotated[uuid.UUID, ID]
    programme: Annotated[str | None, maybe(SLUG)]
    routine: Annotated[str | None, maybe(SLUG)]
    started_on: Annotated[date, DAY]
    ended_on: Annotated[date | None, maybe(DAY)]

    def problem(self) -> Reason | None:
        if (self.programme is None) == (self.routine is None):
            return ONE_THING
        return ENDS_FIRST if self.ended_on is not None and self.ended_on < self.started_on else None


_NAMED = {
    ChangeKind.PAUSE: (False, False, False),
    ChangeKind.PUT_OFF: (True, False, False),
    ChangeKind.SKIP: (True, True, False),
    ChangeKind.SWAP: (True, True, True),
    ChangeKind.HOLD: (False, True, False),
}
"""Whether a change names a routine, an exercise, and what is done instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChangeRecord:
    """A change of the plan, from its first to its last day; only a pause may be without an end."""

    id: Annotated[uuid.UUID, ID]
    kind: Annotated[ChangeKind, choice(ChangeKind)]
    first_day: Annotated[date, DAY]
    last_day: Annotated[date | None, maybe(DAY)]
    routine: Annotated[str | None, maybe(SLUG)]
    exercise: Annotated[str | None, maybe(SLUG)]
    instead: Annotated[str | None, maybe(SLUG)]

    def problem(self) -> Reason | None:
        named = tuple(one is not None for one in (self.routine, self.exercise, self.instead))
        if named != _NAMED[self.kind] or (self.last_day is None and self.kind is not ChangeKind.PAUSE):
            return WRONG_CHANGE
        return ENDS_FIRST if self.last_day is not None and self.last_day < self.first_day else None
