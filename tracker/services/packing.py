"""Packing what somebody hands over into the database, and unpacking it piece by piece, within bounds."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE = 64 * 1024


class TooLargeError(Exception):
    """It is larger than it may be."""


def pack(pieces: Iterable[bytes], *, most: int) -> bytes:
    """Return the pieces compressed; raises TooLargeError where they come to more than `most` bytes."""
    packer = zlib.compressobj()
    size = 0
    packed = bytearray()
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLargeError
        packed += packer.compress(piece)
    packed += packer.flush()
    return bytes(packed)


def unpack(content: bytes | memoryview) -> Iterator[bytes]:
    """Yield what was packed, in pieces."""
    unpacker = zlib.decompressobj()
    # The database may hand out a view of its own.
    rest = bytes(content)
    while rest and not unpacker.eof:
        piece = unpacker.decompress(rest, PIECE)
        rest = unpacker.unconsumed_tail
        if piece:
            yield piece
