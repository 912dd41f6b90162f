"""Pages in memory: rendered once for one reader, and again only once something that they show has changed.

A page is found by everything that it depends on: who reads it, the stamps of that person and of the
catalogue (`exercises/models/stamp.py`), the day, whether the screening asks anew, the address. A stamp rises
with every change of a row and is read with each request, so what is found is what would be rendered now. What
the stamps do not know is bounded by `LIFE_SECONDS`.

Each process has a memory of its own and forgets what was asked for longest ago.
"""

from __future__ import annotations

import gzip
import re
import secrets
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from exercises.models import Stamp
from exercises.models.screening import current_screening
from exercises.services.fresh import noting_fresh_ids

LIFE_SECONDS = 15 * 60
MOST_OF_A_PAGE = 512 * 1024
LONGEST_ADDRESS = 300
A_LINE = 600
"""What an entry takes beside its page, in bytes, about."""

ONCE, EACH_TIME = 6, 4
"""How hard a page is compressed: in half the time where it is done with each answer."""
MOST_PADDING = 100
"""Bytes by which a compressed page is longer than it need be, as with Django's own compression."""
LENGTH_OF_ID = 36

View = Callable[..., HttpResponse]


@dataclass
class RememberedPage:
    """A page as it was answered, in parts: between what stays the same stands what it must not say twice."""

    parts: list[bytes]
    headers: dict[str, str]
    until: float
    compressed: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, response: HttpResponse, fresh: Iterable[str], minute: str) -> RememberedPage:
        """Return the page of an answer; `fresh` ids and the minute are what it must not say twice."""
        once = {one.encode() for one in fresh} | ({_starts_at(minute)} if minute else set())
        pattern = b"(" + b"|".join(map(re.escape, sorted(once))) + b")"
        parts = re.split(pattern, response.content) if once else [response.content]
        return cls(parts, dict(response.items()), time.monotonic() + LIFE_SECONDS)

    @property
    def size(self) -> int:
        # The compressed page comes later, and takes less than half of the page.
        return sum(map(len, self.parts)) * 3 // 2 + A_LINE

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page as an answer of its own."""
        is_same = len(self.parts) == 1
        content = self.parts[0] if is_same else self._with_fresh()
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(content, headers=self.headers)
        # Its length tells nothing of the CSRF token in it: the token's mask stays with this page, and another
        # address is another page with a mask of its own.
        if is_same:
            self.compressed = self.compressed or _compressed(content, ONCE)
        response = HttpResponse(
            self.compressed if is_same else _compressed(content, EACH_TIME), headers=self.headers
        )
        response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    def _with_fresh(self) -> bytes:
        instead: dict[bytes, bytes] = {}
        parts = self.parts.copy()
        for place in range(1, len(parts), 2):
            old = parts[place]
            if old not in instead:
                is_id = len(old) == LENGTH_OF_ID
                instead[old] = str(uuid.uuid4()).encode() if is_id else _starts_at(_minute())
            parts[place] = instead[old]
        return b"".join(parts)


class PageMemory:
    """The pages of one process, of at most `most` bytes together; none where `most` is 0."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, RememberedPage] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def find(self, key: Hashable, now: float) -> RememberedPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.until < now:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: RememberedPage, most: int) -> None:
        with self._lock:
            if (old := self._pages.pop(key, None)) is not None:
                self._size -= old.size
            self._pages[key] = page
            self._size += page.size
            while self._size > most:
                _key, forgotten = self._pages.popitem(last=False)
                self._size -= forgotten.size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0


memory = PageMemory()


def remembered(view: View | None = None, *, starts_now: bool = False) -> Any:
    """Remember the pages of a view that reads. With `starts_now` a form on it starts at the present minute.

    Whoever is to sign in first must have been sent there already; only what GET answers with 200 is kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = _key(request)
            if key is None:
                return view(request, *args, **kwargs)
            page = memory.find(key, time.monotonic())
            if page is not None:
                return page.answer(request)
            minute = _minute() if starts_now else ""
            with noting_fresh_ids() as fresh:
                response = view(request, *args, **kwargs)
            # A minute that ended meanwhile is not found again: such a page is not kept.
            if _may_be_kept(request, response) and (not minute or _starts_at(minute) in response.content):
                memory.keep(key, RememberedPage.of(response, fresh, minute), settings.PAGE_MEMORY_BYTES)
            return response

        return wrapper

    return decorate(view) if view is not None else decorate


def _key(request: HttpRequest) -> Hashable | None:
    """Return everything that the page depends on, or None for a request that is always answered anew."""
    address = request.get_full_path()
    if (
        not settings.PAGE_MEMORY_BYTES
        or request.method != "GET"
        or len(address) > LONGEST_ADDRESS
        or getattr(request, "htmx", False)
        or _brings_messages(request)
    ):
        return None
    user: Any = request.user
    if not user.is_authenticated:
        catalogue = Stamp.objects.value_of_catalogue()
        return None if catalogue is None else (None, catalogue, address)
    own, catalogue = getattr(user, "own_stamp", None), getattr(user, "catalogue_stamp", None)
    secret = request.META.get("CSRF_COOKIE")
    if own is None or catalogue is None or not secret:
        return None
    screening = current_screening(user)
    asked = screening is not None and screening.is_asked_again(timezone.now())
    return (user.pk, own, catalogue, secret, timezone.localdate(), asked, address)


def _brings_messages(request: HttpRequest) -> bool:
    return "messages" in request.COOKIES or (request.user.is_authenticated and "_messages" in request.session)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= MOST_OF_A_PAGE
        # A visitor's token is their own, and what the browser's session took in is not on another page.
        and (request.user.is_authenticated or not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
        and not (request.user.is_authenticated and request.session.modified)
    )


def _compressed(content: bytes, level: int) -> bytes:
    """Return it compressed. It names a file of random length: how long it is tells little of what it says."""
    packed = gzip.compress(content, level, mtime=0)
    name = b"a" * secrets.randbelow(MOST_PADDING) + b"\x00"
    return packed[:3] + bytes([gzip.FNAME]) + packed[4:10] + name + packed[10:]


def _minute() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def _starts_at(minute: str) -> bytes:
    return f'value="{minute}"'.encode()
