"""Static files for production: one stylesheet and few scripts out of many, hashed names, compressed copies.

Modules import each other by their hashed names too: a page never runs a new module with an old part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

from hipmobility.modules import with_parts, without_comments

STYLESHEETS = ("css/site.css",)
MODULES_WITH_PARTS = ("js/hm-own-log.js", "js/hm-player.js", "js/measure/guide.js", "js/outbox.js")
"""They come with what they import. What keeps a state of its own must be in one of them alone."""

SHARED = ("js/hm-htmx.js", "js/outbox.js")
"""Modules that several others take: a page has each of them once."""

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


def _is_own(name: str) -> bool:
    """Whether it is one of our stylesheets or modules, and no package's."""
    return name in STYLESHEETS or (name.startswith("js/") and name.endswith(".js"))


def _written(name: str, path: Path) -> str:
    """Return what is served in the place of a source."""
    if name in STYLESHEETS:
        return without_comments(inline_imports(path))
    if name not in MODULES_WITH_PARTS:
        return without_comments(path.read_text(encoding="utf-8"))
    root = path.resolve().parents[len(Path(name).parts) - 1]
    return with_parts(path.resolve(), {root / one for one in SHARED if one != name})


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes the bundles in full before hashing, so that a first visit fetches few files."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, MODULES)

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Write each bundle afresh from its sources, and have it hashed in place of the source itself."""
        for name in () if dry_run else [*filter(_is_own, paths)]:
            storage, source = paths[name]
            Path(self.path(name)).write_text(_written(name, Path(storage.path(source))), encoding="utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
