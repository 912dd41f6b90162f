"""Writing a document into a draft."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.domain.document import ExerciseDocument
from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.services.apply_document import write_row
from exercises.services.staff_rules import SUBMIT, locked, refuse, require
from exercises.services.write_document import describe


@transaction.atomic
def edit_draft(*, draft: Exercise, document: ExerciseDocument, by: User) -> Exercise:
    """Make a draft say what `document` says; who does so is its last editor. Raises DocumentError.

    Nothing is written where it says so already. What is in review stays as the reviewer reads it.
    """
    require(by, SUBMIT)
    row = locked(draft.pk)
    if row.status is not Status.DRAFT:
        refuse([_("Only a draft can be edited; this is: %s.") % _(row.status.label)])
    if describe(row) != document:
        row.edited_by = by
        write_row(slug=row.slug, document=document, row=row)
    return row
