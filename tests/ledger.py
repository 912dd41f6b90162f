"""What people did on a site that dies under them, what they were told is saved, and whether that is there."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from tests.visitor import Logged, Reply, Visitor, a_played_session, a_played_set, a_sheet, edited

BREATH_S = 0.05
GIVE_UP_AFTER_S = 120


class Row(NamedTuple):
    """A session as the database has it: its notes, whether it was deleted, and the ids of its sets."""

    notes: str
    is_deleted: bool
    sets: frozenset[UUID]


@dataclass
class Ledger:
    """What one person did, and what has to be there for it."""

    visitor: Visitor
    chance: random.Random
    expected: dict[UUID, Row] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def live(self, is_over: threading.Event) -> None:
        """Log, change, delete and play sessions until it is over; what was begun is ended."""
        while not is_over.is_set() and not self.wrong:
            self.chance.choice((self._write_down, self._play))()

    def _write_down(self) -> None:
        session = a_sheet(sets=6, days_ago=self.chance.randrange(100))
        sets = frozenset(UUID(value) for name, value in session.fields.items() if name.endswith("-id"))
        self._send("log", lambda: self.visitor.log(session), {302})
        row = Row(session.fields["notes"], False, sets)
        if self.chance.random() < 0.6:
            row = row._replace(notes=self._change(session))
        if self.chance.random() < 0.4:
            self._send("delete", lambda: self.visitor.delete(session), {302})
            row = row._replace(is_deleted=True)
        self.expected[UUID(session.id)] = row

    def _change(self, session: Logged) -> str:
        changed = edited(session, version=1, notes=f"Changed {session.id}")
        # Sent again after it was saved unheard, it is refused as out of date.
        self._send("change", lambda: self.visitor.edit(changed), {302}, when_repeated={302, 422})
        return changed.fields["notes"]

    def _play(self) -> None:
        session = a_played_session()
        sets = [a_played_set(place) for place in range(1, 4)]
        for one in sets:
            self._send("sync", lambda one=one: self.visitor.sync(session, [one]), {200})  # type: ignore[misc]
        self.expected[UUID(session["id"])] = Row("", False, frozenset(UUID(one["id"]) for one in sets))

    def _send(
        self,
        deed: str,
        send: Callable[[], Reply],
        good: set[int],
        *,
        when_repeated: set[int] | None = None,
    ) -> None:
        """Send it until a reply comes that says it is saved, as the outbox and a patient person do."""
        until = time.monotonic() + GIVE_UP_AFTER_S
        while time.monotonic() < until:
            try:
                reply = send()
            except (OSError, http.client.HTTPException):
                self.done["no reply"] += 1
            else:
                if reply.status in good:
                    self.done[deed] += 1
                    return
                if reply.status != 503:
                    self.wrong.append(f"{deed} was answered with {reply.status}")
                    return
                self.done["503"] += 1
            good = when_repeated or good
            time.sleep(BREATH_S)
        self.wrong.append(f"{deed} was not answered for {GIVE_UP_AFTER_S} s")


def differences(expected: dict[UUID, Row], found: dict[UUID, Row]) -> list[str]:
    """Say what was lost, what is there without anybody's doing, and what is not as it was left."""
    lost = [f"lost: {expected[key]}" for key in expected.keys() - found.keys()]
    more = [f"made by nobody: {found[key]}" for key in found.keys() - expected.keys()]
    other = [f"{found[key]} in place of {row}" for key, row in expected.items() if found.get(key, row) != row]
    return lost + more + other
