"""Marking text for translation where Django may not be imported."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


def gettext_noop(message: str) -> str:
    """Return `message` as it is; makemessages finds it here, and whoever shows it translates it."""
    return message


class LabelledEnum(StrEnum):
    """A StrEnum whose members carry an untranslated label: `WALL = "wall", gettext_noop("wall")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def tidy(text: str) -> str:
    """Return `text` without outer blanks and with plain newlines between its lines (browsers send others)."""
    return "\n".join(text.strip().splitlines())
