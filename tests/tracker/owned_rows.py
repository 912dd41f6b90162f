"""One row of everything that can be a person's, and what in the database names that person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from exercises.domain.vocabulary import Origin
from exercises.models import Exercise, Version
from tests.factories import (
    EnrolmentFactory,
    ExerciseFactory,
    MeasurementFactory,
    MorningFactory,
    OwnExerciseFactory,
    PlanChangeFactory,
    RoutineFactory,
    SelfTestFactory,
    SessionFactory,
    SetFactory,
    UserFactory,
)
from tracker.domain.import_source import ImportSource
from tracker.models import (
    Athlete,
    Import,
    Merge,
    MergedSet,
    PrescribedExercise,
    RemovedSet,
    ReportLink,
    ReportOpening,
    Upload,
)
from tracker.services.share_report import make_link

NOTES = "heard a click in the left one"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def give_everything(athlete: Athlete) -> None:
    """Give a person one row of every kind, staff's doings among them."""
    _train(athlete)
    _plan(athlete)
    _share_and_import(athlete)
    _account(athlete.user)
    _staff(athlete)


def _train(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, notes=NOTES)
    one = SetFactory(session=session)
    own = OwnExerciseFactory(owner=athlete.user)
    SetFactory(session=session, exercise=own)
    MorningFactory(session=session)
    PrescribedExercise.objects.create(
        athlete=athlete, session=session, position=1, exercise=ExerciseFactory()
    )
    removed = RemovedSet.objects.create(id=uuid.uuid4(), athlete=athlete)
    merge = Merge.objects.create(
        merged=one.exercise, survivor=ExerciseFactory(), done_at=NOW, done_by=athlete.user
    )
    for key in (one.pk, removed.pk):
        MergedSet.objects.create(merge=merge, set_id=key)
    MeasurementFactory(athlete=athlete)
    SelfTestFactory(athlete=athlete)


def _plan(athlete: Athlete) -> None:
    EnrolmentFactory(athlete=athlete, programme=None, routine=RoutineFactory())
    PlanChangeFactory(athlete=athlete)


def _share_and_import(athlete: Athlete) -> None:
    make_link(user=athlete.user, name=athlete.user.get_full_name(), days=30, now=timezone.now())
    link = ReportLink.objects.for_athlete(athlete.user).get()
    ReportOpening.objects.create(link=link, opened_at=timezone.now())
    Import.objects.create(athlete=athlete, source=ImportSource.OWN, made_at=NOW)
    Upload.objects.create(athlete=athlete, source=ImportSource.OWN, content=b"", made_at=NOW)


def _account(user: User) -> None:
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="k" * 64, sent=NOW)
    for kind, data in (("webauthn", {"name": user.email}), ("totp", {}), ("recovery_codes", {})):
        Authenticator.objects.create(user=user, type=kind, data=data)
    UserSession.objects.create(user=user, ip="192.0.2.7", user_agent="", session_key=str(user.pk))
    user.groups.add(Group.objects.get(name="Catalogue editors"))
    user.user_permissions.add(Permission.objects.all()[0])


def _staff(athlete: Athlete) -> None:
    """What the person did as staff, and what other staff did to the person's rows."""
    user = athlete.user
    ExerciseFactory(edited_by=user)
    versions = ({"edited_by": user, "editor_name": user.get_full_name()}, {"editor_name": user.email})
    reviews = ({"reviewed_by": user, "reviewer_name": user.get_full_name()},)
    for number, values in enumerate((*versions, *reviews), start=1):
        Version.objects.create(
            kind="guides",
            slug="a-page",
            number=number,
            document={},
            digest="",
            origin=Origin.EDITED,
            created_at=NOW,
            reviewed_on=NOW.date(),
            reviewer_role="Physiotherapist",
            **values,
        )
    session = athlete.sessions.get()
    for by, row in ((user, ExerciseFactory()), (UserFactory(is_staff=True), user), (UserFactory(), session)):
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
        )


# --- what names a person -----------------------------------------------------------------------------------


def rows_of(user_key: int) -> Iterator[tuple[str, list[Any]]]:
    """For each way from a model to a user, what it is called, and the keys of the rows that lead there.

    Every field that names a user is a way of its own. A model whose rows only go along with others has one.
    """
    ways: dict[type[models.Model], list[str]] = {User: ["pk"]}
    unseen: list[type[models.Model]] = [User]
    while unseen:
        owner = unseen.pop(0)
        for model in apps.get_models(include_auto_created=True):
            if owner is Exercise and model._meta.app_label == "exercises":
                continue  # steps, sources and the like: an exercise of one's own has none
            for field in (one for one in model._meta.concrete_fields if one.related_model is owner):
                if owner is User:
                    yield f"{model.__name__}.{field.name}", _keys(model, [field.name], user_key)
                if field.remote_field.on_delete is models.CASCADE:
                    unseen += [] if model in ways else [model]
                    way = field.name if owner is User else f"{field.name}__{ways[owner][0]}"
                    ways.setdefault(model, []).append(way)
    for model, found in ways.items():
        yield model.__name__, _keys(model, found, user_key)


def _keys(model: type[models.Model], ways: list[str], user_key: int) -> list[Any]:
    wanted = Q()
    for way in ways:
        wanted |= Q(**{way: user_key})
    return list(model._base_manager.filter(wanted).values_list("pk", flat=True))


def every_row() -> Iterator[tuple[str, str]]:
    """Every table's rows as text, whatever Django knows of the table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))  # noqa: S608
            for row in cursor.fetchall():
                texts = (bytes(one) if isinstance(one, memoryview) else one for one in row)
                yield table, " | ".join(str(one) for one in texts)
