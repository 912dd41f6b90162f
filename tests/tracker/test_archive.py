"""The document of an export: what is written is read again, and what is not sound is refused by name."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.archived import EMPTY, as_text
from tracker.domain.archive.kinds import read_record, write_record
from tracker.domain.archive.reading import MOST_PROBLEMS, ArchiveRefusedError, read_archive
from tracker.domain.archive.records import LISTS, MEMBERS
from tracker.domain.archive.session_records import SessionRecord
from tracker.domain.archive.stream import MOST_CHARACTERS
from tracker.domain.archive.tables import TABLES, cell
from tracker.domain.archive.text import write_archive

UUID = "5d56b1ad-392c-48a1-9eb8-32a50f79ff1c"
MOMENT = "2026-11-02T12:00:00.000000Z"
SET = {
    "completed_at": None,
    "distance_m": None,
    "exercise": "couch-stretch-wall",
    "id": UUID,
    "load_kg": "12.50",
    "pain": 0,
    "position": 1,
    "prescribed": {"reps": None, "seconds": 30},
    "reps": None,
    "seconds": 40,
    "side": "left",
    "skipped": False,
}
SESSION = {
    "catalogue": None,
    "created_at": MOMENT,
    "day": "2026-11-02",
    "deleted_at": None,
    "effort": None,
    "evidence": "timed",
    "finished_at": None,
    "id": UUID,
    "morning": {"answered_at": MOMENT, "pain": 1},
    "notes": "Zwölf",
    "pain_after": None,
    "pain_before": 2,
    "prescribed": [{"cause": "", "exercise": "couch-stretch-wall", "instead_of": None, "position": 1}],
    "routine": None,
    "screening": None,
    "sets": [SET],
    "started_at": MOMENT,
    "updated_at": MOMENT,
    "version": 1,
}


def read(content: bytes, size: int = 64 * 1024) -> list[Any]:
    return list(read_archive(content[at : at + size] for at in range(0, len(content), size)))


def problems(content: bytes) -> list[str]:
    with pytest.raises(ArchiveRefusedError) as refused:
        read(content)
    return [str(one) for one in refused.value.errors]


def with_session(**changes: Any) -> dict[str, Any]:
    return EMPTY | {"sessions": [SESSION | changes]}


def with_set(**changes: Any) -> dict[str, Any]:
    return with_session(sets=[SET | changes])


def written(found: list[Any]) -> bytes:
    entries: dict[str, list[Any]] = {member: [] for member in MEMBERS}
    for one in found:
        entries[one.member].append(one.record)
    return "".join(write_archive(entries)).encode()


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_it_is_read_the_same_in_pieces_of_any_size(size: int) -> None:
    text = written(read(as_text(with_session())))

    assert written(read(text, size)) == text
    assert json.loads(text) == with_session()


def test_one_entry_stands_on_a_line_of_its_own() -> None:
    lines = written(read(as_text(with_session()))).decode().splitlines()

    assert lines[0] == '{"about":{"format":"hip-mobility","version":1},'
    assert json.loads(lines[lines.index('"sessions":[') + 1]) == SESSION


def test_members_stand_in_the_alphabets_order() -> None:
    assert list(MEMBERS) == sorted(MEMBERS)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "This is not an export of this site."),
        ({}, "This is not an export of this site."),
        ({"sessions": []}, "This is not an export of this site."),
        (EMPTY | {"about": {"format": "hip-mobility", "version": 2}}, "about: This is not an export"),
        (EMPTY | {"about": {"format": "other", "version": 1}}, "about: This is not an export"),
        ({key: value for key, value in EMPTY.items() if key != "tests"}, "This part is missing"),
        ({"about": EMPTY["about"], "tests": []}, "enrolments: This part is missing"),
        (EMPTY | {"zoo": []}, "This part is missing"),
        (EMPTY | {"settings": {}}, "settings.time_zone: This is missing."),
        (EMPTY | {"sessions": {}}, "sessions: This is not sound JSON"),
        (EMPTY | {"sessions": [1]}, "sessions[0]: This must be a set of names and values."),
        (EMPTY | {"removed_sets": ["x"]}, "removed_sets[0]: This is no id."),
        (with_session(more=1), "sessions[0].more: Nothing of this name belongs here."),
        (with_session(sets=None), "sessions[0].sets: This must be a list."),
        (with_session(day="2026-02-30"), "sessions[0].day: This is no day"),
        (with_session(day="0001-01-01"), "sessions[0].day: This must be between 1900 and 2200."),
        (with_session(started_at="2026-11-02T12:00:00"), "sessions[0].started_at: This is no moment"),
        (with_session(started_at="0001-01-01T00:00:00+14:00"), "sessions[0].started_at: This is no moment"),
        (with_session(finished_at="2026-11-01T12:00:00Z"), "sessions[0]: It ends before it starts."),
        (with_session(notes="a\0b"), "sessions[0].notes: This holds a character that no text may hold."),
        (with_session(notes="\ud800"), "sessions[0].notes: This holds a character"),
        (with_session(notes="x" * 10_001), "sessions[0].notes: This is longer than 10000 characters."),
        (with_session(evidence="dreamt"), "sessions[0].evidence: This must be one of: “timed”"),
        (with_session(effort=True), "sessions[0].effort: This must be a whole number."),
        (with_session(effort=11), "sessions[0].effort: This must be between 0 and 10."),
        (with_session(effort="5"), "sessions[0].effort: This must be a whole number."),
        (with_session(id=UUID.upper()), "sessions[0].id: This is no id."),
        (with_session(routine="a b"), "sessions[0].routine: This is no short name"),
        (with_session(prescribed=SESSION["prescribed"] * 2), "Two exercises have the same position."),
        (with_set(load_kg=12), "sessions[0].sets[0].load_kg: This must be a decimal number, written as text"),
        (with_set(load_kg="-1"), "sessions[0].sets[0].load_kg: This must be between 0 and 500."),
        (with_set(load_kg="1.234"), "sessions[0].sets[0].load_kg: This has more than 2 decimal places."),
        (with_set(load_kg="1e3"), "sessions[0].sets[0].load_kg: This must be a decimal number"),
        (with_set(load_kg="\u0661"), "sessions[0].sets[0].load_kg: This must be a decimal number"),
        (with_set(seconds=None), "sessions[0].sets[0]: A set that was done says how much"),
        (with_set(prescribed={}), "sessions[0].sets[0].prescribed.reps: This is missing."),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document: Any, said: str) -> None:
    assert said in problems(as_text(document))[0]


def test_all_that_is_wrong_is_named_up_to_a_bound() -> None:
    wrong = EMPTY | {"sessions": [SESSION | {"effort": n} for n in range(5, 50)]}
    found = problems(as_text(wrong))

    assert len(found) == MOST_PROBLEMS
    assert found[0].startswith("sessions[6].effort")


SOUND = as_text(with_session())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is not an export"),
        (b"PK\x03\x04", "This is not an export"),
        (SOUND[:-1], "missing"),
        (SOUND[: len(SOUND) // 2], "This is not sound JSON"),
        (SOUND + b"{}", "There is more after the end."),
        (SOUND.replace(b'"version": 1', b'"version": 1.0'), "It holds a number that no archive holds."),
        (SOUND.replace(b'"pain_before": 2', b'"pain_before": NaN'), "It holds a number"),
        (SOUND.replace(b'"pain_before": 2', b'"pain_before": -Infinity'), "It holds a number"),
        (SOUND.replace(b'"pain_before": 2', b'"pain_before": ' + b"9" * 1_000_000), "It holds a number"),
        (SOUND.replace(b'"pain_before": 2', b'"pain_before": 2, "pain_before": 3'), "a name twice"),
        (SOUND.replace(b'"pain_before": 2', b'"pain_before": ' + b"[" * 200_000), "nested too deeply"),
        (SOUND.replace(b"Zw", b"\xff\xfe"), "This is not text in UTF-8."),
        (SOUND.replace(b"Zw", b"x" * (2 * MOST_CHARACTERS)), "This entry is too long."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_json_is_refused(content: bytes, said: str) -> None:
    assert said in problems(content)[0]


def test_a_mark_before_the_text_does_not_matter() -> None:
    assert written(read(b"\xef\xbb\xbf" + SOUND)) == written(read(SOUND))


@settings(max_examples=150)
@given(st.binary(max_size=300), st.integers(0, len(SOUND)), st.integers(0, 60))
def test_whatever_comes_it_is_read_or_refused(noise: bytes, at: int, gone: int) -> None:
    content = SOUND[:at] + noise + SOUND[at + gone :]
    with suppress(ArchiveRefusedError):
        read(content, 50)


def test_no_more_is_held_at_once_than_an_entry_needs() -> None:
    """A long document comes in piece by piece: its end has not been asked for when its beginning is read."""
    asked = 0

    def chunks() -> Iterator[bytes]:
        nonlocal asked
        document = as_text(EMPTY | {"sessions": [SESSION] * 500})
        for at in range(0, len(document), 4_096):
            asked = at
            yield document[at : at + 4_096]

    found = read_archive(chunks())
    next(one for one in found if one.member == "sessions")

    assert asked < 200_000


# --- records and tables -------------------------------------------------------------------------------------


def test_every_record_is_written_as_it_was_read() -> None:
    assert write_record(read_record(SessionRecord, SESSION)) == SESSION


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_of_a_member_and_explains_each_column_once(table: Any) -> None:
    names = [name for name, _about in table.columns]

    assert table.member in LISTS | {"settings"}
    assert len(set(names)) == len(names)
    assert all(about for _name, about in table.columns)


def test_left_and_right_are_rows_of_their_own_and_as_wide_as_the_head() -> None:
    record = read_record(
        SessionRecord, with_session()["sessions"][0] | {"sets": [SET, SET | {"side": "right"}]}
    )
    tables = {one.name: one for one in TABLES}
    lines = list(tables["sets.csv"].lines(record))

    assert [line[5] for line in lines] == ["left", "right"]
    for table in TABLES:
        if table.member == "sessions":
            assert {len(line) for line in table.lines(record)} == {len(table.columns)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_no_formula_in_a_table(text: str) -> None:
    record = dataclasses.replace(read_record(SessionRecord, SESSION), notes=text)
    table = next(one for one in TABLES if one.name == "sessions.csv")

    assert f"'{text}" in next(table.lines(record))
    assert cell(-1) == "-1"
