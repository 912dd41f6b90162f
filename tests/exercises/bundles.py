"""Files to import, people who import them, and what comes of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User

from exercises.domain.document import ExerciseDocument
from exercises.models import Exercise, Version
from exercises.services.edit_draft import edit_draft
from exercises.services.export_catalogue import export_catalogue, zipped
from exercises.services.import_catalogue import ImportRefusedError, import_catalogue
from exercises.services.import_plan import ImportPlan
from exercises.services.parse_bundle import parse_bundle
from exercises.services.plan_import import plan_import
from exercises.services.read_bundle import Bundle
from exercises.services.start_draft import start_draft
from tests.catalogue import FOLDER
from tests.factories import AthleteFactory

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
COUCH = "exercises/couch-stretch-wall.yaml"
GUIDE = "guides/low-back-pain.yaml"
CONDITION = "conditions/labral-tear.yaml"
ROUTINE = "routines/leg-exercises.yaml"


def member(*groups: str, is_superuser: bool = False) -> User:
    user = AthleteFactory(user__is_staff=True, user__is_superuser=is_superuser).user
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def shipped(file: str, old: str = "", new: str = "") -> bytes:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1).encode()


def do(bundle: Bundle, by: User, reason: str = "") -> ImportPlan:
    token = plan_import(bundle=bundle, by=by).token
    return import_catalogue(bundle=bundle, by=by, reason=reason, token=token, now=NOW)


def refused(bundle: Bundle, by: User) -> list[tuple[str, int | None, str, str]]:
    """Return what is refused, by the plan and by the import alike; nothing is written."""
    before = (zipped(export_catalogue()), Version.objects.count(), Exercise.everything.count())
    plan = plan_import(bundle=bundle, by=by)
    with pytest.raises(ImportRefusedError) as caught:
        import_catalogue(bundle=bundle, by=by, reason="", token=plan.token, now=NOW)
    assert caught.value.plan.problems == plan.problems
    assert before == (zipped(export_catalogue()), Version.objects.count(), Exercise.everything.count())
    return [(one.file, one.line, one.field, one.reason) for one in plan.problems]


def edited_copy(by: User) -> Exercise:
    live = Exercise.objects.for_document().get(slug="couch-stretch-wall")
    copy = start_draft(exercise=live, by=by)
    (document,) = parse_bundle({COUCH: shipped(COUCH, "level: 3", "level: 2")})[0][ExerciseDocument].values()
    assert isinstance(document, ExerciseDocument)
    return edit_draft(draft=copy, document=document, by=by)
