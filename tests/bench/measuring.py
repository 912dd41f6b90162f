"""The CPU time, bytes and queries of one request, measured from outside the server."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

WARM_UP = 12
ROUNDS = 15
ROUND_MS = 50
MOST_A_ROUND = 20
BARE_A_ROUND = 20
BARE = "/bench/bare/"

Send = Callable[..., "Answer"]


@dataclass(frozen=True)
class Cost:
    """What one request costs, also beside a bare view; `sent` and `compressed` are bytes of the body."""

    cpu_ms: float
    times_bare: float
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

    def send_bare(self, **headers: str) -> Answer:
        """Ask for the bare view over the same connection, so of the same process, as nobody."""
        return self._answer("GET", BARE, None, headers)

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.read(), response.headers)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def worker_cpu_ms(pid: int) -> float:
    """Return the CPU time, user and system, that the worker processes of a server have used so far."""
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return sum(time.clock_gettime(_cpu_clock_of(int(worker))) for worker in workers) * 1000


def _cpu_clock_of(pid: int) -> int:
    """Return what clock_getcpuclockid(3) gives on Linux, right to the nanosecond: /proc counts in 10 ms."""
    return (~pid << 3) | 2


def measure(pid: int, browser: Browser, send: Send, expected: int) -> Cost:
    """Return what the request costs that `send` sends for that browser, once the server is warm.

    A machine is not equally fast at all times. So the bare view is asked for again in each of the rounds: how
    many times as much it is comes from the round in the middle, the milliseconds from a quick one.
    """
    for _ in range(WARM_UP):
        _checked(send(), expected)
    counted = _checked(send(**{"X-Count-Queries": "1"}), expected)
    compressed = len(counted.body)
    body = gzip.decompress(counted.body) if counted.headers["Content-Encoding"] == "gzip" else counted.body
    number = max(1, min(MOST_A_ROUND, round(ROUND_MS / _cpu_ms(pid, send, expected, 2))))
    rounds = []
    for _ in range(ROUNDS):
        bare_ms = _cpu_ms(pid, browser.send_bare, 200, BARE_A_ROUND)
        cpu_ms = _cpu_ms(pid, send, expected, number)
        rounds.append((cpu_ms, cpu_ms / bare_ms))
    cpu_ms = quantiles((cpu for cpu, _times in rounds), n=4)[0]
    return Cost(
        cpu_ms,
        median(times for _cpu, times in rounds),
        len(body),
        compressed,
        int(counted.headers["X-Queries"]),
    )


def _cpu_ms(pid: int, send: Send, expected: int, number: int) -> float:
    before = worker_cpu_ms(pid)
    for _ in range(number):
        _checked(send(), expected)
    return (worker_cpu_ms(pid) - before) / number


def _checked(answer: Answer, expected: int) -> Answer:
    if answer.status != expected:
        raise RuntimeError(f"The server answered {answer.status}, not {expected}.")
    return answer
