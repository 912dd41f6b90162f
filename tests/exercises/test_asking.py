"""Which question of the screening stands under which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.asking import asked_under


@pytest.mark.parametrize(
    ("follows", "under"),
    [
        ({}, {}),
        ({"a": "", "b": ""}, {"": ("a", "b")}),
        ({"a": "", "b": "a", "c": "a", "d": ""}, {"": ("a", "d"), "a": ("b", "c")}),
        ({"b": "a", "a": ""}, {"": ("a",), "a": ("b",)}),
        ({"a": "", "b": "a", "c": "b"}, {"": ("a",), "a": ("b",), "b": ("c",)}),
        ({"a": "gone"}, {"": ("a",)}),
        ({"a": "b", "b": "a", "c": "b", "d": ""}, {"": ("a", "b", "c", "d")}),
        ({"a": "a"}, {"": ("a",)}),
    ],
    ids=[
        "nothing",
        "asked of everybody",
        "follow-ups",
        "before what it follows",
        "through another",
        "after what is gone",
        "in a circle",
        "after itself",
    ],
)
def test_where_questions_stand(follows: dict[str, str], under: dict[str, tuple[str, ...]]) -> None:
    assert asked_under(follows) == under


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["", *"abcdefghi"])))
def test_each_question_is_reached_once(follows: dict[str, str]) -> None:
    under = asked_under(follows)
    reached: list[str] = []
    waiting = list(under.get("", ()))
    while waiting:
        reached.append(waiting.pop())
        waiting += under.get(reached[-1], ())
    assert sorted(reached) == sorted(follows)
