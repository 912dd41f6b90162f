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
    text = path.read_text(encoding="utf-8")
    return IMPORT.sub(lambda match: (path.parent / match["path"]).read_text(encoding="utf-8"), text)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the bundles in full before hashing, so that a first visit fetches one stylesheet."""

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Write each bundle afresh from its sources, and have it hashed in place of the source itself."""
        for name in () if dry_run else paths.keys() & set(BUNDLES):
            storage, source = paths[name]
            Path(self.path(name)).write_text(inline_imports(Path(storage.path(source))), encoding="utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
