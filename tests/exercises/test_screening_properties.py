"""What holds for any answers, under any rules and under the shipped ones: nothing harmful is handed out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.screening import (
    PRESCRIBABLE,
    STRICTNESS,
    Answers,
    Given,
    Question,
    Rule,
    Ruleset,
    Screened,
    assess,
    counts_as,
    open_questions,
    raised_flags,
    substitute,
)
from exercises.domain.vocabulary import Answer, ConditionKind, StressTag, Verdict
from tests.exercises.shipped_rules import shipped_exercises, shipped_ruleset

NO, YES = Given(Answer.NO), Given(Answer.YES)
CLEARED = Given(Answer.CLEARED, date(2026, 11, 1))
ALL = (NO, CLEARED, YES, Given(Answer.UNSURE), None)
"""Every answer, None for none at all; each but the first is at least as strict as those before it."""

SLUGS = tuple(one.slug for one in shipped_ruleset().questions)

# Rules as they never should be, and yet might come from a database: unknown tags, verdicts and circles.
NAMES = "abcde"
questions = st.lists(
    st.builds(
        Question,
        slug=st.sampled_from(NAMES),
        name=st.just("A question"),
        kind=st.sampled_from([ConditionKind.CONDITION] * 5 + [ConditionKind.RED_FLAG]),
        follows=st.sampled_from(["", "", *NAMES, "who-knows"]),
    ),
    unique_by=lambda one: one.slug,
)
TAGS = [*list(StressTag)[:4], StressTag.ANY, cast("StressTag", "wobble")]
rules = st.lists(
    st.builds(
        Rule,
        condition=st.sampled_from([*NAMES, "who-knows"]),
        verdict=st.sampled_from([*Verdict, cast("Verdict", "perhaps")]),
        advice=st.just("Do this."),
        source=st.just("a-study"),
        stress=st.sampled_from([None, *TAGS]),
        exercise=st.sampled_from(["", "ex-1", "ex-2"]),
        once_cleared=st.sampled_from(["", "Do that."]),
    ),
    max_size=12,
)
rulesets = st.builds(Ruleset, questions.map(tuple), rules.map(tuple))
exercises = st.lists(
    st.builds(
        Screened,
        slug=st.integers(1, 6).map("ex-{}".format),
        name=st.just("An exercise"),
        aim=st.sampled_from(["control", "balance"]),
        level=st.integers(1, 3),
        stress=st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
        equipment=st.lists(st.sampled_from(["band", "wall"]), unique=True).map(tuple),
    ),
    min_size=1,
    unique_by=lambda one: one.slug,
)


def answers_to(slugs: Sequence[str]) -> st.SearchStrategy[Answers]:
    """Return any answers to some of the questions."""
    given = st.sampled_from([*ALL, Given(Answer.CLEARED), Given(cast("Answer", "maybe"))])
    return st.fixed_dictionaries(dict.fromkeys(slugs, given)).map(
        lambda found: {slug: one for slug, one in found.items() if one is not None}
    )


def ill(subset: Iterable[str], otherwise: Given = NO) -> Answers:
    """Return the answers of a person who has these conditions and flags, and no others."""
    has = set(subset)
    return {slug: YES if slug in has else otherwise for slug in SLUGS}


def check_verdict(exercise: Screened, ruleset: Ruleset, answers: Answers) -> None:
    """Check a verdict against what the rules say one by one."""
    found = assess(exercise, ruleset=ruleset, answers=answers)
    severities = [STRICTNESS[one.verdict] for one in found.reasons]
    assert severities == sorted(severities, reverse=True)
    assert STRICTNESS[found.verdict] == max(severities, default=0)
    if raised_flags(ruleset, answers):
        assert found.verdict is Verdict.AVOID
    held = False
    for rule in ruleset.rules:
        answer = counts_as(rule.condition, ruleset, answers)
        touches = rule.exercise == exercise.slug if rule.stress is None else rule.stress in exercise.stress
        if answer is Answer.NO or not (touches or rule.stress is StressTag.ANY):
            continue
        is_lifted = answer is Answer.CLEARED and rule.verdict is Verdict.CLINICIAN
        held = held or not (rule.verdict in PRESCRIBABLE or is_lifted)
        assert is_lifted or any(one.condition == rule.condition for one in found.reasons)
    if held:
        assert not found.may_be_prescribed


def check_stricter(exercises: Iterable[Screened], ruleset: Ruleset, milder: Answers, slug: str) -> None:
    """Check that no step from no towards yes, or towards no answer, makes a verdict milder."""
    for exercise in exercises:
        last = -1
        for one in ALL:
            answers = {other: value for other, value in milder.items() if other != slug}
            answers |= {slug: one} if one else {}
            verdict = STRICTNESS[assess(exercise, ruleset=ruleset, answers=answers).verdict]
            is_never_asked = one is None and counts_as(slug, ruleset, answers) is Answer.NO
            if not is_never_asked:
                assert verdict >= last, (exercise.slug, slug, one)
                last = verdict


def check_substitute(
    exercise: Screened, candidates: Sequence[Screened], taken: set[str], ruleset: Ruleset, answers: Answers
) -> None:
    """Check that what stands in may, and that nothing that may is better."""

    def verdict(one: Screened) -> Verdict:
        return assess(one, ruleset=ruleset, answers=answers).verdict

    found = substitute(exercise, candidates, ruleset=ruleset, answers=answers, taken=taken)
    fit = [
        one
        for one in candidates
        if one.aim == exercise.aim
        and one.slug not in {exercise.slug, *taken}
        and verdict(one) in PRESCRIBABLE
    ]
    assert (found is None) == (not fit)
    if found is not None:
        assert found in fit
        best = min((STRICTNESS[verdict(one)], abs(one.level - exercise.level)) for one in fit)
        assert best == (STRICTNESS[verdict(found)], abs(found.level - exercise.level))


@given(
    rulesets, exercises, answers_to(NAMES), st.sampled_from(NAMES), st.sets(st.sampled_from(["ex-1", "ex-2"]))
)
def test_under_any_rules(
    ruleset: Ruleset, found: list[Screened], answers: Answers, slug: str, taken: set[str]
) -> None:
    for exercise in found:
        check_verdict(exercise, ruleset, answers)
        check_substitute(exercise, found, taken, ruleset, answers)
    check_stricter(found, ruleset, answers, slug)


@given(answers_to(SLUGS), st.sampled_from(SLUGS))
def test_any_answers_to_the_shipped_questions(answers: Answers, slug: str) -> None:
    for exercise in shipped_exercises():
        check_verdict(exercise, shipped_ruleset(), answers)
    check_stricter(shipped_exercises(), shipped_ruleset(), answers, slug)


CONDITIONS = tuple(one.slug for one in shipped_ruleset().questions if one.kind is ConditionKind.CONDITION)


@given(st.sets(st.sampled_from(CONDITIONS)), st.sampled_from(CONDITIONS), st.data())
def test_any_subset_of_the_conditions_over_the_whole_catalogue(
    subset: set[str], added: str, data: Any
) -> None:
    answers = ill(subset)
    taken = data.draw(st.sets(st.sampled_from([one.slug for one in shipped_exercises()]), max_size=6))
    more = ill({*subset, added})
    open_ = {slug: given for slug, given in answers.items() if slug != added}
    for exercise in shipped_exercises():
        check_verdict(exercise, shipped_ruleset(), answers)
        check_substitute(exercise, shipped_exercises(), taken, shipped_ruleset(), answers)
        verdicts = [
            STRICTNESS[assess(exercise, ruleset=shipped_ruleset(), answers=one).verdict]
            for one in (answers, more, open_)
        ]
        assert verdicts[0] <= verdicts[1]
        if added not in subset:
            assert verdicts[0] <= verdicts[2]


@pytest.mark.parametrize("size", [1, 2])
def test_every_one_and_every_two_conditions_make_no_verdict_milder(size: int) -> None:
    """What two conditions say together is the stricter of what each says alone."""

    def verdicts(subset: tuple[str, ...]) -> list[Verdict]:
        answers = ill(subset)
        return [
            assess(one, ruleset=shipped_ruleset(), answers=answers).verdict for one in shipped_exercises()
        ]

    alone = {slug: verdicts((slug,)) for slug in CONDITIONS}
    for subset in combinations(CONDITIONS, size):
        wanted = [max(each, key=STRICTNESS.__getitem__) for each in zip(*map(alone.get, subset), strict=True)]
        assert verdicts(subset) == wanted, subset


def test_every_reason_under_the_shipped_rules_names_its_source() -> None:
    for exercise in shipped_exercises():
        found = assess(exercise, ruleset=shipped_ruleset(), answers={})
        assert len(found.reasons) >= 15
        assert [one for one in found.reasons if not (one.source and one.source_name)] == []
        assert [one for one in found.reasons if not (one.advice or one.is_red_flag)] == []


def test_nothing_is_open_to_somebody_who_answered_nothing() -> None:
    assert open_questions(shipped_ruleset(), {}) == shipped_ruleset().questions
    for exercise in shipped_exercises():
        assert assess(exercise, ruleset=shipped_ruleset(), answers={}).verdict is Verdict.AVOID
