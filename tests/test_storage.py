"""Static files in production: one stylesheet in place of many, and modules that find each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

from hipmobility.storage import inline_imports

STATIC = settings.BASE_DIR / "static"
CSS = STATIC / "css"


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


def collect(sources: Path, root: Path, name: str = "css/site.css") -> str:
    """Collect the static files under `sources` into `root` and return the text of the one that pages name.

    Those of packages come along with the site's own alone: they are many.
    """
    of_packages = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"] if sources == STATIC else []
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder", *of_packages]
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "hipmobility.storage.BundledStaticFilesStorage"}
    }
    with override_settings(
        STORAGES=storages, STATICFILES_DIRS=[sources], STATICFILES_FINDERS=finders, STATIC_ROOT=root
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        return (root / static(name).removeprefix("/static/")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole site's static files were collected."""
    root = tmp_path_factory.mktemp("root")
    collect(STATIC, root)
    return root


def test_collecting_writes_one_stylesheet_with_everything_in_it(root: Path) -> None:
    (sheet,) = root.glob("css/site.*.css")
    text = sheet.read_text(encoding="utf-8")

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


IMPORTED = re.compile(
    r"""(?:^(?:import|export)\b[^;"']*?|\bimport\()["'](?P<path>\.[^"']+)["']\)?;?$""", re.MULTILINE
)
"""What a module takes from another one, by its relative address."""

HASH = re.compile(r"\.[0-9a-f]{12}\.")


def test_modules_import_each_other_by_their_hashed_names(tmp_path: Path) -> None:
    js = tmp_path / "sources" / "js"
    (js / "parts").mkdir(parents=True)
    (js.parent / "css").mkdir()
    (js / "whole.js").write_text(
        '/** Nothing to import in these words from "./nowhere.js"; */\n'
        'import { one,\n  two } from "./parts/part.js";\nimport "./own.js";\n'
        'const later = () => import("./own.js");\n'
    )
    (js / "own.js").write_text('export * from "./parts/part.js";\n')
    (js / "parts" / "part.js").write_text("export const one = 1, two = 2;\n")

    text = collect(tmp_path / "sources", tmp_path / "root", "js/whole.js")

    paths = IMPORTED.findall(text)
    assert [HASH.sub(".", path) for path in paths] == ["./parts/part.js", "./own.js", "./own.js"]
    own = (tmp_path / "root" / "js" / paths[1]).read_text()
    assert paths[0] in own
    assert (tmp_path / "root" / "js" / paths[0]).read_text().startswith("export const one")


def test_every_module_of_the_site_finds_what_it_imports(root: Path) -> None:
    hashed = {
        path.relative_to(root).with_name(HASH.sub(".", path.name)): path
        for path in root.rglob("*.js")
        if HASH.search(path.name)
    }
    own = {path.relative_to(STATIC) for path in STATIC.rglob("*.js")}

    assert own <= set(hashed)
    for module in (hashed[name] for name in own):
        for wanted in IMPORTED.findall(module.read_text(encoding="utf-8")):
            assert HASH.search(wanted), f"{module.name} imports {wanted}"
            assert (module.parent / wanted).is_file(), f"{module.name} imports {wanted}"
