"""The page of the player: its plan, its doors, and the sheet under it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.tracker.sheets import soup_of
from tracker.models import Athlete, Session

pytestmark = pytest.mark.usefixtures("catalogue")


def plan_of(response: HttpResponse) -> dict[str, Any]:
    assert response.status_code == 200
    player = soup_of(response).select_one("hm-player")
    assert player is not None
    return json.loads(player["data-plan"])


def play(client: Client, query: str, key: object = None) -> HttpResponse:
    return client.get(f"/sessions/{key or uuid4()}/play/{query}")


def test_a_routine_as_it_is_prescribed(signed_in: Client) -> None:
    plan = plan_of(play(signed_in, "?routine=hip-mobility-routine"))

    assert [one["slug"] for one in plan["exercises"]] == [
        "half-kneeling-flexor-stretch",
        "mini-band-walk",
        "supine-figure-4",
    ]
    first, walk, _last = plan["exercises"]
    assert [(one["position"], one["side"], one["reps"], one["seconds"]) for one in first["sets"]] == [
        (1, "left", None, 30), (2, "right", None, 30), (3, "left", None, 30), (4, "right", None, 30),
    ]  # fmt: skip
    assert [one["position"] for one in walk["sets"]] == [21, 22, 23, 24]


def test_queries(signed_in: Client, athlete: Athlete) -> None:
    path = f"/sessions/{uuid4()}/play/?routine=extended-hip-routine"
    signed_in.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert signed_in.get(path).status_code == 200
    assert len(captured) <= 8, [one["sql"][:150] for one in captured.captured_queries]
    assert not Session.objects.exists()
