"""What people write: a session, a set that is changed, a set that is taken out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.bench.measuring import Answer, Browser

SETS_POSTED = 15
SETS_TO_DELETE = 400
EXERCISE = "half-kneeling-flexor-stretch"
START = datetime(2026, 1, 5, 18, tzinfo=UTC)


def save_session(browser: Browser, **headers: str) -> Answer:
    """Post a new session, as the log page would."""
    return browser.send("/sessions/new/", _form(browser, _sets(SETS_POSTED)), **headers)


def changes_of_a_set(browser: Browser) -> Callable[..., Answer]:
    """Return what sends one set of a session again, with other seconds, as the player does."""
    session = {"id": str(uuid.uuid4()), "routine": None, "started_at": START.isoformat(), "finished_at": None}
    session |= {"effort": None, "pain_before": None, "pain_after": None, "notes": ""}
    sets = [
        {"id": key, "exercise": EXERCISE, "position": place, "side": "left", "seconds": 30, "reps": None}
        | {"distance_m": None, "load_kg": None, "pain": None, "skipped": False}
        for place, key in enumerate(_sets(SETS_POSTED), start=1)
    ]
    changes = count(1)

    def send(sent: list[dict[str, object]] = sets[:1], **headers: str) -> Answer:
        number = next(changes)
        moment = (START + timedelta(seconds=number)).isoformat()
        changed = [one | {"seconds": 20 + number % 40, "completed_at": moment} for one in sent]
        token = {"X-CSRFToken": browser.cookies["csrftoken"]}
        body = json.dumps({"session": session, "sets": changed})
        return browser.send_json("/sessions/sync/", body, **token, **headers)

    send(sets)
    return send


def deletions_of_a_set(browser: Browser) -> Callable[..., Answer]:
    """Return what deletes one of fifteen sets on the page of its session, another session each time."""
    waiting = _waiting_forms(browser)

    def send(**headers: str) -> Answer:
        form = waiting.pop()
        one = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"], "set": form["sets-7-id"]}
        return browser.send(f"/sessions/{form['id']}/delete-set/", one, **headers)

    return send


def deletions_of_a_set_in_form(browser: Browser) -> Callable[..., Answer]:
    """Return what saves a session of fifteen sets without one of them, another session each time."""
    waiting = _waiting_forms(browser)

    def send(**headers: str) -> Answer:
        form = waiting.pop()
        last = f"sets-{SETS_POSTED - 1}-"
        fewer = {name: value for name, value in form.items() if not name.startswith(last)}
        fewer |= {"sets-TOTAL_FORMS": str(SETS_POSTED - 1), "version": "1"}
        return browser.send(f"/sessions/{form['id']}/edit/", fewer, **headers)

    return send


def _waiting_forms(browser: Browser) -> list[dict[str, str]]:
    """Save sessions to delete a set of, and return their forms."""
    waiting = [_form(browser, _sets(SETS_POSTED)) for _one in range(SETS_TO_DELETE)]
    for form in waiting:
        browser.send("/sessions/new/", form)
    return waiting


def _sets(number: int) -> list[str]:
    return [str(uuid.uuid4()) for _one in range(number)]


def _form(browser: Browser, sets: list[str]) -> dict[str, str]:
    form = {
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        "id": str(uuid.uuid4()),
        "started_at": f"{START:%Y-%m-%dT%H:%M}",
        "sets-TOTAL_FORMS": str(len(sets)),
        "sets-INITIAL_FORMS": "0",
        "action": "save",
    }
    for index, key in enumerate(sets):
        prefix = f"sets-{index}"
        form |= {
            f"{prefix}-id": key,
            f"{prefix}-exercise": EXERCISE,
            f"{prefix}-side": ("left", "right")[index % 2],
            f"{prefix}-seconds": "30",
            f"{prefix}-pain": "1",
            f"{prefix}-done": "1",
        }
    return form
