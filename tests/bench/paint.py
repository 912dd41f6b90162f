"""`make paint`: when each page shows its largest part, and how much it moves, on a slow 4G connection.

Chromium with a phone's window and an empty cache for each visit, on the site as it is served. The line is
Lighthouse's slow 4G; the processor is not slowed down. Ends with 1 where a page misses a goal.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import EXECUTABLE, LAUNCH
from tests.served_site import scratch_data, served_site

VISITS = 3
LARGEST_MS = 1_200
"""Until the largest part of a page is painted: the median of the visits."""
MOST_SHIFTED = 0.02
"""Of the cumulative layout shift, in the worst visit."""

WINDOW = {"width": 390, "height": 844}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""Bytes a second and milliseconds: 1.6 Mbit/s down, 750 kbit/s up."""

READ = """() => new Promise((done) => {
  const seen = { largest: 0, shifted: 0 };
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { seen.largest = entry.startTime; });
  watch("layout-shift", (entry) => { seen.shifted += entry.value; });
  const [page] = performance.getEntriesByType("navigation");
  setTimeout(() => done([page.responseStart, seen.largest, seen.shifted]), 300);
})"""
"""Until the server's first byte (before the line's delay) and the largest paint, in ms, and the shift."""

Visit = tuple[float, float, float]


def main() -> None:
    if not EXECUTABLE:
        sys.exit("make paint needs Chromium.")
    with scratch_data(), served_site(log=subprocess.DEVNULL) as site:
        # Models can be imported only now that Django is set up.
        from tests.browser.gallery import OPEN_PAGES, OWN_PAGES, cookies_of, person_with_history

        cookies = cookies_of(site.url, person_with_history().user)
        print("| Page | Server ms | LCP ms | CLS |\n|---|---:|---:|---:|")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**LAUNCH)
            missed = [
                name
                for pages, worn in ((OPEN_PAGES, []), (OWN_PAGES, cookies))
                for name, path in pages.items()
                if not _is_fast(name, [_visit(browser, site.url + path, worn) for _ in range(VISITS)])
            ]
            browser.close()
    if missed:
        sys.exit(f"Beyond {LARGEST_MS} ms or {MOST_SHIFTED}: {', '.join(missed)}")


def _visit(browser: Browser, url: str, cookies: list[dict[str, str]]) -> Visit:
    context: Any = browser.new_context(viewport=WINDOW, service_workers="block")
    context.add_cookies(cookies)
    page = context.new_page()
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(url, wait_until="load")
    first_byte, largest, shifted = page.evaluate(READ)
    context.close()
    return first_byte, largest, shifted


def _is_fast(name: str, visits: list[Visit]) -> bool:
    """Print a page's line; say whether it meets the goals."""
    first_byte, largest = (statistics.median(visit[place] for visit in visits) for place in (0, 1))
    shifted = max(visit[2] for visit in visits)
    print(f"| {name} | {first_byte:,.0f} | {largest:,.0f} | {shifted:.3f} |", flush=True)
    return 0 < largest < LARGEST_MS and shifted < MOST_SHIFTED


if __name__ == "__main__":
    main()
