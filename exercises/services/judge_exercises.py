"""Judging exercises for one person: the answers and the rules, read once for a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from exercises.domain.screening import (
    Answers,
    Assessment,
    Question,
    Ruleset,
    Standing,
    open_questions,
    raised_flags,
    standing,
    substitute,
)
from exercises.domain.vocabulary import Answer
from exercises.models import Condition, Exercise, Screening
from exercises.models.screening import current_screening
from exercises.services.kept_catalogue import Kept

UNKNOWN = "unknown"
"""Stands for the verdict of a person who has not been screened, or is not signed in."""

UNREVIEWED = "unreviewed"
"""Stands for the verdict on a person's own exercise: nobody knows what it asks of the body."""


@dataclass(frozen=True)
class Judge:
    """Judges exercises for one person. Without a screening nothing is known, and nothing is prescribed."""

    ruleset: Ruleset
    screening: Screening | None
    answers: Answers

    @property
    def knows(self) -> bool:
        """Whether the person has answered."""
        return self.screening is not None

    @cached_property
    def standing(self) -> Standing:
        """What the answers bring into force; of a person without answers every question counts as a yes."""
        return standing(self.ruleset, self.answers)

    @property
    def holds_something(self) -> bool:
        """Whether an answer may change what is prescribed: any but no, or a question that is open."""
        if open_questions(self.ruleset, self.answers):
            return True
        return any(given.answer is not Answer.NO for given in self.answers.values())

    def assess(self, exercise: Exercise) -> Assessment:
        """Return the verdict with its reasons."""
        return self.standing.assess(exercise.screened)

    def verdict(self, exercise: Exercise) -> str:
        """Return what stands in `data-verdict`: the verdict, "unknown" or "unreviewed"."""
        if exercise.is_own:
            return UNREVIEWED
        return self.assess(exercise).verdict.value if self.knows else UNKNOWN

    def may_prescribe(self, exercise: Exercise) -> bool:
        """Say whether the exercise may be handed out: screened, offered, not held and not avoided."""
        return self.knows and exercise.is_offered and self.assess(exercise).may_be_prescribed

    def substitute(
        self, exercise: Exercise, candidates: Iterable[Exercise], taken: Iterable[str] = ()
    ) -> Exercise | None:
        """Return which of the candidates to do instead, or None. `taken` are slugs of the plan."""
        if not self.knows:
            return None
        offered = {one.slug: one for one in candidates if one.is_offered}
        found = substitute(
            exercise.screened,
            [one.screened for one in offered.values()],
            ruleset=self.ruleset,
            answers=self.answers,
            taken=taken,
        )
        return offered[found.slug] if found else None

    def red_flags(self) -> tuple[Question, ...]:
        """Return the red flags that the person raised; none where nobody has asked."""
        return raised_flags(self.ruleset, self.answers) if self.knows else ()

    def answered_flags(self) -> tuple[Question, ...]:
        """Return those of them that were answered: one without an answer is asked, and stops nobody."""
        return tuple(flag for flag in self.red_flags() if flag.slug in self.answers)

    @property
    def is_stopped(self) -> bool:
        """Whether a red flag that was answered keeps everything back."""
        return bool(self.answered_flags())

    def must_ask(self, now: datetime) -> bool:
        """Say whether to ask first: never asked, long ago, pain since, or questions without an answer."""
        return (
            self.screening is None
            or self.screening.is_asked_again(now)
            or bool(open_questions(self.ruleset, self.answers))
        )


def judge_for(user: Any) -> Judge:
    """Return the judge of a user's exercises, from the last answers; a visitor's knows nothing.

    One query at most: the rules are kept for as long as the catalogue's stamp, with which the user was read
    (`exercises/models/stamp.py`), is the same.
    """
    return _judge(_rules.at(getattr(user, "catalogue_stamp", None)), current_screening(user))


def judge_under(screening: Screening | None) -> Judge:
    """Return a judge for these answers and the rules of now."""
    return _judge(Condition.objects.ruleset(), screening)


def _judge(ruleset: Ruleset, screening: Screening | None) -> Judge:
    return Judge(ruleset, screening, screening.given if screening else {})


_rules = Kept(lambda: Condition.objects.ruleset())
