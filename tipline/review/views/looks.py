"""What is seen of a file, made anew at each request: of a tip's own, and of one that was granted.

A page for each file, and below its address the pictures that stand on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from flask import Response, render_template, request

from tipline.evidence.showing.bounds import PAGES_MAX, SECONDS_MAX
from tipline.review import sending
from tipline.review.looking import clock, look
from tipline.tips.evidence import Family, Kind
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint

    from tipline.casework.tip.attachments import OpenFile
    from tipline.search.found import Alike

Opening: TypeAlias = "Callable[..., OpenFile]"

LOOKS = {  # what a jail draws, and where that stands below the address of its file
    "picture": "picture",
    "frames": "frames",  # the strip of a video, or of a picture that moves
    "page": f"pages/<int(min=1, max={PAGES_MAX}):number>",
    "wave": f"waves/<int(max={SECONDS_MAX}):start>",  # of ten minutes of sound
    "clip": f"clips/<int(max={SECONDS_MAX}):start>",  # of a video, or a stretch of sound
}


def add_looks(pages: Blueprint, file: str, name: str, opened: Opening) -> None:
    """Add what is seen below the address of a file.

    ``opened`` opens it by the ids of that address. Its ``look`` says whether somebody looks at it,
    which is entered: the small picture on the page of all is no look.
    """

    @open_to(Who.MEMBER)
    def thumbnail(**ids: bytes) -> Response:
        return sending.shown(opened(**ids, look=False).show("thumbnail"))

    pages.add_url_rule(f"{file}/thumbnail", f"{name}_thumbnail", thumbnail)
    for task, below in LOOKS.items():
        pages.add_url_rule(f"{file}/{below}", f"{name}_{task}", _view(task, opened))


def page_of(opened: OpenFile, alike: Sequence[Alike] = (), case_id: bytes | None = None) -> str:
    """Return the page of a file, at the page or the time that was asked for."""
    return render_template(
        "review/evidence/file.html",
        opened=opened,
        file=opened.file,
        case_id=case_id,
        look=look(opened, request.args.get("at", "")),
        alike=alike,
        clock=clock,
        Family=Family,
        Kind=Kind,
    )


def _view(task: str, opened: Opening) -> Callable[..., Response]:
    @open_to(Who.MEMBER)
    def view(number: int | None = None, start: int | None = None, **ids: bytes) -> Response:
        asked = {"number": number, "start": start}
        given = {name: value for name, value in asked.items() if value is not None}
        return sending.shown(opened(**ids, look=True).show(task, **given))

    return view
