"""What Today says of a dose: ceilings, many exercises, the next step, the morning after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise, Routine
from tests.factories import (
    ExerciseFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.tracker.logged import local_today
from tests.tracker.today_pages import (
    card_of,
    followed,
    form_fields,
    shown,
    trained,
)
from tracker.models import Athlete, Evidence


@pytest.fixture
def legs(athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    return followed("legs", athlete, today)


def test_a_used_up_cap_says_when_it_is_next(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    capped = ExerciseFactory(slug="slide", name="Slide", days_min=1, days_max=2)
    RoutineItemFactory(routine=legs, exercise=capped)
    for days in (2, 3):
        SetFactory(session=SessionFactory(athlete=athlete, day=today - timedelta(days=days)), exercise=capped)
    card = card_of(shown(signed_in), "legs")
    left_out = card.select_one(".left-out li:has([data-exercise=slide][data-verdict=allowed])")
    assert left_out is not None
    assert "2 of 2 days used in these 7, next on" in left_out.text
    assert not card.select("ol [data-exercise=slide]")


def test_more_than_four_exercises_are_said_to_be_many(signed_in: Client, legs: Routine) -> None:
    advice = "Plans of at most four are kept best"
    RoutineItemFactory.create_batch(3, routine=legs)
    assert advice not in shown(signed_in).text
    RoutineItemFactory(routine=legs)
    card = card_of(shown(signed_in), "legs")
    assert f"5 exercises. {advice}" in card.text
    assert card.select('a[href="/references/#exercise-number"]')


def done_well(athlete: Athlete, legs: Routine, days: int) -> None:
    """Log a routine as it was prescribed, so many days ago."""
    session = trained(athlete, local_today(athlete) - timedelta(days=days), legs)
    session.sets.all().delete()
    exercise = legs.items.get().exercise
    for position, side in enumerate(("left", "right") * 2, start=1):
        SetFactory(
            session=session,
            exercise=exercise,
            side=side,
            position=position,
            prescribed={"reps": None, "seconds": 30},
        )


def test_the_next_dose_says_why_and_can_be_kept(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    exercise = legs.items.get().exercise
    Exercise.objects.filter(pk=exercise.pk).update(hold_max_s=60)
    for days in (3, 6):
        done_well(athlete, legs, days)
    place = card_of(shown(signed_in), "legs").select_one(f"li[data-exercise={exercise.slug}]")
    assert place is not None
    step = place.select_one("[data-step=progress]")
    assert step is not None
    assert "Two sessions in a row went well" in step.text
    assert "2 × 35–60 s each side" in place.text.replace("\N{NO-BREAK SPACE}", " ")
    form = step.select_one('form[action="/today/hold/"]')
    assert form is not None
    signed_in.post("/today/hold/", form_fields(form))
    place = card_of(shown(signed_in), "legs").select_one(f"li[data-exercise={exercise.slug}]")
    assert place is not None
    assert "2 × 30–60 s each side" in place.text.replace("\N{NO-BREAK SPACE}", " ")
    back = place.select_one('[data-step=hold] form[action="/today/hold/"]')
    assert back is not None
    signed_in.post("/today/hold/", form_fields(back))
    assert card_of(shown(signed_in), "legs").select("[data-step=progress]")


def test_nothing_is_said_of_a_dose_that_is_the_usual_one(signed_in: Client, legs: Routine) -> None:
    assert not card_of(shown(signed_in), "legs").select("[data-step]")


def test_the_morning_after_is_asked_first_and_folded_away_once_answered(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    session = trained(athlete, today - timedelta(days=2), legs)
    main = shown(signed_in)
    assert [one["id"] for one in main.select("#morning, .today-card")] == ["morning", "routine-legs"]
    signed_in.post(f"/sessions/{session.pk}/morning/", {"pain": "1"})
    main = shown(signed_in)
    assert [one["id"] for one in main.select("#morning, .today-card")] == ["routine-legs", "morning"]
    assert main.select("#morning details:not([open])")


def test_a_session_that_was_left_is_gone_on_with(signed_in: Client, athlete: Athlete, legs: Routine) -> None:
    now = timezone.now()
    begun = {"evidence": Evidence.TIMED, "routine": legs}
    left = trained(athlete, local_today(athlete), started_at=now - timedelta(hours=2), **begun)
    trained(athlete, local_today(athlete), started_at=now - timedelta(hours=25), **begun)
    trained(athlete, local_today(athlete), started_at=now, finished_at=now, **begun)
    assert [one["href"] for one in shown(signed_in).select(".under-way a")] == [f"/sessions/{left.pk}/play/"]
