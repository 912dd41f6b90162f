"""What a step of progression is told as: one plain sentence for every reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import RepUnit
from exercises.models import Exercise
from tests.factories import ExerciseFactory
from tracker.domain.progression import Figures, Kind, LoadStep, Reason, Step
from tracker.presenters.steps import StepNote, step_note, step_words

HOLD = Dosage(hold_s=Range(30, 60))
REPS = Dosage(reps=Range(8, 12))
STEPS = Dosage(reps=Range(10, 10), rep_unit=RepUnit.STEPS)
OTHER = "couch-stretch"
NO_BREAK = "\N{NO-BREAK SPACE}"

MORE, SAME, LESS = Kind.PROGRESS, Kind.HOLD, Kind.REGRESS
TWO = Figures(extra_reps=2)

CASES = [
    (SAME, Reason.OWN_DOSE, HOLD, Figures(), "", "This is its usual dose."),
    (MORE, Reason.OWN_DOSE, HOLD, Figures(), "", "This is its usual dose."),
    (SAME, Reason.AS_BEFORE, HOLD, Figures(), "", "The dose stays as it was last time."),
    (
        SAME,
        Reason.ONCE,
        HOLD,
        Figures(),
        "",
        "Last time went well: once more like that, and the next step follows.",
    ),
    (
        SAME,
        Reason.PAIN_WATCHED,
        HOLD,
        Figures(pain=3),
        "",
        "There was pain of 3 last time, so the dose stays.",
    ),
    (
        SAME,
        Reason.EFFORT,
        HOLD,
        Figures(effort=8),
        "",
        "The effort was 8 of 10 last time, so the dose stays.",
    ),
    (
        SAME,
        Reason.TOP,
        HOLD,
        Figures(),
        "",
        "Two sessions in a row went well, and this is the top of its dose, so it stays.",
    ),
    (SAME, Reason.KEPT, HOLD, Figures(), "", "You chose to keep the dose as it was."),
    (SAME, Reason.SETTLING, HOLD, Figures(), "", "The lower dose stays until the pain has settled."),
    (
        MORE,
        Reason.MORE_LOAD,
        REPS,
        Figures(extra_reps=2, percent=5),
        "",
        "You did 2 more reps than asked, two sessions in a row: 5 % more load today.",
    ),
    (
        MORE,
        Reason.MORE_REPS,
        REPS,
        Figures(extra_reps=2, reps=10),
        "",
        "You did 2 more reps than asked, two sessions in a row: 10 reps today.",
    ),
    (
        MORE,
        Reason.LONGER_HOLD,
        HOLD,
        Figures(seconds=35),
        "",
        "Two sessions in a row went well: 35 s today.",
    ),
    (MORE, Reason.MORE_SETS, HOLD, Figures(sets=2), "", "Two sessions in a row went well: 2 sets today."),
    (
        MORE,
        Reason.HARDER,
        STEPS,
        TWO,
        OTHER,
        "You did 2 more steps than asked, two sessions in a row: if you like, go on to Couch stretch.",
    ),
    (MORE, Reason.SETTLED, HOLD, Figures(), "", "The pain has settled: the usual dose again."),
    (
        LESS,
        Reason.PAIN_ABOVE,
        HOLD,
        Figures(pain=7),
        OTHER,
        "Pain of 7 last time is too much: less today, or Couch stretch instead.",
    ),
    (LESS, Reason.PAIN_ABOVE, HOLD, Figures(pain=7), "", "Pain of 7 last time is too much: less today."),
    (
        LESS,
        Reason.WORSE_MORNING,
        HOLD,
        Figures(pain=3, before=0),
        "",
        "The morning after it hurt more (3, before 0): less today.",
    ),
    (
        LESS,
        Reason.WORSE_MORNINGS,
        HOLD,
        Figures(pain=3, before=1),
        OTHER,
        "Two mornings in a row it hurt more: less today, or Couch stretch instead.",
    ),
    (LESS, Reason.WORSE_MORNINGS, HOLD, Figures(), "", "Two mornings in a row it hurt more: less today."),
]


@pytest.fixture
def other() -> Exercise:
    return ExerciseFactory.build(slug=OTHER, name="Couch stretch")


def note_of(step: Step, other: Exercise) -> StepNote:
    return step_note(step, ExerciseFactory.build(slug="own"), {OTHER: other})


def test_every_reason_has_its_sentence() -> None:
    assert {reason for _kind, reason, *_rest in CASES} == set(Reason)


@pytest.mark.parametrize(("kind", "reason", "dosage", "figures", "exercise", "text"), CASES)
def test_the_sentence(
    other: Exercise, kind: Kind, reason: Reason, dosage: Dosage, figures: Figures, exercise: str, text: str
) -> None:
    step = Step(kind=kind, reason=reason, dosage=dosage, figures=figures, exercise=exercise)
    assert step_words(step, {OTHER: other}).replace(NO_BREAK, " ") == text
    # What is no longer offered is not named.
    alone = step_words(step, {})
    assert "Couch" not in alone
    assert " ." not in alone


def test_much_pain_sends_to_a_clinician_and_says_why_no_veto_holds(other: Exercise) -> None:
    step = Step(
        kind=LESS,
        reason=Reason.PAIN_ABOVE,
        dosage=HOLD,
        figures=Figures(pain=8),
        see_clinician=True,
        overrules=True,
    )
    text = "Pain of 8 last time is too much: less today. The dose cannot be kept after that. "
    assert step_words(step, {}) == f"{text}See a clinician about it."
    note = note_of(step, other)
    assert (note.can_hold, note.is_held, note.offer) == (False, False, None)


def test_more_can_be_held_and_what_is_held_let_go(other: Exercise) -> None:
    load = LoadStep("left", 0, Decimal(20), Decimal(21))
    more = note_of(Step(kind=MORE, reason=Reason.MORE_LOAD, dosage=REPS, loads=(load,), figures=TWO), other)
    assert (more.slug, more.kind, more.can_hold, more.is_held) == ("own", "progress", True, False)
    kept = note_of(Step(kind=SAME, reason=Reason.KEPT, dosage=REPS), other)
    assert (kept.can_hold, kept.is_held, kept.is_news) == (False, True, True)
    usual = note_of(Step(kind=MORE, reason=Reason.OWN_DOSE, dosage=REPS), other)
    assert (usual.can_hold, usual.is_news) == (False, False)
