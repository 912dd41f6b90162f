"""Folders that are opened to be imported; hostile .zip files are tried through the admin."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.services.read_bundle import BundleError, read_path
from tests.exercises.bundles import COUCH, GUIDE, shipped


def test_a_folder_is_read_as_a_zip_is(tmp_path: Path) -> None:
    for file in (COUCH, GUIDE):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_bytes(shipped(file))
    (tmp_path / ".notes").write_text("mine")
    assert read_path(tmp_path) == {COUCH: shipped(COUCH), GUIDE: shipped(GUIDE)}


@pytest.mark.parametrize(
    "stray", ["notes.txt", "people/a.yaml", "exercises/a.yml", "exercises/deeper/a.yaml"]
)
def test_a_stray_file_in_a_folder_is_refused(tmp_path: Path, stray: str) -> None:
    (tmp_path / stray).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / stray).write_text("name: a")
    with pytest.raises(BundleError, match=r"is not a \.yaml file"):
        read_path(tmp_path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none", "no such file"), (tmp_path, "holds no file")):
        with pytest.raises(BundleError, match=reason):
            read_path(path)
