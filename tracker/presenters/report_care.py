"""What was avoided and why: what the screening's answers hold back, and what was changed in sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.screening import Answers, Question, Reason, Rule, Ruleset, consequences, counts_as
from exercises.domain.vocabulary import Answer, ConditionKind, Verdict
from exercises.presenters.text import label_of
from exercises.presenters.verdict import source_url
from exercises.services.judge_exercises import Judge
from tracker.models import Cause
from tracker.presenters.chart import Action, day_text
from tracker.presenters.report_words import first_few

IN_FULL = 2_000
"""So many characters of advice have room on paper; beyond them it is folded away there."""

IN_SHORT = 5
MOST_CONDITIONS = 6
MOST_OTHERS = 12
MOST_LEFT_OUT = 6
CAUSES = {one.value: one for one in Cause}


@dataclass(frozen=True, slots=True)
class CareRule:
    """What one answer avoids, holds or changes: the movements, what to do about it, and the sources."""

    verdict: str
    movements: str
    advice: tuple[str, ...]
    sources: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class CareRow:
    """An answer that was no plain no, and what it brings; without rules it holds nothing back."""

    name: str
    answer: str
    rules: tuple[CareRule, ...]
    clinician_if: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that was prescribed otherwise, how often, and why."""

    name: str
    instead: str
    cause: str
    times: int


@dataclass(frozen=True, slots=True)
class Care:
    """The whole part. Without `answered_on` nobody was asked; `others` are conditions beyond those shown.

    `red_flags` are warning signs that are not ruled out: they stop all prescribing.
    """

    answered_on: date | None
    red_flags: tuple[str, ...]
    rows: tuple[CareRow, ...]
    others: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    left_out_more: int
    is_in_full: bool

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.red_flags)

    @property
    def said_in_short(self) -> str:
        """One line for the top of the report."""
        if self.answered_on is None:
            return _("The questions about health were not answered yet, so nothing is prescribed.")
        if self.red_flags:
            return _("A warning sign is not ruled out, so nothing is prescribed.")
        held = [row.name for row in self.rows if row.rules]
        if not held:
            return _("No answer to the questions about health holds an exercise back.")
        return _("Exercises are held back or changed for: %(names)s.") % {
            "names": "; ".join(first_few(held, IN_SHORT))
        }


def build_care(
    judge: Judge, left_out: Iterable[Sequence[str]], *, since: date, answered_on: date | None
) -> Care:
    """Return what the judge's answers hold back; `left_out` as `report_parts` gathers it."""
    flags = tuple(one.name for one in judge.red_flags())
    rows = _rows(judge.ruleset, judge.answers) if judge.knows else ()
    counted = Counter(tuple(one[1:]) for one in left_out if date.fromisoformat(one[0]) >= since)
    shown = [_left_out(*row, times=times) for row, times in _in_order(counted)]
    length = sum(len(advice) for row in rows for rule in row.rules for advice in rule.advice)
    return Care(
        answered_on=answered_on,
        red_flags=flags,
        rows=rows[:MOST_CONDITIONS],
        others=first_few([row.name for row in rows[MOST_CONDITIONS:]], MOST_OTHERS),
        left_out=tuple(shown[:MOST_LEFT_OUT]),
        left_out_more=len(shown[MOST_LEFT_OUT:]),
        is_in_full=length <= IN_FULL,
    )


def _in_order(counted: Counter[tuple[str, ...]]) -> list[tuple[tuple[str, ...], int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], tuple(map(str, pair[0]))))


def _rows(ruleset: Ruleset, answers: Answers) -> tuple[CareRow, ...]:
    """Return the conditions that are there or may be, those that hold something back first."""
    there = [
        _row(question, ruleset, answers)
        for question in ruleset.questions
        if question.kind is ConditionKind.CONDITION
        and counts_as(question.slug, ruleset, answers) is not Answer.NO
    ]
    return tuple(sorted(there, key=lambda row: not row.rules))


def _row(question: Question, ruleset: Ruleset, answers: Answers) -> CareRow:
    found = consequences(question.slug, ruleset=ruleset, answers=answers)
    named = [(rule, reason) for rule, reason in found if rule.stress or rule.exercise_name]
    return CareRow(
        name=question.name,
        answer=_answer_words(question.slug, answers),
        rules=tuple(
            _rule(verdict, [pair for pair in named if pair[1].verdict is verdict])
            for verdict in dict.fromkeys(reason.verdict for _one, reason in named)
        ),
        clinician_if=question.clinician_if,
    )


def _rule(verdict: Verdict, found: Sequence[tuple[Rule, Reason]]) -> CareRule:
    movements = [_movement(rule) for rule, _reason in found]
    sources = {reason.source: reason.source_name or reason.source for _rule, reason in found}
    return CareRule(
        verdict=capfirst(label_of(verdict)),
        movements=", ".join(dict.fromkeys(movements)),
        advice=tuple(dict.fromkeys(reason.advice for _rule, reason in found if reason.advice)),
        sources=tuple(Action(name, source_url(slug)) for slug, name in sources.items()),
    )


def _movement(rule: Rule) -> str:
    return label_of(rule.stress) if rule.stress else rule.exercise_name


def _answer_words(slug: str, answers: Answers) -> str:
    given = answers.get(slug)
    if given is None:
        return _("not answered, so taken as a yes")
    if given.on is None:
        return label_of(given.answer)
    return _("%(answer)s on %(day)s") % {"answer": label_of(given.answer), "day": day_text(given.on)}


def _left_out(name: str, instead: str | None, cause: str, *, times: int) -> LeftOut:
    return LeftOut(name=name, instead=instead or "", cause=label_of(CAUSES.get(cause, cause)), times=times)
