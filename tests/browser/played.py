"""The player on a page, as the browser tests drive it."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

ROUTINE = "?routine=hip-mobility-routine"
A_SESSION = re.compile(r"/sessions/[0-9a-f-]{36}/$")
LATE_MS = 100


class Phase(NamedTuple):
    """One phase as the plan has it, in milliseconds from the tap on Start."""

    kind: str
    side: str
    start: int
    end: int


def phases_of(plan: dict[str, Any]) -> list[Phase]:
    """Return what the plan comes to when nobody touches anything."""
    found: list[Phase] = []
    at = 0
    for number, exercise in enumerate(plan["exercises"]):
        for before, one in pairwise([None, *exercise["sets"]]):
            if before is None:
                kind, seconds = "prepare", plan["seconds"]["next" if number else "start"]
            else:
                kind = "rest" if before["side"] == one["side"] else "change"
                seconds = exercise["rest"]
            for what, length in ((kind, seconds), ("work", one["work"])):
                found.append(Phase(what, one["side"], at, at + length * 1000))
                at += length * 1000
    return found


class Player:
    """The player on a page whose clock the test turns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stage = page.locator("[data-screen=stage]")
        self.summary = page.locator("[data-screen=summary]")

    def open(self, query: str = ROUTINE, path: str = "") -> None:
        # An hour ago: the server takes no set that is completed in its future.
        if not path:
            self.page.clock.install(time=timezone.now() - dt.timedelta(hours=1))
        self.page.goto(path or f"/sessions/{uuid4()}/play/{query}")
        expect(self.page.locator("hm-player")).to_have_attribute("ready", "")

    def start(self, name: str = "Start") -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def act(self, name: str) -> None:
        self.stage.locator(f"[data-act={name}]").click()

    def run(self, seconds: float) -> None:
        self.page.clock.run_for(seconds * 1000)

    @property
    def plan(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads(self.page.locator("hm-player").get_attribute("data-plan") or "")
        return plan

    @property
    def now(self) -> int:
        return int(self.page.evaluate("Date.now()"))

    @property
    def ends(self) -> int:
        return int(self.stage.get_attribute("data-ends") or 0)

    def done(self) -> Locator:
        """The sets that are shown as done."""
        return self.stage.locator("[data-bar] .on")

    def save(self) -> None:
        self.page.get_by_role("button", name="Save and close").click()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds on the server: what is done is sent behind the person's back."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
