"""What to read before the first session: the red flags, and what each condition changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import ConditionKind, StressTag, Verdict
from exercises.models import Condition, Contraindication, Exercise, Reference
from exercises.presenters.care import TAG_CLASSES, strictness, verdict_of
from exercises.presenters.text import label_of


@dataclass(frozen=True, slots=True)
class Change:
    """One rule of a condition: what it is about (a kind of exercise, or one exercise) and what to do."""

    verdict: Verdict
    tag_class: str
    about: str
    exercise: Exercise | None
    advice: str


@dataclass(frozen=True, slots=True)
class ConditionChanges:
    """A condition with what it changes, the strictest first."""

    condition: Condition
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class BeforeYouStart:
    """All that the page shows."""

    red_flags: tuple[Condition, ...]
    conditions: tuple[ConditionChanges, ...]
    sources: tuple[Reference, ...]


def before_you_start(rows: Iterable[Condition]) -> BeforeYouStart:
    """Arrange red flags and conditions fetched with `for_page`; a kind that is unknown is shown first too."""
    rows = tuple(rows)
    conditions = tuple(row for row in rows if row.kind == ConditionKind.CONDITION)
    sources = {source for row in rows for source in row.sources.all()}
    sources |= {rule.source for row in conditions for rule in row.rules.all()}
    return BeforeYouStart(
        red_flags=tuple(row for row in rows if row not in conditions),
        conditions=tuple(_condition(row) for row in conditions),
        sources=tuple(sorted(sources, key=lambda one: str(one).casefold())),
    )


def _condition(row: Condition) -> ConditionChanges:
    return ConditionChanges(row, tuple(_change(rule) for rule in sorted(row.rules.all(), key=strictness)))


def _change(rule: Contraindication) -> Change:
    verdict = verdict_of(rule)
    if rule.stress == StressTag.ANY:
        about = _("Every exercise")
    else:
        about = capfirst(label_of(rule.stress)) if rule.stress else ""
    return Change(verdict, TAG_CLASSES[verdict], about, rule.exercise, rule.advice)
