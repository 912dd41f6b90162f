"""Throwing a draft away."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.services.staff_rules import SUBMIT, NotReadyError, locked, refuse, require


@transaction.atomic
def discard_draft(*, draft: Exercise, by: User) -> None:
    """Delete a working copy, or an exercise that was never published. What is in review goes back first."""
    require(by, SUBMIT)
    row = locked(draft.pk)
    if row.status is not Status.DRAFT:
        refuse([_("Only a draft can be discarded; this is: %s.") % _(row.status.label)])
    try:
        row.delete()
    except ProtectedError:
        raise NotReadyError(_("A routine or a logged session names this draft.")) from None
