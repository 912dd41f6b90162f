"""A database as the first release wrote it, and whether what people had in it is still there, and of use.

`first_release.json.gz` was written by that release itself: its whole catalogue, one exercise of it renamed by
staff, and two people with ten sessions each, of which one was deleted.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps as of_now
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from exercises.models import Exercise
from tests.tracker.sheets import NEW, open_sheet
from tracker.models import Session

Rows = dict[str, list[tuple[Any, dict[str, Any]]]]

KEPT: Rows = json.loads(
    gzip.decompress(Path(__file__).with_name("first_release.json.gz").read_bytes()).decode()
)
"""By model, "app.name": the key of each row and its fields."""

SESSIONS_OF_ADA = 9
"""That were not deleted."""


def fill(old: Any) -> None:
    """Put all of it into a database of that time, by the models of that time."""
    with transaction.atomic():
        for label, rows in KEPT.items():
            _fill(old.get_model(label), rows)


def _fill(model: type[models.Model], rows: list[tuple[Any, dict[str, Any]]]) -> None:
    many = {field.name for field in model._meta.many_to_many}
    clocks = [field for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
    automatic = [(field, field.auto_now, field.auto_now_add) for field in clocks]
    for field in clocks:
        field.auto_now = field.auto_now_add = False  # the moments are as they were
    model._default_manager.bulk_create(
        model(pk=key, **_columns(model, fields, leave_out=many)) for key, fields in rows
    )
    for field, at_each_change, at_first in automatic:
        field.auto_now, field.auto_now_add = at_each_change, at_first
    for key, fields in rows:
        for name in many:
            if fields.get(name):
                getattr(model._default_manager.get(pk=key), name).set(fields[name])
    # Keys that were given by hand do not count in PostgreSQL.
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _columns(model: Any, fields: dict[str, Any], leave_out: set[str]) -> dict[str, Any]:
    """Return the values as the model has them, those of other rows by their keys."""
    found = {name: model._meta.get_field(name) for name in fields if name not in leave_out}
    return {
        field.attname: field.to_python(fields[name]) if not field.is_relation else fields[name]
        for name, field in found.items()
    }


def _is_there(label: str) -> Iterator[str]:
    """Say what of a model's rows is not as it was."""
    model = of_now.get_model(label)
    names = {field.name for field in model._meta.concrete_fields}
    for key, fields in KEPT[label]:
        row = model._default_manager.get(pk=key)
        was = _columns(model, {name: value for name, value in fields.items() if name in names}, set())
        for name, value in was.items():
            now = getattr(row, name)
            if str(now) != str(value):
                yield f"{label} {key}: {name} is {now!r}, and was {value!r}"


def check_that_it_is_there() -> None:
    """Every row of a person is as it was, and every exercise."""
    own = [label for label in KEPT if label.split(".")[0] != "exercises"]
    assert [line for label in own for line in _is_there(label)] == []
    slugs = {fields["slug"] for _key, fields in KEPT["exercises.exercise"]}
    assert slugs <= set(Exercise.objects.values_list("slug", flat=True))


def check_that_it_goes_on() -> None:
    """Somebody of that time signs in, opens their pages, changes a session and logs another one."""
    client = Client()
    sign_in = {"login": "ada@example.org", "password": "turn-the-leg-in"}
    assert client.post("/accounts/login/", sign_in).status_code == 302
    ada = Session.objects.filter(athlete__user__username="ada", deleted_at=None)
    last = ada.latest("started_at")
    paths = ("/today/", "/sessions/", "/sessions/deleted/", "/progress/?period=all", "/report/")
    for path in (*paths, f"/sessions/{last.pk}/", "/exercises/couch-stretch-wall/"):
        assert client.get(path).status_code == 200, path
    edit = f"/sessions/{last.pk}/edit/"
    assert client.post(edit, open_sheet(client, path=edit) | {"notes": "Later."}).status_code == 302
    answers = {"rest-red-flags": "on", "rest-conditions": "on"}
    assert client.post("/screening/", answers).status_code == 302
    sheet = open_sheet(client, "?routine=hip-mobility-routine")
    assert client.post(NEW, sheet | {"action": "save"}).status_code == 302
    assert ada.count() == SESSIONS_OF_ADA + 1
