"""The angle of the shin, from what a phone on it tells: within 1° of the true one, or refused."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.shin_traces import Wearing

MOST_ERROR = 1.0

# Feeds each trace to a leg of its own, and returns what that said.
RUN = """async (traces) => {
  const { upFromAcceleration, upFromOrientation } = await import("/static/js/measure/angle.js");
  const { Leg } = await import("/static/js/measure/leg.js");
  return traces.map(({ settings, samples }) => {
    const leg = new Leg({ needs: 3, ...settings });
    return samples.map(([at, ...told]) => {
      const up = told.length === 2 ? upFromOrientation(...told) : upFromAcceleration(...told);
      return up && leg.push(at, up);
    }).filter(Boolean);
  });
}"""


def run(page: Page, worn: list[Wearing]) -> list[list[dict[str, Any]]]:
    page.goto("/healthz")
    traces = [{"settings": one.settings, "samples": one.samples()} for one in worn]
    found: list[list[dict[str, Any]]] = page.evaluate(RUN, traces)
    return found


def readings(events: list[dict[str, Any]]) -> list[float]:
    return [one["degrees"] for one in events if one["kind"] == "read"]


def any_wearing(number: int) -> Wearing:
    """A phone as somebody straps it on, on a sensor as they come: all of it at once."""
    chance = random.Random(number)
    mounting = chance.choice(["front", "side"])
    true = chance.uniform(15, 55)
    return Wearing(
        side=chance.choice(["left", "right"]),
        motion=chance.choice(["internal-rotation", "external-rotation"]),
        mounting=mounting,
        position=chance.choice(["seated", "prone", "supine-knee-over-edge"]),
        roll=chance.uniform(-25, 25),
        lean=chance.uniform(-12, 12),
        spin=chance.uniform(-10, 10) + (180 if mounting == "front" and chance.random() < 0.2 else 0),
        slope=chance.uniform(-5, 5),
        source=chance.choice(["orientation", "acceleration"]),
        gravity=chance.choice([1, -1]),
        noise=chance.uniform(0, 0.6),
        drift=chance.uniform(-0.05, 0.05),
        trials=tuple(true + chance.uniform(-4, 4) for _ in range(3)),
        practice=true - chance.uniform(0, 5),
        seed=number,
    )


PLAIN = [
    Wearing(side=side, motion=motion, mounting=mounting, position=position, source=source, gravity=gravity)
    for side, motion, (mounting, position), (source, gravity) in product(
        ("left", "right"),
        ("internal-rotation", "external-rotation"),
        (("front", "seated"), ("side", "prone"), ("front", "prone")),
        (("orientation", 1), ("acceleration", 1), ("acceleration", -1)),
    )
]
ROLLED = [
    Wearing(roll=roll, mounting=mounting, trials=(true, true, true), practice=true)
    for roll, true, mounting in product((-28, -15, 15, 28), (12, 30, 60), ("front", "side"))
]
SWAYING = [
    Wearing(sway=sway, mounting=mounting, trials=(true, true, true), practice=true)
    for sway, true, mounting in product((-7, 7), (25, 40), ("front", "side"))
]


def test_readings_are_within_a_degree_of_the_truth(page: Page) -> None:
    worn = [*PLAIN, *ROLLED, *SWAYING, *(any_wearing(number) for number in range(30))]
    errors = {}
    for one, events in zip(worn, run(page, worn), strict=True):
        found = readings(events)
        assert len(found) == 3, (one, events)
        errors[one] = max(abs(got - true) for got, true in zip(found, one.trials, strict=True))
    worst = max(errors, key=errors.__getitem__)
    assert errors[worst] <= MOST_ERROR, (errors[worst], worst)


@pytest.fixture
def refused(page: Page) -> dict[str, set[str]]:
    """What is said of legs that are not to be read, each by its name."""
    flat = Wearing(lean=-85)
    worn = {
        # On the back with hip and knee at 90° the thigh stands: gravity turns with it and sees nothing.
        "supine 90/90": replace(flat, slope=90),
        "lying on the table": flat,
        "rolled too far": Wearing(roll=42),
        "on the other mounting": Wearing(mounting="side", roll=90),
        "knee stretched": Wearing(sway=25),
        "the other way": Wearing(practice=-20, trials=(-30, -30, -30)),
    }
    told = run(page, list(worn.values()))
    assert [readings(events) for events in told] == [[]] * len(worn)
    return {name: {one["kind"] for one in events} for name, events in zip(worn, told, strict=True)}


def test_what_cannot_be_trusted_is_refused_and_told(refused: dict[str, set[str]]) -> None:
    assert refused == {
        "supine 90/90": {"tilted"},
        "lying on the table": {"tilted"},
        "rolled too far": {"zero", "askew"},
        "on the other mounting": {"zero", "askew"},
        "knee stretched": {"zero", "askew"},
        "the other way": {"zero", "other-way"},
    }


def test_nothing_is_read_without_a_second_of_stillness(page: Page) -> None:
    hasty = Wearing(before=((40, 0.2), (40, 0.3)))
    calm = Wearing()
    a_hasty, a_calm = run(page, [hasty, calm])
    kinds = [one["kind"] for one in a_calm]
    assert kinds == ["zero", "practised", "again", "read", "again", "read", "again", "read"]
    assert [one["kind"] for one in a_hasty] == kinds
    assert readings(a_hasty) == pytest.approx(calm.trials, abs=MOST_ERROR)


def test_a_leg_that_had_turned_before_the_zero_is_put_right(page: Page) -> None:
    late = Wearing(late=20)
    (events,) = run(page, [late])
    kinds = [one["kind"] for one in events]
    assert kinds[: kinds.index("practised")] == ["zero", "other-way", "other-way", "zero"]
    assert readings(events) == pytest.approx(late.trials, abs=MOST_ERROR)


def test_a_leg_that_does_not_come_back_is_asked_to(page: Page) -> None:
    (events,) = run(page, [Wearing(before=((25, 9),))])
    assert [one["kind"] for one in events][:4] == ["zero", "practised", "waiting", "again"]
