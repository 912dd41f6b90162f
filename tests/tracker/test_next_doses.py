"""The next dose from a person's rows: without a query, with the ladder that fits, and with the veto."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Aim, Status
from exercises.models import Exercise
from exercises.models.ladder import Direction, Progression
from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.logged import local_today, noon
from tracker.domain.progression import Kind, Reason, Step
from tracker.models import Athlete, ChangeKind, Evidence, Morning, PlanChange, Session
from tracker.services.hold_dose import NothingToHoldError, hold_dose, release_dose
from tracker.services.next_doses import next_steps
from tracker.services.recent_training import recent_training

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 25)
HOLD = "/today/hold/"


@pytest.fixture
def stretch(db: None) -> Exercise:
    """2 × 30 s each side."""
    return ExerciseFactory(slug="stretch")


def done(
    athlete: Athlete,
    exercise: Exercise,
    *,
    ago: int,
    today: dt.date = TODAY,
    pain: int | None = None,
    **values: object,
) -> Session:
    """The exercise as it is prescribed, so many days ago."""
    session = SessionFactory(athlete=athlete, day=today - dt.timedelta(days=ago), **values)
    for position, side in enumerate(("left", "right", "left", "right")):
        SetFactory(
            session=session,
            exercise=exercise,
            position=position,
            side=side,
            pain=pain,
            prescribed={"reps": None, "seconds": 30},
        )
    return session


def steps(
    athlete: Athlete, *, today: dt.date = TODAY, may: Callable[[Exercise], bool] = lambda _one: True
) -> dict[str, Step]:
    offered = list(Exercise.objects.current().for_choice().in_order())
    training = recent_training(athlete.user, today)
    changes = list(PlanChange.objects.for_athlete(athlete.user))
    with CaptureQueriesContext(connection) as captured:
        found = next_steps(offered, training, changes, may, today=today)
    assert len(captured) == 0
    return {one.slug: found[one.pk] for one in offered}


def harder(exercise: Exercise, **values: object) -> Exercise:
    other = ExerciseFactory(**{"level": 2, **values})
    Progression.objects.create(exercise=exercise, other=other, direction=Direction.HARDER, when="Later.")
    return other


def test_every_exercise_has_a_step(athlete: Athlete, stretch: Exercise) -> None:
    other = ExerciseFactory()
    done(athlete, stretch, ago=2)
    done(AthleteFactory(), other, ago=2)
    found = steps(athlete)
    assert {slug: one.reason for slug, one in found.items()} == {
        "stretch": Reason.ONCE,
        other.slug: Reason.OWN_DOSE,
    }


def test_the_rows_say_when_and_how_it_was(athlete: Athlete, stretch: Exercise) -> None:
    session = done(athlete, stretch, ago=2, pain_before=1)
    done(athlete, stretch, ago=4)
    harder(stretch, slug="harder")
    assert steps(athlete)["stretch"].exercise == "harder"
    Session.objects.update(effort=7)
    assert steps(athlete)["stretch"].reason is Reason.EFFORT
    Morning.objects.create(session=session, athlete=athlete, pain=2, answered_at=timezone.now())
    assert steps(athlete)["stretch"].reason is Reason.WORSE_MORNING
    session.sets.update(pain=6)
    assert steps(athlete)["stretch"].reason is Reason.PAIN_ABOVE
    Session.objects.update(deleted_at=timezone.now())
    assert steps(athlete)["stretch"].reason is Reason.OWN_DOSE


def test_only_what_may_be_prescribed_is_offered_and_the_own_aim_first(
    athlete: Athlete, stretch: Exercise
) -> None:
    harder(stretch, slug="a-far-one", level=3)
    harder(stretch, slug="b-other-aim", aim=Aim.BALANCE, level=1)
    harder(stretch, slug="c-next", level=2)
    harder(stretch, slug="d-next", level=2)
    harder(stretch, slug="a-draft", status=Status.DRAFT, published_at=None)
    done(athlete, stretch, ago=4)
    done(athlete, stretch, ago=2)
    barred: list[str] = []
    offered = []
    for _time in range(5):
        offered.append(steps(athlete, may=lambda one: one.slug not in barred)["stretch"].exercise)
        barred.append(offered[-1])
    assert offered == ["c-next", "d-next", "a-far-one", "b-other-aim", ""]


def test_what_hurt_too_much_of_late_is_not_offered(athlete: Athlete, stretch: Exercise) -> None:
    """Neither the harder nor the easier exercise, until it has settled."""
    other = harder(stretch, slug="harder")
    Progression.objects.create(exercise=other, other=stretch, direction=Direction.EASIER, when="Then.")
    for ago in (6, 4):
        done(athlete, stretch, ago=ago)
    last = done(athlete, other, ago=5, pain=6)
    found = steps(athlete)
    assert (found["stretch"].exercise, found["harder"].exercise) == ("", "stretch")
    Morning.objects.create(session=last, athlete=athlete, pain=0, answered_at=timezone.now())
    settled = done(athlete, other, ago=3)
    Morning.objects.create(session=settled, athlete=athlete, pain=0, answered_at=timezone.now())
    assert steps(athlete)["stretch"].exercise == "harder"
    settled.sets.update(pain=6)
    assert steps(athlete)["harder"].exercise == "stretch"
    done(athlete, stretch, ago=2, pain=6)
    assert steps(athlete)["harder"].exercise == ""


def test_the_dose_of_a_routine_is_what_counts_there(athlete: Athlete, stretch: Exercise) -> None:
    offered = list(Exercise.objects.current().for_choice())
    dose = ExerciseFactory.build(hold_min_s=20, hold_max_s=25).dosage
    found = next_steps(
        offered,
        recent_training(athlete.user, TODAY),
        [],
        lambda _one: True,
        today=TODAY,
        doses={stretch.pk: dose},
    )
    assert found[stretch.pk].dosage == dose


def test_a_session_under_way_changes_nothing_in_itself_but_pain_does(
    athlete: Athlete, stretch: Exercise
) -> None:
    done(athlete, stretch, ago=2)
    now = done(athlete, stretch, ago=0, evidence=Evidence.TIMED)
    assert steps(athlete)["stretch"].reason is Reason.ONCE
    now.sets.filter(position=0).update(pain=6)
    assert steps(athlete)["stretch"].reason is Reason.PAIN_ABOVE
    now.sets.update(pain=None)
    Session.objects.filter(pk=now.pk).update(finished_at=noon(TODAY) + dt.timedelta(minutes=20))
    assert steps(athlete)["stretch"].reason is Reason.TOP


def test_a_session_that_was_never_finished_counts_from_the_next_day_on(
    athlete: Athlete, stretch: Exercise
) -> None:
    done(athlete, stretch, ago=2)
    done(athlete, stretch, ago=1, evidence=Evidence.TIMED)
    assert steps(athlete)["stretch"].reason is Reason.TOP


def test_the_veto_keeps_the_dose_until_the_next_session(athlete: Athlete, stretch: Exercise) -> None:
    harder(stretch)
    for ago in (4, 2):
        done(athlete, stretch, ago=ago)
    for _press in range(2):
        hold_dose(athlete=athlete, exercise=stretch, today=TODAY)
    change = PlanChange.objects.get()
    day = TODAY - dt.timedelta(days=2)
    assert (change.kind, change.exercise, change.first_day) == (ChangeKind.HOLD, stretch, day)
    assert (steps(athlete)["stretch"].kind, steps(athlete)["stretch"].is_held) == (Kind.HOLD, True)
    done(athlete, stretch, ago=0)
    assert steps(athlete)["stretch"].reason is Reason.HARDER
    hold_dose(athlete=athlete, exercise=stretch, today=TODAY)
    assert steps(athlete)["stretch"].is_held
    release_dose(athlete=athlete, exercise=stretch, today=TODAY)
    assert PlanChange.objects.get() == change


def test_the_veto_is_taken_back(athlete: Athlete, stretch: Exercise) -> None:
    done(athlete, stretch, ago=2)
    hold_dose(athlete=athlete, exercise=stretch, today=TODAY)
    for _press in range(2):
        release_dose(athlete=athlete, exercise=stretch, today=TODAY)
    assert not PlanChange.objects.exists()


def test_another_persons_veto_is_theirs(athlete: Athlete, stretch: Exercise) -> None:
    other = AthleteFactory()
    for one in (athlete, other):
        done(one, stretch, ago=2)
    hold_dose(athlete=other, exercise=stretch, today=TODAY)
    assert steps(athlete)["stretch"].reason is Reason.ONCE
    release_dose(athlete=athlete, exercise=stretch, today=TODAY)
    assert PlanChange.objects.get().athlete == other


def test_what_was_not_done_of_late_has_nothing_to_keep(athlete: Athlete, stretch: Exercise) -> None:
    done(athlete, stretch, ago=36)
    for change in (hold_dose, release_dose):
        with pytest.raises(NothingToHoldError):
            change(athlete=athlete, exercise=stretch, today=TODAY)


def test_the_button_and_its_undo(signed_in: Client, athlete: Athlete, stretch: Exercise) -> None:
    done(athlete, stretch, ago=1, today=local_today(athlete))
    response = signed_in.post(HOLD, {"exercise": "stretch"})
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert PlanChange.objects.get().exercise == stretch
    response = signed_in.post(HOLD, {"exercise": "stretch", "undo": "1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert not PlanChange.objects.exists()


def test_the_button_of_what_was_not_done_only_says_so(signed_in: Client, stretch: Exercise) -> None:
    response = signed_in.post(HOLD, {"exercise": "stretch"}, follow=True)
    assert "its dose is the usual one" in response.content.decode()
    assert not PlanChange.objects.exists()


@pytest.mark.parametrize("slug", ["", "nothing", "no slug", "\x00"])
def test_an_unknown_exercise_is_absent(signed_in: Client, slug: str) -> None:
    assert signed_in.post(HOLD, {"exercise": slug}).status_code == 404
    assert signed_in.get(HOLD, {"exercise": slug}).status_code == 302
