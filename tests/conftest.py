"""What holds for every run: which tests, which examples, swept tables; and fixtures for every test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests import catalogue as shipped
from tests import dead_rows, lasting
from tests.factories import AthleteFactory
from tracker.models import Athlete

# No deadline: a busy machine is no fault of the code. Where a change is judged, the same examples each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", action="store_true", help="leave out what asks no database, or a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database"):
        config.hook.pytest_deselected(items=[one for one in items if not _asks_the_database(one)])
        items[:] = [one for one in items if _asks_the_database(one)]


def _asks_the_database(item: pytest.Item) -> bool:
    if item.path.parent.name == "browser":
        return False
    fixtures = getattr(item, "fixturenames", ())
    return (
        item.get_closest_marker("django_db") is not None or "db" in fixtures or "transactional_db" in fixtures
    )


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among what stays to the end: it took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


_tests_run = count(1)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Sweep now and then, when the test's transaction has ended: a fixture would be torn down within it."""
    if next(_tests_run) % dead_rows.TESTS_BETWEEN == 0:
        with item.config.stash[blocking_manager_key].unblock():
            dead_rows.sweep()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Set the databases up as pytest-django does, and keep what migrations made through each flush."""
    with django_db_blocker.unblock():
        lasting.put_aside()


@pytest.fixture(scope="module")
def rows_of_the_module(
    django_db_setup: None, _catalogue_put_aside: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DjangoDbBlocker]:
    """A transaction around a module's tests, each of which goes back to what a fixture of the module made.

    For `with rows_of_the_module.unblock(): …`. Not beside tests that commit.
    """
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(transaction.atomic())
        yield django_db_blocker
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            stack.close()


@pytest.fixture
def athlete(db: None) -> Athlete:
    """A person with an account, in Zurich."""
    return AthleteFactory()


@pytest.fixture
def signed_in(client: Client, athlete: Athlete) -> Client:
    """A browser in which `athlete` is signed in."""
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    return client


@pytest.fixture(scope="session")
def _catalogue_put_aside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        shipped.put_aside()


@pytest.fixture
def catalogue(_catalogue_put_aside: None, db: None) -> None:
    """The whole shipped catalogue in this test's database."""
    shipped.copy_in()
