"""A small world in which every route leads somewhere."""

from __future__ import annotations

from typing import NamedTuple

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    EnrolmentFactory,
    GuideFactory,
    ImportFactory,
    MeasurementFactory,
    OwnExerciseFactory,
    ProgrammeTrackFactory,
    RoutineItemFactory,
    SelfTestFactory,
    SessionFactory,
    SetFactory,
    StepFactory,
    UploadFactory,
)
from tests.routes import Route, every_route
from tracker.domain.import_source import ImportSource
from tracker.models import Athlete, ReportLink
from tracker.services.share_calendar import make_feed
from tracker.services.share_report import make_link


class World(NamedTuple):
    """A person with rows of their own, another without, and what leads to the first one's rows."""

    owner: Athlete
    other: Athlete
    values: dict[str, dict[str, str]]

    def path(self, route: Route) -> str:
        return route.path(self.values.get(route.name, {}))


def make_world() -> World:
    """Return the world, with one row behind every route."""
    # Before the people, who answer every question that there is.
    ConditionFactory()
    owner, other = AthleteFactory(), AthleteFactory()
    for athlete in (owner, other):
        athlete.user.set_password("a quiet word")
        athlete.user.save()
    address = EmailAddress.objects.create(user=owner.user, email=owner.user.email, primary=True)
    exercise = StepFactory().exercise
    item = RoutineItemFactory(exercise=exercise)
    session = SetFactory(
        exercise=exercise, session=SessionFactory(athlete=owner, routine=item.routine)
    ).session
    programme = ProgrammeTrackFactory(routine=item.routine).programme
    EnrolmentFactory(athlete=owner, programme=programme)
    EnrolmentFactory(athlete=owner, programme=None, routine=item.routine)
    token = make_link(user=owner.user, name="", days=30, now=timezone.now())
    measured = {"measurement": MeasurementFactory(athlete=owner), "test": SelfTestFactory(athlete=owner)}
    imported = ImportFactory(athlete=owner)
    UploadFactory(athlete=owner)
    owned = {"pk": str(session.pk)}
    values = {route.name: owned for route in every_route() if route.takes_an_id}
    values |= {
        f"tracker:{what}-{deed}": {"pk": str(row.pk)}
        for what, row in measured.items()
        for deed in ("edit", "delete", "restore")
    }
    own = {"slug": OwnExerciseFactory(owner=owner.user).slug}
    values |= {f"tracker:own-exercise-{deed}": own for deed in ("edit", "delete", "restore")}
    values |= {
        "exercises:exercise-detail": {"slug": exercise.slug},
        "exercises:routine-detail": {"slug": item.routine.slug},
        "exercises:programme-detail": {"slug": programme.slug},
        "exercises:guide-detail": {"slug": GuideFactory().slug},
        "tracker:progress-csv": {"chart": "pain"},
        "tracker:exercise-progress": {"slug": exercise.slug},
        "tracker:exercise-progress-csv": {"slug": exercise.slug, "chart": "exercise-seconds"},
        "tracker:calendar-feed": {"token": make_feed(user=owner.user)},
        "tracker:report-revoke": {"pk": str(ReportLink.objects.get().pk)},
        "tracker:import-detail": {"pk": str(ImportFactory(athlete=owner, source=ImportSource.STRONG).pk)},
        "tracker:import-undo": {"pk": str(imported.pk)},
        "tracker:share": {"token": token},
        "mfa_remove_webauthn": {"pk": "1"},
        "mfa_edit_webauthn": {"pk": "1"},
        "account_confirm_email": {"key": EmailConfirmationHMAC(address).key},
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(owner.user),
            "key": EmailAwarePasswordResetTokenGenerator().make_token(owner.user),
        },
    }
    return World(owner, other, values)
