"""Lists that are kept short."""

from __future__ import annotations

import pytest

from tracker.presenters.report_words import first_few


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], ()),
        (["a", "b"], ("a", "b")),
        (["a", "b", "c"], ("a", "b", "1 more")),
        (list("abcd"), ("a", "b", "2 more")),
    ],
)
def test_first_few(texts: list[str], expected: tuple[str, ...]) -> None:
    assert first_few(texts, 2) == expected
