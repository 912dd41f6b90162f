"""A short `make chaos`: whatever happens to a session, each set that was shown as done is stored once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chaos import new_phone, run, sign_up
from tests.mortal_site import MortalSite, mortal_site
from tests.served_site import prepared_folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalSite]:
    with mortal_site(prepared_folder(tmp_path_factory)) as site:
        yield site


@pytest.fixture(scope="module")
def phone(browser: Browser, site: MortalSite) -> Iterator[BrowserContext]:
    phone = new_phone(browser, site, sign_up(browser, site))
    yield phone
    phone.close()


@pytest.mark.parametrize("number", [1, 2])
def test_no_set_is_lost_or_doubled(number: int, phone: BrowserContext, site: MortalSite) -> None:
    assert run(phone, site, seed=1, number=number)
