"""The page of one exercise: its ladder, who should take care, and what machines read of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Verdict
from exercises.models import Contraindication, Exercise, Progression, Reference
from exercises.models.exercise import Direction
from exercises.presenters.json_ld import exercise_json_ld
from exercises.presenters.text import label_of

CARE_ORDER = (Verdict.AVOID, Verdict.CLINICIAN, Verdict.MODIFY)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, why the exercise matters here, and who says so."""

    text: str
    why: str
    source: Reference


@dataclass(frozen=True, slots=True)
class Care:
    """What one condition means for the exercise."""

    condition: str
    advice: tuple[Advice, ...]
    clinician_if: str


@dataclass(frozen=True, slots=True)
class CareGroup:
    """The conditions with the same strictest verdict."""

    verdict: Verdict
    meaning: str
    tag_class: str
    cares: tuple[Care, ...]


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """All that the page shows."""

    exercise: Exercise
    easier: tuple[Progression, ...]
    harder: tuple[Progression, ...]
    care: tuple[CareGroup, ...]
    json_ld: dict[str, Any]


def exercise_page(exercise: Exercise, *, rules: Iterable[Contraindication], url: str) -> ExercisePage:
    """Arrange an exercise fetched with `for_page`, and the rules that touch it, for its page."""
    return ExercisePage(
        exercise=exercise,
        easier=_ladder(exercise, Direction.EASIER),
        harder=_ladder(exercise, Direction.HARDER),
        care=care_groups(rules),
        json_ld=exercise_json_ld(exercise, url),
    )


def care_groups(rules: Iterable[Contraindication]) -> tuple[CareGroup, ...]:
    """Return each condition once, under its strictest verdict, avoid first.

    Beside an "avoid" nothing milder is said; "clinician first" keeps the changes that hold after it.
    """
    by_condition: dict[int, list[Contraindication]] = {}
    for rule in rules:
        by_condition.setdefault(rule.condition_id, []).append(rule)
    by_verdict: dict[Verdict, list[Care]] = {verdict: [] for verdict in CARE_ORDER}
    for found in by_condition.values():
        found.sort(key=lambda rule: CARE_ORDER.index(_verdict(rule)))
        strictest = _verdict(found[0])
        told = [rule for rule in found if strictest is not Verdict.AVOID or _verdict(rule) is Verdict.AVOID]
        by_verdict[strictest].append(_care(told))
    return tuple(_group(verdict, cares) for verdict, cares in by_verdict.items() if cares)


def _group(verdict: Verdict, cares: list[Care]) -> CareGroup:
    meaning, tag_class = {
        Verdict.AVOID: (_("Leave this exercise out"), "tag-stop"),
        Verdict.CLINICIAN: (_("Ask a clinician before you do it"), "tag-care"),
        Verdict.MODIFY: (_("Do it with this change"), "tag-ok"),
    }[verdict]
    return CareGroup(verdict, meaning, tag_class, tuple(cares))


def _verdict(rule: Contraindication) -> Verdict:
    """Return the rule's verdict; one that is unknown counts as the strictest."""
    return next((one for one in CARE_ORDER if one == rule.verdict), Verdict.AVOID)


def _care(rules: list[Contraindication]) -> Care:
    condition = rules[0].condition
    advice = tuple(Advice(rule.advice, _why(rule), rule.source) for rule in rules)
    return Care(condition.name, advice, condition.clinician_if)


def _why(rule: Contraindication) -> str:
    return capfirst(label_of(rule.stress)) if rule.stress else _("This exercise")


def _ladder(exercise: Exercise, direction: Direction) -> tuple[Progression, ...]:
    steps: list[Progression] = exercise.ladder  # type: ignore[attr-defined]
    return tuple(one for one in steps if one.direction is direction and not one.other.is_archived)
