"""What each row of the reviewed table of conditions does: to every stress tag, and to every exercise."""

from __future__ import annotations

from datetime import date

import pytest

from exercises.domain.screening import STRICTNESS, Answers, Given, Screened, assess
from exercises.domain.vocabulary import Answer, StressTag, Verdict
from tests.exercises import facts
from tests.exercises.shipped_rules import shipped_exercises, shipped_ruleset

YES, NO = Given(Answer.YES), Given(Answer.NO)
CLEARED = Given(Answer.CLEARED, date(2026, 11, 1))

MEANS = {"A": Verdict.AVOID, "c": Verdict.CLINICIAN, "m": Verdict.MODIFY, ".": Verdict.ALLOWED}

# Copied by hand from the table: A avoid, c clinician first, m change it. The last column is an exercise that
# has no tag at all. Under a row with clinician first, what is left once a clinician has cleared.
GRID = """
                                       F FI I X E D K T LF LE LR PR SU B J V -
hip-replacement-posterior              A A  A c c A c c c  c  c  c  c  c c c c
                           cleared     A A  A . . A . . .  .  .  .  .  . . . .
hip-replacement-anterior               c c  c A A c c c c  c  c  c  c  c c c c
                           cleared     . .  . A A . . . .  .  .  m  .  . . . .
recent-surgery-or-fracture             c A  c c A c c c c  c  c  c  c  c A c c
                           cleared     . A  . . A . . . .  .  .  .  .  . A . .
labral-tear                            m A  A m . m . . .  .  .  .  .  . . . .
hypermobility                          m m  A A A m m m m  m  m  m  m  m m m m
hip-osteoarthritis                     m .  A . . . . . .  .  .  .  .  . m . .
gluteal-tendinopathy                   . .  . . . A . . .  .  .  .  .  m m . .
groin-or-hamstring-strain              A c  c A c c c c c  c  c  c  c  c c c c
                           cleared     A m  m A m m m m m  m  m  m  m  m m m m
flexion-intolerant-back                m .  . . . . . . A  .  m  .  .  . . . .
spinal-stenosis                        c c  c c c c c c c  A  c  c  c  c c c c
                           cleared     . .  . . m . . . .  A  .  m  .  . . . .
sacroiliac-pain                        . .  . m . . . . .  .  .  .  .  m . . .
knee-ligament-or-meniscus              . .  . . . . m A .  .  .  .  .  . c . .
                           cleared     . .  . . . . m A .  .  .  .  .  . . . .
kneecap-or-knee-arthritis              . .  . . . . m . .  .  .  .  .  . . . .
osteoporosis                           . .  . . . . . . A  .  A  .  .  m c . .
                           cleared     . .  . . . . . . A  .  A  .  .  m . . .
pregnancy                              . .  . . . . . . .  .  .  A  m  m . . .
cardiovascular                         . .  . . . . . . .  .  .  .  .  . . A .
falls-or-dizziness                     m m  m m m m m m m  m  m  m  m  A A m m
inflamed-joint                         c c  c c c c c c c  c  c  c  c  c A A c
                           cleared     . .  . . . . . . .  .  .  .  .  . A A .
past-sports-injury                     m m  m m m m m m m  m  m  m  m  m m m m
back-problem                           . .  . . . . . . .  .  .  .  .  . . . .
back-history                           . .  . . . . . . .  .  .  .  .  . . . .
knee-problem                           . .  . . . . . . .  .  .  .  .  . . . .
labral-tear-locking                    c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
hypermobility-subluxation              c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
hip-osteoarthritis-rest-pain           c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
flexion-intolerant-back-leg-weakness   c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
sacroiliac-pain-from-pregnancy         c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
knee-replacement                       c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
osteoporosis-broken-vertebra           c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
pregnancy-at-risk                      c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
pregnancy-warning-signs                A A  A A A A A A A  A  A  A  A  A A A A
cardiovascular-uncontrolled            c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
falls-or-dizziness-new                 c c  c c c c c c c  c  c  c  c  c c c c
                           cleared     . .  . . . . . . .  .  .  .  .  . . . .
"""


def _cells() -> dict[tuple[str, Answer], dict[str, Verdict]]:
    """Return the grid: the verdict by letters of a tag, by condition and answer."""
    head, *lines = [line.split() for line in GRID.strip().splitlines()]
    cells: dict[tuple[str, Answer], dict[str, Verdict]] = {}
    condition = ""
    for name, *row in lines:
        found = dict(zip(head, (MEANS[one] for one in row), strict=True))
        if name == "cleared":
            cells[condition, Answer.CLEARED] = found
        else:
            condition = name
            cells[condition, Answer.YES] = found
            # Where no clinician is asked for there is nothing to clear, and saying so changes nothing.
            cells[condition, Answer.CLEARED] = found
    return cells


CELLS = _cells()
EACH_ANSWER = pytest.mark.parametrize(("condition", "answer"), CELLS, ids=" ".join)


def only(condition: str, answer: Given) -> Answers:
    return {one.slug: NO for one in shipped_ruleset().questions} | {condition: answer}


def verdicts(answers: Answers) -> dict[str, Verdict]:
    return {
        one.slug: assess(one, ruleset=shipped_ruleset(), answers=answers).verdict
        for one in shipped_exercises()
    }


def rows_with(*tags: str) -> set[str]:
    return {row.slug for row in facts.ROWS if set(tags) & set(row.tags.split())}


def direct(condition: str, answer: Answer, row: facts.Row) -> Verdict:
    """Return what the article, or the table without a tag, says about one exercise by its name."""
    if condition in ("back-problem", "knee-problem") and row.slug in facts.ONLY_WITHOUT_BACK_OR_KNEE_PROBLEM:
        return Verdict.AVOID
    if condition == "back-history" and row.slug in facts.DOCTOR_FIRST_AFTER_A_BACK_PROBLEM:
        return Verdict.ALLOWED if answer is Answer.CLEARED else Verdict.CLINICIAN
    changes = {"sacroiliac-pain": facts.SPLIT_STANCES, "cardiovascular": facts.HEAD_LOW}
    return Verdict.MODIFY if row.number in changes.get(condition, ()) else Verdict.ALLOWED


def test_the_grid_holds_every_condition_and_every_tag() -> None:
    rows = {row.slug for row in facts.CONDITIONS} | {slug for slug, *_ in facts.FOLLOW_UPS}
    assert len(facts.CONDITIONS) == 18 + 1
    assert {condition for condition, _ in CELLS} == rows | {"back-problem", "back-history", "knee-problem"}
    assert all(found.keys() == {*facts.TAGS, "-"} for found in CELLS.values())
    assert {facts.TAGS[tag] for tag in facts.TAGS} == set(StressTag) - {StressTag.ANY}


@EACH_ANSWER
def test_a_tag_means_what_the_row_says(condition: str, answer: Answer) -> None:
    answers = only(condition, CLEARED if answer is Answer.CLEARED else YES)
    for letters, wanted in CELLS[condition, answer].items():
        tags = (StressTag(facts.TAGS[letters]),) if letters != "-" else ()
        tagged = Screened("an-exercise", "An exercise", "control", 1, tags)
        assert assess(tagged, ruleset=shipped_ruleset(), answers=answers).verdict is wanted, letters


@EACH_ANSWER
def test_an_exercise_gets_the_strictest_of_its_tags_and_its_own_rules(condition: str, answer: Answer) -> None:
    found = verdicts(only(condition, CLEARED if answer is Answer.CLEARED else YES))
    for row in facts.ROWS:
        by_tag = [CELLS[condition, answer][tag] for tag in (*row.tags.split(), "-")]
        wanted = max([*by_tag, direct(condition, answer, row)], key=STRICTNESS.__getitem__)
        assert found[row.slug] is wanted, row.slug


def test_nothing_is_said_against_anything_where_every_answer_is_no() -> None:
    assert set(verdicts(only("labral-tear", NO)).values()) == {Verdict.ALLOWED}


@pytest.mark.parametrize("answer", [YES, CLEARED, Given(Answer.UNSURE)])
def test_a_hip_replaced_from_behind_blocks_deep_bends_turns_in_and_crossing(answer: Given) -> None:
    found = verdicts(only("hip-replacement-posterior", answer))
    blocked = {slug for slug, verdict in found.items() if verdict is Verdict.AVOID}
    assert blocked == rows_with("F", "FI", "I", "D")
    assert len(blocked) > 15


def test_a_back_history_holds_the_slideboard_until_a_doctor_has_cleared_it() -> None:
    found = verdicts(only("back-history", YES))
    held = {slug for slug, verdict in found.items() if verdict is not Verdict.ALLOWED}
    assert held == {"slideboard-reverse-hyper", "slideboard-glute-kicks", "slideboard-leg-lifts"}
    assert {found[slug] for slug in held} == {Verdict.CLINICIAN}
    assert set(verdicts(only("back-history", CLEARED)).values()) == {Verdict.ALLOWED}


@pytest.mark.parametrize("condition", ["knee-problem", "back-problem"])
def test_a_knee_or_back_problem_blocks_both_couch_stretches(condition: str) -> None:
    found = verdicts(only(condition, YES))
    blocked = {slug for slug, verdict in found.items() if verdict is Verdict.AVOID}
    assert blocked == {
        "edge-hang",
        "couch-stretch-wall",
        "slideboard-reverse-hyper",
        "slideboard-glute-kicks",
        "slideboard-leg-lifts",
    }


def test_a_cleared_strain_keeps_its_lighter_load() -> None:
    row = next(one for one in shipped_exercises() if one.slug == "bridge")
    assessment = assess(row, ruleset=shipped_ruleset(), answers=only("groin-or-hamstring-strain", CLEARED))
    assert [(one.verdict, one.advice) for one in assessment.reasons] == [
        (Verdict.MODIFY, "Use a lighter load and fewer reps than written.")
    ]


@pytest.mark.parametrize("flag", [slug for slug, _ in facts.RED_FLAGS])
@pytest.mark.parametrize("answer", [YES, Given(Answer.UNSURE), CLEARED, None], ids=str)
def test_a_red_flag_stops_everything(flag: str, answer: Given | None) -> None:
    answers = dict(only(flag, answer or NO))
    if answer is None:
        del answers[flag]
    assert set(verdicts(answers).values()) == {Verdict.AVOID}
