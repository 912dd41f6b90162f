"""Doses in words: amounts, sides, frequencies and rests, with their plurals."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from exercises.domain.dosage import Dosage, Frequency, Range
from exercises.domain.vocabulary import Each, RepUnit, StressTag
from exercises.presenters.dosage import dose_sentence, dose_words, frequency_words, time_words, times_words
from exercises.presenters.text import NO_BREAK


def plain(text: str) -> str:
    """Return a text with plain spaces, for the eye that compares."""
    return text.replace(NO_BREAK, " ")


ONE, TWO, THREE = Range(1, 1), Range(2, 2), Range(3, 3)


def reps(low: int, high: int | None = None, **others: object) -> Dosage:
    return Dosage(reps=Range(low, high or low), **others)  # type: ignore[arg-type]


def hold(low: int, high: int | None = None, **others: object) -> Dosage:
    return Dosage(hold_s=Range(low, high or low), **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        (hold(30, sets=TWO, each=Each.SIDE), "2 × 30 s each side"),
        (hold(30, 60, sets=Range(1, 2)), "1–2 × 30–60 s"),
        (hold(3, 10), "3–10 s"),
        (hold(300, 600), "5–10 min"),
        (hold(120), "2 min"),
        (hold(60), "60 s"),
        (hold(90, 120), "90–120 s"),
        (hold(150), "150 s"),
        (hold(10, sets=Range(4, 4), each=Each.WAY), "4 × 10 s each way"),
        (reps(10, 15, each=Each.SIDE), "10–15 reps each side"),
        (reps(1), "1 rep"),
        (reps(1, 2), "1–2 reps"),
        (reps(12, sets=TWO), "2 × 12 reps"),
        (reps(3, sets=THREE, each=Each.SIDE), "3 × 3 reps each side"),
        (reps(10, sets=TWO, rep_unit=RepUnit.STEPS, each=Each.WAY), "2 × 10 steps each way"),
        (reps(1, rep_unit=RepUnit.STEPS), "1 step"),
        (reps(10, hold_s=TWO, each=Each.SIDE), "10 × 2 s each side"),
        (reps(6, 8, hold_s=Range(3, 5)), "6–8 × 3–5 s"),
        (reps(10, hold_s=TWO, sets=THREE, each=Each.SIDE), "3 sets of 10 × 2 s each side"),
        (reps(4, hold_s=TWO, rep_unit=RepUnit.STEPS), "4 steps of 2 s"),
    ],
)
def test_dose_words(dosage: Dosage, words: str) -> None:
    assert plain(dose_words(dosage)) == words


@pytest.mark.parametrize(
    ("dosage", "pieces"),
    [
        (hold(30, sets=TWO, each=Each.SIDE), [f"2{NO_BREAK}×{NO_BREAK}30{NO_BREAK}s", "each", "side"]),
        (hold(300, 600), [f"5–10{NO_BREAK}min"]),
        (reps(10, 15), [f"10–15{NO_BREAK}reps"]),
    ],
)
def test_a_number_stays_with_its_unit(dosage: Dosage, pieces: list[str]) -> None:
    assert dose_words(dosage).split(" ") == pieces


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        (Frequency(), ""),
        (Frequency(1), "at least 1 day a week"),
        (Frequency(3), "at least 3 days a week"),
        (Frequency(2, 4), "2 to 4 times in any 7 days"),
        (Frequency(3, 3), "3 times in any 7 days"),
        (Frequency(1, 1), "once in any 7 days"),
        (Frequency(None, 1), "at most once in any 7 days"),
        (Frequency(None, 4), "at most 4 times in any 7 days"),
    ],
)
def test_frequency_words(frequency: Frequency, words: str) -> None:
    assert frequency_words(frequency) == words


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (Frequency(), ""),
        (Frequency(1), "at least once a week"),
        (Frequency(3), "at least 3 times a week"),
        (Frequency(3, 3), "3 times a week"),
        (Frequency(1, 1), "once a week"),
        (Frequency(2, 3), "2 to 3 times a week"),
        (Frequency(None, 1), "at most once a week"),
        (Frequency(None, 2), "at most 2 times a week"),
    ],
)
def test_times_words(times: Frequency, words: str) -> None:
    assert times_words(times) == words


@pytest.mark.parametrize(
    ("dosage", "sentence"),
    [
        (
            hold(30, sets=TWO, each=Each.SIDE, rest_s=15, days_a_week=Frequency(3)),
            "2 × 30 s each side, at least 3 days a week. Rest 15 s between sets.",
        ),
        (reps(6, 10, days_a_week=Frequency(2, 4)), "6–10 reps, 2 to 4 times in any 7 days."),
        (reps(8), "8 reps."),
        (reps(8, rest_s=30), "8 reps."),
        (reps(8, rest_s=0, sets=TWO), "2 × 8 reps."),
        (reps(8, rest_s=30, each=Each.SIDE), "8 reps each side. Rest 30 s between sides."),
        (reps(8, rest_s=30, each=Each.WAY), "8 reps each way. Rest 30 s before the other way."),
        (reps(8, rest_s=120, sets=TWO), "2 × 8 reps. Rest 2 min between sets."),
    ],
)
def test_dose_sentence(dosage: Dosage, sentence: str) -> None:
    assert plain(dose_sentence(dosage)) == sentence


def test_time_words_keep_mixed_ends_in_seconds() -> None:
    assert plain(time_words(Range(30, 120))) == "30–120 s"


def test_the_template_filters_say_the_same() -> None:
    template = Template(
        "{% load catalogue %}{{ dose|dose }}|{{ dose|dose_sentence }}|{{ dose.days_a_week|often }}|"
        "{{ tag|label }}|{{ text|label }}"
    )
    dose = hold(30, sets=TWO, days_a_week=Frequency(3))
    context = Context({"dose": dose, "tag": StressTag.KNEELING, "text": "<b>"})
    with override("en-gb"):
        assert plain(template.render(context)) == (
            "2 × 30 s|2 × 30 s, at least 3 days a week.|at least 3 days a week|"
            "kneeling or a deep knee bend|&lt;b&gt;"
        )
