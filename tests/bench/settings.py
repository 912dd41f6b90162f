"""The site's own settings, with a bare view to compare with and a count of queries for whoever asks."""

from __future__ import annotations

from hipmobility.settings import *  # noqa: F403
from hipmobility.settings import MIDDLEWARE

ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.counting.count_queries", *MIDDLEWARE]
