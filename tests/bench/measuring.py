"""The CPU time, bytes and queries of one request, measured from outside the server."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.served_site import ServedSite

WARM_UP = 12
ROUNDS = 15
ROUND_MS = 50
MOST_A_ROUND = 20
BARE_A_ROUND = 20
BARE = "/bench/bare/"
IDLE_SECONDS = 1

Send = Callable[..., "Answer"]


@dataclass(frozen=True)
class Cost:
    """What one request costs, in each round; `sent` and `compressed` are bytes of the answer's body."""

    rounds: tuple[float, ...]
    bare: tuple[float, ...]
    sent: int
    compressed: int
    queries: int

    @property
    def cpu_ms(self) -> float:
        """Return the milliseconds of a quick round: in a slow one the machine did something else, too."""
        return quantiles(self.rounds, n=4)[0]

    @property
    def times_bare(self) -> float:
        return _in_the_middle(self.rounds, self.bare)

    def beside(self, other: Cost) -> float:
        """Return how many times as much it is as another that was measured in the same rounds."""
        return _in_the_middle(self.rounds, other.rounds)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: http.client.HTTPMessage


class Browser:
    """One person's connection that stays open, unless it was idle for so long that the server closes it."""

    def __init__(self, site: ServedSite, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection(site.url.removeprefix("http://"))
        self.pid = site.pid
        self.cookies = cookies
        self.used_at = time.monotonic()

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
        if time.monotonic() - self.used_at > IDLE_SECONDS:
            self.connection.close()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        self.used_at = time.monotonic()
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


@dataclass(frozen=True)
class Deed:
    """A request: whose browser sends it, and what the site answers."""

    browser: Browser
    send: Send
    expected: int

    def cpu_ms(self, number: int) -> float:
        """Return the CPU time that one of so many takes."""
        before = worker_cpu_ms(self.browser.pid)
        for _ in range(number):
            _checked(self.send(), self.expected)
        return (worker_cpu_ms(self.browser.pid) - before) / number


def measure(deeds: Sequence[Deed]) -> list[Cost]:
    """Return what each costs once the server is warm.

    A machine is not equally fast at all times. So they take turns, round by round, each with the bare view
    of the same process; what is compared is what was measured within one round.
    """
    counted = [_counted(one) for one in deeds]
    numbers = [max(1, min(MOST_A_ROUND, round(ROUND_MS / one.cpu_ms(2)))) for one in deeds]
    bare_views = [Deed(one.browser, one.browser.send_bare, 200) for one in deeds]
    rounds = [
        [
            (bare.cpu_ms(BARE_A_ROUND), deed.cpu_ms(number))
            for bare, deed, number in zip(bare_views, deeds, numbers, strict=True)
        ]
        for _ in range(ROUNDS)
    ]
    costs = []
    for place, answer in enumerate(counted):
        bare, cpu = zip(*(one[place] for one in rounds), strict=True)
        body = gzip.decompress(answer.body) if answer.headers["Content-Encoding"] == "gzip" else answer.body
        costs.append(Cost(cpu, bare, len(body), len(answer.body), int(answer.headers["X-Queries"])))
    return costs


def _counted(deed: Deed) -> Answer:
    """Warm the server up, and return an answer that says how many queries it took."""
    deed.cpu_ms(WARM_UP)
    return _checked(deed.send(**{"X-Count-Queries": "1"}), deed.expected)


def _in_the_middle(these: Sequence[float], others: Sequence[float]) -> float:
    return median(one / other for one, other in zip(these, others, strict=True))


def _checked(answer: Answer, expected: int) -> Answer:
    if answer.status != expected:
        raise RuntimeError(f"The server answered {answer.status}, not {expected}.")
    return answer
