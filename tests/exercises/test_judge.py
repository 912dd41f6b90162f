"""Judging for one person: the answers as they are stored, the rules as the database holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exercises.domain.screening import Given
from exercises.domain.vocabulary import Aim, Answer, ConditionKind, Status, StressTag, Verdict
from exercises.models import Condition, Exercise, Screening
from exercises.models.screening import answers_as_json
from exercises.services.judge_exercises import judge_for, judge_under
from exercises.services.kept_catalogue import forget_catalogue
from tests.exercises.shipped_rules import shipped_ruleset
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
)
from tests.screenings import screen
from tracker.models import Athlete
from tracker.services.find_person import person_of_key

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def knee_rule(verdict: Verdict = Verdict.AVOID, **values: Any) -> Condition:
    """Return a condition that avoids kneeling, as `tests.screenings.screen` names it: knee_problem."""
    knee = ConditionFactory(slug="knee-problem", name="A knee problem")
    ContraindicationFactory(condition=knee, stress=StressTag.KNEELING, verdict=verdict, **values)
    return knee


def kneeling(**values: Any) -> Exercise:
    return ExerciseFactory(stress=(StressTag.KNEELING,), **values)


@pytest.mark.usefixtures("catalogue")
def test_the_database_gives_the_same_questions_and_rules_as_the_files() -> None:
    found, shipped = Condition.objects.ruleset(), shipped_ruleset()
    assert set(found.questions) == set(shipped.questions)
    assert [one.slug for one in found.questions if one.kind is ConditionKind.CONDITION] == [
        one.slug for one in shipped.questions if one.kind is ConditionKind.CONDITION
    ]
    assert set(found.rules) == set(shipped.rules)
    assert len(found.rules) == len(shipped.rules)


@pytest.mark.usefixtures("catalogue")
def test_the_rules_are_read_in_one_query(
    athlete: Athlete, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    exercises = list(Exercise.objects.all())
    with django_assert_num_queries(1):
        judge_for(AnonymousUser())
    screening = Screening.objects.get(user=athlete.user)
    with django_assert_num_queries(1):
        judge = judge_under(screening)
        for one in exercises:
            judge.verdict(one)
            judge.substitute(one, exercises)
        judge.red_flags()
        judge.must_ask(NOW)
    with django_assert_num_queries(2):
        judge_for(athlete.user)


@pytest.mark.django_db
@pytest.mark.parametrize("has_red_flags", [True, False])
def test_of_whom_nobody_has_asked_nothing_is_known_and_nothing_is_prescribed(has_red_flags: bool) -> None:
    if has_red_flags:
        ConditionFactory(kind=ConditionKind.RED_FLAG, action="Stop training.")
    plain, other = ExerciseFactory(), ExerciseFactory()
    for user in (AnonymousUser(), AthleteFactory(screened=False).user):
        judge = judge_for(user)
        assert not judge.knows
        assert judge.verdict(plain) == "unknown"
        assert not judge.may_prescribe(plain)
        assert judge.substitute(plain, [other]) is None
        assert judge.red_flags() == ()
        assert judge.must_ask(NOW)


@pytest.mark.django_db
def test_the_last_answers_count_and_only_ones_own() -> None:
    knee_rule()
    user, exercise = AthleteFactory().user, kneeling()
    screen(AthleteFactory().user, knee_problem="yes")
    assert judge_for(user).verdict(exercise) == "allowed"
    screen(user, knee_problem="yes")
    assert judge_for(user).verdict(exercise) == "avoid"
    assert not judge_for(user).may_prescribe(exercise)
    screen(user, knee_problem="no")
    assert judge_for(user).verdict(exercise) == "allowed"
    assert judge_for(user).may_prescribe(exercise)


@pytest.mark.django_db
def test_a_clinicians_word_lifts_the_rule_and_leaves_what_stays() -> None:
    knee_rule(Verdict.CLINICIAN, advice="Ask.", once_cleared="On a pad.")
    user, exercise = AthleteFactory().user, kneeling()
    screen(user, knee_problem="yes")
    assert judge_for(user).verdict(exercise) == "clinician"
    screen(user, knee_problem="cleared")
    judge = judge_for(user)
    assert judge.verdict(exercise) == "modify"
    assert [one.advice for one in judge.assess(exercise).reasons] == ["On a pad."]
    assert judge.may_prescribe(exercise)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_red_flag_stops_everything_and_names_its_source(answer: str) -> None:
    flag = ConditionFactory(slug="red-flag-fever", kind=ConditionKind.RED_FLAG, action="Stop training.")
    reference = ContraindicationFactory().source
    flag.sources.add(reference)
    user, exercise = AthleteFactory().user, ExerciseFactory()
    screen(user, red_flag_fever=answer)
    judge = judge_for(user)
    assert [one.slug for one in judge.red_flags()] == ["red-flag-fever"]
    assert judge.answered_flags() == judge.red_flags()
    assert judge.is_stopped
    assert not judge.may_prescribe(exercise)
    (reason,) = judge.assess(exercise).reasons
    assert (reason.source, reason.source_name, reason.is_red_flag) == (reference.slug, str(reference), True)
    assert judge.substitute(exercise, [ExerciseFactory(aim=exercise.aim)]) is None


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_what_is_not_offered_is_not_prescribed_and_stands_in_for_nothing(status: Status) -> None:
    knee_rule()
    user, exercise = AthleteFactory().user, kneeling(aim=Aim.CONTROL, status=Status.PUBLISHED)
    hidden = ExerciseFactory(aim=Aim.CONTROL, status=status)
    offered = ExerciseFactory(aim=Aim.CONTROL, level=3)
    screen(user, knee_problem="yes")
    judge = judge_for(user)
    assert not judge.may_prescribe(hidden)
    assert judge.substitute(exercise, [hidden, exercise]) is None
    assert judge.substitute(exercise, [hidden, offered]) == offered
    assert judge.substitute(exercise, [hidden, offered], taken=[offered.slug]) is None


@pytest.mark.django_db
def test_it_is_asked_again_after_90_days_and_after_pain() -> None:
    user = AthleteFactory().user
    screening = Screening.objects.get(user=user)
    ninety_days = screening.answered_at + dt.timedelta(days=90)
    assert not judge_for(user).must_ask(screening.answered_at)
    assert not judge_for(user).must_ask(ninety_days - dt.timedelta(microseconds=1))
    assert judge_for(user).must_ask(ninety_days)
    screening.asked_again_at = screening.answered_at
    screening.save()
    assert judge_for(user).must_ask(screening.answered_at)
    screen(user)
    assert not judge_for(user).must_ask(screening.answered_at)


@pytest.mark.django_db
def test_a_question_that_staff_add_is_asked_and_counts_as_yes_until_then() -> None:
    user, exercise = AthleteFactory().user, kneeling()
    now = Screening.objects.get(user=user).answered_at
    assert not judge_for(user).must_ask(now)
    ankle = ConditionFactory(slug="ankle-problem")
    ContraindicationFactory(condition=ankle, stress=StressTag.KNEELING, verdict=Verdict.AVOID)
    judge = judge_for(user)
    assert judge.must_ask(now)
    assert judge.verdict(exercise) == "avoid"
    assert [one.is_answered for one in judge.assess(exercise).reasons] == [False]
    screen(user)
    assert not judge_for(user).must_ask(now)
    # One behind a condition that the person does not have is never asked.
    ConditionFactory(slug="ankle-swells", follows=ankle)
    assert not judge_for(user).must_ask(now)
    screen(user, ankle_problem="yes")
    Screening.objects.filter(user=user).update(answers={"ankle-problem": {"answer": "yes"}})
    assert judge_for(user).must_ask(now)


DAMAGED = [
    None,
    [],
    ["knee-problem"],
    "no",
    7,
    {},
    {"": {"answer": "no"}},
    {"knee-problem": None},
    {"knee-problem": "no"},
    {"knee-problem": ["answer", "no"]},
    {"knee-problem": {}},
    {"knee-problem": {"on": "2026-11-01"}},
    {"knee-problem": {"answer": None}},
    {"knee-problem": {"answer": ["no"]}},
    {"knee-problem": {"answer": {"no": 1}}},
    {"knee-problem": {"answer": "NO"}},
    {"knee-problem": {"answer": "perhaps"}},
    {"knee-problem": {"answer": "cleared"}},
    {"knee-problem": {"answer": "cleared", "on": "yesterday"}},
    {"knee-problem": {"answer": "cleared", "on": 20261101}},
]


@pytest.mark.django_db
@pytest.mark.parametrize("answers", DAMAGED, ids=str)
def test_answers_that_cannot_be_read_count_as_none(answers: object) -> None:
    knee_rule(Verdict.CLINICIAN)
    screening = Screening(user=AthleteFactory(screened=False).user, answers=answers, answered_at=NOW)
    assert {slug for slug in screening.given if slug} == set()
    judge = judge_under(screening)
    assert judge.knows
    assert judge.must_ask(NOW)
    assert judge.verdict(kneeling()) == "clinician"
    assert not judge.may_prescribe(kneeling())


def test_one_damaged_answer_leaves_the_others() -> None:
    stored = {"a": {"answer": "no"}, "b": {"answer": []}, "c": {"answer": "cleared", "on": "2026-11-01"}}
    assert Screening(answers=stored).given == {
        "a": Given(Answer.NO),
        "c": Given(Answer.CLEARED, dt.date(2026, 11, 1)),
    }


def test_answers_come_back_as_they_were_stored() -> None:
    given = {
        "a": Given(Answer.NO),
        "b": Given(Answer.UNSURE),
        "c": Given(Answer.CLEARED, dt.date(2026, 11, 1)),
    }
    assert Screening(answers=answers_as_json(given)).given == given


@pytest.mark.django_db
def test_a_red_flag_that_nobody_answered_is_asked_and_does_not_stop() -> None:
    user = AthleteFactory().user
    screen(user)
    ConditionFactory(slug="red-flag-new", kind=ConditionKind.RED_FLAG, action="Stop training.")
    judge = judge_for(user)
    assert [one.slug for one in judge.red_flags()] == ["red-flag-new"]
    assert judge.answered_flags() == ()
    assert not judge.is_stopped
    assert judge.must_ask(timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "holds"), [("no", False), ("yes", True), ("unsure", True), ("cleared", True)]
)
def test_any_answer_but_no_may_hold_something(answer: str, holds: bool) -> None:
    ConditionFactory(slug="knee-problem")
    user = AthleteFactory().user
    screen(user, knee_problem=answer)
    assert judge_for(user).holds_something is holds


@pytest.fixture
def kneels(transactional_db: None, settings: Any) -> Iterator[tuple[Athlete, Exercise]]:
    """Somebody with a knee problem, about which there is no rule yet, and an exercise on the knees."""
    settings.PAGE_MEMORY_BYTES = 1_000_000
    forget_catalogue()
    ConditionFactory(slug="knee-problem", name="A knee problem")
    athlete = AthleteFactory()
    screen(athlete.user, knee_problem="yes")
    yield athlete, kneeling()
    forget_catalogue()


def avoid_kneeling() -> None:
    knee = Condition.objects.get(slug="knee-problem")
    ContraindicationFactory(condition=knee, stress=StressTag.KNEELING, verdict=Verdict.AVOID)


def test_rules_are_kept_until_one_changes(
    kneels: tuple[Athlete, Exercise], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    athlete, exercise = kneels
    assert judge_for(person_of_key(athlete.pk)).verdict(exercise) == "allowed"
    user = person_of_key(athlete.pk)
    with django_assert_num_queries(0):
        assert judge_for(user).verdict(exercise) == "allowed"

    avoid_kneeling()

    assert judge_for(person_of_key(athlete.pk)).verdict(exercise) == "avoid"


def test_rules_that_were_taken_back_are_not_kept(kneels: tuple[Athlete, Exercise]) -> None:
    athlete, exercise = kneels
    user = person_of_key(athlete.pk)

    with transaction.atomic():
        avoid_kneeling()
        assert judge_for(user).verdict(exercise) == "avoid"
        transaction.set_rollback(True)

    assert judge_for(user).verdict(exercise) == "allowed"
