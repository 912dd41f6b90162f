"""What nobody should send: tables of hostile input for the sheet of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

HUGE = "9" * 5_000
DAMAGED_ID = "12345678-1234-1234-1234-12345678901"
SHEET = ""
"""In place of a field's name: the error stands above the sheet."""


class Refused(NamedTuple):
    """Changes to a valid sheet that are answered with 422; `field` says beside what the error stands."""

    name: str
    changes: Mapping[str, str | None]
    field: str = SHEET


REFUSED = [
    Refused("text for reps", {"sets-0-reps": "ten"}, "sets-0-reps"),
    Refused("10^9 reps", {"sets-0-reps": "1000000000"}, "sets-0-reps"),
    Refused("5,000 digits of reps", {"sets-0-reps": HUGE}, "sets-0-reps"),
    Refused("negative seconds", {"sets-0-seconds": "-5"}, "sets-0-seconds"),
    Refused("half seconds", {"sets-0-seconds": "1.5"}, "sets-0-seconds"),
    Refused("a day of seconds", {"sets-0-seconds": "86400"}, "sets-0-seconds"),
    Refused("superscript seconds", {"sets-0-seconds": "3²"}, "sets-0-seconds"),
    Refused("5,000 digits of load", {"sets-0-load_kg": HUGE}, "sets-0-load_kg"),
    Refused("endless load", {"sets-0-load_kg": "Infinity"}, "sets-0-load_kg"),
    Refused("load that is no number", {"sets-0-load_kg": "NaN"}, "sets-0-load_kg"),
    Refused("exponents in load", {"sets-0-load_kg": "1e999999999"}, "sets-0-load_kg"),
    Refused("three decimals", {"sets-0-load_kg": "1.555"}, "sets-0-load_kg"),
    Refused("two commas", {"sets-0-load_kg": "1,5,5"}, "sets-0-load_kg"),
    Refused("a negative distance", {"sets-0-distance_m": "-0.01"}, "sets-0-distance_m"),
    Refused("pain of 11 in a set", {"sets-0-pain": "11"}, "sets-0-pain"),
    Refused("an unknown side", {"sets-0-side": "middle"}, "sets-0-side"),
    Refused("no side", {"sets-0-side": None}, "sets-0-side"),
    Refused("an unknown exercise", {"sets-0-exercise": "levitation"}, "sets-0-exercise"),
    Refused("an exercise that is no slug", {"sets-0-exercise": "../../etc"}, "sets-0-exercise"),
    Refused("a null byte in an exercise", {"sets-0-exercise": "a\0b"}, "sets-0-exercise"),
    Refused("no exercise", {"sets-0-exercise": None}, "sets-0-exercise"),
    Refused("done but no amount", {"sets-0-seconds": ""}, "sets-0-seconds"),
    Refused("a damaged set id", {"sets-0-id": DAMAGED_ID}, "sets-0-id"),
    Refused("no set id", {"sets-0-id": None}, "sets-0-id"),
    Refused("a null byte in an amount", {"sets-0-reps": "1\0"}, "sets-0-reps"),
    Refused("a damaged session id", {"id": DAMAGED_ID}),
    Refused("a null byte in the session id", {"id": "\0"}),
    Refused("no session id", {"id": None}),
    Refused("a version of text", {"version": "new"}),
    Refused("a huge version", {"version": HUGE}),
    Refused("an unknown routine", {"routine": "no-such-routine"}),
    Refused("a null byte in the routine", {"routine": "a\0b"}),
    Refused("a long routine", {"routine": "a" * 10_000}),
    Refused("text for a time", {"started_at": "yesterday"}, "started_at"),
    Refused("no time", {"started_at": None}, "started_at"),
    Refused("the future", {"started_at": "2999-01-01T10:00"}, "started_at"),
    Refused("the year 1", {"started_at": "0001-01-01T00:00"}, "started_at"),
    Refused("the year 9999", {"started_at": "9999-12-31T23:59"}, "started_at"),
    Refused("the year 10000", {"started_at": "10000-01-01T00:00"}, "started_at"),
    Refused("a null byte in the time", {"started_at": "2026-01-01T\0"}, "started_at"),
    Refused("effort of 11", {"effort": "11"}, "effort"),
    Refused("5,000 digits of effort", {"effort": HUGE}, "effort"),
    Refused("negative pain", {"pain_before": "-1"}, "pain_before"),
    Refused("pain as text", {"pain_after": "a lot"}, "pain_after"),
    Refused("100,000 characters of notes", {"notes": "n" * 100_000}, "notes"),
    Refused("a null byte in the notes", {"notes": "be\0fore"}, "notes"),
    Refused("a huge count of sets", {"sets-TOTAL_FORMS": "1000000000"}),
    Refused("5,000 digits of sets", {"sets-TOTAL_FORMS": HUGE}),
    Refused("a negative count of sets", {"sets-TOTAL_FORMS": "-1"}),
    Refused("a count of sets in words", {"sets-TOTAL_FORMS": "two"}),
    Refused("no count of sets", {"sets-TOTAL_FORMS": None}),
    Refused("no sets", {"sets-TOTAL_FORMS": "0"}),
    Refused("more sets than were sent", {"sets-TOTAL_FORMS": "5"}, "sets-4-id"),
]

ACCEPTED: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "emoji": ({"notes": "🧘🏽‍♀️ ok"}, {"session__notes": "🧘🏽‍♀️ ok"}),
    "right-to-left text": ({"notes": "\u202eabc"}, {"session__notes": "\u202eabc"}),
    "markup": ({"notes": "<script>alert(1)</script>"}, {"session__notes": "<script>alert(1)</script>"}),
    "a decimal comma": ({"sets-0-load_kg": "1,5"}, {"load_kg": 1.5}),
    "a decimal point": ({"sets-0-load_kg": "1.5"}, {"load_kg": 1.5}),
    "full-width digits": ({"sets-0-seconds": "４５"}, {"seconds": 45}),
    "spaces around": ({"sets-0-seconds": " 45 "}, {"seconds": 45}),
    "no reps at all": ({"sets-0-reps": "0"}, {"reps": 0}),
    "unknown fields": ({"is_staff": "1", "sets-77-reps": "5", "athlete": "1"}, {"seconds": 30}),
}

BAD_ACTIONS = (
    *("", "explode", "add-set", "add-set:", "add-set:99", "add-set:-1", "add-set:٣", f"move-up:{HUGE}"),
    *("remove:x", "move-down:1:1", "add-exercises", "SAVE", "save:0", "\0", "n" * 100_000),
)
"""Values of the pressed button that mean nothing."""

BAD_BYTES = (
    b"notes=%ED%A0%80",
    b"notes=%FF%FE%00",
    b"%00=%00",
    b"sets-0-reps=%ED%BF%BF",
    b"=&&&=;",
    b"notes=%F4%90%80%80",
)
"""Lone surrogates and other damage, as no browser sends them."""
