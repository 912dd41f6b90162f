"""Bringing an old version of an entry back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.domain.decoding import DocumentError, decode
from exercises.domain.document import DOCUMENT_TYPES, ConditionDocument, Document, ExerciseDocument
from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.services.apply_document import write_row
from exercises.services.record_version import Entry, Signature, record_version
from exercises.services.staff_rules import (
    PUBLISH,
    REVIEW_SAFETY,
    UNPUBLISHED,
    NotReadyError,
    document_problems,
    length_problems,
    refuse,
    require,
    signing_problems,
)
from exercises.services.write_document import MODELS

KINDS: dict[str, type[Document]] = {kind.folder: kind for kind in DOCUMENT_TYPES}
SIGNED = (ExerciseDocument, ConditionDocument)
"""What is brought back only with a fresh review; the rest holds as soon as it is written."""


@transaction.atomic
def bring_back_version(*, version: Version, by: User, role: str, reason: str, now: datetime) -> Version:
    """Make an entry say again what an old version says, as its newest version, and return that.

    An exercise is published with it. Of an exercise or a condition the new version is signed with `role`;
    of the rest it is not, and `role` says nothing. Raises NotReadyError with every reason why not.
    """
    kind = KINDS[version.kind]
    _require(by, kind)
    role, reason = role.strip(), reason.strip()
    document = _read(kind, version)
    row = _held(kind, version.slug)
    is_signed = kind in SIGNED
    problems = signing_problems(role=role, reason=reason) if is_signed else length_problems(reason=reason)
    if is_signed and version.edited_by_id == by.pk:
        problems.append(_("You edited this version. Somebody else reviews it."))
    refuse(_row_problems(row) + problems + document_problems(version.slug, document))
    if kind is ExerciseDocument:
        row = row or Exercise(slug=version.slug)
        row.status, row.published_at, row.edited_by = Status.PUBLISHED, now, version.edited_by
    write_row(slug=version.slug, document=document, row=row)
    return record_version(
        entry=Entry(
            slug=version.slug,
            document=document,
            origin=Origin.RESTORED,
            editor=version.edited_by if is_signed else by,
            editor_name=version.editor_name if is_signed else "",
            signature=Signature(reviewer=by, role=role, on=timezone.localdate(now)) if is_signed else None,
            reason=reason,
        ),
        now=now,
    )


def _require(by: User, kind: type[Document]) -> None:
    """Reviewers bring everything back; of what needs no review, those who may edit it as well."""
    if kind in SIGNED:
        require(by, PUBLISH)
        if kind is ConditionDocument:
            require(by, REVIEW_SAFETY)
    elif not by.has_perm(PUBLISH) and not by.has_perm(f"exercises.change_{MODELS[kind]._meta.model_name}"):
        raise PermissionDenied(PUBLISH)


def _read(kind: type[Document], version: Version) -> Document:
    try:
        return decode(kind, version.document)
    except DocumentError as error:
        raise NotReadyError(*map(str, error.problems)) from error


def _held(kind: type[Document], slug: str) -> Any:
    """Return the entry's row, held until the transaction ends, or None where it was deleted."""
    manager = cast("Any", MODELS[kind]._default_manager)
    manager.select_for_update().filter(slug=slug).first()
    return manager.for_document().filter(slug=slug).first()


def _row_problems(row: Any) -> list[str]:
    if not isinstance(row, Exercise):
        return []
    problems = []
    if row.merged_into_id is not None:
        problems.append(_("This exercise was merged into another one. Undo that first."))
    if row.status in UNPUBLISHED:
        problems.append(_("This exercise is a draft now, which bringing back a version would overwrite."))
    return problems
