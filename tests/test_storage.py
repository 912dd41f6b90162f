"""The production stylesheet: one file in place of many."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

from hipmobility.storage import inline_imports

CSS = settings.BASE_DIR / "static" / "css"


def test_imports_are_replaced_by_their_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "site.css").write_text(
        '/* all */\n@import "one.css";\n@import "components/two.css";\np { top: 0 }\n'
    )
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


def collect(sources: Path, root: Path) -> str:
    """Collect the static files under `sources` into `root` and return the stylesheet that pages link to."""
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "hipmobility.storage.BundledStaticFilesStorage"}
    }
    with override_settings(STORAGES=storages, STATICFILES_DIRS=[sources], STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
        return (root / static("css/site.css").removeprefix("/static/")).read_text(encoding="utf-8")


def test_collecting_writes_one_stylesheet_with_everything_in_it(tmp_path: Path) -> None:
    text = collect(settings.BASE_DIR / "static", tmp_path)

    assert "@import" not in text
    assert "color-scheme: light dark" in text
    assert ".btn-main" in text


def test_collecting_again_takes_up_a_changed_part(tmp_path: Path) -> None:
    css = tmp_path / "sources" / "css"
    css.mkdir(parents=True)
    (css / "site.css").write_text('@import "one.css";\n')
    (css / "one.css").write_text("a { top: 1px }\n")
    assert collect(tmp_path / "sources", tmp_path / "root") == "a { top: 1px }\n"

    (css / "one.css").write_text("a { top: 2px }\n")

    assert collect(tmp_path / "sources", tmp_path / "root") == "a { top: 2px }\n"
