"""Whatever stands behind the question mark of an address: a page, a redirect or a 404, never a 500."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.routes import Route, own_routes
from tests.world import World, make_world

READ = {
    "exercises:exercise-list": ("q", "aim", "level", "position", "equipment", "sport", "page"),
    "tracker:session-create": ("routine", "exercise", "kept"),
    "tracker:session-list": ("day", "before", "deleted"),
    "tracker:session-detail": ("deleted",),
    "tracker:session-deleted-list": ("before",),
    "tracker:plan": ("did", "with"),
    "tracker:progress": ("period",),
    "tracker:exercise-progress": ("period",),
    "account_login": ("next",),
    "account_signup": ("next",),
}
"""What the pages read from their addresses."""
NAMES = sorted({name for names in READ.values() for name in names})
DAMAGED = (
    "",
    "\0",
    "%",
    "'",
    "\ud800",
    "9" * 5_000,
    "-1",
    "1e9",
    "٣",
    "x" * 10_000,
    "0001-01-01",
    "9999-12-31",
    "//x",
)

LONGEST_ADDRESS = 4_000
"""gunicorn refuses a longer line of a request before any page hears of it."""

VALUES = st.one_of(
    st.text(st.characters(), max_size=40),  # control characters and lone surrogates among them
    st.integers().map(str),
    st.dates().map(str),
    st.uuids().map(str),
    st.sampled_from(DAMAGED),
)
QUERIES = st.lists(
    st.tuples(st.sampled_from(NAMES) | st.text(st.characters(), max_size=5), VALUES), max_size=5
)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from(own_routes()), query=QUERIES, is_known=st.booleans())
def test_any_query_of_any_page(
    route: Route, query: list[tuple[str, str]], is_known: bool, world: World
) -> None:
    client = Client()
    if is_known:
        client.force_login(world.owner.user)
    address = f"{world.path(route)}?{urlencode(query, errors='surrogatepass')}"
    response = client.get(address[:LONGEST_ADDRESS])
    refusals = {401} if route.name == "tracker:session-sync" else set()
    assert response.status_code in {200, 302, 404, 405} | refusals


@pytest.mark.parametrize(
    "route", [route for route in own_routes() if route.name in READ], ids=lambda route: route.name
)
def test_damaged_values_of_what_a_page_reads(route: Route, world: World, client: Client) -> None:
    if not route.name.startswith("account"):
        client.force_login(world.owner.user)
    for name in READ[route.name]:
        for value in DAMAGED:
            query = urlencode({name: value}, errors="surrogatepass")
            assert client.get(f"{world.path(route)}?{query}").status_code in {200, 404}, query[:80]
