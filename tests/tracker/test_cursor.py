"""A cursor comes back as it went out; whatever else is sent is refused, and never crashes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.cursor import Cursor, decode_cursor, encode_cursor

KEY = UUID("11111111-2222-4333-8444-555555555555")


def _packed(plain: str) -> str:
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_round_trip(moment: datetime, pk: UUID) -> None:
    assert decode_cursor(encode_cursor(Cursor(moment, pk))) == Cursor(moment, pk)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ä",
        "%00",
        "A" * 5000,
        _packed("2026-11-02T12:00:00+00:00"),
        _packed(f"2026-11-02T12:00:00/{KEY.hex}"),
        _packed(f"0001-01-01T00:00:00+14:00/{KEY.hex}"),
        _packed(f"2026-11-02T12:00:00+00:00/{KEY}"),
        _packed(f"2026-11-02T12:00:00+00:00/{KEY.hex}/more"),
        _packed(f"2026-13-02T12:00:00+00:00/{KEY.hex}"),
        encode_cursor(Cursor(datetime(2026, 11, 2, tzinfo=UTC), KEY)) + "=",
    ],
)
def test_what_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_cursor(text)


@given(st.text(max_size=140))
def test_any_text_is_a_cursor_of_ours_or_a_value_error(text: str) -> None:
    try:
        cursor = decode_cursor(text)
    except ValueError:
        return
    assert encode_cursor(cursor) == text
