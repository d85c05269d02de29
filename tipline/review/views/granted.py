"""The files that all who have a case may see: the pages of ``evidence``, without their tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.given.responding import open_file
from tipline.review.views.cases import CASE, desk_for
from tipline.review.views.looks import add_looks, page_of
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint

    from tipline.casework.tip.attachments import OpenFile

FILE = f"{CASE}/files/<tip:file_id>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses, named as those of a tip's files are."""
    pages.add_url_rule(FILE, "granted", show)
    add_looks(pages, FILE, "granted", _opened)


@open_to(Who.MEMBER)
def show(case_id: bytes, file_id: bytes) -> str:
    """Show the page of a file."""
    return page_of(_opened(case_id, file_id, look=True), case_id=case_id)


def _opened(case_id: bytes, file_id: bytes, *, look: bool) -> OpenFile:
    return open_file(visit(), case_id, desk_for(case_id), file_id, shown=look)
