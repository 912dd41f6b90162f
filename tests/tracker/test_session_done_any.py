"""Whoever logs a routine as done: nothing is written down as prescribed that may not be."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.domain.vocabulary import ConditionKind
from exercises.models import Condition, Exercise, Routine
from tests.factories import SessionFactory, SetFactory
from tests.screenings import screen
from tests.tracker.logged import local_today
from tracker.models import Athlete
from tracker.services.change_day import skip_exercise, swap_exercise
from tracker.services.log_as_done import NothingToDoError, log_as_done
from tracker.services.offer import offer_for


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_held_avoided_or_used_up_is_logged_as_done(
    catalogue: None, athlete: Athlete, data: st.DataObject
) -> None:
    """For any answers, any days trained before, and any change of the day, allowed or not."""
    kinds = dict(Condition.objects.values_list("slug", "kind").order_by("slug"))
    asked = [slug for slug, kind in kinds.items() if kind == ConditionKind.CONDITION]
    everything = list(Exercise.objects.current().order_by("slug"))
    routine = Routine.objects.named(data.draw(st.sampled_from(sorted(_routines()))))
    assert routine is not None
    today = local_today(athlete)
    with transaction.atomic():
        answers = data.draw(
            st.dictionaries(st.sampled_from(asked), st.sampled_from(["yes", "cleared"]), max_size=5)
        )
        screen(athlete.user, **{slug.replace("-", "_"): answer for slug, answer in answers.items()})
        for exercise in data.draw(st.lists(st.sampled_from(_capped(everything)), max_size=5)):
            day = today - timedelta(days=data.draw(st.integers(0, 8)))
            SetFactory(session=SessionFactory(athlete=athlete, day=day), exercise=exercise)
        for item in routine.current_items:
            change = data.draw(st.sampled_from(["", "skip", "swap"]))
            named = {"athlete": athlete, "routine": routine, "exercise": item.exercise, "day": today}
            if change == "skip":
                skip_exercise(**named)
            elif change == "swap":
                swap_exercise(**named, instead=data.draw(st.sampled_from(everything)))
        offer = offer_for(athlete.user, today=today)
        try:
            session = log_as_done(
                athlete=athlete, key=uuid.uuid4(), routine=routine, offer=offer, now=timezone.now()
            )
        except NothingToDoError:
            done = set()
        else:
            done = {one.exercise for one in session.sets.select_related("exercise")}
            assert session.sets.filter(prescribed__isnull=True).count() == 0
        for exercise in done:
            assert offer.judge.assess(exercise).may_be_prescribed
            use = offer.cap_use(exercise)
            assert use is None or use.is_open
        transaction.set_rollback(True)


def _routines() -> list[str]:
    return list(Routine.objects.values_list("slug", flat=True))


def _capped(exercises: list[Exercise]) -> list[Exercise]:
    return [one for one in exercises if one.days_max is not None]
