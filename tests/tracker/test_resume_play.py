"""Going on with a session in which the person put something else in an exercise's place."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.screenings import screen
from tests.tracker.sheets import fields_of
from tests.tracker.test_session_play import ROUTINE, THE_THREE, lines_of, places, plan_of, play, slugs
from tracker.models import Athlete, Set

pytestmark = pytest.mark.usefixtures("catalogue")


class Swapped:
    """A session of the routine of which the first exercise was left for the first that stands in for it."""

    def __init__(self, client: Client) -> None:
        self.client, self.key = client, uuid4()
        page = play(client, ROUTINE, self.key)
        self.plan = plan_of(page)
        self.note = fields_of(page)["prescription"]
        self.begun = timezone.now() - dt.timedelta(minutes=10)
        self.own = self.plan["exercises"][0]
        self.other = self.own["standIns"][0]

    def send(self, slug: str, position: int, one: dict[str, Any], **values: Any) -> None:
        now = timezone.now().isoformat()
        session = {"id": str(self.key), "routine": self.plan["routine"], "started_at": self.begun.isoformat()}
        done = {name: one[name] for name in ("side", "reps", "seconds")} | {"skipped": False} | values
        sent = {"id": str(uuid4()), "exercise": slug, "position": position, "completed_at": now} | done
        body = {"user": self.plan["user"], "session": session | {"prescription": self.note}, "sets": [sent]}
        answer = self.client.post("/sessions/sync/", body, content_type="application/json").json()
        assert answer["rejected"] == []

    def swap(self, *, done: int, pain: int | None = None, begun: int = 1) -> None:
        """Do some sets of the exercise, the last with that pain, and begin with what stands in."""
        for nth, one in enumerate(self.own["sets"]):
            values = {"pain": pain} if nth == done - 1 else {}
            left_out = {"skipped": True, "reps": None, "seconds": None}
            self.send(self.own["slug"], one["position"], one, **(values if nth < done else left_out))
        for nth, one in enumerate(self.other["sets"][:begun]):
            self.send(self.other["slug"], self.own["sets"][0]["position"] + nth, one)

    def again(self) -> tuple[dict[str, Any], list[str]]:
        """Return the plan on a device that knows nothing of it, and what the first screen lists."""
        page = play(self.client, key=self.key)
        return plan_of(page), lines_of(page)


@pytest.fixture
def swapped(signed_in: Client) -> Swapped:
    return Swapped(signed_in)


@pytest.mark.parametrize(("done", "rounds"), [(1, 2), (2, 1)])
def test_what_was_done_instead_goes_on_after_much_pain(
    done: int, rounds: int, swapped: Swapped, athlete: Athlete
) -> None:
    swapped.swap(done=done, pain=7)
    screen(athlete.user)  # it is asked for anew after such pain

    plan, lines = swapped.again()

    own, other = swapped.own["slug"], swapped.other["slug"]
    assert plan["swaps"] == [{"slug": own, "other": other, "rounds": rounds}]
    assert plan["exercises"][0]["isStopped"]
    assert plan["exercises"][0]["standIns"][0]["sets"] == swapped.other["sets"]
    assert lines == [other, *THE_THREE[1:]]
    assert (other, swapped.own["sets"][0]["position"]) in [
        (one["exercise"], one["position"]) for one in plan["done"]
    ]


def test_it_goes_on_after_a_swap_without_pain(swapped: Swapped) -> None:
    swapped.swap(done=2)

    plan, lines = swapped.again()

    assert [(one["other"], one["rounds"]) for one in plan["swaps"]] == [(swapped.other["slug"], 1)]
    assert not plan["exercises"][0]["isStopped"]
    assert places(plan) == places(swapped.plan)
    assert swapped.own["slug"] not in lines


@pytest.mark.parametrize("why", ["it hurt", "it is held", "it is something else"])
def test_what_may_not_be_done_is_not_gone_on_with(why: str, swapped: Swapped, athlete: Athlete) -> None:
    if why == "it is something else":
        swapped.other = {"slug": "side-plank", "sets": swapped.other["sets"]}
    swapped.swap(done=1, pain=7)
    other = Set.objects.filter(exercise__slug=swapped.other["slug"])
    if why == "it hurt":
        other.update(pain=6)
    screen(athlete.user, **({"hip_replacement_anterior": "yes"} if why == "it is held" else {}))

    plan, lines = swapped.again()

    assert plan["swaps"] == []
    assert swapped.other["slug"] not in lines
    for one in plan["exercises"]:
        assert swapped.other["slug"] not in {each["slug"] for each in one["standIns"]}


def test_what_hurt_is_stopped_and_offers_what_is_easier(swapped: Swapped, athlete: Athlete) -> None:
    """Also where nothing was begun in its place: the device itself may know of a swap."""
    swapped.swap(done=1, pain=7, begun=0)
    screen(athlete.user)

    plan, lines = swapped.again()

    assert slugs(plan) == THE_THREE
    assert [one["isStopped"] for one in plan["exercises"]] == [True, False, False]
    assert swapped.other["slug"] in {one["slug"] for one in plan["exercises"][0]["standIns"]}
    assert lines == THE_THREE[1:]
