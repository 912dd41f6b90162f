"""Staff for tests, and the way of a draft to the site."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, cast

from django.contrib.auth.models import Group, User

from exercises.domain.document import ExerciseDocument
from exercises.models import Exercise, Version
from exercises.services.edit_draft import edit_draft
from exercises.services.publish_exercise import publish_exercise
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import submit_draft
from exercises.services.write_document import describe
from tests.factories import UserFactory

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ROLE = "Physiotherapist"


def editor(**values: Any) -> User:
    return _member("Catalogue editors", values)


def reviewer(**values: Any) -> User:
    return _member("Clinical reviewers", values)


def _member(group: str, values: dict[str, Any]) -> User:
    user = UserFactory(is_staff=True, **values)
    user.groups.add(Group.objects.get(name=group))
    return user


def says(exercise: Exercise) -> ExerciseDocument:
    """Return what an exercise, or a draft, says now."""
    row = Exercise.everything.for_document().get(pk=exercise.pk)
    return cast("ExerciseDocument", describe(row))


def submitted(exercise: Exercise, by: User, **changes: Any) -> Exercise:
    """Return a working copy in review, with changes to the exercise's document."""
    draft = start_draft(exercise=exercise, by=by)
    edit_draft(draft=draft, document=replace(says(draft), **changes), by=by)
    submit_draft(draft=draft, by=by)
    return Exercise.everything.get(pk=draft.pk)


def published(exercise: Exercise, by: User, reviewed_by: User, **changes: Any) -> Version:
    """Publish a change of an exercise, and return its version."""
    draft = submitted(exercise, by, **changes)
    return publish_exercise(draft=draft, by=reviewed_by, role=ROLE, reason="", now=NOW)
