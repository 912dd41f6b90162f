"""What a device sends to /sessions/sync/, and what it is answered."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from exercises.models import Routine
from tracker.models import Athlete, Session, Set
from tracker.services.offer import offer_for
from tracker.services.prescribe_session import places_of_routine
from tracker.services.seal_prescription import sealed_prescription

SYNC = "/sessions/sync/"
START = dt.datetime(2026, 11, 2, 17, 0, tzinfo=dt.UTC)


def moment(minutes: float) -> dt.datetime:
    """Return the moment so many minutes after the start."""
    return START + dt.timedelta(minutes=minutes)


def at(minutes: float) -> str:
    """Return that moment as a device writes it."""
    return moment(minutes).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_session(**values: Any) -> dict[str, Any]:
    """Return a session that is under way."""
    session = {"id": str(uuid.uuid4()), "routine": None, "started_at": at(0), "finished_at": None}
    return session | {"effort": None, "pain_before": None, "pain_after": None, "notes": ""} | values


def a_set(exercise: str, position: int = 1, **values: Any) -> dict[str, Any]:
    """Return a left set of 30 s."""
    one = {"id": str(uuid.uuid4()), "exercise": exercise, "position": position, "side": "left", "seconds": 30}
    one |= {"reps": None, "distance_m": None, "load_kg": None, "pain": None, "skipped": False}
    return one | {"completed_at": at(position)} | values


def note_for(athlete: Athlete, routine: Routine) -> str:
    """Return the sealed note of what the routine hands out."""
    offer = offer_for(athlete.user, today=timezone.localdate())
    places = places_of_routine(Routine.objects.with_items().get(pk=routine.pk), offer)
    return sealed_prescription(places, offer=offer, routine=routine.slug, user=athlete.user)


class Answer(NamedTuple):
    """What became of the ids, each with its errors where it was rejected."""

    saved: set[str]
    rejected: dict[str | None, Any]


def post(client: Client, body: Any) -> HttpResponse:
    return client.post(SYNC, body if isinstance(body, bytes) else json.dumps(body), "application/json")


def sync(client: Client, session: dict[str, Any], *sets: dict[str, Any], **more: Any) -> Answer:
    """Send it, and return the answer, in which every id stands exactly once."""
    response = post(client, {"session": session, "sets": list(sets), **more})
    assert response.status_code == 200, response.content
    answer = response.json()
    listed = [*answer["saved"], *(one["id"] for one in answer["rejected"])]
    assert sorted(map(str, listed)) == sorted({str(one["id"]) for one in (session, *sets)})
    return Answer(set(answer["saved"]), {one["id"]: one["errors"] for one in answer["rejected"]})


def rows() -> list[dict[str, Any]]:
    """Return everything that is stored of sessions and sets, but when it was last touched."""
    sessions = [
        {name: value for name, value in one.items() if name != "updated_at"}
        for one in Session.objects.order_by("pk").values()
    ]
    return [*sessions, *Set.objects.order_by("pk").values()]
