"""Turn a demo person into a real account."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.utils import generate_unique_username
from django.contrib.auth.models import User
from django.db import transaction

from exercises.models import Screening
from tracker.domain.local_time import day_of
from tracker.models import Athlete, Enrolment, Measurement, PlanChange, PrescribedExercise, Session, Set
from tracker.services.live_story import made_up_keys
from tracker.services.make_demo import LASTS


@transaction.atomic
def keep_demo(
    *, user: User, email: str, password: str, keep_history: bool, now: datetime
) -> EmailAddress | None:
    """Give a demo person an address and a password; return the address, None if they are no demo any more.

    What the visitor logged stays. The made-up sessions and the plan go, unless `keep_history`. The made-up
    answers of the screening count no longer in either case: nobody gave them, so nothing may be prescribed
    under them. Raises IntegrityError where another account took the address in between.
    """
    athlete = Athlete.objects.select_for_update().get(pk=user.pk)
    if athlete.demo_until is None:
        return None
    made_at = athlete.demo_until - LASTS
    if not keep_history:
        _forget_history(athlete, made_at)
    _forget_answers(athlete, made_at, now)
    athlete.demo_until = None
    athlete.save(update_fields=["demo_until"])
    user.email = email
    user.username = generate_unique_username([email, "user"])
    user.set_password(password)
    user.save(update_fields=["email", "username", "password"])
    return EmailAddress.objects.create(user=user, email=email, primary=True)


def _forget_history(athlete: Athlete, made_at: datetime) -> None:
    """Remove what was made up: sessions, measurements and the plan; a change of the plan since then stays."""
    keys = made_up_keys(athlete)
    for model in (Set, PrescribedExercise):
        model._default_manager.filter(session__in=keys, athlete=athlete).delete()
    Session.objects.filter(pk__in=keys, athlete=athlete).delete()
    Measurement.objects.filter(pk__in=keys, athlete=athlete).delete()
    # A day of leeway, for who changed the time zone meanwhile: what was made up lies weeks back.
    before = day_of(made_at, athlete.tz) - timedelta(days=1)
    Enrolment.objects.filter(athlete=athlete, started_on__lt=before).delete()
    PlanChange.objects.filter(athlete=athlete, first_day__lt=before).delete()


def _forget_answers(athlete: Athlete, made_at: datetime, now: datetime) -> None:
    """Leave the person unscreened, unless they answered themselves.

    Sessions keep the answers that they were prescribed under.
    """
    made_up = Screening.objects.filter(user=athlete.pk, answered_at__lt=made_at)
    made_up.current().update(superseded_at=now)
    made_up.filter(sessions=None).delete()
