"""The audit of the requirements fails with a known vulnerability, and says so where nothing was asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.audit import judged

SOUND = {"name": "django", "version": "5.2", "vulns": []}
FLAWED = {"name": "jinja", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "own", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "fails", "said"),
    [
        ([SOUND], False, "No known vulnerability in 1 requirements."),
        ([SOUND, FLAWED], True, "jinja 1.0: CVE-2026-1, mended in ['1.1']"),
        ([UNKNOWN, FLAWED], True, "KNOWN VULNERABILITIES"),
        ([SOUND, UNKNOWN], False, "NOT AUDITED"),
    ],
    ids=["sound", "flawed", "flawed and unknown", "unknown"],
)
def test_an_answer_is_judged(packages: list[dict[str, Any]], fails: bool, said: str) -> None:
    result = judged(json.dumps({"dependencies": packages, "fixes": []}))

    assert result.fails is fails
    assert said in "\n".join(result.lines)


@pytest.mark.parametrize("answer", ["", "<html>", "{}"])
def test_no_answer_is_said_loudly(answer: str) -> None:
    result = judged(answer, "Traceback\nConnectionError: no way there\n")

    assert not result.fails
    assert result.lines[0].startswith("NOT AUDITED")
    assert result.lines[1] == "ConnectionError: no way there"
