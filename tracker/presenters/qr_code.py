"""A QR code as one path of an SVG: dark squares of one unit."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode

QUIET = 4
"""The light margin that readers need, in squares."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """`size` is the side of the picture, its margin included."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrCode(len(rows), "".join(squares))
