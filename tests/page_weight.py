"""What a browser fetches for a page: the page, its stylesheet, icon and scripts, and what those import."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.visitor import Visitor

LINKED = re.compile(r'<(?:link rel="(?:icon|stylesheet)"|script|img) [^>]*\b(?:href|src)="(?P<path>/[^"]+)"')
IMPORTED = re.compile(r'^(?:import|export)\b[^;"]*"(?P<path>\.[^"]+)";$', re.MULTILINE)
KB = 1024


@dataclass
class Weight:
    """Bytes on the wire, headers included, of each thing that is fetched."""

    page: int
    files: dict[str, int] = field(default_factory=dict)

    @property
    def first_visit(self) -> int:
        return self.page + sum(self.files.values())

    @property
    def requests(self) -> int:
        return 1 + len(self.files)


@dataclass
class Scales:
    """Weighs pages for one person; a file is fetched once for all of them."""

    visitor: Visitor
    known: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    def weigh(self, path: str) -> Weight:
        reply = self.visitor.get(path)
        weight = Weight(reply.on_the_wire)
        wanted = [match["path"] for match in LINKED.finditer(reply.text)]
        while wanted:
            one = wanted.pop()
            if one in weight.files:
                continue
            weight.files[one], more = self._file(one)
            wanted += more
        return weight

    def _file(self, path: str) -> tuple[int, list[str]]:
        if path not in self.known:
            reply = self.visitor.get(path)
            more = [urljoin(path, match["path"]) for match in IMPORTED.finditer(reply.text)]
            self.known[path] = reply.on_the_wire, more if path.endswith(".js") else []
        return self.known[path]
