"""What a person changes about the day on Today, and takes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from exercises.domain.vocabulary import StressTag, Verdict
from exercises.models import Exercise, Routine
from tests.factories import (
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    PlanChangeFactory,
    RoutineItemFactory,
)
from tests.screenings import screen
from tests.tracker.today_pages import (
    card_of,
    followed,
    form_fields,
    main_of,
    shown,
)
from tracker.models import Athlete, ChangeKind


@pytest.fixture
def legs(athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    return followed("legs", athlete, today)


def test_what_is_put_off_is_put_back_by_one_press(signed_in: Client, legs: Routine) -> None:
    card = card_of(shown(signed_in), "legs")
    form = card.select_one('form[action="/today/put-off/"]')
    assert form is not None
    main = main_of(signed_in.post("/today/put-off/", form_fields(form), follow=True))
    assert not main.select("[data-routine=legs]")
    assert "Not today: Legs" in main.text
    back = main.select_one('form[action="/today/restore/"]')
    assert back is not None
    main = main_of(signed_in.post("/today/restore/", form_fields(back), follow=True))
    assert main.select(".today-card[data-routine=legs]")


def test_a_skipped_exercise_is_named_and_put_back(signed_in: Client, legs: Routine) -> None:
    RoutineItemFactory(routine=legs)
    exercise = legs.items.order_by("position").first()
    assert exercise is not None
    slug = exercise.exercise.slug
    signed_in.post("/today/skip/", {"routine": "legs", "exercise": slug})
    card = card_of(shown(signed_in), "legs")
    assert not card.select(f"ol [data-exercise={slug}]")
    left_out = card.select_one(f".left-out li:has([data-exercise={slug}][data-verdict=allowed])")
    assert left_out is not None
    assert "As you chose for today." in left_out.text
    back = left_out.select_one('form[action="/today/restore/"]')
    assert back is not None
    signed_in.post("/today/restore/", form_fields(back))
    assert card_of(shown(signed_in), "legs").select(f"ol [data-exercise={slug}]")


def test_a_swapped_exercise_says_for_what_and_is_put_back(signed_in: Client, legs: Routine) -> None:
    own = legs.items.get().exercise
    ExerciseFactory(slug="lunge", name="Lunge")
    signed_in.post("/today/swap/", {"routine": "legs", "exercise": own.slug, "instead": "lunge"})
    place = card_of(shown(signed_in), "legs").select_one("ol > [data-exercise=lunge]")
    assert place is not None
    assert f"Instead of {own.name}. As you chose for today." in " ".join(place.text.split())
    assert place.select(f"[data-exercise={own.slug}][data-verdict=allowed]")
    assert place.select('form[action="/today/restore/"]')


def test_what_was_changed_yesterday_counts_no_more(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    exercise = legs.items.get().exercise
    for kind, named in ((ChangeKind.PUT_OFF, None), (ChangeKind.SKIP, exercise)):
        PlanChangeFactory(
            athlete=athlete, kind=kind, routine=legs, exercise=named, first_day=today - timedelta(days=1)
        )
    main = shown(signed_in)
    assert card_of(main, "legs").select(f"ol [data-exercise={exercise.slug}]")
    assert not main.select(".put-off, .left-out, form[action='/today/restore/']")


def test_a_swap_for_what_may_not_be_prescribed_any_more_is_as_good_as_none(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    own = legs.items.get().exercise
    lunge = ExerciseFactory(slug="lunge", name="Lunge", stress=(StressTag.KNEELING,))
    signed_in.post("/today/swap/", {"routine": "legs", "exercise": own.slug, "instead": "lunge"})
    ContraindicationFactory(condition=ConditionFactory(slug="sore-knee"), verdict=Verdict.AVOID)
    screen(athlete.user, sore_knee="yes")
    card = card_of(shown(signed_in), "legs")
    assert card.select(f"ol > [data-exercise={own.slug}]")
    assert not card.select(f"[data-exercise={lunge.slug}], form[action='/today/restore/']")
    Exercise.objects.filter(pk=own.pk).update(stress=(StressTag.KNEELING,), no_known_contraindication=False)
    left_out = card_of(shown(signed_in), "legs").select_one(".left-out li:has([data-verdict=avoid])")
    assert left_out is not None
    assert not left_out.select("form")


def test_a_reason_for_several_exercises_is_said_once(
    signed_in: Client, athlete: Athlete, legs: Routine
) -> None:
    for name in ("Crawl", "Kneel"):
        exercise = ExerciseFactory(slug=name.lower(), name=name, stress=(StressTag.KNEELING,))
        RoutineItemFactory(routine=legs, exercise=exercise)
    ContraindicationFactory(
        condition=ConditionFactory(slug="sore-knee", name="Sore knee"),
        verdict=Verdict.AVOID,
        advice="Do not kneel.",
    )
    screen(athlete.user, sore_knee="yes")
    left_out = card_of(shown(signed_in), "legs").select(".left-out li")
    assert [" ".join(one.text.split()) for one in left_out] == ["Crawl, KneelSore knee: Do not kneel."]


def test_where_all_is_skipped_nothing_is_started_or_logged(signed_in: Client, legs: Routine) -> None:
    signed_in.post("/today/skip/", {"routine": "legs", "exercise": legs.items.get().exercise.slug})
    card = card_of(shown(signed_in), "legs")
    assert "Nothing of it is left to do today." in card.text
    assert not card.select("a[data-start], form[action='/sessions/done/']")
