"""The next dose in words: one plain sentence that says why it is more, the same or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.vocabulary import RepUnit
from exercises.models import Exercise
from tracker.domain.progression import Kind, Reason, Step
from tracker.presenters.chart import Action
from tracker.presenters.words import amount_words

USUAL = frozenset({Reason.OWN_DOSE, Reason.AS_BEFORE, Reason.TOP})
"""Nothing changes, and nothing is to be done about it."""


@dataclass(frozen=True, slots=True)
class StepNote:
    """A step as a page tells it. `kind` is "progress", "hold" or "regress"; `slug` names the exercise.

    `is_news` says whether there is more to tell than that nothing changes; `offer` leads to the harder or
    easier exercise. `can_hold` offers the veto, `is_held` to take it back.
    """

    slug: str
    kind: str
    text: str
    is_news: bool
    offer: Action | None
    can_hold: bool
    is_held: bool


def step_note(step: Step, exercise: Exercise, by_slug: Mapping[str, Exercise]) -> StepNote:
    """Return the note on an exercise's step; `by_slug` holds the exercises that are offered."""
    other = by_slug.get(step.exercise)
    return StepNote(
        slug=exercise.slug,
        kind=step.kind.value,
        text=step_words(step, by_slug),
        is_news=step.reason not in USUAL,
        offer=Action(other.name, other.get_absolute_url()) if other else None,
        can_hold=step.may_be_held and step.reason not in USUAL,
        is_held=step.is_held,
    )


def step_words(step: Step, by_slug: Mapping[str, Exercise]) -> str:
    """Return why a dose is what it is, in one sentence; after much pain one more sends to a clinician."""
    other = by_slug.get(step.exercise)
    name = other.name if other else ""
    said = [{Kind.PROGRESS: _more, Kind.HOLD: _same, Kind.REGRESS: _less}[step.kind](step, name)]
    if step.overrules:
        said.append(_("The dose cannot be kept after that."))
    if step.see_clinician:
        said.append(_("See a clinician about it."))
    return " ".join(said)


def _more(step: Step, name: str) -> str:
    if step.reason is Reason.SETTLED:
        return _("The pain has settled: the usual dose again.")
    if step.reason is Reason.OWN_DOSE:
        return _("This is its usual dose.")
    return _("%(why)s: %(what)s.") % {"why": _twice(step), "what": _what(step, name)}


def _twice(step: Step) -> str:
    """Return what went well twice, without a full stop."""
    extra = step.figures.extra_reps
    if extra is None:
        return _("Two sessions in a row went well")
    if step.dosage.rep_unit is RepUnit.STEPS:
        text = ngettext(
            "You did %(count)s more step than asked, two sessions in a row",
            "You did %(count)s more steps than asked, two sessions in a row",
            extra,
        )
    else:
        text = ngettext(
            "You did %(count)s more rep than asked, two sessions in a row",
            "You did %(count)s more reps than asked, two sessions in a row",
            extra,
        )
    return text % {"count": extra}


def _what(step: Step, name: str) -> str:
    """Return what follows from it, without a full stop."""
    figures, unit = step.figures, step.dosage.rep_unit
    if step.reason is Reason.MORE_LOAD:
        return _("%(percent)s %% more load today") % {"percent": figures.percent}
    if step.reason is Reason.MORE_SETS:
        sets = figures.sets or 0
        return ngettext("%(count)s set today", "%(count)s sets today", sets) % {"count": sets}
    if step.reason is Reason.HARDER:
        return _("if you like, go on to %(name)s") % {"name": name} if name else _("the dose stays")
    return _("%(amount)s today") % {"amount": amount_words(figures.reps, figures.seconds, unit)}


def _same(step: Step, _name: str) -> str:
    figures = step.figures
    if step.reason is Reason.ONCE:
        return _("Last time went well: once more like that, and the next step follows.")
    if step.reason is Reason.PAIN_WATCHED:
        return _("There was pain of %(pain)s last time, so the dose stays.") % {"pain": figures.pain}
    if step.reason is Reason.EFFORT:
        return _("The effort was %(effort)s of 10 last time, so the dose stays.") % {"effort": figures.effort}
    if step.reason is Reason.OWN_DOSE:
        return _("This is its usual dose.")
    return {
        Reason.KEPT: _("You chose to keep the dose as it was."),
        Reason.SETTLING: _("The lower dose stays until the pain has settled."),
        Reason.TOP: _("Two sessions in a row went well, and this is the top of its dose, so it stays."),
    }.get(step.reason, _("The dose stays as it was last time."))


def _less(step: Step, name: str) -> str:
    figures = step.figures
    values = {"pain": figures.pain, "before": figures.before, "name": name}
    if step.reason is Reason.PAIN_ABOVE:
        if name:
            return _("Pain of %(pain)s last time is too much: less today, or %(name)s instead.") % values
        return _("Pain of %(pain)s last time is too much: less today.") % values
    if step.reason is Reason.WORSE_MORNINGS:
        if name:
            return _("Two mornings in a row it hurt more: less today, or %(name)s instead.") % values
        return _("Two mornings in a row it hurt more: less today.") % values
    return _("The morning after it hurt more (%(pain)s, before %(before)s): less today.") % values
