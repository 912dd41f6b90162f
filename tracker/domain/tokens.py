"""Tokens that open something to whoever holds them: what they look like, and what is kept of them."""

from __future__ import annotations

import hashlib

TOKEN_BYTES = 32
TOKEN_LENGTH = 43
"""The characters of a token: 32 bytes in base 64, without its padding."""


def is_like_a_token(text: str) -> bool:
    """Say whether it could be a token at all: PostgreSQL is asked for nothing that it would refuse."""
    return len(text) == TOKEN_LENGTH and text.isascii() and text.isprintable()


def digest_of(token: str) -> str:
    """Return what is kept of a token, SHA-256 in hex: whoever reads the database can open nothing with it.

    A token has 256 random bits, so a plain digest cannot be turned back by guessing.
    """
    return hashlib.sha256(token.encode()).hexdigest()
