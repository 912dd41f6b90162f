"""A server whose clock jumped by a day, either way: every page opens, and logging goes on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.test import Client

from tests.test_queries import log_sessions, pages
from tests.tracker.sheets import NEW, open_sheet
from tests.world import make_world
from tracker.models import Session


def shift_everything(days: int) -> None:
    """Move every moment and day that is stored: what a clock leaves behind that jumped the other way."""
    for model in [User, *apps.get_app_config("tracker").get_models()]:
        clocks = [one.attname for one in model._meta.concrete_fields if isinstance(one, models.DateField)]
        for row in model._base_manager.all():
            known = {name: getattr(row, name) for name in clocks}
            moved = {name: value + dt.timedelta(days=days) for name, value in known.items() if value}
            if moved:
                model._base_manager.filter(pk=row.pk).update(**moved)


@pytest.mark.parametrize("days", [1, -1], ids=["the clock fell back", "the clock sprang ahead"])
def test_every_page_opens_and_logging_goes_on(catalogue: None, client: Client, days: int) -> None:
    world = make_world()
    paths = pages(world)
    log_sessions(world.owner, 3)
    client.force_login(world.owner.user)
    sheet = open_sheet(client, "?routine=extended-hip-routine")
    before = set(Session.objects.values_list("pk", flat=True))

    shift_everything(days)

    # What waits for an hour alone is over, and leads back.
    fine = {200, 302}
    assert {path: status for path in paths if (status := client.get(path).status_code) not in fine} == {}
    for _ in range(2):
        assert client.post(NEW, sheet | {"action": "save"}).status_code == 302
    kept = set(Session.objects.values_list("pk", flat=True))
    assert before < kept
    assert len(kept) == len(before) + 1
