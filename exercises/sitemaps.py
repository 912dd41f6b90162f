"""The pages that search engines should know."""

from __future__ import annotations

SITEMAPS: dict[str, type] = {}
