"""What is read of the catalogue for many pages: kept by each process while the catalogue is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection

Value = TypeVar("Value")


def is_keeping(stamp: int | None) -> bool:
    """Say whether anything is kept. Not within a transaction: what that changed may yet be taken back."""
    return stamp is not None and bool(settings.PAGE_MEMORY_BYTES) and not connection.in_atomic_block


class Kept(Generic[Value]):
    """What `read` returns, kept while the catalogue's stamp (`exercises/models/stamp.py`) is the same.

    All requests of the process share it: nobody may change it, and it holds nothing that is one person's.
    """

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._kept: tuple[int, Value] | None = None
        _all.append(self)

    def at(self, stamp: int | None) -> Value:
        """Return what holds now."""
        if stamp is None or not is_keeping(stamp):
            return self._read()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            kept = self._kept = (stamp, self._read())
        return kept[1]

    def forget(self) -> None:
        """Read anew the next time."""
        self._kept = None


def forget_catalogue() -> None:
    """Forget all that this process keeps."""
    for one in _all:
        one.forget()


_all: list[Kept[Any]] = []
