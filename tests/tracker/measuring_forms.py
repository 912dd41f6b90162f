"""The form of a measurement, filled in as a browser does, and tables of what nobody should send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bs4 import Tag
from django.http import HttpResponse
from django.test import Client

from tests.tracker.sheets import fields_of, soup_of

NEW = "/measurements/new/"
LIST = "/measurements/"
FORM = "form#measure"
TEST_FORM = "form#test"
READINGS = {
    "left_1": "30", "left_2": "31", "left_3": "32",
    "right_1": "23", "right_2": "24", "right_3": "25",
}  # fmt: skip
RULER = {
    "instrument": "ruler", "shank_cm": "40", "left_1": "20", "left_2": "20,5", "left_3": "20.6",
    "right_1": "", "right_2": "", "right_3": "",
}  # fmt: skip
HUGE = "9" * 5_000
ABOVE = ""
"""In place of a field's name: the error stands above the form."""


class Refused(NamedTuple):
    """Changes to a valid form that are answered with 422; `field` says beside what the error stands."""

    name: str
    changes: Mapping[str, str | None]
    field: str = ABOVE


NO_NUMBERS = (
    "ten",
    "NaN",
    "Infinity",
    "-inf",
    "1e5",
    "1e1",
    "0x1F",
    "31 32",
    "31°°",
    "1,5,5",
    "3²",
    "--3",
    HUGE,
)
REFUSED = [
    *(Refused(f"{text[:12]} for a reading", {"left_2": text}, "left_2") for text in NO_NUMBERS),
    Refused("a null byte in a reading", {"left_2": "31\0"}, "left_2"),
    Refused("310 degrees", {"left_1": "310"}, "left_1"),
    Refused("just above 90", {"right_3": "90,01"}, "right_3"),
    Refused("just below -30", {"right_1": "-30.01"}, "right_1"),
    Refused("three decimals", {"left_1": "31.555"}, "left_1"),
    Refused("centimetres without a ruler", {"left_1": "31 cm"}, "left_1"),
    Refused("no readings", dict.fromkeys(READINGS, ""), "left_1"),
    Refused("degrees with a ruler", RULER | {"left_1": "20°"}, "left_1"),
    Refused("a shift longer than the shank", RULER | {"left_3": "40,1"}, "left_3"),
    Refused("a ruler without a shank", RULER | {"shank_cm": ""}, "shank_cm"),
    Refused("a shank of a mouse", RULER | {"shank_cm": "4"}, "shank_cm"),
    Refused("a shank of a giant", RULER | {"shank_cm": "400"}, "shank_cm"),
    Refused("readings far apart", {"left_1": "20"}, "left_4"),
    Refused("two readings far apart", {"left_1": "20", "left_3": ""}, "left_3"),
    Refused("shifts far apart", RULER | {"left_1": "12"}, "left_4"),
    Refused("an unknown motion", {"motion": "levitation"}, "motion"),
    Refused("supine 90/90, which gravity cannot see", {"position": "supine-90-90"}, "position"),
    Refused("no instrument", {"instrument": None}, "instrument"),
    Refused("a null byte in the instrument", {"instrument": "pho\0ne"}, "instrument"),
    Refused("no day", {"taken_on": ""}, "taken_on"),
    Refused("a day in words", {"taken_on": "yesterday"}, "taken_on"),
    Refused("a day that is none", {"taken_on": "2026-02-30"}, "taken_on"),
    Refused("a long day", {"taken_on": HUGE}, "taken_on"),
    Refused("the future", {"taken_on": "2999-01-01"}, "taken_on"),
    Refused("the year 1899", {"taken_on": "1899-12-31"}, "taken_on"),
    Refused("the year 1", {"taken_on": "0001-01-01"}, "taken_on"),
    Refused("pain of 11", {"pain": "11"}, "pain"),
    Refused("negative pain", {"pain": "-1"}, "pain"),
    Refused("half a pain", {"pain": "2.5"}, "pain"),
    Refused("10,000 characters of notes", {"notes": "n" * 10_000}, "notes"),
    Refused("a null byte in the notes", {"notes": "be\0fore"}, "notes"),
    Refused("a damaged id", {"id": "12345678-1234"}),
    Refused("no id", {"id": None}),
    Refused("a version of text", {"version": "new"}),
    Refused("a huge version", {"version": HUGE}),
]

ACCEPTED: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "a decimal comma": ({"left_1": "31,5"}, {"left_1": 31.5}),
    "a decimal point": ({"left_1": "31.25"}, {"left_1": 31.25}),
    "a degree sign": ({"left_1": "31°"}, {"left_1": 31}),
    "a degree sign after a blank": ({"left_1": " 31,5 ° "}, {"left_1": 31.5}),
    "a plus": ({"left_1": "+31"}, {"left_1": 31}),
    "a real minus": ({"left_1": "−5", "left_2": "-4", "left_3": "-3"}, {"left_1": -5, "left_3": -3}),
    "minus nothing": ({"left_1": "-0", "left_2": "0", "left_3": "1"}, {"left_1": 0}),
    "Arabic digits": ({"left_1": "٣١٫٥"}, {"left_1": 31.5}),
    "full-width digits": ({"left_1": "３１"}, {"left_1": 31}),
    "the ends of the range": (
        {"left_1": "90", "left_2": "89", "left_3": "", "right_1": "-30", "right_2": "", "right_3": ""},
        {"left_1": 90, "left_2": 89, "left_3": None, "right_1": -30},
    ),
    "a box left empty": ({"left_2": ""}, {"left_1": 30, "left_2": 32, "left_3": None}),
    "one side": ({"left_1": "", "left_2": "", "left_3": ""}, {"left_1": None, "right_1": 23}),
    "four readings": ({"left_1": "20", "left_4": "31"}, {"left_1": 20, "left_4": 31}),
    "kept as they are": ({"left_1": "20", "keep": "on"}, {"left_1": 20, "left_4": None}),
    "a spread of just 10": ({"left_1": "22"}, {"left_1": 22}),
    "a shank without a ruler": ({"shank_cm": "40"}, {"shank_cm": None}),
    "a ruler": (RULER, {"left_1": 30, "left_2": 30.83, "shank_cm": 40, "right_1": None}),
    "a ruler is read to the millimetre": (RULER | {"left_1": "20.26"}, {"left_1": 30.5}),
    "no pain": ({"pain": "0"}, {"pain": 0}),
    "nothing about pain": ({"pain": ""}, {"pain": None}),
    "markup": ({"notes": "<script>alert(1)</script>"}, {"notes": "<script>alert(1)</script>"}),
    "unknown fields": ({"athlete": "1", "left_5": "80"}, {"left_1": 30}),
}  # fmt: skip


def opened(client: Client, path: str = NEW, form: str = FORM) -> dict[str, str]:
    """Return the fields of a freshly opened form."""
    response = client.get(path)
    assert response.status_code == 200
    return fields_of(response, form)


def filled(client: Client, **typed: str) -> dict[str, str]:
    """Return a form that would be saved, with something in every field that can hold something."""
    return opened(client) | READINGS | {"pain": "1", "notes": "Felt good"} | typed


def changed(form: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


def error_beside(response: HttpResponse, field: str, form: str = FORM) -> str:
    """Return the errors at a field, or those above the form."""
    page = soup_of(response)
    if field == ABOVE:
        return " ".join(one.get_text(" ", strip=True) for one in page.select(f'{form} [role="alert"] > p'))
    box = page.select_one(f'{form} [name="{field}"]')
    assert isinstance(box, Tag)
    if box.get("aria-invalid") != "true" and "is-invalid" not in (box.get("class") or []):
        return ""
    ids = str(box.get("aria-describedby") or "").split()
    beside = [one for key in ids if (one := page.find(id=key))]
    return " ".join(one.get_text(" ", strip=True) for one in beside)


def lost(sent: Mapping[str, str], response: HttpResponse, form: str = FORM) -> dict[str, object]:
    """Return what was sent and does not stand in the form any more, with what stands there instead."""
    there = fields_of(response, form)
    return {name: (value, there.get(name)) for name, value in sent.items() if there.get(name, "") != value}
