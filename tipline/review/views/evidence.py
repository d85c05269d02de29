"""The files of a tip: a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.index.similar import alike
from tipline.casework.tip.attachments import attachments, open_attachment
from tipline.review.views.looks import add_looks, page_of
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint

    from tipline.casework.tip.attachments import OpenAttachment

FILE = "/tips/<tip:tip_id>/files/<tip:file_id>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule(FILE, "file", show)
    add_looks(pages, FILE, "file", _opened)


@open_to(Who.MEMBER)
def show(tip_id: bytes, file_id: bytes) -> str:
    """Show the page of a file."""
    opened = _opened(tip_id, file_id, look=True)
    others = alike(visit(), opened.tip, attachments(opened.tip.parts))
    return page_of(opened, others.get(opened.file.number, []))


def _opened(tip_id: bytes, file_id: bytes, *, look: bool) -> OpenAttachment:
    return open_attachment(visit(), tip_id, file_id, look=look)
