"""Change an exercise of a person's own: its name, and whether it is in use."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.utils.translation import gettext as _

from exercises.domain.vocabulary import Status
from exercises.models import Exercise


def rename_own_exercise(*, exercise: Exercise, name: str) -> None:
    """Give it a name that `own_name` returned. Raises ValidationError where another one has it."""
    exercise.name = name
    try:
        with transaction.atomic():
            exercise.save(update_fields=["name", "updated_at"])
    except IntegrityError:
        raise ValidationError(_("You have an exercise of this name already.")) from None


def remove_own_exercise(*, exercise: Exercise) -> bool:
    """Delete it and return True; put away one that was ever logged, because its sets stay."""
    try:
        with transaction.atomic():
            exercise.delete()
    except RestrictedError:
        exercise.status = Status.ARCHIVED
        exercise.save(update_fields=["status", "updated_at"])
        return False
    return True


def restore_own_exercise(*, exercise: Exercise) -> None:
    """Take it back into use."""
    exercise.status = Status.DRAFT
    exercise.save(update_fields=["status", "updated_at"])
