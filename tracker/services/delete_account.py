"""Delete an account: at once, entirely, and on every device."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from tracker.services.end_sign_ins import remove_sessions, sessions_naming
from tracker.services.erase_person import erase_person
from tracker.services.forget_attempts import forget_attempts


class LastSuperuserError(Exception):
    """Without this account nobody could look after the site any more."""


def delete_account(*, user: User) -> bool:
    """Erase the person, their sign-ins and the counts of their attempts; say whether there was an account.

    Raises LastSuperuserError.
    """
    # Before the transaction: it reads every session, and SQLite would let nobody else write meanwhile.
    signed_in = sessions_naming(user=user)
    with transaction.atomic():
        if is_last_superuser(user, lock=True):
            raise LastSuperuserError
        remove_sessions(keys=signed_in)
        was_there = erase_person(key=user.pk)
    forget_attempts(user=user)
    return was_there


def is_last_superuser(user: User, *, lock: bool = False) -> bool:
    """Say whether there is no other active superuser; `lock` has two of them wait for each other."""
    if not user.is_superuser:
        return False
    them = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    them = them.select_for_update() if lock else them
    return set(them.values_list("pk", flat=True)) <= {user.pk}
