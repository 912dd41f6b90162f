"""The site as it is served: its pages are light, it bears many people at once, and being killed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.load import load
from tests.browser.gallery import OPEN_PAGES, OWN_PAGES
from tests.kill import damages_of_sqlite, kill, wrong
from tests.mortal_site import MortalSite, mortal_site
from tests.page_weight import KB, Scales
from tests.served_site import prepared_folder
from tests.visitor import Visitor, a_sheet

PEOPLE = 6
FIRST_VISIT, LATER_VISIT = 60 * KB, 15 * KB
MOST_REQUESTS = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared_folder(tmp_path_factory)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[MortalSite]:
    with mortal_site(folder) as one:
        yield one


def test_every_page_is_light_on_a_first_visit_and_lighter_later(site: MortalSite) -> None:
    person = Visitor(site.url)
    person.sign_up()
    for days_ago in range(0, 80, 2):
        assert person.log(a_sheet(days_ago=days_ago)).status == 302
    weights = {}
    for visitor, pages in ((Visitor(site.url), OPEN_PAGES), (person, OWN_PAGES)):
        scales = Scales(visitor)
        weights |= {name: scales.weigh(path) for name, path in pages.items()}
    bare = {name: one for name, one in weights.items() if not any("/css/" in file for file in one.files)}
    assert bare == {}
    heavy = {
        name: f"{one.first_visit:,} bytes in {one.requests} requests, {one.page:,} later"
        for name, one in weights.items()
        if one.first_visit > FIRST_VISIT or one.requests > MOST_REQUESTS or one.page > LATER_VISIT
    }
    assert heavy == {}


def test_nobody_meets_an_error_while_many_read_and_log(site: MortalSite) -> None:
    people = [Visitor(site.url) for _ in range(PEOPLE)]
    for one in people:
        one.sign_up()
    times = load(people, seconds=3)
    assert not times.errors
    assert len(times.all_ms) > PEOPLE


def test_what_was_saved_survives_a_server_that_is_killed(site: MortalSite, folder: Path) -> None:
    path = folder / "db.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM tracker_set")
        connection.execute("DELETE FROM tracker_session")
    ledgers = kill(site, [site.kill_worker, site.kill, site.kill_master], runs=3, seed=1)
    site.kill()
    assert sum(len(one.expected) for one in ledgers) > 1
    assert wrong(ledgers, lambda: sqlite3.connect(path)) == []
    assert damages_of_sqlite(path) == []
    # And it would be seen.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM tracker_set WHERE id = (SELECT max(id) FROM tracker_set)")
    assert len(wrong(ledgers, lambda: sqlite3.connect(path))) == 1
