"""A module and its parts become one file in which each part keeps its own names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from hipmobility.modules import with_parts, without_comments
from hipmobility.storage import MODULES_WITH_PARTS, SHARED

STATIC = settings.BASE_DIR / "static"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")


def test_parts_come_first_and_once_and_keep_their_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        entry='/** Says what. */\nimport { one } from "./first.js";\n'
        'import {\n  two,\n} from "./second.js";\n'
        'import { state } from "./shared.js";\nexport { three } from "./second.js";\nlet own = one + two;\n',
        first="const own = 1;\nexport const one = own;\n",
        second='import { one } from "./first.js";\nconst own = one;\nexport function two() {}\n'
        "export class three {}\n",
        shared="export const state = {};\n",
    )

    text = with_parts(tmp_path / "entry.js", {tmp_path / "shared.js"})

    assert text == (
        'import { state } from "./shared.js";\n'
        "const part0 = (() => {\nconst own = 1;\nconst one = own;\nreturn { one };\n})();\n"
        "const part1 = (() => {\nconst { one } = part0;\nconst own = one;\n"
        "function two() {}\nclass three {}\nreturn { two, three };\n})();\n"
        "const { one } = part0;\nconst { two } = part1;\nexport const { three } = part1;\n"
        "let own = one + two;\n"
    )


def test_comments_on_lines_of_their_own_are_left_out() -> None:
    text = 'a();\n  // why\n  /** More\n   *  of it. */\nb("// no"); // stays\n/* x */ c();\n'
    assert without_comments(text) == 'a();\nb("// no"); // stays\n/* x */ c();\n'


def test_a_module_with_a_state_of_its_own_is_in_one_bundle_alone() -> None:
    """Two outboxes on a page would send everything twice."""
    shared = {STATIC / name for name in SHARED}
    texts = [with_parts(STATIC / name, shared - {STATIC / name}) for name in MODULES_WITH_PARTS]
    for kept in ("let connection = null", "const opened = new Map()", "customElements.define("):
        assert sum(text.count(kept) for text in texts) == 1, kept


def test_nothing_is_left_in_a_bundle_that_only_a_module_of_its_own_may_say() -> None:
    shared = {STATIC / name for name in SHARED}
    for name in MODULES_WITH_PARTS:
        text = with_parts(STATIC / name, shared - {STATIC / name})
        inner = text[text.index("const part0") : text.rindex("})();")]
        assert not [line for line in inner.splitlines() if line.startswith(("import ", "export "))]
