"""Publishing a draft with a review."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exercises.domain.document import ExerciseDocument
from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.services.apply_document import write_row
from exercises.services.record_version import Entry, Signature, record_version
from exercises.services.staff_rules import (
    PUBLISH,
    NotReadyError,
    document_problems,
    locked,
    refuse,
    require,
    signing_problems,
)
from exercises.services.write_document import describe, digest

__all__ = ["NotReadyError", "publish_exercise"]


@transaction.atomic
def publish_exercise(
    *, draft: Exercise, by: User, role: str, reason: str, now: datetime, seen: str = ""
) -> Version:
    """Put what a draft says on the site, signed by its reviewer, and return the version that keeps it.

    `role` stands on the page: "physiotherapist". `seen` is the digest of the document that the reviewer had
    in view, where that is known: nothing else is signed. Raises NotReadyError with every reason why not.
    A working copy is gone afterwards; what was never published becomes the published exercise itself.
    """
    require(by, PUBLISH)
    role, reason = role.strip(), reason.strip()
    row = locked(draft.pk)
    live = row if row.revises is None else Exercise.objects.for_document().get(pk=row.revises.pk)
    document = cast("ExerciseDocument", describe(row))
    refuse(
        _state_problems(row, live)
        + _editor_problems(row, by)
        + _reading_problems(document, seen)
        + signing_problems(role=role, reason=reason)
        + document_problems(live.slug, document)
    )
    editor = row.edited_by
    live.status = Status.PUBLISHED
    live.published_at = now
    live.edited_by = editor
    if live is not row:
        row.delete()
    write_row(slug=live.slug, document=document, row=live)
    signature = Signature(reviewer=by, role=role, on=timezone.localdate(now))
    return record_version(
        entry=Entry(
            slug=live.slug,
            document=document,
            origin=Origin.EDITED,
            editor=editor,
            signature=signature,
            reason=reason,
        ),
        now=now,
    )


def _state_problems(row: Exercise, live: Exercise) -> list[str]:
    problems = []
    if row.status is not Status.IN_REVIEW:
        problems.append(_("Only what is in review can be published; this is: %s.") % _(row.status.label))
    if live.merged_into_id is not None:
        problems.append(_("This exercise was merged into another one."))
    if live is not row and row.loaded_digest and row.loaded_digest != digest(describe(live)):
        problems.append(
            _("The exercise has changed on the site since this was submitted. Compare, and submit it again.")
        )
    return problems


def _reading_problems(document: ExerciseDocument, seen: str) -> list[str]:
    if seen and seen != digest(document):
        return [_("The draft was edited while you read it. Read it again.")]
    return []


def _editor_problems(row: Exercise, by: User) -> list[str]:
    if row.edited_by_id is None:
        return [_("Nobody is named as the last editor. Send it back, and have it submitted again.")]
    if row.edited_by_id == by.pk:
        return [_("You edited this last. Somebody else reviews it.")]
    return []
