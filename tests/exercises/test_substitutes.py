"""What stands in for an exercise that a person may not do: a table of cases."""

from __future__ import annotations

import pytest

from exercises.domain.screening import Given, Screened, substitute
from tests.exercises.test_screening_rules import ALL_NO, RULESET, YES, D, F, K, exercise

AIMED = (
    exercise("light", level=1),
    exercise("kneel", K, level=2),
    exercise("bend", F, level=2),
    exercise("hard", level=3),
    exercise("other-aim", aim="balance", level=2),
    exercise("cross", D, level=2),
)


@pytest.mark.parametrize(
    ("which", "answers", "taken", "wanted"),
    [
        # The easier one of two that are as near.
        (exercise("x", level=2), {"hip": YES, "knee": YES}, (), "light"),
        (exercise("x", level=3), {"hip": YES, "knee": YES}, (), "hard"),
        (exercise("x", level=3), {"hip": YES, "knee": YES}, ("hard",), "light"),
        # What is allowed as it stands goes before what is nearer but allowed with a change.
        (exercise("x", level=2), {"hip": YES, "knee": YES}, ("light", "hard"), "bend"),
        (exercise("x", level=2), {"hip": YES, "hip-locks": YES}, (), None),
        (exercise("x", level=2), {}, (), "bend"),
        (exercise("bend", level=2), {}, (), "cross"),
        (exercise("x", level=2), {"fever": YES}, (), None),
        (exercise("other-aim", aim="balance"), {}, (), None),
        (exercise("x", aim="agility"), {}, (), None),
    ],
    ids=str,
)
def test_substitute(
    which: Screened, answers: dict[str, Given], taken: tuple[str, ...], wanted: str | None
) -> None:
    found = substitute(which, AIMED, ruleset=RULESET, answers=ALL_NO | answers, taken=taken)
    assert (found.slug if found else None) == wanted


def test_a_substitute_needs_no_more_kit_where_it_can() -> None:
    with_band = Screened("a-band", "A band", "control", 1, (), ("band",))
    assert substitute(exercise(), [with_band, exercise("wall")], ruleset=RULESET, answers=ALL_NO) == exercise(
        "wall"
    )
    has_band = Screened("lunge", "Lunge", "control", 1, (), ("band",))
    found = substitute(has_band, [with_band, exercise("wall")], ruleset=RULESET, answers=ALL_NO)
    assert found == with_band
