"""The screening's rules by hand-made cases: how answers count, what a verdict is made of, what stands in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from exercises.domain.screening import (
    Assessment,
    Given,
    Question,
    Rule,
    Ruleset,
    Screened,
    assess,
    counts_as,
    is_outdated,
    open_questions,
    raised_flags,
    strictest,
)
from exercises.domain.vocabulary import Answer, ConditionKind, StressTag, Verdict

NO, YES, UNSURE = Given(Answer.NO), Given(Answer.YES), Given(Answer.UNSURE)
CLEARED = Given(Answer.CLEARED, date(2026, 11, 1))
ALLOWED, MODIFY, CLINICIAN, AVOID = Verdict


def question(slug: str, follows: str = "", kind: ConditionKind = ConditionKind.CONDITION) -> Question:
    return Question(slug, slug.title(), kind, follows, "a-source", "A source")


def rule(
    condition: str, verdict: Verdict, target: StressTag | str = StressTag.ANY, cleared: str = ""
) -> Rule:
    tag = target if isinstance(target, StressTag) else None
    slug = "" if isinstance(target, StressTag) else target
    return Rule(condition, verdict, f"{condition}: {verdict}", "study", "Study 2020", tag, slug, cleared)


def exercise(slug: str = "lunge", *tags: StressTag, aim: str = "control", level: int = 1) -> Screened:
    return Screened(slug, slug.title(), aim, level, tags)


QUESTIONS = (
    question("fever", kind=ConditionKind.RED_FLAG),
    question("hip"),
    question("hip-locks", "hip"),
    question("hip-locks-daily", "hip-locks"),
    question("knee"),
)
RULESET = Ruleset(
    QUESTIONS,
    (
        rule("hip", MODIFY, StressTag.FLEXION),
        rule("hip", AVOID, StressTag.ADDUCTION),
        rule("hip-locks", CLINICIAN),
        rule("knee", CLINICIAN, StressTag.KNEELING, "On a thick pad."),
        rule("knee", AVOID, "couch"),
    ),
)
ALL_NO = dict.fromkeys((one.slug for one in QUESTIONS), NO)


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        ((), ALLOWED),
        ((ALLOWED,), ALLOWED),
        ((MODIFY, ALLOWED), MODIFY),
        ((MODIFY, CLINICIAN, MODIFY), CLINICIAN),
        ((AVOID, CLINICIAN), AVOID),
        (tuple(Verdict), AVOID),
    ],
)
def test_strictest(verdicts: tuple[Verdict, ...], wanted: Verdict) -> None:
    assert strictest(iter(verdicts)) is wanted


@pytest.mark.parametrize(
    ("slug", "answers", "wanted"),
    [
        ("hip", {"hip": NO}, Answer.NO),
        ("hip", {"hip": YES}, Answer.YES),
        ("hip", {"hip": UNSURE}, Answer.YES),
        ("hip", {"hip": CLEARED}, Answer.CLEARED),
        ("hip", {"hip": Given(Answer.CLEARED)}, Answer.YES),
        ("hip", {"hip": Given(cast("Answer", "maybe"))}, Answer.YES),
        ("hip", {}, Answer.YES),
        ("hip", {"knee": NO, "": NO}, Answer.YES),
        ("who-knows", {}, Answer.YES),
        ("hip-locks", {"hip": NO}, Answer.NO),
        ("hip-locks", {"hip": YES}, Answer.YES),
        ("hip-locks", {"hip": UNSURE}, Answer.YES),
        ("hip-locks", {"hip": CLEARED}, Answer.YES),
        ("hip-locks", {}, Answer.YES),
        ("hip-locks", {"hip": NO, "hip-locks": YES}, Answer.YES),
        ("hip-locks", {"hip": YES, "hip-locks": NO}, Answer.NO),
        ("hip-locks-daily", {"hip": NO}, Answer.NO),
        ("hip-locks-daily", {"hip": NO, "hip-locks": YES}, Answer.YES),
        ("hip-locks-daily", {"hip": YES, "hip-locks": NO}, Answer.NO),
        ("fever", {"hip": NO}, Answer.YES),
    ],
)
def test_what_an_answer_counts_as(slug: str, answers: dict[str, Given], wanted: Answer) -> None:
    assert counts_as(slug, RULESET, answers) is wanted


def test_questions_that_follow_each_other_in_a_circle_count_as_yes() -> None:
    ruleset = Ruleset((question("a", "b"), question("b", "a"), question("c", "c"), question("d", "a")), ())
    for slug in "abcd":
        assert counts_as(slug, ruleset, {}) is Answer.YES
    assert counts_as("d", ruleset, {"b": NO}) is Answer.NO


def test_a_red_flag_behind_another_question_is_raised_all_the_same() -> None:
    ruleset = Ruleset((question("hip"), question("fever", "hip", ConditionKind.RED_FLAG)), ())
    assert [one.slug for one in raised_flags(ruleset, {"hip": NO})] == ["fever"]


@pytest.mark.parametrize("answer", [YES, UNSURE, CLEARED, Given(cast("Answer", "maybe")), None], ids=str)
def test_only_a_no_keeps_a_red_flag_down(answer: Given | None) -> None:
    answers = dict(ALL_NO)
    assert raised_flags(RULESET, answers) == ()
    del answers["fever"]
    answers |= {"fever": answer} if answer else {}
    assert raised_flags(RULESET, answers) == (QUESTIONS[0],)
    (reason,) = assess(exercise(), ruleset=RULESET, answers=answers).reasons
    assert (reason.condition, reason.verdict, reason.is_red_flag) == ("fever", AVOID, True)
    assert (reason.source, reason.source_name, reason.is_answered) == ("a-source", "A source", bool(answer))


def test_a_question_of_a_kind_that_nobody_knows_is_a_red_flag() -> None:
    odd = question("odd", kind=cast("ConditionKind", "warning"))
    assert raised_flags(Ruleset((odd,), ()), {}) == (odd,)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({}, ["fever", "hip", "hip-locks", "hip-locks-daily", "knee"]),
        ({"fever": NO, "hip": NO}, ["knee"]),
        ({"fever": NO, "hip": YES, "knee": YES}, ["hip-locks", "hip-locks-daily"]),
        ({"fever": NO, "hip": CLEARED, "hip-locks": NO, "knee": NO}, []),
        (ALL_NO, []),
        (dict.fromkeys(ALL_NO, UNSURE), []),
    ],
)
def test_open_questions(answers: dict[str, Given], wanted: list[str]) -> None:
    assert [one.slug for one in open_questions(RULESET, answers)] == wanted


F, D, K = StressTag.FLEXION, StressTag.ADDUCTION, StressTag.KNEELING


@pytest.mark.parametrize(
    ("which", "answers", "wanted"),
    [
        (exercise("lunge", F, D, K), {}, []),
        (exercise("lunge", F), {"hip": YES, "hip-locks": NO}, [("hip", MODIFY)]),
        (exercise("lunge", F, D), {"hip": YES}, [("hip", AVOID), ("hip", MODIFY)]),
        (exercise("lunge", F), {"hip": YES, "hip-locks": YES}, [("hip-locks", CLINICIAN), ("hip", MODIFY)]),
        (exercise(), {"hip": YES, "hip-locks": UNSURE}, [("hip-locks", CLINICIAN)]),
        (exercise(), {"hip": YES, "hip-locks": CLEARED}, []),
        (exercise("lunge", D), {"hip": CLEARED}, [("hip", AVOID)]),
        (exercise("lunge", K), {"knee": YES}, [("knee", CLINICIAN)]),
        (exercise("lunge", K), {"knee": CLEARED}, [("knee", MODIFY)]),
        (exercise("couch", K), {"knee": YES}, [("knee", AVOID), ("knee", CLINICIAN)]),
        (exercise("couch", K), {"knee": CLEARED}, [("knee", AVOID), ("knee", MODIFY)]),
    ],
    ids=str,
)
def test_a_verdict_with_its_reasons(
    which: Screened, answers: dict[str, Given], wanted: list[tuple[str, Verdict]]
) -> None:
    found = assess(which, ruleset=RULESET, answers=ALL_NO | answers)
    assert [(one.condition, one.verdict) for one in found.reasons] == wanted
    assert found.verdict is (wanted[0][1] if wanted else ALLOWED)
    assert found.may_be_prescribed == (found.verdict in {ALLOWED, MODIFY})
    assert all((one.source, one.source_name) == ("study", "Study 2020") for one in found.reasons)


def test_a_reason_says_what_to_do_and_whether_it_was_answered() -> None:
    found = assess(exercise("lunge", K), ruleset=RULESET, answers=ALL_NO | {"knee": CLEARED})
    assert [one.advice for one in found.reasons] == ["On a thick pad."]
    assert [one.stress for one in found.reasons] == [K]
    unanswered = {slug: given for slug, given in ALL_NO.items() if slug != "knee"}
    (reason,) = assess(exercise("lunge", K), ruleset=RULESET, answers=unanswered).reasons
    assert (reason.verdict, reason.advice, reason.is_answered) == (CLINICIAN, "knee: clinician", False)


def test_what_nobody_knows_is_avoided() -> None:
    unknown = cast("Any", "wobble")
    answers = {"hip": YES}

    def judge(*rules: Rule, tags: tuple[StressTag, ...] = ()) -> Assessment:
        return assess(exercise("lunge", *tags), ruleset=Ruleset((question("hip"),), rules), answers=answers)

    assert judge(tags=(unknown,)).verdict is AVOID
    assert judge(rule("hip", unknown)).verdict is AVOID
    # Whom a rule would have held back is unknown, so it holds for all.
    about_a_tag = Rule("hip", CLINICIAN, "Ask.", "study", stress=unknown)
    assert judge(about_a_tag).verdict is CLINICIAN
    assert judge(rule("hip", CLINICIAN, "")).verdict is CLINICIAN
    assert judge(rule("never-asked", MODIFY)).verdict is MODIFY


@pytest.mark.parametrize(
    ("age", "wanted"),
    [
        (timedelta(0), False),
        (timedelta(days=90) - timedelta(microseconds=1), False),
        (timedelta(days=90), True),
        (timedelta(days=400), True),
    ],
)
def test_answers_hold_for_90_days(age: timedelta, wanted: bool) -> None:
    answered = datetime(2026, 8, 1, 12, tzinfo=UTC)
    assert is_outdated(answered, answered + age) is wanted
