"""Who should take care: what conditions mean for exercises, told the same on every page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Contraindication, Reference
from exercises.presenters.text import label_of

CARE_ORDER = (Verdict.AVOID, Verdict.CLINICIAN, Verdict.MODIFY)

TAG_CLASSES = {
    Verdict.AVOID: "tag-stop",
    Verdict.CLINICIAN: "tag-care",
    Verdict.MODIFY: "tag-ok",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and what of the exercise asks for it; no reason where it holds for any exercise."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Care:
    """What one condition means for the exercise; its slug leads to its place on "Before you start"."""

    condition: str
    slug: str
    advice: tuple[Advice, ...]
    clinician_if: str


@dataclass(frozen=True, slots=True)
class CareGroup:
    """The conditions with the same strictest verdict, and who says so; the mildest group starts closed."""

    verdict: Verdict
    meaning: str
    tag_class: str
    is_open: bool
    cares: tuple[Care, ...]
    sources: tuple[Reference, ...]


def care_groups(rules: Iterable[Contraindication]) -> tuple[CareGroup, ...]:
    """Return each condition once, under its strictest verdict, avoid first.

    Beside an "avoid" nothing milder is said; "clinician first" keeps the changes that hold after it.
    """
    by_condition: dict[int, list[Contraindication]] = {}
    for rule in rules:
        by_condition.setdefault(rule.condition_id, []).append(rule)
    by_verdict: dict[Verdict, list[list[Contraindication]]] = {verdict: [] for verdict in CARE_ORDER}
    for found in by_condition.values():
        found.sort(key=strictness)
        strictest = verdict_of(found[0])
        told = [rule for rule in found if strictest is not Verdict.AVOID or verdict_of(rule) is Verdict.AVOID]
        by_verdict[strictest].append(told)
    return tuple(_group(verdict, told) for verdict, told in by_verdict.items() if told)


def verdict_of(rule: Contraindication) -> Verdict:
    """Return the rule's verdict; one that is unknown counts as the strictest."""
    return next((one for one in CARE_ORDER if one == rule.verdict), Verdict.AVOID)


def strictness(rule: Contraindication) -> int:
    """Return a sort key: the strictest rule first."""
    return CARE_ORDER.index(verdict_of(rule))


def _group(verdict: Verdict, told: list[list[Contraindication]]) -> CareGroup:
    meaning = {
        Verdict.AVOID: _("Leave this exercise out"),
        Verdict.CLINICIAN: _("Ask a clinician before you do it"),
        Verdict.MODIFY: _("Do it with this change"),
    }[verdict]
    return CareGroup(
        verdict=verdict,
        meaning=meaning,
        tag_class=TAG_CLASSES[verdict],
        is_open=verdict is not Verdict.MODIFY,
        cares=tuple(_care(rules) for rules in told),
        sources=tuple(dict.fromkeys(rule.source for rules in told for rule in rules)),
    )


def _care(rules: list[Contraindication]) -> Care:
    condition = rules[0].condition
    advice = tuple(Advice(rule.advice, _why(rule)) for rule in rules)
    return Care(condition.name, condition.slug, advice, condition.clinician_if)


def _why(rule: Contraindication) -> str:
    if rule.stress == StressTag.ANY:
        return ""
    return capfirst(label_of(rule.stress)) if rule.stress else _("This exercise")
