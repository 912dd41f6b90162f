"""The way of a draft to a reviewer, and back to its editor."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.services.staff_rules import PUBLISH, SUBMIT, locked, refuse, require
from exercises.services.write_document import describe, digest


@transaction.atomic
def submit_draft(*, draft: Exercise, by: User) -> None:
    """Hand a draft over for review, as a change of what the site shows at this moment."""
    require(by, SUBMIT)
    row = locked(draft.pk)
    if row.status is not Status.DRAFT:
        refuse([_("Only a draft can be submitted; this is: %s.") % _(row.status.label)])
    if row.revises is not None:
        live = Exercise.objects.for_document().get(pk=row.revises.pk)
        row.loaded_digest = digest(describe(live))
    row.edited_by = row.edited_by or by
    row.status = Status.IN_REVIEW
    row.save(update_fields=["status", "edited_by", "loaded_digest", "updated_at"])


@transaction.atomic
def send_back(*, draft: Exercise, by: User) -> None:
    """Make what is in review a draft again, to be worked on."""
    require(by, PUBLISH)
    row = locked(draft.pk)
    if row.status is not Status.IN_REVIEW:
        refuse([_("Only what is in review can be sent back; this is: %s.") % _(row.status.label)])
    row.status = Status.DRAFT
    row.save(update_fields=["status", "updated_at"])
