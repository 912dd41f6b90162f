"""Searching the catalogue: what matches, in which order, and that nothing typed breaks it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.search import Entry, closest, normalise, rank, typos_allowed

ENTRIES = (
    Entry(
        "couch",
        "Couch stretch, wall",
        ("rear-foot-elevated quad stretch",),
        ("rectus femoris", "iliopsoas"),
        "hip flexor stretch",
    ),
    Entry(
        "edge",
        "Edge hang",
        ("the article's couch stretch",),
        ("gluteus maximus", "spinal erectors"),
        "relaxation",
    ),
    Entry("lunge", "Modified lunge", ("pigeon",), ("external rotators",), "rotator stretch"),
    Entry(
        "band-in",
        "Band internal rotation",
        ("band IR",),
        ("internal rotators",),
        "internal rotation strength",
    ),
    Entry("band-out", "Band external rotation", ("band ER",), ("external rotators",), "rotator strength"),
    Entry("drop-in", "Knee drop-in", ("wiper",), ("internal rotators",), "internal rotation"),
    Entry("clam", "Clamshell", (), ("gluteus medius",), "rotator strength"),
    Entry("reverse-clam", "Reverse clam", (), ("internal rotators",), "internal rotation strength"),
    Entry(
        "switch",
        "90/90 switch",
        ("shin box",),
        ("internal rotators", "external rotators"),
        "internal rotation",
    ),
    Entry("swing", "Leg swings", (), ("hamstrings", "adductors"), "warm-up"),
    Entry("pliee", "Demi-plié", (), ("adductors",), "hip control"),
)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        # whole words, in any order and case, accents or not
        ("Couch stretch, wall", ["couch"]),
        ("WALL couch", ["couch"]),
        ("plie", ["pliee"]),
        ("Plié", ["pliee"]),
        # names before synonyms before muscles before aims
        ("couch", ["couch", "edge"]),
        ("pigeon", ["lunge"]),
        ("internal rotation", ["band-in", "switch", "drop-in", "reverse-clam"]),
        ("hamstrings", ["swing"]),
        ("warm up", ["swing"]),
        # a prefix before a bit within
        ("clam", ["reverse-clam", "clam"]),
        ("psoas", ["couch"]),
        # a word over a gap
        ("dropin", ["drop-in"]),
        ("9090", ["switch"]),
        # short bits count from the start of a word only
        ("ir", ["band-in"]),
        ("ea", []),
        # misspelled
        ("strech couch", ["couch", "edge"]),
        ("modfied lugne", ["lunge"]),
        ("hamsrtings", ["swing"]),
        ("clamshel", ["clam"]),
        ("shn box", []),
        # each word must match
        ("couch hamstrings", []),
        ("zebra", []),
    ],
)
def test_rank_finds_in_order(query: str, keys: list[str]) -> None:
    assert list(rank(query, ENTRIES)) == keys


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Demi-Plié ", "demi plie"), ("ÅNGSTRÖM", "angstrom"), ("90/90_x", "90 90 x"), ("?", "")],
)
def test_normalise_keeps_bare_words(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_words_beyond_the_tenth_are_left_unread() -> None:
    assert rank("couch " * 9 + "zebra", ENTRIES) == ()
    assert rank("couch " * 10 + "zebra", ENTRIES) == ("couch", "edge")


def test_a_word_spelled_right_is_not_watered_down_by_near_misses() -> None:
    assert "band-out" not in rank("internal", ENTRIES)
    assert "band-in" not in rank("external", ENTRIES)


def test_an_exact_name_beats_a_name_that_holds_it() -> None:
    entries = (Entry("long", "Bridge on a bench"), Entry("exact", "bridge"), Entry("other", "A bridge"))
    assert rank("Bridge", entries)[0] == "exact"


def test_among_equal_matches_the_lower_level_comes_first() -> None:
    entries = (
        Entry("a", "A kick", muscles=("glutes",), level=3),
        Entry("b", "B bridge", muscles=("glutes",)),
        Entry("c", "C glutes", level=3),
    )
    assert rank("glutes", entries) == ("c", "b", "a")
    assert rank("", entries) == ("a", "b", "c")


@pytest.mark.parametrize("query", ["", "   ", "!?", "×", "\x00"])
def test_a_query_without_letters_finds_everything_by_name(query: str) -> None:
    assert rank(query, ENTRIES)[:3] == ("switch", "band-out", "band-in")
    assert len(rank(query, ENTRIES)) == len(ENTRIES)


@pytest.mark.parametrize(
    ("word", "typos"),
    [("hip", 0), ("clam", 1), ("bridg", 1), ("rotate", 2), ("rotators", 2), ("hamstring", 3)],
)
def test_the_bound_grows_with_the_word(word: str, typos: int) -> None:
    assert typos_allowed(word) == typos


def test_closest_offers_names_like_the_query() -> None:
    assert closest("quadricep stretching", ENTRIES)[0] == "couch"
    assert closest("clamps", ENTRIES, limit=2) == ("clam", "reverse-clam")
    assert closest("clamps", ENTRIES, limit=1) == ("clam",)
    assert closest("wobble", ENTRIES) == closest("", ENTRIES) == ()


def test_an_endless_query_is_answered_at_once() -> None:
    start = time.perf_counter()
    rank(" ".join(f"wordnumber{n}" for n in range(10_000)), ENTRIES * 50)
    closest("x" * 100_000, ENTRIES)
    assert time.perf_counter() - start < 2


names = st.text(max_size=30)
entries = st.lists(
    st.builds(
        Entry,
        key=st.uuids().map(str),
        name=names,
        synonyms=st.tuples(names),
        muscles=st.tuples(names),
        aim=names,
        level=st.integers(1, 3),
    ),
    max_size=8,
    unique_by=lambda entry: entry.key,
)


@given(query=st.text(max_size=200), entries=entries)
def test_rank_never_raises_and_names_only_what_it_was_given(query: str, entries: list[Entry]) -> None:
    found = rank(query, entries)
    assert set(found) <= {entry.key for entry in entries}
    assert len(set(found)) == len(found)
    assert set(closest(query, entries)) <= {entry.key for entry in entries}


@given(entries=entries.filter(bool), data=st.data())
def test_an_exact_name_is_always_first(entries: list[Entry], data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(entries))
    by_key = {entry.key: entry for entry in entries}
    assert normalise(by_key[rank(target.name, entries)[0]].name) == normalise(target.name)


@given(query=st.text(max_size=20), entries=entries, seed=st.integers())
def test_the_order_given_plays_no_part(query: str, entries: list[Entry], seed: int) -> None:
    shuffled = list(entries)
    random.Random(seed).shuffle(shuffled)
    assert rank(query, shuffled) == rank(query, entries)
    assert closest(query, shuffled) == closest(query, entries)
