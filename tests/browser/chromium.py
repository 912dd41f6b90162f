"""Debian's Chromium, which the browser tests and the screenshots drive."""

from __future__ import annotations

import os
import shutil
from typing import Any

EXECUTABLE = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
"""Empty where there is none."""

SWITCHED_OFF = (
    # Pages of the browser's own, which every new window loads behind its address bar: nobody types there, and
    # each costs more than a page of the site.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
    # What Playwright switches off: Chromium reads the last list alone.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of Chromium that no test looks at."""

LAUNCH: dict[str, Any] = {
    "executable_path": EXECUTABLE,
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--in-process-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        f"--disable-features={','.join(SWITCHED_OFF)}",
    ],
}

PATIENCE_MS = 60_000
"""How long a test waits: with several browsers to a core, the pages that a phone keeps take half of that."""
