"""`make chaos`: guided sessions in which everything goes wrong, RUNS of them (200), from SEED on.

Each run plays a routine to its end, whatever happens to its pages, the connection and the server: each set
that the page ever showed as done is in the database once, and so is the session. The same SEED makes the same
choices.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests.browser.chaos_run import NOTE_WHAT_IS_SHOWN, SYNC, Run
from tests.browser.chromium import EXECUTABLE, LAUNCH, PATIENCE_MS
from tests.mortal_site import MortalSite, mortal_site

PASSWORD = "turn-the-leg-in"


def sign_up(browser: Browser, site: MortalSite) -> Any:
    """Make a screened person through the pages; return what their browser holds."""
    context = browser.new_context(base_url=site.url, service_workers="block")
    page = context.new_page()
    page.goto("/accounts/signup/")
    page.locator("input[name=email]").fill("chaos@example.org")
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password1]").press("Enter")
    page.wait_for_url("**/today/")
    page.goto("/screening/?next=/today/")
    page.locator("input[name=rest-red-flags]").check()
    page.locator("input[name=rest-conditions]").check()
    page.get_by_role("button", name="Save my answers").click()
    page.wait_for_url("**/today/")
    state = context.storage_state()
    context.close()
    return state


def new_phone(browser: Browser, site: MortalSite, state: Any) -> BrowserContext:
    """Return a browser in which the person is signed in. Runs may share it."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=site.url, storage_state=state, viewport=size)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(NOTE_WHAT_IS_SHOWN)
    return context


def run(phone: BrowserContext, site: MortalSite, *, seed: int, number: int) -> Counter[str]:
    """Do one run; say what happened how often, or raise an AssertionError that says how to do it again."""
    site.wait()
    one = Run(phone, site, random.Random(f"{seed}/{number}"))
    try:
        wrong = one.play()
    except (Error, AssertionError) as error:
        wrong = [f"{error}"]
    finally:
        phone.set_offline(False)
        phone.unroute(SYNC)
        for page in phone.pages:
            page.close()
    if wrong:
        again = f"make chaos SEED={seed} FIRST={number} RUNS=1"
        raise AssertionError("\n".join([*wrong, f"Again: {again}", "What happened:", *one.log]))
    return Counter(line.split(" ", 2)[2] for line in one.log)


def main() -> None:
    if not EXECUTABLE:
        sys.exit("make chaos needs Chromium: install Debian's package chromium, or name one with CHROMIUM=.")
    names = {"RUNS": 200, "SEED": 1, "FIRST": 1}
    runs, seed, first = (int(os.environ.get(name) or default) for name, default in names.items())
    failed = 0
    happened: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        mortal_site(Path(folder)) as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(**LAUNCH) as browser,
    ):
        state = sign_up(browser, site)
        phone = new_phone(browser, site, state)
        for number in range(first, first + runs):
            begun = time.monotonic()
            try:
                happened += run(phone, site, seed=seed, number=number)
            except AssertionError as error:
                failed += 1
                site.take_sessions()
                phone.close()
                phone = new_phone(browser, site, state)
                print(f"Run {number} of seed {seed} failed.\n{error}\n", flush=True)
            else:
                print(f"Run {number} of seed {seed}: {time.monotonic() - begun:.1f} s", flush=True)
    print(*(f"{count} × {what}" for what, count in happened.most_common()), sep="\n")
    sys.exit(f"{failed} of {runs} runs failed." if failed else 0)


if __name__ == "__main__":
    main()
