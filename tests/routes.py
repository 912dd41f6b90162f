"""Every route of the site, read from the URLconf, with a path that leads to a row of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
NAMED_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()]|\([^()]*\))*\)")

NO_PAGES = frozenset(
    {
        "healthz",
        "manifest",
        "robots",
        "service-worker",
        "sitemap",
        "tracker:calendar-feed",
        "tracker:data-export",
        "tracker:exercise-progress-csv",
        "tracker:progress-csv",
        "tracker:session-sync",
    }
)
"""What machines read: no page for people."""


@dataclass(frozen=True)
class Route:
    """`name` is "namespace:name", with the pattern where nobody named it; `pattern` is the whole of it."""

    name: str
    pattern: str

    @property
    def takes_an_id(self) -> bool:
        return "<uuid:" in self.pattern

    def path(self, values: Mapping[str, str]) -> str:
        """Return a path with these values for its parameters; KeyError where one is missing."""
        filled = NAMED_GROUP.sub(lambda match: values[match["name"]], self.pattern)
        filled = PARAMETER.sub(lambda match: values[match["name"]], filled)
        return "/" + filled


def every_route(
    resolver: URLResolver | None = None, namespace: str = "", prefix: str = ""
) -> Iterator[Route]:
    """Walk the URLconf down to its last include."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + _text_of(entry)
        if isinstance(entry, URLPattern):
            yield Route(namespace + (entry.name or f"({pattern})"), pattern)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_route(entry, inner, pattern)


def _text_of(entry: URLPattern | URLResolver) -> str:
    text = str(entry.pattern)
    return (
        text.removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(entry.pattern, RegexPattern)
        else text
    )


def own_routes() -> list[Route]:
    """Every route but the admin's."""
    return [route for route in every_route() if not route.name.startswith("admin:")]


def staff_routes() -> list[Route]:
    return [route for route in every_route() if route.name.startswith("admin:")]
