"""The next dose: more after two good sessions, less after pain, else the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from exercises.domain.dosage import Dosage, Range
from exercises.domain.vocabulary import Each, Recorded
from tests.tracker.bouts import TODAY, done, work_of
from tracker.domain.bouts import Bout
from tracker.domain.loads import next_load
from tracker.domain.progression import Kind, Ladder, Reason, Step, next_step
from tracker.models.session import MAX_LOAD_KG

HOLD = Dosage(sets=Range(2, 2), hold_s=Range(30, 60), rest_s=15, each=Each.SIDE)
FIXED = replace(HOLD, hold_s=Range(30, 30))
REPS = Dosage(sets=Range(2, 2), reps=Range(8, 12), rest_s=30, each=Each.SIDE)
LOADED = replace(REPS, reps=Range(10, 10), records=(Recorded.LOAD,))
LADDER = Ladder(easier=("easier", "easiest"), harder=("harder", "hardest"))


def step(own: Dosage, *bouts: Bout, held: Bout | None = None, ladder: Ladder = LADDER) -> Step:
    held_on = [held.day] if held else []
    return next_step(own, bouts, today=TODAY, ladder=ladder, held_on=held_on)


def at(own: Dosage, **amounts: int) -> Dosage:
    """Return the dose with one number in the place of a range."""
    return replace(own, **{name: Range(value, value) for name, value in amounts.items()})


def test_nothing_done_yet_is_the_own_dose() -> None:
    assert step(HOLD) == Step(kind=Kind.HOLD, reason=Reason.OWN_DOSE, dosage=HOLD)


@pytest.mark.parametrize(
    ("ago", "reason"), [(34, Reason.ONCE), (35, Reason.OWN_DOSE), (200, Reason.OWN_DOSE)]
)
def test_five_weeks_without_it_and_its_own_dose_again(ago: int, reason: Reason) -> None:
    found = step(HOLD, done(at(HOLD, hold_s=45), ago=ago), held=done(HOLD, ago=ago + 3))
    assert (found.reason, found.kind) == (reason, Kind.HOLD)
    assert work_of(found) == ((2, 0, 45) if ago == 34 else (2, 0, 30))


def test_two_sessions_in_full_hold_longer() -> None:
    assert step(HOLD, done(HOLD)).reason is Reason.ONCE
    found = step(HOLD, done(HOLD, ago=4), done(HOLD))
    assert (found.kind, found.reason, found.figures.seconds) == (Kind.PROGRESS, Reason.LONGER_HOLD, 35)
    assert found.dosage == replace(HOLD, hold_s=Range(35, 60))
    assert found.since == TODAY - timedelta(days=2)
    assert found.may_be_held


def test_a_new_dose_needs_two_sessions_of_its_own() -> None:
    longer = at(HOLD, hold_s=35)
    bouts = done(HOLD, ago=6), done(HOLD, ago=4), done(longer)
    assert step(HOLD, *bouts).reason is Reason.ONCE
    assert work_of(step(HOLD, *bouts)) == (2, 0, 35)
    assert step(HOLD, *bouts, done(longer, ago=1)).figures.seconds == 40


@pytest.mark.parametrize(("dose", "seconds"), [(58, 60), (60, 0)])
def test_a_hold_never_leaves_its_range(dose: int, seconds: int) -> None:
    now = at(HOLD, hold_s=dose)
    found = step(HOLD, done(now, ago=4), done(now))
    assert work_of(found) == (2, 0, 60)
    assert found.reason is (Reason.LONGER_HOLD if seconds else Reason.HARDER)


def test_at_the_top_the_harder_exercise_is_offered_and_the_dose_stays() -> None:
    found = step(FIXED, done(FIXED, ago=4), done(FIXED))
    assert (found.kind, found.reason, found.exercise) == (Kind.PROGRESS, Reason.HARDER, "harder")
    assert found.dosage == FIXED
    alone = step(FIXED, done(FIXED, ago=4), done(FIXED), ladder=Ladder(easier=("easier",)))
    assert (alone.kind, alone.reason, alone.exercise) == (Kind.HOLD, Reason.TOP, "")


def test_a_hold_of_a_few_seconds_grows_by_one() -> None:
    lifts = Dosage(hold_s=Range(3, 10))
    assert work_of(step(lifts, done(lifts, ago=4), done(lifts))) == (1, 0, 4)


def test_minutes_grow_by_one_and_sets_come_last() -> None:
    bike = Dosage(hold_s=Range(300, 600))
    assert work_of(step(bike, done(bike, ago=4), done(bike))) == (1, 0, 360)
    hang = Dosage(sets=Range(1, 2), hold_s=Range(30, 60))
    top = replace(hang, hold_s=Range(60, 60))
    found = step(hang, done(top, ago=4), done(top))
    assert (found.reason, work_of(found)) == (Reason.MORE_SETS, (2, 0, 60))


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ({"effort": 6}, Reason.LONGER_HOLD),
        ({"effort": 7}, Reason.EFFORT),
        ({"pains": (2,)}, Reason.LONGER_HOLD),
        ({"pains": (None, 3)}, Reason.PAIN_WATCHED),
        ({"after": 3}, Reason.PAIN_WATCHED),
        ({"before": 3, "morning": 3}, Reason.PAIN_WATCHED),
        ({"skip": 1}, Reason.AS_BEFORE),
        ({"seconds": -1}, Reason.AS_BEFORE),
        ({"morning": 0}, Reason.LONGER_HOLD),
    ],
)
def test_what_keeps_a_hold_as_it_is(last: dict[str, object], reason: Reason) -> None:
    """Whichever of the two sessions it is in."""
    found = step(HOLD, done(HOLD, ago=4), done(HOLD, **last))
    assert found.reason is reason
    earlier = step(HOLD, done(HOLD, ago=4, **last), done(HOLD))
    assert earlier.kind is found.kind
    assert work_of(earlier) == work_of(found)


def test_two_for_two_gives_more_reps_within_the_range() -> None:
    assert step(REPS, done(REPS, extra=2)).reason is Reason.ONCE
    assert step(REPS, done(REPS, ago=4, extra=1), done(REPS, extra=2)).reason is Reason.ONCE
    assert step(REPS, done(REPS, ago=4, extra=2), done(REPS, extra=1)).reason is Reason.AS_BEFORE
    found = step(REPS, done(REPS, ago=4, extra=2), done(REPS, extra=5))
    assert (found.reason, found.dosage.reps) == (Reason.MORE_REPS, Range(10, 12))
    top = at(REPS, reps=12)
    assert step(REPS, done(top, ago=4, extra=2), done(top, extra=2)).reason is Reason.HARDER
    nearly = at(REPS, reps=11)
    assert work_of(step(REPS, done(nearly, ago=4, extra=2), done(nearly, extra=2))) == (2, 12, 0)


def test_two_for_two_counts_the_last_set_of_each_side() -> None:
    full = done(REPS, extra=2)
    last_right = full.sets[-1]
    weaker = replace(full, sets=(*full.sets[:-1], replace(last_right, reps=(last_right.reps or 0) - 1)))
    assert step(REPS, done(REPS, ago=4, extra=2), weaker).reason is Reason.AS_BEFORE
    firsts = tuple(replace(one, reps=8) for one in full.sets[:2])
    tired = replace(full, sets=(*firsts, *full.sets[2:]))
    assert step(REPS, done(REPS, ago=4, extra=2), tired).reason is Reason.MORE_REPS


def test_what_nobody_prescribed_is_measured_against_the_own_dose() -> None:
    found = step(REPS, done(REPS, ago=4, extra=2, asked=False), done(REPS, extra=3, asked=False))
    assert (found.reason, work_of(found)) == (Reason.MORE_REPS, (2, 10, 0))


def test_load_rises_where_it_was_noted() -> None:
    found = step(LOADED, done(LOADED, ago=4, extra=2, load="20"), done(LOADED, extra=2, load="20"))
    assert (found.kind, found.reason, found.figures.percent) == (Kind.PROGRESS, Reason.MORE_LOAD, 5)
    assert found.dosage == LOADED
    assert [(one.side, one.nth, one.new_kg) for one in found.loads] == [
        ("left", 0, 21),
        ("right", 0, 21),
        ("left", 1, 21),
        ("right", 1, 21),
    ]


def test_a_new_load_needs_two_sessions_of_its_own() -> None:
    bouts = done(LOADED, ago=4, extra=2, load="20"), done(LOADED, extra=2, load="21")
    assert step(LOADED, *bouts).reason is Reason.ONCE


def test_a_load_too_light_to_raise_leads_to_the_harder_exercise() -> None:
    found = step(LOADED, done(LOADED, ago=4, extra=2, load="2"), done(LOADED, extra=2, load="2"))
    assert (found.reason, found.loads) == (Reason.HARDER, ())


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2", None),
        ("2.5", "2.75"),
        ("5", "5.5"),
        ("10", "11"),
        ("20", "21"),
        ("25", "27.5"),
        ("100", "102.5"),
        ("487.5", "500"),
        ("499", None),
        ("0", None),
    ],
)
def test_loads_that_can_be_set(now: str, then: str | None) -> None:
    assert next_load(Decimal(now)) == (Decimal(then) if then else None)
    assert next_load(Decimal(MAX_LOAD_KG)) is None


@pytest.mark.parametrize("note", [{"pains": (None, 6)}, {"after": 6}, {"pains": (6,), "morning": 0}])
def test_pain_above_five_cuts_the_dose_and_offers_the_easier_exercise(note: dict[str, object]) -> None:
    found = step(HOLD, done(HOLD, ago=4), done(HOLD, **note))
    assert (found.kind, found.reason, found.figures.pain) == (Kind.REGRESS, Reason.PAIN_ABOVE, 6)
    assert (work_of(found), found.exercise, found.see_clinician) == ((1, 0, 30), "easier", False)
    assert not found.may_be_held
    again = step(HOLD, done(HOLD, ago=4, **note), done(HOLD, **note))
    assert again.see_clinician
    assert step(HOLD, done(HOLD, **note), ladder=Ladder(harder=("harder",))).exercise == ""


def test_pain_elsewhere_is_not_this_exercises() -> None:
    """The pain after a session is laid on an exercise only where its own sets say nothing."""
    found = step(HOLD, done(HOLD, ago=4), done(HOLD, pains=(1,), after=8))
    assert (found.kind, found.reason) == (Kind.HOLD, Reason.PAIN_WATCHED)


def test_a_stopped_exercise_counts_although_all_was_skipped() -> None:
    stopped = done(HOLD, skip=4, pains=(7,))
    assert step(HOLD, done(HOLD, ago=4), stopped).reason is Reason.PAIN_ABOVE
    passed_over = done(HOLD, skip=4)
    assert step(HOLD, done(HOLD, ago=6), done(HOLD, ago=4), passed_over).reason is Reason.LONGER_HOLD


@pytest.mark.parametrize(
    ("before", "morning", "reason"),
    [
        (None, 1, Reason.WORSE_MORNING),
        (None, 0, Reason.ONCE),
        (2, 2, Reason.ONCE),
        (2, 3, Reason.WORSE_MORNING),
        (2, None, Reason.ONCE),
    ],
)
def test_a_worse_morning_cuts_the_dose(before: int | None, morning: int | None, reason: Reason) -> None:
    found = step(HOLD, done(HOLD, before=before, morning=morning))
    assert found.reason is reason
    if reason is Reason.WORSE_MORNING:
        assert (work_of(found), found.exercise, found.see_clinician) == ((1, 0, 30), "", False)
        assert (found.figures.pain, found.figures.before) == (morning, before or 0)
        assert found.may_be_held


@pytest.mark.parametrize("between", [[], [{}]])
def test_two_worse_mornings_in_a_row_lead_to_the_easier_exercise(between: list[dict[str, int]]) -> None:
    """A morning that nobody answered for lies between them without breaking the row."""
    unknown = [done(HOLD, ago=4, **one) for one in between]
    found = step(HOLD, done(HOLD, ago=6, morning=1), *unknown, done(HOLD, morning=2))
    assert (found.kind, found.reason, found.exercise) == (Kind.REGRESS, Reason.WORSE_MORNINGS, "easier")
    assert found.see_clinician
    assert not found.may_be_held
    broken = step(HOLD, done(HOLD, ago=6, morning=1), done(HOLD, ago=4, morning=0), done(HOLD, morning=2))
    assert broken.reason is Reason.WORSE_MORNING


def test_a_cut_dose_waits_for_a_settled_morning() -> None:
    less = at(HOLD, sets=1)
    bad = done(HOLD, ago=8, morning=2)
    waiting = step(HOLD, bad, done(less, ago=6))
    assert (waiting.kind, waiting.reason, work_of(waiting)) == (Kind.HOLD, Reason.SETTLING, (1, 0, 30))
    settled = step(HOLD, bad, done(less, ago=6, morning=0))
    assert (settled.kind, settled.reason, settled.dosage) == (Kind.PROGRESS, Reason.SETTLED, HOLD)
    assert step(HOLD, bad, done(less, ago=6), done(less, ago=4)).reason is Reason.SETTLED


@pytest.mark.parametrize(
    ("own", "cuts"),
    [
        (HOLD, [(1, 0, 30), (1, 0, 20), (1, 0, 15), (1, 0, 15)]),
        (replace(HOLD, sets=Range(3, 3)), [(2, 0, 30), (1, 0, 30), (1, 0, 20)]),
        (replace(REPS, sets=Range(1, 1)), [(1, 5, 0), (1, 4, 0), (1, 4, 0)]),
        (Dosage(reps=Range(6, 6), hold_s=Range(5, 5)), [(1, 4, 5), (1, 3, 5)]),
        (Dosage(reps=Range(1, 1)), [(1, 1, 0)]),
    ],
)
def test_cuts_one_after_another(own: Dosage, cuts: list[tuple[int, int, int]]) -> None:
    now = own
    found = []
    for _one in cuts:
        less = step(own, done(now, pains=(9,)))
        found.append(work_of(less))
        now = less.dosage
    assert found == cuts


def test_a_cut_starts_from_the_lower_end_of_the_dose() -> None:
    assert work_of(step(HOLD, done(at(HOLD, hold_s=50), pains=(6,)))) == (1, 0, 30)


def test_the_veto_keeps_what_was_last_done() -> None:
    last = done(at(HOLD, hold_s=40))
    found = step(HOLD, done(at(HOLD, hold_s=40), ago=4), last, held=last)
    assert (found.kind, found.reason, work_of(found)) == (Kind.HOLD, Reason.KEPT, (2, 0, 40))
    assert found.is_held
    offered = done(FIXED)
    assert step(FIXED, done(FIXED, ago=4), offered, held=offered).exercise == ""


def test_the_veto_is_for_one_session_only() -> None:
    earlier = done(HOLD, ago=4)
    assert step(HOLD, earlier, done(HOLD), held=earlier).reason is Reason.LONGER_HOLD


def test_the_veto_reaches_one_worse_morning_but_neither_pain_above_five_nor_two() -> None:
    worse = done(HOLD, morning=2)
    assert step(HOLD, worse, held=worse).reason is Reason.KEPT
    hurt = done(HOLD, pains=(6,))
    found = step(HOLD, hurt, held=hurt)
    assert (found.reason, found.overrules) == (Reason.PAIN_ABOVE, True)
    twice = step(HOLD, done(HOLD, ago=4, morning=1), worse, held=worse)
    assert (twice.reason, twice.overrules) == (Reason.WORSE_MORNINGS, True)
    assert not step(HOLD, hurt).overrules


def test_a_lower_dose_of_another_routine_is_no_cut() -> None:
    found = step(HOLD, done(at(HOLD, sets=1), ago=4), done(at(HOLD, sets=1)))
    assert (found.dosage, found.reason) == (HOLD, Reason.OWN_DOSE)


def test_sessions_of_one_day_follow_each_other_by_the_clock() -> None:
    morning = done(HOLD, pains=(6,))
    evening = replace(done(HOLD), key="a", started_at=morning.started_at + timedelta(hours=6))
    assert step(HOLD, evening, morning).reason is Reason.ONCE
    alike = replace(evening, started_at=morning.started_at)
    assert step(HOLD, alike, morning).reason is Reason.ONCE
    assert step(HOLD, replace(alike, key="1"), morning).reason is Reason.PAIN_ABOVE


def test_sets_of_one_place_follow_each_other_by_their_key() -> None:
    """Two devices may have counted alike."""
    earlier, full = done(LOADED, ago=4, extra=2), done(LOADED, extra=2)
    alike = tuple(replace(one, position=1) for one in full.sets)
    weak = replace(alike[0], key="999", reps=8)
    for sets in ((*alike, weak), (weak, *alike)):
        assert step(LOADED, earlier, replace(full, sets=sets)).reason is Reason.AS_BEFORE


def test_a_session_with_a_worse_morning_is_not_the_first_of_two_good_ones() -> None:
    found = step(HOLD, done(HOLD, ago=4, morning=1), done(HOLD, morning=0))
    assert found.reason is Reason.ONCE
