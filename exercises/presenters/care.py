"""Who should take care: what conditions mean for exercises, told the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.domain.screening import Rule, Ruleset
from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Contraindication, Exercise
from exercises.presenters.verdict import source_url, why_words

CARE_ORDER = (Verdict.AVOID, Verdict.CLINICIAN, Verdict.MODIFY)

TAG_CLASSES = {
    Verdict.AVOID: "tag-stop",
    Verdict.CLINICIAN: "tag-care",
    Verdict.MODIFY: "tag-ok",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, and what of the exercise asks for it; no reason where the rule names no stress."""

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
class Source:
    """Who says so, in short, and where its place is on the page of all sources."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class CareGroup:
    """The conditions with the same strictest verdict, and who says so; the mildest group starts closed.

    Those whose rules hold for any exercise stand apart in `general`: they say nothing of this one.
    """

    verdict: Verdict
    meaning: str
    tag_class: str
    is_open: bool
    cares: tuple[Care, ...]
    general: tuple[Care, ...]
    sources: tuple[Source, ...]

    @property
    def size(self) -> int:
        return len(self.cares) + len(self.general)


def care_groups(exercise: Exercise, ruleset: Ruleset) -> tuple[CareGroup, ...]:
    """Return each condition once, under its strictest verdict, avoid first.

    Beside an "avoid" nothing milder is said; "clinician first" keeps the changes that hold after it.
    """
    by_condition: dict[str, list[Rule]] = {slug: [] for slug in ruleset.by_slug}
    for rule in ruleset.touching(exercise.screened):
        by_condition[rule.condition].append(rule)
    by_verdict: dict[Verdict, list[list[Rule]]] = {verdict: [] for verdict in CARE_ORDER}
    for found in filter(None, by_condition.values()):
        found.sort(key=strictness)
        strictest = verdict_of(found[0])
        told = [rule for rule in found if strictest is not Verdict.AVOID or verdict_of(rule) is Verdict.AVOID]
        by_verdict[strictest].append(told)
    return tuple(_group(verdict, told, ruleset) for verdict, told in by_verdict.items() if told)


def verdict_of(rule: Contraindication | Rule) -> Verdict:
    """Return the rule's verdict; one that is unknown counts as the strictest."""
    return next((one for one in CARE_ORDER if one == rule.verdict), Verdict.AVOID)


def strictness(rule: Contraindication | Rule) -> int:
    """Return a sort key: the strictest rule first."""
    return CARE_ORDER.index(verdict_of(rule))


def _group(verdict: Verdict, told: list[list[Rule]], ruleset: Ruleset) -> CareGroup:
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
        cares=tuple(_care(rules, ruleset) for rules in told if not _is_general(rules)),
        general=tuple(_care(rules, ruleset) for rules in told if _is_general(rules)),
        sources=tuple(
            dict.fromkeys(
                Source(rule.source_name, source_url(rule.source)) for rules in told for rule in rules
            )
        ),
    )


def _is_general(rules: list[Rule]) -> bool:
    return all(rule.stress == StressTag.ANY for rule in rules)


def _care(rules: list[Rule], ruleset: Ruleset) -> Care:
    condition = ruleset.by_slug[rules[0].condition]
    advice = tuple(Advice(rule.advice, why_words(rule.stress)) for rule in rules)
    return Care(condition.name, condition.slug, advice, condition.clinician_if)
