"""The files of a tip: a page for each, and what is seen of it, made anew at each request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, request

from tipline.casework.attachments import attachments, open_attachment
from tipline.casework.similar import alike
from tipline.evidence.showing.bounds import PAGES_MAX, SECONDS_MAX
from tipline.review import sending
from tipline.review.looking import clock, look
from tipline.review.visit import visit
from tipline.tips.evidence import Family, Kind
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint

FILE = "/tips/<tip:tip_id>/files/<tip:file_id>"
PAGE = f"<int(min=1, max={PAGES_MAX}):number>"
START = f"<int(max={SECONDS_MAX}):start>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule(FILE, "file", show)
    pages.add_url_rule(f"{FILE}/thumbnail", "file_thumbnail", thumbnail)
    pages.add_url_rule(f"{FILE}/picture", "file_picture", picture)
    pages.add_url_rule(f"{FILE}/frames", "file_frames", frames)
    pages.add_url_rule(f"{FILE}/pages/{PAGE}", "file_page", page)
    pages.add_url_rule(f"{FILE}/waves/{START}", "file_wave", wave)
    pages.add_url_rule(f"{FILE}/clips/{START}", "file_clip", clip)


@open_to(Who.MEMBER)
def show(tip_id: bytes, file_id: bytes) -> str:
    """Show the page of a file, at the page or the time that was asked for."""
    opened = open_attachment(visit(), tip_id, file_id, look=True)
    others = alike(visit(), opened.tip, attachments(opened.tip.parts))
    return render_template(
        "review/evidence/file.html",
        opened=opened,
        file=opened.file,
        case_id=None,
        look=look(opened, request.args.get("at", "")),
        alike=others.get(opened.file.number, []),
        clock=clock,
        Family=Family,
        Kind=Kind,
    )


@open_to(Who.MEMBER)
def thumbnail(tip_id: bytes, file_id: bytes) -> Response:
    """Send the small picture of a tip's page."""
    opened = open_attachment(visit(), tip_id, file_id, look=False)
    return sending.shown(opened.show("thumbnail"))


@open_to(Who.MEMBER)
def picture(tip_id: bytes, file_id: bytes) -> Response:
    """Send a picture, large."""
    return _shown(tip_id, file_id, "picture")


@open_to(Who.MEMBER)
def frames(tip_id: bytes, file_id: bytes) -> Response:
    """Send the strip of a video, or of a picture that moves."""
    return _shown(tip_id, file_id, "frames")


@open_to(Who.MEMBER)
def page(tip_id: bytes, file_id: bytes, number: int) -> Response:
    """Send a page of a PDF."""
    return _shown(tip_id, file_id, "page", number=number)


@open_to(Who.MEMBER)
def wave(tip_id: bytes, file_id: bytes, start: int) -> Response:
    """Send the wave of ten minutes of sound."""
    return _shown(tip_id, file_id, "wave", start=start)


@open_to(Who.MEMBER)
def clip(tip_id: bytes, file_id: bytes, start: int) -> Response:
    """Send a clip of a video, or a stretch of sound."""
    return _shown(tip_id, file_id, "clip", start=start)


def _shown(tip_id: bytes, file_id: bytes, task: str, **given: int) -> Response:
    opened = open_attachment(visit(), tip_id, file_id, look=True)
    return sending.shown(opened.show(task, **given))
