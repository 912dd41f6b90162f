"""`make shots`: every page at the widths of a phone and a laptop, light and dark, into screenshots/."""

from __future__ import annotations

import sys

from tests.browser.chromium import EXECUTABLE
from tests.served_site import ROOT, scratch_data, served_site

FOLDER = ROOT / "screenshots"


def main() -> None:
    if not EXECUTABLE:
        sys.exit("make shots needs Chromium: install Debian's package chromium, or name one with CHROMIUM=.")
    with scratch_data(), served_site() as site:
        # Models can be imported only now that Django is set up.
        from tests.browser.gallery import take_all

        count = take_all(site.url, FOLDER)
    print(f"{count} screenshots in {FOLDER.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
