"""The screening's pages: the questions, what the answers change, and what a red flag may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _

from exercises.domain.asking import REST_OF_CONDITIONS, REST_OF_RED_FLAGS, asked_under, day_field
from exercises.domain.screening import ASK_AGAIN_AFTER, Answers, Given
from exercises.domain.vocabulary import Answer, Verdict
from exercises.models import Condition, Exercise, Screening
from exercises.services.judge_exercises import Judge

SHORT = 8

MET_BY = {Verdict.AVOID: 0, Verdict.CLINICIAN: 1, Verdict.MODIFY: 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen."""

    value: str
    label: Any
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with the answer that stands there, and those that follow it."""

    condition: Condition
    choices: tuple[Choice, ...]
    day_field: str
    day: str
    errors: tuple[str, ...]
    day_errors: tuple[str, ...]
    follow_ups: tuple[QuestionView, ...]

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors or self.day_errors)


@dataclass(frozen=True, slots=True)
class Part:
    """The red flags, or the conditions, with the box that answers what was left open."""

    questions: tuple[QuestionView, ...]
    rest: str
    is_rest_chosen: bool


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """The whole form. `why` says why it is asked now; `wrong` are the questions with an error."""

    red_flags: Part
    conditions: Part
    why: str
    wrong: tuple[QuestionView, ...]
    next: str

    @property
    def is_open(self) -> bool:
        """Whether a question waits for an answer, rather than for another day of clearance."""
        return any(one.errors for one in self.wrong)


@dataclass(frozen=True, slots=True)
class Affected:
    """An exercise that the answers change, and the conditions that do."""

    exercise: Exercise
    because: str


@dataclass(frozen=True, slots=True)
class AffectedGroup:
    """All exercises with the same verdict."""

    verdict: Verdict
    meaning: str
    exercises: tuple[Affected, ...]

    @property
    def is_short(self) -> bool:
        """Whether it is shown at once; a longer list opens when it is asked for."""
        return len(self.exercises) <= SHORT


@dataclass(frozen=True, slots=True)
class PastAnswers:
    """What was answered at one time: what was not a plain no, with the answer where that was no plain yes."""

    answered_at: datetime
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the answers change, until when they hold, and all answers so far."""

    groups: tuple[AffectedGroup, ...]
    fitting: int
    conditions: tuple[Condition, ...]
    ask_again_on: datetime
    is_asked_now: bool
    history: tuple[PastAnswers, ...]

    @property
    def is_held(self) -> bool:
        """Whether a clinician's clearance would open something."""
        return any(group.verdict is Verdict.CLINICIAN for group in self.groups)

    @property
    def may_do_some(self) -> bool:
        """Whether anything is left to do, as it is written or with a change."""
        return bool(self.fitting) or any(group.verdict is Verdict.MODIFY for group in self.groups)


def screening_page(
    form: Form, *, conditions: Iterable[Condition], screening: Screening | None, now: datetime, leads_to: str
) -> ScreeningPage:
    """Arrange the form; conditions stand as they were answered last, red flags are always asked afresh."""
    given = screening.given if screening and not form.is_bound else {}
    by_slug = {one.slug: one for one in conditions}
    under = asked_under({slug: one.leading_slug for slug, one in by_slug.items()})
    children = {slug: [by_slug[one] for one in asked] for slug, asked in under.items()}
    top = [_question(one, form, given, children) for one in children.get("", ())]
    flags = tuple(one for one in top if one.condition.is_red_flag)
    return ScreeningPage(
        red_flags=_part(flags, REST_OF_RED_FLAGS, form),
        conditions=_part(tuple(one for one in top if one not in flags), REST_OF_CONDITIONS, form),
        why=_why(screening, now),
        wrong=tuple(one for one in _flat(top) if one.is_wrong),
        next=leads_to,
    )


def result_page(
    judge: Judge,
    *,
    screening: Screening,
    exercises: Iterable[Exercise],
    conditions: Iterable[Condition],
    history: Iterable[Screening],
    now: datetime,
) -> ResultPage:
    """Arrange what the answers change over all exercises that are offered."""
    by_verdict: dict[Verdict, list[Affected]] = {verdict: [] for verdict in MET_BY}
    names = {one.slug: one.name for one in conditions}
    fitting = 0
    for exercise in exercises:
        assessment = judge.assess(exercise)
        if assessment.verdict not in MET_BY:
            fitting += 1
            continue
        because = [
            names.get(one.condition, "") for one in assessment.reasons if one.verdict == assessment.verdict
        ]
        told = ", ".join(name for name in dict.fromkeys(because) if name)
        by_verdict[assessment.verdict].append(Affected(exercise, told))
    return ResultPage(
        groups=tuple(
            AffectedGroup(verdict, _meaning(verdict), tuple(found))
            for verdict, found in by_verdict.items()
            if found
        ),
        fitting=fitting,
        conditions=tuple(one for one in conditions if _is_there(screening.given, one.slug)),
        ask_again_on=screening.answered_at + ASK_AGAIN_AFTER,
        is_asked_now=judge.must_ask(now),
        history=tuple(
            PastAnswers(
                one.answered_at,
                tuple(
                    _told(names.get(slug, slug), given)
                    for slug, given in one.given.items()
                    if given.answer is not Answer.NO
                ),
            )
            for one in history
        ),
    )


def _is_there(given: Answers, slug: str) -> bool:
    return slug in given and given[slug].answer is not Answer.NO


def _told(name: str, given: Given) -> str:
    text = {Answer.UNSURE: _("%(name)s (not sure)"), Answer.CLEARED: _("%(name)s (cleared)")}
    return text.get(given.answer, "%(name)s") % {"name": name}


def _meaning(verdict: Verdict) -> str:
    return {
        Verdict.AVOID: _("Not for you now"),
        Verdict.CLINICIAN: _("Held until a clinician has cleared it"),
        Verdict.MODIFY: _("With a change"),
    }[verdict]


def _why(screening: Screening | None, now: datetime) -> str:
    if screening is None:
        return _("The site asks this before it gives you a first session.")
    if screening.asked_again_at is not None:
        return _("You noted pain above 5 since you last answered, so the site asks again.")
    if screening.is_asked_again(now):
        days = {"days": ASK_AGAIN_AFTER // timedelta(days=1)}
        return _("Your last answers are more than %(days)s days old, so the site asks again.") % days
    return ""


def _part(questions: tuple[QuestionView, ...], rest: str, form: Form) -> Part:
    return Part(questions, rest, bool(form.is_bound and form.data.get(rest)))


def _flat(questions: Iterable[QuestionView]) -> Iterable[QuestionView]:
    for one in questions:
        yield one
        yield from _flat(one.follow_ups)


def _question(
    condition: Condition, form: Form, given: Answers, children: dict[str, list[Condition]]
) -> QuestionView:
    slug, day_name = condition.slug, day_field(condition.slug)
    last = given.get(slug) if not condition.is_red_flag else None
    chosen = str(form.data.get(slug, "")) if form.is_bound else (last.answer.value if last else "")
    last_day = last.on.isoformat() if last and last.on else ""
    return QuestionView(
        condition=condition,
        choices=tuple(
            Choice(value, _in_short(value, label), value == chosen) for value, label in condition.answers
        ),
        day_field=day_name if condition.can_be_cleared else "",
        day=str(form.data.get(day_name, "")) if form.is_bound else last_day,
        errors=tuple(map(str, form.errors.get(slug, ()))),
        day_errors=tuple(map(str, form.errors.get(day_name, ()))),
        follow_ups=tuple(_question(one, form, given, children) for one in children.get(slug, ())),
    )


def _in_short(value: str, label: Any) -> Any:
    """Return what stands on the button: four answers have to fit one row of a phone."""
    return _("Cleared") if value == Answer.CLEARED else label
