"""The CPU time, bytes and queries of one request, measured from outside the server."""

from __future__ import annotations

import gzip
import http.client
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
BATCH = 25
ENOUGH_MS = 600
"""The kernel counts CPU time in ticks of 10 ms: sixty of them are right to about 2 %."""
MOST_REQUESTS = 500


@dataclass(frozen=True)
class Cost:
    """What one request costs; `sent` and `compressed` are bytes of the answer's body."""

    cpu_ms: float
    sent: int
    compressed: int
    queries: int


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: http.client.HTTPMessage


class Browser:
    """One person's connection that stays open; a server that closed it is connected to again."""

    def __init__(self, url: str, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"))
        self.cookies = cookies

    def send(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        sent = {"Cookie": self._cookie(), "Accept-Encoding": "gzip"} | headers
        body = None
        if form is not None:
            body = urlencode(form)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        return self._answer("GET" if form is None else "POST", path, body, sent)

    def send_json(self, path: str, body: str, **headers: str) -> Answer:
        sent = {"Cookie": self._cookie(), "Content-Type": "application/json"} | headers
        return self._answer("POST", path, body, sent)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.read(), response.headers)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def worker_cpu_ms(pid: int) -> float:
    """Return the CPU time, user and system, that the worker processes of a server have used so far."""
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ticks = 0
    for worker in workers:
        # The command's name, in brackets, may hold blanks; utime and stime are the 12th and 13th after it.
        fields = Path(f"/proc/{worker}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * TICK_MS


def measure(pid: int, send: Callable[..., Answer], expected: int) -> Cost:
    """Return what the request costs that `send` sends, once the server is warm."""
    for _ in range(BATCH):
        _checked(send(), expected)
    counted = _checked(send(**{"X-Count-Queries": "1"}), expected)
    compressed = len(counted.body)
    body = gzip.decompress(counted.body) if counted.headers["Content-Encoding"] == "gzip" else counted.body
    before = worker_cpu_ms(pid)
    requests, used = 0, 0.0
    while used < ENOUGH_MS and requests < MOST_REQUESTS:
        for _ in range(BATCH):
            _checked(send(), expected)
        requests += BATCH
        used = worker_cpu_ms(pid) - before
    return Cost(used / requests, len(body), compressed, int(counted.headers["X-Queries"]))


def _checked(answer: Answer, expected: int) -> Answer:
    if answer.status != expected:
        raise RuntimeError(f"The server answered {answer.status}, not {expected}.")
    return answer
