"""Tables as CSV that a spreadsheet opens right: in Arabic, and running nothing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask_babel import gettext

from tipline.review.counted.tabulating import Percent, Seconds
from tipline.web.figure_words import MINUTE

if TYPE_CHECKING:
    from tipline.review.counted.tabulating import Cell, Sheet

MIMETYPE = "text/csv"  # RFC 4180
MARK = "\ufeff"  # by which Excel takes the bytes for UTF-8
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a cell a formula (OWASP, CSV injection)
INERT = "'"


def written(sheet: Sheet) -> bytes:
    """Return a table as CSV (RFC 4180): UTF-8 with a mark, times in minutes, shares in percent."""
    out = io.StringIO()
    writer = csv.writer(out)
    first = sheet.lines[0].cells if sheet.lines else ()
    units = [_unit(cell) for cell in first] or [""] * len(sheet.heads)
    heads = [f"{head} ({unit})" if unit else head
             for head, unit in zip(sheet.heads, units, strict=True)]  # fmt: skip
    writer.writerow([inert(head) for head in heads])
    writer.writerows([_cell(cell) for cell in line.cells] for line in sheet.lines)
    return (MARK + out.getvalue()).encode()


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return INERT + text if text.startswith(RUNS) else text


def _unit(cell: Cell) -> str:
    if isinstance(cell, Seconds):
        return gettext("minutes")
    return "%" if isinstance(cell, Percent) else ""


def _cell(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, int):
        return cell
    if cell.value is None:
        return ""
    return round(cell.value / MINUTE, 1) if isinstance(cell, Seconds) else cell.value
