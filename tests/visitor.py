"""A person who uses the served site over HTTP, and knows what they were told is saved."""

from __future__ import annotations

import gzip
import http.client
import json
import uuid
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

EXERCISE = "half-kneeling-flexor-stretch"
ROUTINE = "hip-mobility-routine"
PATIENCE_S = 60
FORM = "application/x-www-form-urlencoded"


class Reply(NamedTuple):
    """An answer, its body as it came: compressed, if it was."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage

    @property
    def text(self) -> str:
        is_packed = self.headers["Content-Encoding"] == "gzip"
        return (gzip.decompress(self.body) if is_packed else self.body).decode()

    @property
    def on_the_wire(self) -> int:
        """Bytes of the answer, its headers included."""
        return len(self.body) + len(str(self.headers))


class Logged(NamedTuple):
    """A session as it was sent by a form; `fields` are those of its sheet."""

    id: str
    fields: dict[str, str]

    @property
    def path(self) -> str:
        return f"/sessions/{self.id}/"


class Visitor:
    """One person's browser: a connection that stays open, cookies, and forms filled in by hand.

    OSError and http.client.HTTPException say that no reply came: nobody knows then whether it was saved.
    """

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_S)
        # Any secret of this length will do: the site compares a form's token with the cookie.
        self.cookies = {"csrftoken": "b" * 32} | (cookies or {})
        self.user = 0

    def send(self, method: str, path: str, body: str | None = None, kind: str = "") -> Reply:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html" if kind in {"", FORM} else "*/*",
            "Accept-Encoding": "gzip",
            "X-CSRFToken": self.cookies["csrftoken"],
        }
        if body is not None:
            headers["Content-Type"] = kind
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Reply(response.status, content, response.headers)

    def get(self, path: str) -> Reply:
        """Ask for a page; once more where the server had closed the connection, as every browser does."""
        try:
            return self.send("GET", path)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            return self.send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Reply:
        return self.send("POST", path, urlencode(fields), FORM)

    def post_json(self, path: str, data: Any) -> Reply:
        return self.send("POST", path, json.dumps(data), "application/json")

    def sign_up(self) -> None:
        """Make an account, answer every question of the screening with no, and note one's number."""
        fields = {"email": f"{uuid.uuid4().hex}@example.org", "password1": "turn-the-leg-in"}
        done = [
            self.post("/accounts/signup/", fields).status,
            self.post("/screening/", {"rest-red-flags": "on", "rest-conditions": "on"}).status,
        ]
        self.user = json.loads(self.send("GET", "/sessions/sync/", kind="*/*").text)["user"]
        if done != [302, 302]:
            raise RuntimeError(f"Signing up was answered with {done}.")

    def log(self, session: Logged) -> Reply:
        return self.post("/sessions/new/", session.fields)

    def edit(self, session: Logged) -> Reply:
        return self.post(f"{session.path}edit/", session.fields)

    def delete(self, session: Logged) -> Reply:
        return self.post(f"{session.path}delete/", {})

    def sync(self, session: dict[str, Any], sets: list[dict[str, Any]]) -> Reply:
        return self.post_json("/sessions/sync/", {"user": self.user, "session": session, "sets": sets})


def a_sheet(*, sets: int = 12, days_ago: int = 0) -> Logged:
    """Return a new session as the log form sends it."""
    key = str(uuid.uuid4())
    start = datetime.now(UTC) - timedelta(days=days_ago, minutes=5)
    fields = {
        "id": key,
        "version": "",
        "routine": ROUTINE,
        "started_at": start.strftime("%Y-%m-%dT%H:%M"),
        "notes": f"Note of {key}",
        "sets-TOTAL_FORMS": str(sets),
        "sets-INITIAL_FORMS": "0",
        "action": "save",
    }
    for place in range(sets):
        fields |= {
            f"sets-{place}-id": str(uuid.uuid4()),
            f"sets-{place}-exercise": EXERCISE,
            f"sets-{place}-side": ("left", "right")[place % 2],
            f"sets-{place}-seconds": str(20 + place),
            f"sets-{place}-pain": "1",
            f"sets-{place}-done": "1",
        }
    return Logged(key, fields)


def edited(session: Logged, *, version: int, notes: str) -> Logged:
    """Return the session with other notes, as the form sends it that was opened at that version."""
    return Logged(session.id, session.fields | {"version": str(version), "notes": notes})


def a_played_session() -> dict[str, Any]:
    """Return a session that the player has begun, as the outbox sends it."""
    start = datetime.now(UTC) - timedelta(minutes=10)
    nothing = dict.fromkeys(("finished_at", "effort", "pain_before", "pain_after"))
    return nothing | {
        "id": str(uuid.uuid4()),
        "routine": ROUTINE,
        "started_at": start.isoformat(timespec="milliseconds"),
        "notes": "",
    }


def a_played_set(place: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("reps", "distance_m", "load_kg", "pain"))
    return nothing | {
        "id": str(uuid.uuid4()),
        "exercise": EXERCISE,
        "position": place,
        "side": "left",
        "seconds": 30,
        "skipped": False,
        "completed_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
