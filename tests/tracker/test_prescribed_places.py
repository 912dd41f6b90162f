"""What a routine comes to on a day: within the caps, as the person changed it, with the next dose."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from exercises.domain.vocabulary import Recorded, StressTag
from exercises.models import Exercise, Routine
from exercises.models.ladder import Direction, Progression
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    PlanChangeFactory,
    ProgrammeTrackFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
)
from tests.screenings import screen
from tests.tracker.sheets import NEW, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Cause, ChangeKind, PrescribedExercise, Session
from tracker.services.offer import offer_for
from tracker.services.prescribe_session import Place, places_of_routine

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 2)


def days_ago(count: int) -> dt.date:
    return TODAY - dt.timedelta(days=count)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def slide() -> Exercise:
    """At most 4 days in any 7."""
    return ExerciseFactory(slug="slide", name="Slide", days_min=2, days_max=4)


@pytest.fixture
def routine(slide: Exercise) -> Routine:
    """A stretch and the slide."""
    found = RoutineFactory(slug="two")
    RoutineItemFactory(routine=found, position=1, exercise__slug="stretch", exercise__name="Stretch")
    RoutineItemFactory(routine=found, position=2, exercise=slide)
    return found


def done_on(athlete: Athlete, exercise: Exercise, *days: dt.date) -> None:
    for day in days:
        SetFactory(session=SessionFactory(athlete=athlete, day=day), exercise=exercise)


def places(athlete: Athlete, routine: Routine, today: dt.date = TODAY) -> tuple[Place, ...]:
    whole = Routine.objects.whole(routine.slug)
    assert whole is not None
    return places_of_routine(whole, offer_for(athlete.user, today=today))


def handed_out(athlete: Athlete, routine: Routine, today: dt.date = TODAY) -> list[str]:
    return [one.exercise.slug for one in places(athlete, routine, today) if one.exercise]


def test_what_was_done_on_enough_days_is_left_out(
    athlete: Athlete, routine: Routine, slide: Exercise
) -> None:
    done_on(athlete, slide, *(days_ago(number) for number in (1, 2, 3)))
    assert handed_out(athlete, routine) == ["stretch", "slide"]
    done_on(athlete, slide, days_ago(6))
    _stretch, place = places(athlete, routine)
    assert (place.exercise, place.dosage, place.cause) == (None, None, Cause.CAP)
    assert place.cap is not None
    assert (place.cap.used, place.cap.max, place.cap.next_day) == (4, 4, days_ago(-1))


def test_it_comes_once_a_day(athlete: Athlete, routine: Routine, slide: Exercise) -> None:
    done_on(athlete, slide, TODAY)
    assert handed_out(athlete, routine) == ["stretch"]
    assert handed_out(athlete, routine, days_ago(-1)) == ["stretch", "slide"]


def test_neighbours_with_a_cap_share_it(athlete: Athlete, routine: Routine, slide: Exercise) -> None:
    harder = ExerciseFactory(slug="slide-kicks", days_max=4)
    Progression.objects.create(exercise=slide, other=harder, direction=Direction.HARDER, when="Later.")
    done_on(athlete, slide, days_ago(1), days_ago(2))
    done_on(athlete, harder, days_ago(3), days_ago(4))
    assert handed_out(athlete, routine) == ["stretch"]


def test_other_peoples_days_and_skipped_sets_use_no_cap(
    athlete: Athlete, routine: Routine, slide: Exercise
) -> None:
    for number in range(1, 5):
        SetFactory(session=SessionFactory(day=days_ago(number)), exercise=slide)
        own = SessionFactory(athlete=athlete, day=days_ago(number))
        SetFactory(session=own, exercise=slide, skipped=True)
    assert handed_out(athlete, routine) == ["stretch", "slide"]


def test_nothing_over_its_cap_stands_in_for_another(athlete: Athlete, slide: Exercise) -> None:
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="knee"), stress=StressTag.KNEELING, verdict="avoid"
    )
    item = RoutineItemFactory(exercise__stress=(StressTag.KNEELING,), routine__slug="kneeling")
    screen(athlete.user, **{rule.condition.slug: "yes"})
    assert handed_out(athlete, item.routine) == ["slide"]
    done_on(athlete, slide, TODAY)
    assert handed_out(athlete, item.routine) == []


def test_a_skip_and_a_swap_hold_for_their_day(athlete: Athlete, routine: Routine, slide: Exercise) -> None:
    stretch, other = Exercise.objects.get(slug="stretch"), ExerciseFactory(slug="other")
    for kind, exercise, instead in (
        (ChangeKind.SKIP, slide, None),
        (ChangeKind.SWAP, stretch, other),
    ):
        PlanChangeFactory(
            athlete=athlete, kind=kind, first_day=TODAY, routine=routine, exercise=exercise, instead=instead
        )
    assert [one.cause for one in places(athlete, routine)] == [Cause.SWAP, Cause.SKIP]
    assert handed_out(athlete, routine) == ["other"]
    assert handed_out(athlete, routine, days_ago(1)) == ["stretch", "slide"]
    assert handed_out(athlete, routine, days_ago(-1)) == ["stretch", "slide"]
    assert handed_out(AthleteFactory(), routine) == ["stretch", "slide"]


def test_a_swap_never_brings_in_what_is_held_or_used_up(
    athlete: Athlete, routine: Routine, slide: Exercise
) -> None:
    stretch = Exercise.objects.get(slug="stretch")
    held = ExerciseFactory(slug="held", stress=(StressTag.KNEELING,))
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="knee"), stress=StressTag.KNEELING, verdict="clinician"
    )
    swap = PlanChangeFactory(
        athlete=athlete,
        kind=ChangeKind.SWAP,
        first_day=TODAY,
        routine=routine,
        exercise=stretch,
        instead=held,
    )
    screen(athlete.user, **{rule.condition.slug: "yes"})
    assert handed_out(athlete, routine) == ["stretch", "slide"]
    swap.instead = ExerciseFactory(slug="used-up", days_max=1)
    swap.save()
    done_on(athlete, swap.instead, days_ago(3))
    assert handed_out(athlete, routine) == ["stretch", "slide"]


def test_a_swap_brings_in_nothing_that_stands_in_another_place_by_now(athlete: Athlete) -> None:
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="knee"), stress=StressTag.KNEELING, verdict="avoid"
    )
    plan = RoutineFactory(slug="plan")
    kneeling = ExerciseFactory(slug="kneeling", stress=(StressTag.KNEELING,))
    own, other = ExerciseFactory(slug="own"), ExerciseFactory(slug="other")
    for position, exercise in enumerate((kneeling, own), start=1):
        RoutineItemFactory(routine=plan, position=position, exercise=exercise)
    PlanChangeFactory(
        athlete=athlete, kind=ChangeKind.SWAP, first_day=TODAY, routine=plan, exercise=own, instead=other
    )
    screen(athlete.user)
    assert handed_out(athlete, plan) == ["kneeling", "other"]
    screen(athlete.user, **{rule.condition.slug: "yes"})
    assert handed_out(athlete, plan) == ["other", "own"]


def test_pain_above_five_makes_the_next_dose_less(athlete: Athlete, routine: Routine) -> None:
    stretch = Exercise.objects.get(slug="stretch")
    session = SessionFactory(athlete=athlete, day=days_ago(1))
    SetFactory(session=session, exercise=stretch, pain=6, prescribed={"reps": None, "seconds": 30})
    place = places(athlete, routine)[0]
    assert place.step is not None
    assert place.dosage == place.step.dosage
    assert place.dosage is not None
    assert place.dosage.sets.low < stretch.dosage.sets.low


def test_what_hurt_too_much_today_rests_until_tomorrow(
    client: Client, athlete: Athlete, routine: Routine
) -> None:
    stretch, alike = Exercise.objects.get(slug="stretch"), ExerciseFactory(slug="alike")
    today = timezone.localdate()
    session = SessionFactory(athlete=athlete, day=today)
    SetFactory(session=session, exercise=stretch, pain=5)
    assert "stretch" in handed_out(athlete, routine, today)
    SetFactory(session=session, exercise=stretch, pain=6)
    assert places(athlete, routine, today)[0].cause is Cause.PAIN
    assert "stretch" not in handed_out(athlete, routine, today)
    assert "stretch" in handed_out(athlete, routine, today + dt.timedelta(days=1))
    offer = offer_for(athlete.user, today=today)
    assert (offer.may_offer(stretch), offer.may_offer(alike)) == (False, True)
    client.force_login(athlete.user)
    assert "You noted pain above 5 in it today." in client.get(f"{NEW}?routine=two").content.decode()
    client.post("/plan/enrol/", {"programme": ProgrammeTrackFactory(routine=routine).programme.slug})
    today_page = soup_of(client.get("/today/"))
    left_out = today_page.select_one(".left-out li:has([data-exercise=stretch])")
    assert left_out is not None
    assert "see a clinician" in left_out.text


def test_what_hurt_of_late_stands_in_for_nothing(athlete: Athlete) -> None:
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="knee"), stress=StressTag.KNEELING, verdict="avoid"
    )
    item = RoutineItemFactory(exercise__stress=(StressTag.KNEELING,), routine__slug="kneeling")
    alike = ExerciseFactory(slug="alike")
    screen(athlete.user, **{rule.condition.slug: "yes"})
    assert handed_out(athlete, item.routine) == ["alike"]
    SetFactory(session=SessionFactory(athlete=athlete, day=days_ago(1)), exercise=alike, pain=7)
    assert handed_out(athlete, item.routine) == []


def test_a_session_is_done_again_with_less_after_pain(client: Client, athlete: Athlete) -> None:
    stretch = ExerciseFactory(slug="stretch")
    session = SessionFactory(athlete=athlete, day=timezone.localdate() - dt.timedelta(days=2))
    prescribed = {"reps": None, "seconds": 30}
    for side in ("left", "right", "left", "right"):
        SetFactory(session=session, exercise=stretch, side=side, seconds=40, prescribed=prescribed)
    client.force_login(athlete.user)
    repeat = f"/sessions/{session.pk}/repeat/"
    again = fields_of(client.get(repeat))
    assert [again[f"sets-{n}-seconds"] for n in range(4)] == ["40"] * 4
    session.sets.filter(position=session.sets.first().position).update(pain=7)
    again = fields_of(client.get(repeat))
    assert [again[f"sets-{n}-seconds"] for n in range(2)] == ["30"] * 2
    assert "sets-2-id" not in again


def test_what_stands_in_has_the_load_of_last_time(client: Client, athlete: Athlete) -> None:
    """On a session that is done again: from the latest day on which it was done, not from a skipped one."""
    rule = ContraindicationFactory(
        condition=ConditionFactory(slug="knee"), stress=StressTag.KNEELING, verdict="avoid"
    )
    kneeling = ExerciseFactory(slug="kneeling", stress=(StressTag.KNEELING,))
    band = ExerciseFactory(
        slug="band", sets_min=1, sets_max=1, reps_min=10, reps_max=10, hold_min_s=None, hold_max_s=None,
        each="", records=(Recorded.LOAD,),
    )  # fmt: skip
    today = timezone.localdate()
    for ago, load, skipped in ((9, 4, False), (7, 6, False), (8, 5, False), (6, 7, True)):
        session = SessionFactory(athlete=athlete, day=today - dt.timedelta(days=ago))
        SetFactory(
            session=session, exercise=band, side="both", reps=10, seconds=None, load_kg=load, skipped=skipped
        )
    again = SessionFactory(athlete=athlete, day=today - dt.timedelta(days=20))
    SetFactory(session=again, exercise=kneeling)
    screen(athlete.user, **{rule.condition.slug: "yes"})
    client.force_login(athlete.user)
    sheet = fields_of(client.get(f"/sessions/{again.pk}/repeat/"))
    assert (sheet["sets-0-exercise"], sheet["sets-0-load_kg"]) == ("band", "6")


def test_more_load_stands_on_the_sheet(client: Client, athlete: Athlete) -> None:
    """Two extra reps twice, on both sides: a little more weight."""
    band = ExerciseFactory(
        slug="band", sets_min=1, sets_max=1, reps_min=10, reps_max=10, hold_min_s=None, hold_max_s=None,
        records=(Recorded.LOAD,),
    )  # fmt: skip
    today = timezone.localdate()
    for ago in (4, 2):
        session = SessionFactory(athlete=athlete, day=today - dt.timedelta(days=ago))
        for side in ("left", "right"):
            SetFactory(
                session=session, exercise=band, side=side, reps=12, seconds=None, load_kg=10,
                prescribed={"reps": 10, "seconds": None},
            )  # fmt: skip
    client.force_login(athlete.user)
    sheet = open_sheet(client, "?exercise=band")
    assert [sheet[f"sets-{n}-load_kg"] for n in (0, 1)] == ["11", "11"]
    assert [sheet[f"sets-{n}-reps"] for n in (0, 1)] == ["10", "10"]


def test_the_sheet_says_what_is_used_up_and_the_session_remembers(
    client: Client, athlete: Athlete, routine: Routine, slide: Exercise
) -> None:
    today = timezone.localdate()
    done_on(athlete, slide, *(today - dt.timedelta(days=number) for number in (1, 2, 3, 4)))
    client.force_login(athlete.user)
    response = client.get(f"{NEW}?routine=two")
    assert "Slide is left out today: 4 of 4 days used in these 7, next on" in soup_of(response).text
    client.post(NEW, fields_of(response))
    session = Session.objects.get(routine=routine)
    kept = PrescribedExercise.objects.get(session=session, exercise=None)
    assert (kept.instead_of, kept.cause) == (slide, Cause.CAP)


def test_one_exercise_over_its_cap_is_not_prefilled_but_can_be_recorded(
    client: Client, athlete: Athlete, slide: Exercise
) -> None:
    done_on(athlete, slide, *(timezone.localdate() - dt.timedelta(days=number) for number in (1, 2, 3, 4)))
    client.force_login(athlete.user)
    assert "sets-0-exercise" not in fields_of(client.get(f"{NEW}?exercise=slide"))
    recorded = fields_of(client.get(f"{NEW}?record=slide"))
    assert recorded["sets-0-exercise"] == "slide"
