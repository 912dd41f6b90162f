"""No page reads a table whole that grows with people: its queries find their rows by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from exercises.models import Exercise
from tests.query_plans import Asked, forget_statistics, growing_tables, queries, read_whole
from tests.routes import NO_PAGES, own_routes
from tests.test_every_url import VERDICTS
from tests.test_queries import log_sessions, pages
from tests.world import make_world


def test_no_page_reads_a_table_whole_that_grows_with_people(catalogue: None, client: Client) -> None:
    world = make_world()
    client.force_login(world.owner.user)
    paths = pages(world) + [
        world.path(route)
        for route in own_routes()
        if route.name in NO_PAGES and VERDICTS[route.name].owner.get == "200"
    ]
    log_sessions(world.owner, 30)
    forget_statistics()
    whole = {}
    for path in paths:
        with queries() as asked:
            assert client.get(path).status_code == 200, path
        whole |= {(path, one.sql): tables for one in asked if (tables := read_whole(one))}
    assert whole == {}


@pytest.mark.parametrize(
    ("sql", "whole"),
    [
        ("SELECT count(*) FROM tracker_set WHERE seconds = %s", {"tracker_set"}),
        ('SELECT 1 FROM "tracker_set" U0 WHERE U0.seconds = %s', {"tracker_set"}),
        ("SELECT seconds FROM tracker_set WHERE athlete_id = %s", set()),
        ("SELECT id FROM exercises_exercise WHERE level = %s", set()),
    ],
    ids=["a table", "an alias", "by an index", "a table of the catalogue"],
)
def test_reading_a_table_whole_is_seen(db: None, sql: str, whole: set[str]) -> None:
    assert read_whole(Asked(sql, [1])) == whole


def test_what_grows_with_people_are_all_tables_but_the_catalogue(db: None) -> None:
    assert {"tracker_session", "tracker_set", "tracker_measurement"} <= growing_tables()
    assert growing_tables() <= set(connection.introspection.table_names())
    assert Exercise._meta.db_table not in growing_tables()
