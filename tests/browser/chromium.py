"""Debian's Chromium, which the browser tests and the screenshots drive."""

from __future__ import annotations

import os
import shutil
from typing import Any

EXECUTABLE = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
"""Empty where there is none."""

LAUNCH: dict[str, Any] = {
    "executable_path": EXECUTABLE,
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ],
}
