"""What one answer of the screening brings into force, whatever the exercise."""

from __future__ import annotations

import datetime as dt

import pytest

from exercises.domain.screening import Given, Question, Rule, Ruleset, consequences
from exercises.domain.vocabulary import Answer, ConditionKind, StressTag, Verdict


def rule(condition: str, verdict: Verdict, stress: StressTag, once_cleared: str = "") -> Rule:
    return Rule(condition, verdict, f"{verdict} it", "a-study", stress=stress, once_cleared=once_cleared)


RULES = Ruleset(
    questions=tuple(Question(slug, slug, ConditionKind.CONDITION) for slug in ("hip", "knee")),
    rules=(
        rule("hip", Verdict.MODIFY, StressTag.FLEXION),
        rule("hip", Verdict.CLINICIAN, StressTag.ANY),
        rule("hip", Verdict.CLINICIAN, StressTag.PRONE, "On the side instead."),
        rule("hip", Verdict.AVOID, StressTag.ADDUCTION),
        rule("knee", Verdict.AVOID, StressTag.KNEELING),
    ),
)
CLEARED = Given(Answer.CLEARED, dt.date(2026, 11, 1))


@pytest.mark.parametrize("answers", [{}, {"hip": Given(Answer.YES)}, {"hip": Given(Answer.UNSURE)}])
def test_all_rules_of_the_question_the_strictest_first(answers: dict[str, Given]) -> None:
    found = consequences("hip", ruleset=RULES, answers=answers)

    assert [(one.stress, reason.verdict) for one, reason in found] == [
        (StressTag.ADDUCTION, Verdict.AVOID),
        (StressTag.ANY, Verdict.CLINICIAN),
        (StressTag.PRONE, Verdict.CLINICIAN),
        (StressTag.FLEXION, Verdict.MODIFY),
    ]
    assert {reason.is_answered for _one, reason in found} == {bool(answers)}


def test_a_no_brings_nothing() -> None:
    assert consequences("hip", ruleset=RULES, answers={"hip": Given(Answer.NO)}) == ()


def test_clearance_lifts_what_waits_for_a_clinician_or_leaves_a_change() -> None:
    found = consequences("hip", ruleset=RULES, answers={"hip": CLEARED})

    assert [(one.stress, reason.verdict, reason.advice) for one, reason in found] == [
        (StressTag.ADDUCTION, Verdict.AVOID, "avoid it"),
        (StressTag.FLEXION, Verdict.MODIFY, "modify it"),
        (StressTag.PRONE, Verdict.MODIFY, "On the side instead."),
    ]
