"""Where a person is signed in: allauth writes each sign-in down, and these rows end with their sessions."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef

from tracker.services.end_sign_ins import remove_sessions, sessions_naming


def sign_ins_of(*, user: User, now: datetime) -> list[UserSession]:
    """Return the sign-ins that still hold, the latest first; the one of a changed password does not."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user).order_by("-created_at")}
    alive = Session.objects.filter(pk__in=list(rows), expire_date__gt=now)
    wanted = user.get_session_auth_hash()
    holding = {one.pk for one in alive if one.get_decoded().get(HASH_SESSION_KEY) == wanted}
    return [row for key, row in rows.items() if key in holding]


@transaction.atomic
def keep_sign_in(*, user: User, session_key: str, address: str, user_agent: str, now: datetime) -> None:
    """Write a sign-in down, and forget those of the person whose sessions are over."""
    forget_ended_sign_ins(user=user)
    text = user_agent.replace("\0", "")[: UserSession._meta.get_field("user_agent").max_length]
    values = {"user": user, "ip": address, "user_agent": text, "created_at": now, "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=session_key, defaults=values)


@transaction.atomic
def end_sign_in(*, user: User, pk: int) -> bool:
    """End one sign-in of a person, and say whether there was one."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    row.end()
    return True


def end_other_sign_ins(*, user: User, kept: str | None) -> None:
    """End every sign-in of a person but the one of the session with the key `kept`.

    Those that began before sign-ins were written down end too.
    """
    # Before the transaction: it reads every session, and SQLite would let nobody else write meanwhile.
    named = [key for key in sessions_naming(user=user) if key != kept]
    with transaction.atomic():
        remove_sessions(keys=named)
        UserSession.objects.filter(user=user).exclude(session_key=kept or "").delete()


def forget_sign_in(*, session_key: str | None) -> None:
    """Forget the row of a session that is about to end."""
    if session_key:
        UserSession.objects.filter(session_key=session_key).delete()


def forget_ended_sign_ins(*, user: User | None = None, at_most: int | None = None) -> int:
    """Forget the rows, of one person or of all, whose sessions are over, and return how many."""
    session = Session.objects.filter(pk=OuterRef("session_key"))
    ended = UserSession.objects.filter(~Exists(session))
    ended = ended if user is None else ended.filter(user=user)
    keys = list(ended.order_by("pk").values_list("pk", flat=True)[:at_most])
    count, _by_model = UserSession.objects.filter(pk__in=keys).delete() if keys else (0, {})
    return int(count)
