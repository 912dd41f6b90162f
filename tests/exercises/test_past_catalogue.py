"""The catalogue of an earlier moment, read back from its versions."""

from __future__ import annotations

import pytest

from exercises.domain.screening import Given
from exercises.domain.vocabulary import Answer, Verdict
from exercises.models import Condition, Exercise, Screening, Version
from exercises.services.judge_exercises import judge_under
from exercises.services.past_catalogue import catalogue_as_of
from tests.factories import UserFactory
from tests.screenings import screen

SLUGS = ("couch-stretch-wall", "half-kneeling-flexor-stretch", "clamshell")


def latest() -> int:
    version = Version.objects.latest_id()
    assert version is not None
    return version


def change(folder: str, slug: str, **values: object) -> Version:
    """Keep a later version of an entry, with some fields changed."""
    old = Version.objects.of(folder, slug)[0]
    new = Version(kind=folder, slug=slug, number=old.number + 1, origin=old.origin, created_at=old.created_at)
    new.document = old.document | values
    new.save()
    return new


@pytest.mark.parametrize("answer", ["yes", "cleared", "no"])
def test_the_catalogue_of_now_judges_as_the_rules_of_now(catalogue: None, answer: str) -> None:
    """Every shipped exercise, for every condition: the verdict, the advice and the sources."""
    conditions = Condition.objects.exclude(slug__startswith="red-flag").values_list("slug", flat=True)
    answers = {slug.replace("-", "_"): answer for slug in conditions}
    screening = screen(UserFactory(), **answers)
    exercises = {one.slug: one for one in Exercise.objects.current()}
    past = catalogue_as_of(latest(), exercises=exercises, answered=screening.given)
    assert past.is_whole
    judge = judge_under(screening)
    for slug, exercise in exercises.items():
        then, now = past.assess(slug, screening.given), judge.assess(exercise)
        assert then is not None
        assert then.verdict == now.verdict
        assert set(then.reasons) == set(now.reasons), slug
    assert past.ruleset.questions == judge.ruleset.questions


def test_what_changed_later_says_nothing_about_then(catalogue: None) -> None:
    before = latest()
    change("exercises", "couch-stretch-wall", name="Renamed", contraindications=[])
    change("conditions", "knee-problem", name="Another name")
    answers = {"knee-problem": Given(Answer.YES)}
    then = catalogue_as_of(before, exercises=SLUGS[:1], answered=answers)
    now = catalogue_as_of(latest(), exercises=SLUGS[:1], answered=answers)
    assert [past.exercises["couch-stretch-wall"].name for past in (then, now)] == [
        Exercise.objects.get(slug="couch-stretch-wall").name,
        "Renamed",
    ]
    assert [past.ruleset.by_slug["knee-problem"].name for past in (then, now)] == [
        "A knee problem now",
        "Another name",
    ]
    verdicts = [past.assess("couch-stretch-wall", answers) for past in (then, now)]
    assert [one and one.verdict for one in verdicts] == [Verdict.AVOID, Verdict.ALLOWED]


def test_a_condition_that_nobody_asked_for_says_nothing(catalogue: None) -> None:
    """Its row is gone, its versions are kept."""
    Condition.objects.filter(slug="knee-problem").delete()
    screening = screen(UserFactory())
    del screening.answers["knee-problem"]
    past = catalogue_as_of(latest(), exercises=SLUGS, answered=screening.given)
    found = past.assess("couch-stretch-wall", screening.given)
    assert found is not None
    assert "knee-problem" not in {reason.condition for reason in found.reasons}


def test_a_document_that_cannot_be_read_any_more_is_missed(catalogue: None) -> None:
    change("conditions", "knee-problem", kind="a kind of the past")
    past = catalogue_as_of(latest(), exercises=(), answered={"knee-problem": Given(Answer.YES)})
    assert not past.is_whole
    assert past.ruleset.questions == ()
    assert not catalogue_as_of(latest(), exercises=["never-there"], answered={}).is_whole


def test_an_empty_past_knows_nothing(db: None) -> None:
    past = catalogue_as_of(1, exercises=(), answered=Screening().given)
    assert past.assess("couch-stretch-wall", {}) is None
