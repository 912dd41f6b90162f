"""The production stylesheet: one file in place of many."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from hipmobility.storage import inline_imports

CSS = settings.BASE_DIR / "static" / "css"


def test_imports_are_replaced_by_their_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "site.css").write_text('/* all */\n@import "one.css";\n@import "components/two.css";\np { top: 0 }\n')
    (tmp_path / "one.css").write_text("a { top: 1px }\n")
    (tmp_path / "components" / "two.css").write_text("b { top: 2px }\n")

    text = inline_imports(tmp_path / "site.css")

    assert text == "/* all */\na { top: 1px }\nb { top: 2px }\np { top: 0 }\n"


def test_text_is_taken_as_it_stands(tmp_path: Path) -> None:
    r"""A CSS escape such as \201C must not be read as a reference to a group."""
    (tmp_path / "site.css").write_text('@import "one.css";\n')
    (tmp_path / "one.css").write_text('q::before { content: "\\201C\\1" }\n')

    assert inline_imports(tmp_path / "site.css") == 'q::before { content: "\\201C\\1" }\n'


def test_a_missing_file_stops_the_collecting(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text('@import "gone.css";\n')

    with pytest.raises(FileNotFoundError):
        inline_imports(tmp_path / "site.css")


def test_the_sites_stylesheet_imports_every_file_once() -> None:
    lines = (CSS / "site.css").read_text(encoding="utf-8").splitlines()
    imported = [line.split('"')[1] for line in lines if line.startswith("@import")]

    present = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {"site.css"}
    assert sorted(imported) == sorted(present)


def test_nothing_is_left_to_import_in_the_bundle() -> None:
    assert "@import" not in inline_imports(CSS / "site.css")
