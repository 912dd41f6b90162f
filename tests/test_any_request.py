"""Whatever is posted to any form, and asked of any page, is answered: never with a breakdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker
from zeal import zeal_ignore

from tests.factories import UserFactory
from tests.posted import FINE, FORM_TYPE, HOSTILE, Browsers, Form, encoded, forms_of, mixed, posted
from tests.routes import own_routes
from tests.screenings import screen
from tests.test_every_url import VERDICTS
from tests.world import World, make_world

MEGABYTE = "m" * 1024 * 1024
QUERIES = (
    *("q", "page", "level", "period", "day", "routine", "exercise", "record", "kind", "kept", "saved"),
    *("before", "deleted", "next", "month", "year", "aim", "equipment", "from", "sort"),
)


class Made(NamedTuple):
    """What the tests of this module share."""

    world: World
    browsers: Browsers
    forms: list[Form]


@pytest.fixture(scope="module")
def of_the_module(rows_of_the_module: DjangoDbBlocker) -> Made:
    with rows_of_the_module.unblock():
        world = make_world()
        screen(world.owner.user)
        browsers = Browsers(world)
        return Made(world, browsers, forms_of(world, browsers))


@pytest.fixture
def made(of_the_module: Made, db: None) -> Made:
    return of_the_module


def answer_to(made: Made, form: Form, values: Mapping[str, str], file: bytes | None = None) -> int:
    return posted(made.browsers.of(form.who), form, values, file).status_code


def test_the_forms_are_found(made: Made) -> None:
    paths = {form.path for form in made.forms}

    assert {"/sessions/new/", "/settings/", "/measurements/new/", "/accounts/login/"} <= paths
    assert len(paths) > 40
    assert len({name for form in made.forms for name in form.values}) > 60


@pytest.mark.parametrize("turn", range(3))
def test_something_hostile_in_every_field(turn: int, made: Made) -> None:
    for form in made.forms:
        assert answer_to(made, form, mixed(form.values, turn)) in FINE, form


def test_a_megabyte_in_a_field(made: Made) -> None:
    for form in made.forms:
        last = list(form.values)[-1:]
        assert answer_to(made, form, {**form.values, **dict.fromkeys(last, MEGABYTE)}) in FINE, form.path


FILES = {
    "empty": b"",
    "null bytes": b"\0" * 5_000,
    "a damaged archive": b"PK\x03\x04" + b"\xff" * 2_000,
    "no text": b"Date,Exercise\xff\xfe\n\xed\xa0\x80",
}


@pytest.mark.parametrize("kind", FILES)
def test_any_file(kind: str, made: Made) -> None:
    for form in made.forms:
        if form.files:
            assert answer_to(made, form, form.values, FILES[kind]) in FINE, form.path


anything = st.one_of(
    st.sampled_from([*HOSTILE.values()]),
    st.text(st.characters(), max_size=20),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.uuids().map(str),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_sound_form_with_some_fields_damaged(data: st.DataObject, made: Made) -> None:
    form = data.draw(st.sampled_from([one for one in made.forms if one.values]))
    names = st.sampled_from(sorted(form.values))
    changes = data.draw(st.dictionaries(names, anything, min_size=1, max_size=3))
    assert answer_to(made, form, {**form.values, **changes}) in FINE


@pytest.mark.parametrize("turn", range(2))
def test_hostile_addresses(turn: int, made: Made) -> None:
    query = urlencode(mixed(QUERIES, turn), errors="surrogatepass")
    for route in own_routes():
        if VERDICTS[route.name].owner.get != "405":
            response = made.browsers.of("owner").get(f"{made.world.path(route)}?{query}")
            assert response.status_code in FINE, route.name


def test_the_staffs_forms(made: Made) -> None:
    boss = Client()
    boss.force_login(UserFactory(is_staff=True, is_superuser=True))
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        shown = boss.get(path)
        if shown.status_code != 200:
            continue
        fields = shown.context["adminform"].form.fields
        # Django reads what a form names row by row; here nothing that it names is there.
        with zeal_ignore():
            response = boss.post(path, encoded(mixed(fields, turn=0)), content_type=FORM_TYPE)
        assert response.status_code in FINE, path
