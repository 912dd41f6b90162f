"""Throwing a draft away."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise, Progression
from exercises.services.staff_rules import SUBMIT, NotReadyError, locked, refuse, require


@transaction.atomic
def discard_draft(*, draft: Exercise, by: User) -> None:
    """Delete a working copy, or an exercise that was never published. What is in review goes back first."""
    require(by, SUBMIT)
    row = locked(draft.pk)
    if row.status is not Status.DRAFT:
        refuse([_("Only a draft can be discarded; this is: %s.") % _(row.status.label)])
    refuse(ladder_problems(row))
    try:
        row.delete()
    except (ProtectedError, RestrictedError):
        raise NotReadyError(_("A routine or a logged session names this draft.")) from None


def ladder_problems(draft: Exercise) -> list[str]:
    """Return why a draft may not go yet: what others say, on the site as well, would change with it."""
    leading_here = Progression.objects.filter(other=draft).order_by("exercise__name", "pk")
    names = list(dict.fromkeys(leading_here.values_list("exercise__name", flat=True)))
    return [_("It is on the ladder of: %s. Take it off there first.") % ", ".join(names)] if names else []
