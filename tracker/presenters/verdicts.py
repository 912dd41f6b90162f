"""What the screening says about an exercise, in short: on the sheet, after saving, in a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.domain.vocabulary import Verdict
from exercises.models import Exercise
from exercises.presenters.verdict import first_reason, reason_words
from exercises.services.judge_exercises import Judge
from tracker.models import Cause
from tracker.presenters.caps import cap_words
from tracker.presenters.chart import Action
from tracker.services.prescribe_session import Place

REST_AFTER_PAIN = gettext_lazy(
    "You noted pain above 5 in it today. Let it settle until tomorrow morning; if it does not, or comes "
    "back, see a clinician."
)


@dataclass(frozen=True, slots=True)
class BlockNote:
    """A note on an exercise of a sheet; closed is what may not be prescribed."""

    title: str
    texts: tuple[str, ...]
    link: Action
    colour: str
    is_closed: bool


def place_remarks(places: Iterable[Place], judge: Judge) -> list[str]:
    """Say what stands in the place of each exercise that is not done, or that nothing can, and why.

    A reason that holds for several is said once.
    """
    remarks = []
    left_out: dict[str, list[str]] = {}
    said: set[str] = set()
    for place in places:
        if not place.is_changed:
            continue
        if place.cause is not Cause.SCREENING:
            remarks.append(_own_remark(place))
            continue
        reason = first_reason(place.assessment, judge.ruleset)
        if place.exercise is None:
            left_out.setdefault(reason, []).append(place.wanted.name)
            continue
        text = _("%(name)s is not for you now, so here is %(other)s.")
        values = {"name": place.wanted.name, "other": place.exercise.name}
        remarks.append(f"{text % values} {'' if reason in said else reason}".strip())
        said.add(reason)
    for reason, names in left_out.items():
        text = ngettext(
            "%(names)s was left out: nothing with the same aim fits you now.",
            "%(names)s were left out: nothing with the same aim fits you now.",
            len(names),
        )
        remarks.append(f"{text % {'names': _list_of(names)}} {'' if reason in said else reason}".strip())
    return remarks


def _own_remark(place: Place) -> str:
    """Say of an exercise what has nothing to do with the screening: one's own choice, the ceiling, pain."""
    name = place.wanted.name
    if place.cause is Cause.SWAP and place.exercise:
        text = _("%(other)s instead of %(name)s today, as you chose.")
        return text % {"name": name, "other": place.exercise.name}
    if place.cause is Cause.CAP and place.cap:
        return _("%(name)s is left out today: %(use)s") % {"name": name, "use": cap_words(place.cap)}
    if place.cause is Cause.PAIN:
        return _("%(name)s is left out today.") % {"name": name} + f" {REST_AFTER_PAIN}"
    return _("%(name)s is left out today, as you chose.") % {"name": name}


def block_note(exercise: Exercise, judge: Judge) -> BlockNote | None:
    """Return what to know before doing the exercise, or None where it is simply allowed."""
    if exercise.is_own:
        return BlockNote(
            title=_("Not reviewed"),
            texts=(_("Your own exercise. Nobody has checked it for you, so no amounts are suggested here."),),
            link=Action(_("See what you did before"), exercise.get_absolute_url()),
            colour="note-plain",
            is_closed=True,
        )
    if not judge.knows:
        return BlockNote(
            title=_("Not judged yet"),
            texts=(_("You have not answered the screening, so no amounts are suggested here."),),
            link=Action(_("See which exercises fit you"), reverse("exercises:screening")),
            colour="note-plain",
            is_closed=True,
        )
    assessment = judge.assess(exercise)
    if assessment.verdict is Verdict.ALLOWED:
        return None
    is_closed = not assessment.may_be_prescribed
    told = assessment.reasons[:1] if is_closed else assessment.reasons
    texts = [words for one in told if (words := reason_words(one, judge.ruleset))]
    if is_closed:
        texts.append(_("What you did all the same can be logged."))
    return BlockNote(
        title={
            Verdict.MODIFY: _("Do it with this change"),
            Verdict.CLINICIAN: _("Ask a clinician before you do it"),
        }.get(assessment.verdict, _("Not for you now")),
        texts=tuple(dict.fromkeys(texts)),
        link=Action(
            _("Why, and what to do instead") if is_closed else _("How to do it"), exercise.get_absolute_url()
        ),
        colour={Verdict.MODIFY: "note-plain", Verdict.CLINICIAN: ""}.get(assessment.verdict, "note-stop"),
        is_closed=is_closed,
    )


def saved_warnings(done: Iterable[Exercise], judge: Judge) -> list[str]:
    """Return what to say of exercises that were recorded although they are held or avoided now."""
    if judge.red_flags():
        return [
            _(
                "A warning sign is not ruled out for you. Your session is logged, but train no further until "
                "a doctor has looked at it."
            )
        ]
    by_verdict: dict[Verdict, list[str]] = {}
    for exercise in dict.fromkeys(done) if judge.knows else ():
        by_verdict.setdefault(judge.assess(exercise).verdict, []).append(exercise.name)
    avoided, held = by_verdict.get(Verdict.AVOID, []), by_verdict.get(Verdict.CLINICIAN, [])
    warnings = []
    if avoided:
        text = ngettext(
            "%(names)s is not for you now. It is logged as you did it. Leave it out next time; its page says "
            "why, and what to do instead.",
            "%(names)s are not for you now. They are logged as you did them. Leave them out next time; their "
            "pages say why, and what to do instead.",
            len(avoided),
        )
        warnings.append(text % {"names": _list_of(avoided)})
    if held:
        text = ngettext(
            "Ask a clinician before you do %(names)s again. It is logged as you did it.",
            "Ask a clinician before you do %(names)s again. They are logged as you did them.",
            len(held),
        )
        warnings.append(text % {"names": _list_of(held)})
    return warnings


def _list_of(names: list[str]) -> str:
    return get_text_list(names, _("and"))
