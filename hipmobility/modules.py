"""One file out of a module and its parts, so that a first visit fetches one in place of ten.

It knows the plain way in which the site's own modules are written: names are imported and exported at the
start of a line, without `as` and `default`, and no exported name is ever given another value.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

TAKEN = re.compile(r'^(?P<what>import|export) \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]+)";$', re.MULTILINE)
GIVEN = re.compile(r"^export (?=(?:const|class|function|async function) (?P<name>\w+))", re.MULTILINE)
LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def with_parts(entry: Path, apart: Collection[Path]) -> str:
    """Return the module with all that it imports in it, but for modules `apart`, which others share."""
    parts: dict[Path, str] = {}
    own = _put_in(entry, apart, parts)
    shared = sorted(set(re.findall(r'^import \{[^}]*\} from "[^"]+";$', own, re.MULTILINE)))
    for line in shared:
        own = own.replace(f"{line}\n", "")
    return "".join(f"{line}\n" for line in shared) + "".join(parts.values()) + own


def _put_in(path: Path, apart: Collection[Path], parts: dict[Path, str]) -> str:
    """Return a module's text that takes names from `parts`, to which what it imports is added first."""

    def take(match: re.Match[str]) -> str:
        wanted = (path.parent / match["path"]).resolve()
        if wanted in apart:
            return match[0]
        if wanted not in parts:
            text = _put_in(wanted, apart, parts)
            parts[wanted] = _wrapped(text, f"part{len(parts)}")
        names = " ".join(match["names"].split())
        export = "export " if match["what"] == "export" else ""
        return f"{export}const {{ {names.rstrip(',')} }} = {_name(wanted, parts)};"

    return TAKEN.sub(take, without_comments(path.read_text(encoding="utf-8")))


def _name(wanted: Path, parts: dict[Path, str]) -> str:
    return f"part{list(parts).index(wanted)}"


def _wrapped(text: str, name: str) -> str:
    """Return the text of a part as a value of what it exports; its other names stay its own."""
    given = ", ".join(GIVEN.findall(text))
    return f"const {name} = (() => {{\n{GIVEN.sub('', text)}return {{ {given} }};\n}})();\n"


def without_comments(text: str) -> str:
    """Return a module or a stylesheet without the comments that have lines of their own."""
    return BLOCK_COMMENT.sub("", LINE_COMMENT.sub("", text))
