"""What writing costs: each deed of the benchmark takes one transaction and few queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import deeds
from tests.factories import ExerciseFactory

TOKEN = "b" * 32


class InProcess:
    """Sends what a `tests.bench.measuring.Browser` would, without a server between."""

    cookies = {"csrftoken": TOKEN}

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, path: str, form: dict[str, str], **_headers: str) -> Any:
        return self.client.post(path, form)

    def send_json(self, path: str, body: str, **_headers: str) -> Any:
        return self.client.post(path, body, content_type="application/json")


@pytest.mark.parametrize(
    ("deed", "most"),
    [
        (lambda browser: lambda: deeds.save_session(browser), 7),
        (deeds.changes_of_a_set, 9),
        (deeds.deletions_of_a_set, 7),
        (deeds.deletions_of_a_set_in_form, 11),
    ],
    ids=["save fifteen sets", "change one", "delete one", "delete one in the form"],
)
def test_one_transaction_and_few_queries(
    signed_in: Client,
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[Any], Callable[[], Any]],
    most: int,
) -> None:
    monkeypatch.setattr(deeds, "SETS_TO_DELETE", 2)
    ExerciseFactory(slug=deeds.EXERCISE)
    send = deed(InProcess(signed_in))
    assert send().status_code in {200, 302}
    with CaptureQueriesContext(connection) as captured:
        assert send().status_code in {200, 302}
    asked = [one["sql"] for one in captured]
    # Within a test a transaction is a savepoint.
    assert sum(one.startswith("SAVEPOINT") for one in asked) == 1
    # What a form warns of, the rules of the screening, a process reads once and keeps.
    assert sum("SAVEPOINT" not in one for one in asked) <= most
