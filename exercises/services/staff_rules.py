"""What every step of publication rests on: who may take it, and the row as it stands under a lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from exercises.domain.decoding import DocumentError, FieldProblem, decode, encode
from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.publication import Gap, missing
from exercises.domain.vocabulary import Status
from exercises.models import Condition, Exercise, Version
from exercises.services.apply_document import problems_of
from exercises.services.check_catalogue import links_of
from exercises.services.write_document import MODELS

SUBMIT = "exercises.submit_exercise"
PUBLISH = "exercises.publish_exercise"
REVIEW_SAFETY = "exercises.review_safety"

UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW)


class NotReadyError(Exception):
    """A step of publication that cannot be taken now, with every reason, for people to read."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def require(by: User, permission: str) -> None:
    """Raise PermissionDenied unless the account has the permission."""
    if not by.has_perm(permission):
        raise PermissionDenied(permission)


def refuse(problems: Iterable[str]) -> None:
    """Raise NotReadyError if there is any problem."""
    found = tuple(problems)
    if found:
        raise NotReadyError(*found)


def locked(pk: int) -> Exercise:
    """Return an exercise as it stands now, held until the transaction ends.

    A working copy is held after what it revises, so that two people never wait for each other.
    """
    lock = Exercise.everything.select_for_update()
    revises = Exercise.everything.filter(pk=pk).values_list("revises", flat=True).first()
    try:
        if revises is not None:
            lock.get(pk=revises)
        lock.get(pk=pk)
    except Exercise.DoesNotExist:
        raise NotReadyError(_("This draft is gone: somebody published or discarded it.")) from None
    # Once more, with its parts: a lock cannot be taken across tables that may hold nothing.
    row: Exercise = Exercise.everything.for_document().select_related("revises", "merged_into").get(pk=pk)
    return row


def document_problems(slug: str, document: Document) -> list[str]:
    """Return everything for which a document may not stand on the site under this slug."""
    gaps = missing(document) if isinstance(document, ExerciseDocument) else ()
    # Each field's problem is said once; what is lacking, in the words of publication.
    said = {gap.value for gap in gaps}
    problems = gap_problems(gaps)
    for one in _field_problems(document):
        if one.field not in said:
            said.add(one.field)
            problems.append(str(one))
    problems += _gone_names(document)
    if isinstance(document, ExerciseDocument):
        problems += _rule_problems(slug, document)
    return problems


def gap_problems(gaps: Iterable[Gap]) -> list[str]:
    """Return what is lacking, in words."""
    return [_("Missing: %s.") % _(gap.label) for gap in gaps]


def _field_problems(document: Document) -> list[FieldProblem]:
    """Return what the format and the models refuse of the single fields."""
    problems: list[FieldProblem] = []
    try:
        decode(type(document), encode(document))
    except DocumentError as error:
        problems += error.problems
    return problems + problems_of(document)


def length_problems(**texts: str) -> list[str]:
    """Return what is wrong with texts of a version, by the names of its columns."""
    problems = []
    for name, text in texts.items():
        field = cast("models.Field[str, str]", Version._meta.get_field(name))
        try:
            field.clean(text, None)
        except ValidationError as error:
            problems += [f"{field.verbose_name}: {message}" for message in error.messages]
    return problems


def signing_problems(*, role: str, reason: str) -> list[str]:
    """Return what is wrong with the words of a review."""
    problems = [] if role else [_("A review names the role of who reviewed.")]
    return problems + length_problems(reviewer_role=role, reason=reason)


def _gone_names(document: Document) -> list[str]:
    """Return what the document names that is not there (any more)."""
    wanted: dict[type[Document], dict[str, str]] = {}
    for field, kind, slug in links_of(document):
        wanted.setdefault(kind, {}).setdefault(slug, field)
    problems = []
    for kind, fields in wanted.items():
        model = MODELS[kind]
        there = set(model._default_manager.filter(slug__in=fields).values_list("slug", flat=True))
        problems += [
            _("%(field)s: there is no %(kind)s “%(slug)s”.")
            % {"field": field, "kind": model._meta.verbose_name, "slug": slug}
            for slug, field in fields.items()
            if slug not in there
        ]
    return problems


def _rule_problems(slug: str, document: ExerciseDocument) -> list[str]:
    """Return what an exercise may not say: that it is its own neighbour, or stops for a red flag."""
    problems = []
    if slug in {one.exercise for one in (*document.easier, *document.harder)}:
        problems.append(_("An exercise is not its own neighbour."))
    named = [rule.condition for rule in document.contraindications]
    flags = Condition.objects.red_flags().filter(slug__in=named).values_list("name", flat=True)
    problems += [_("“%s” is a red flag, which stops every exercise as it is.") % one for one in flags]
    return problems
