"""What the screening says about an exercise, in words: shared by every page that shows a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.domain.screening import Assessment, Reason, Ruleset
from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Exercise
from exercises.presenters.text import label_of
from exercises.services.judge_exercises import Judge


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """One reason of a verdict; `why` is empty where the rule is about any exercise, or this one by name.

    A condition that is no longer asked for has no name, and one without a source no link.
    """

    condition: str
    advice: str
    why: str
    source_name: str
    source_url: str
    is_red_flag: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class PersonalVerdict:
    """What one person is told about an exercise; `instead` only where it may not be handed out."""

    verdict: Verdict
    title: str
    reasons: tuple[ReasonShown, ...]
    instead: Exercise | None

    @property
    def is_blocked(self) -> bool:
        return self.verdict not in (Verdict.ALLOWED, Verdict.MODIFY)

    @property
    def has_red_flag(self) -> bool:
        return any(one.is_red_flag for one in self.reasons)

    @property
    def colour(self) -> str:
        """The class of the note that tells it."""
        return {Verdict.ALLOWED: "note-ok", Verdict.MODIFY: "note-ok", Verdict.CLINICIAN: ""}.get(
            self.verdict, "note-stop"
        )


def personal_verdict(exercise: Exercise, judge: Judge, around: Iterable[Exercise]) -> PersonalVerdict | None:
    """Return what the person is told, or None where nothing is known. `around` may stand in for it."""
    if not judge.knows:
        return None
    assessment = judge.assess(exercise)
    title = {
        Verdict.ALLOWED: _("This exercise fits you."),
        Verdict.MODIFY: _("Do it with this change."),
        Verdict.CLINICIAN: _("Ask a clinician before you do it."),
    }.get(assessment.verdict, _("This exercise is not for you now."))
    return PersonalVerdict(
        verdict=assessment.verdict,
        title=title,
        reasons=reasons_shown(assessment, judge.ruleset),
        instead=None if assessment.may_be_prescribed else judge.substitute(exercise, around),
    )


def reasons_shown(assessment: Assessment, ruleset: Ruleset) -> tuple[ReasonShown, ...]:
    """Return all reasons of a verdict for display, the strictest first."""
    return tuple(_shown(reason, ruleset) for reason in assessment.reasons)


def reason_words(reason: Reason, ruleset: Ruleset) -> str:
    """Return a reason as its condition and what to do about it, or "" where it names nothing."""
    question = ruleset.by_slug.get(reason.condition)
    if question is None:
        return ""
    if not reason.is_answered:
        return _("Not answered yet: %(name)s.") % {"name": question.name}
    if reason.is_red_flag:
        return _("A warning sign is not ruled out: %(name)s.") % {"name": question.name}
    return _("%(name)s: %(advice)s") % {"name": question.name, "advice": reason.advice}


def first_reason(assessment: Assessment, ruleset: Ruleset) -> str:
    """Return the strictest reason in short, or "" where there is none to name."""
    return reason_words(assessment.reasons[0], ruleset) if assessment.reasons else ""


def why_words(stress: object) -> str:
    """Return what of an exercise a rule is about, or "" where it is about any, or this one by name."""
    return capfirst(label_of(stress)) if stress and stress != StressTag.ANY else ""


def source_url(slug: str) -> str:
    """Return the place of a source on the page of all sources."""
    return f"{reverse('exercises:reference-list')}#{slug}" if slug else ""


def _shown(reason: Reason, ruleset: Ruleset) -> ReasonShown:
    question = ruleset.by_slug.get(reason.condition)
    return ReasonShown(
        condition=question.name if question else "",
        advice=reason.advice,
        why="" if reason.is_red_flag or question is None else why_words(reason.stress),
        source_name=reason.source_name,
        source_url=source_url(reason.source),
        is_red_flag=reason.is_red_flag,
        is_answered=reason.is_answered,
    )
