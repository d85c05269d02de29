"""The files that all who have a case may see: the pages of ``evidence``, without their tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, request

from tipline.casework.responding import open_file
from tipline.review import sending
from tipline.review.looking import clock, look
from tipline.review.views.cases import CASE, desk_for
from tipline.review.views.evidence import PAGE, START
from tipline.review.visit import visit
from tipline.tips.evidence import Family, Kind
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint

    from tipline.casework.attachments import OpenFile

FILE = f"{CASE}/files/<tip:file_id>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses, named as those of a tip's files are."""
    pages.add_url_rule(FILE, "granted", show)
    pages.add_url_rule(f"{FILE}/thumbnail", "granted_thumbnail", thumbnail)
    pages.add_url_rule(f"{FILE}/picture", "granted_picture", picture)
    pages.add_url_rule(f"{FILE}/frames", "granted_frames", frames)
    pages.add_url_rule(f"{FILE}/pages/{PAGE}", "granted_page", page)
    pages.add_url_rule(f"{FILE}/waves/{START}", "granted_wave", wave)
    pages.add_url_rule(f"{FILE}/clips/{START}", "granted_clip", clip)


@open_to(Who.MEMBER)
def show(case_id: bytes, file_id: bytes) -> str:
    """Show the page of a file."""
    opened = _opened(case_id, file_id, shown=True)
    return render_template(
        "review/evidence/file.html",
        opened=opened,
        file=opened.file,
        case_id=case_id,
        look=look(opened, request.args.get("at", "")),
        alike=[],
        clock=clock,
        Family=Family,
        Kind=Kind,
    )


@open_to(Who.MEMBER)
def thumbnail(case_id: bytes, file_id: bytes) -> Response:
    """Send the small picture of the case's page."""
    return sending.shown(_opened(case_id, file_id, shown=False).show("thumbnail"))


@open_to(Who.MEMBER)
def picture(case_id: bytes, file_id: bytes) -> Response:
    """Send a picture, large."""
    return _shown(case_id, file_id, "picture")


@open_to(Who.MEMBER)
def frames(case_id: bytes, file_id: bytes) -> Response:
    """Send the strip of a video, or of a picture that moves."""
    return _shown(case_id, file_id, "frames")


@open_to(Who.MEMBER)
def page(case_id: bytes, file_id: bytes, number: int) -> Response:
    """Send a page of a document."""
    return _shown(case_id, file_id, "page", number=number)


@open_to(Who.MEMBER)
def wave(case_id: bytes, file_id: bytes, start: int) -> Response:
    """Send the wave of ten minutes of sound."""
    return _shown(case_id, file_id, "wave", start=start)


@open_to(Who.MEMBER)
def clip(case_id: bytes, file_id: bytes, start: int) -> Response:
    """Send a clip of a video, or a stretch of sound."""
    return _shown(case_id, file_id, "clip", start=start)


def _shown(case_id: bytes, file_id: bytes, task: str, **given: int) -> Response:
    return sending.shown(_opened(case_id, file_id, shown=True).show(task, **given))


def _opened(case_id: bytes, file_id: bytes, *, shown: bool) -> OpenFile:
    return open_file(visit(), case_id, desk_for(case_id), file_id, shown=shown)
