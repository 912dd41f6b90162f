"""Static files for production: one stylesheet out of many, hashed names, compressed copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/site.css",)
IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";\n', re.MULTILINE)


def inline_imports(path: Path) -> str:
    """Return the stylesheet at `path` with each of its `@import "…";` lines replaced by that file's text."""
    return IMPORT.sub(lambda match: (path.parent / match["path"]).read_text(encoding="utf-8"), path.read_text(encoding="utf-8"))


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the bundles in full before hashing, so that a first visit fetches one stylesheet."""

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        for name in BUNDLES:
            path = Path(self.path(name))
            path.write_text(inline_imports(path), encoding="utf-8")
        yield from super().post_process(*args, **kwargs)
