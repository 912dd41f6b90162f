"""The screening's form: follow-ups wherever staff put them, and a part that answers itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from exercises.domain.asking import REST_OF_CONDITIONS, REST_OF_RED_FLAGS
from exercises.domain.vocabulary import ConditionKind, StressTag, Verdict
from exercises.forms import ScreeningForm
from exercises.models import Condition
from tests.factories import ConditionFactory, ContraindicationFactory, ExerciseFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


def form_of(data: Mapping[str, str]) -> ScreeningForm:
    return ScreeningForm(Condition.objects.for_page(), today=TODAY, data=data)


def answered(data: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a form that holds, by slug."""
    form = form_of(data)
    assert form.is_valid(), form.errors
    return {slug: given.answer.value for slug, given in form.answers.items()}


@pytest.fixture
def line() -> None:
    """A question, one after it that stands before it on the page, and one after that."""
    first = ConditionFactory(slug="first", order=3)
    second = ConditionFactory(slug="second", order=2, follows=first)
    ConditionFactory(slug="third", order=1, follows=second)
    for slug in ("second", "third"):
        ContraindicationFactory(
            condition=Condition.objects.get(slug=slug), stress=StressTag.ANY, verdict=Verdict.CLINICIAN
        )


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("data", "answers"),
    [
        ({"first": "no"}, {"first": "no"}),
        ({"first": "yes", "second": "no"}, {"first": "yes", "second": "no"}),
        (
            {"first": "unsure", "second": "yes", "third": "no"},
            {"first": "unsure", "second": "yes", "third": "no"},
        ),
        ({"first": "no", "second": "yes", "third": "nonsense"}, {"first": "no"}),
        ({"first": "no", "second": "cleared", "second-cleared_on": "?"}, {"first": "no"}),
        ({"first": "yes", "second": "no", "third-cleared_on": "?"}, {"first": "yes", "second": "no"}),
        (
            {"first": "yes", REST_OF_CONDITIONS: "no"},
            {"first": "yes", "second": "no"},
        ),
    ],
)
def test_what_is_asked_is_kept_and_nothing_else(data: dict[str, str], answers: dict[str, str]) -> None:
    assert answered(data) == answers


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"first"}),
        ({"second": "yes"}, {"first"}),
        ({"first": "maybe"}, {"first"}),
        ({"first": "cleared"}, {"first"}),
        ({"first": "yes"}, {"second"}),
        ({"first": "yes", "second": "yes"}, {"third"}),
        ({"first": "yes", "second": "cleared", "third": "no"}, {"second-cleared_on"}),
        ({"first": "yes", REST_OF_RED_FLAGS: "no"}, {"second"}),
    ],
)
def test_what_is_open_is_an_error_beside_it(data: dict[str, str], wrong: set[str]) -> None:
    assert set(form_of(data).errors) == wrong


@pytest.mark.parametrize(
    ("day", "is_right"),
    [("1989-12-31", False), ("1990-01-01", True), ("2026-11-23", True), ("2026-11-24", False)],
)
def test_the_bounds_of_a_clearance(day: str, is_right: bool) -> None:
    rule = ContraindicationFactory(verdict=Verdict.CLINICIAN)
    slug = rule.condition.slug
    assert form_of({slug: "cleared", f"{slug}-cleared_on": day}).is_valid() == is_right


def test_a_red_flag_is_never_cleared_whatever_its_rules() -> None:
    flag = ConditionFactory(kind=ConditionKind.RED_FLAG, action="See a doctor today.")
    ContraindicationFactory(condition=flag, verdict=Verdict.CLINICIAN)
    assert not form_of({flag.slug: "cleared", f"{flag.slug}-cleared_on": "2026-01-01"}).is_valid()
    form = form_of({flag.slug: "unsure"})
    assert form.is_valid()
    assert form.raises_a_flag


def test_a_rule_about_one_exercise_can_be_cleared_too() -> None:
    rule = ContraindicationFactory(stress="", exercise=ExerciseFactory(), verdict=Verdict.CLINICIAN)
    assert "cleared" in dict(Condition.objects.for_page().get(pk=rule.condition_id).answers)
