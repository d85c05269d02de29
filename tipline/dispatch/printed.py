"""What a sheet of paper needs beside words: how much stands on it, and a code of our reference."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.dispatch.package import Package

SCALE, BORDER = 3, 4  # pixels a module; modules of white around it (ISO/IEC 18004)
LETTERS = 100  # of common width that stand on a line, in the smallest size
LINES_MAX = 36  # that one page of A4 has for what differs in length, in the smallest size
HEAD = 2  # lines that a heading takes
POINT_LETTERS, FILE_LETTERS = 20, 60  # with what parts them
HALF = LETTERS // 2  # a line of one language, where two stand beside each other


def reference_code(reference: str) -> str:
    """Return a QR code that says the reference and nothing else, as SVG elements without style."""
    drawn = segno.make(reference, error="m", micro=False)
    svg: str = drawn.svg_inline(
        scale=SCALE, border=BORDER, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return svg


def lines(package: Package) -> int:
    """Return how many lines of the smallest size it takes that differs in length."""
    where, conditions = package.where, package.marking.conditions
    said = [sum(len(text) for text in texts.values()) for _, texts in conditions]
    found = _of_text(package.summary) + ceil(sum(said) / len(package.languages) / HALF)
    if where.words or where.points:
        found += HEAD + _of_text(where.words) + _of_letters(where.points, POINT_LETTERS)
    if package.attachments:
        found += HEAD + _of_letters(package.attachments, FILE_LETTERS)
    return found


def fits(package: Package) -> bool:
    """Tell whether all of it stands on one page."""
    return lines(package) <= LINES_MAX


def _of_text(text: str) -> int:
    return sum(max(1, ceil(len(line) / LETTERS)) for line in text.splitlines())


def _of_letters(each: Sequence[object], letters: int) -> int:
    return ceil(len(each) * letters / LETTERS)
