"""Static files for production: one stylesheet out of many, hashed names, compressed copies.

Modules import each other by their hashed names too: a page never runs a new module with an old part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/site.css",)
IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";\n', re.MULTILINE)

IMPORTED = (
    r"""(?m)^(?P<matched>(?P<head>(?:import|export)\b(?:[^;"'=]*?\bfrom)?\s*)"(?P<url>\.{1,2}/[^"]+)";)$"""
)
LATER = r"""(?P<matched>\bimport\("(?P<url>\.{1,2}/[^"]+)"\))"""
MODULES = ("js/*.js", ((IMPORTED, '%(head)s"%(url)s";'), (LATER, 'import("%(url)s")')))
"""Our own modules, whose imports and exports stand at the start of a line; `import("…")` stands anywhere.

Django's own search (`support_js_module_import_aggregation`) takes in every package's scripts with their
comments, and stops at an example of an import in one of them.
"""


def inline_imports(path: Path) -> str:
    """Return the stylesheet at `path` with each of its `@import "…";` lines replaced by that file's text."""
    text = path.read_text(encoding="utf-8")
    return IMPORT.sub(lambda match: (path.parent / match["path"]).read_text(encoding="utf-8"), text)


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the bundles in full before hashing, so that a first visit fetches one stylesheet."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, MODULES)

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Write each bundle afresh from its sources, and have it hashed in place of the source itself."""
        for name in () if dry_run else paths.keys() & set(BUNDLES):
            storage, source = paths[name]
            Path(self.path(name)).write_text(inline_imports(Path(storage.path(source))), encoding="utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
