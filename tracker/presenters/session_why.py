"""Why a session's exercises were handed out: the answers, the catalogue and the verdicts of then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.domain.screening import Answers, Given, Reason, Ruleset
from exercises.domain.vocabulary import Answer, Verdict
from exercises.models import Exercise
from exercises.presenters.text import label_of
from exercises.presenters.verdict import reason_words, source_url
from exercises.services.past_catalogue import PastCatalogue, catalogue_as_of
from tracker.models import Cause, PrescribedExercise, Session
from tracker.presenters.chart import Action
from tracker.presenters.history import session_title

TAGS = {
    Verdict.ALLOWED: "tag-ok",
    Verdict.MODIFY: "tag-ok",
    Verdict.CLINICIAN: "tag-care",
    Verdict.AVOID: "tag-stop",
}


@dataclass(frozen=True, slots=True)
class WhyReason:
    """A reason, and the source that it rests on."""

    text: str
    source: Action | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An exercise with its verdict of then; without a verdict where the catalogue of then does not say."""

    slug: str
    name: str
    url: str
    verdict: str
    tag: str
    reasons: tuple[WhyReason, ...]


@dataclass(frozen=True, slots=True)
class WhyItem:
    """One place: what was given, and the routine's own exercise where that was not it.

    `change` says why that was so, between the two.
    """

    given: Judged | None
    instead_of: Judged | None
    change: str


@dataclass(frozen=True, slots=True)
class SessionWhy:
    """All that the page says; without `answered_on` nothing was prescribed.

    `answers` are those that were not a no. Without `catalogue_on` the catalogue kept no versions then.
    """

    pk: UUID
    title: str
    day: date
    answered_on: date | None
    answers: tuple[tuple[str, str], ...]
    catalogue_on: date | None
    is_whole: bool
    items: tuple[WhyItem, ...]


def build_session_why(session: Session) -> SessionWhy:
    """Return the page of a session read `with_prescription()`; at most four queries."""
    screening, version = session.screening, session.catalogue_version
    rows = list(PrescribedExercise.objects.of_session(session)) if screening else []
    answers = screening.given if screening else {}
    slugs = {one.slug for row in rows for one in (row.exercise, row.instead_of) if one}
    past = catalogue_as_of(version.pk, exercises=slugs, answered=answers) if version else None
    return SessionWhy(
        pk=session.pk,
        title=session_title(session),
        day=session.day,
        answered_on=timezone.localdate(screening.answered_at) if screening else None,
        answers=_answers(answers, past.ruleset) if past else (),
        catalogue_on=timezone.localdate(version.created_at) if version else None,
        is_whole=past is None or past.is_whole,
        items=tuple(
            WhyItem(
                _judged(row.exercise, past, answers),
                _judged(row.instead_of, past, answers),
                _change_words(row),
            )
            for row in rows
        ),
    )


def _change_words(row: PrescribedExercise) -> str:
    """Say why something else than the routine's own exercise was given, or nothing; "" where it was given."""
    if row.instead_of is None:
        return ""
    if row.cause is Cause.SKIP:
        return _("Left out, as you chose:")
    if row.cause is Cause.SWAP:
        return _("You chose it in the place of:")
    if row.cause is Cause.PAIN:
        return _("Left out, because it had hurt too much that day:")
    if row.cause is Cause.CAP:
        return _("Left out, because it had been done on enough days of the last 7:")
    if row.exercise is None:
        return _("Left out, because nothing with the same aim fitted:")
    return _("It took the place of:")


def _answers(answers: Answers, ruleset: Ruleset) -> tuple[tuple[str, str], ...]:
    return tuple(
        (question.name, _answer_words(answers[question.slug]))
        for question in ruleset.questions
        if answers[question.slug].answer is not Answer.NO
    )


def _answer_words(given: Given) -> str:
    if given.on is None:
        return label_of(given.answer)
    return _("%(answer)s on %(day)s") % {
        "answer": label_of(given.answer),
        "day": date_format(given.on, "j F Y"),
    }


def _judged(exercise: Exercise | None, past: PastCatalogue | None, answers: Answers) -> Judged | None:
    if exercise is None:
        return None
    found = past.assess(exercise.slug, answers) if past else None
    return Judged(
        slug=exercise.slug,
        name=past.exercises[exercise.slug].name if past and found else exercise.name,
        url=exercise.get_absolute_url(),
        verdict=label_of(found.verdict) if found else "",
        tag=TAGS[found.verdict] if found else "",
        reasons=tuple(_reasons(found.reasons, past.ruleset)) if past and found else (),
    )


def _reasons(reasons: Iterable[Reason], ruleset: Ruleset) -> Iterable[WhyReason]:
    for one in reasons:
        source = Action(one.source_name, source_url(one.source)) if one.source_name else None
        yield WhyReason(reason_words(one, ruleset), source)
