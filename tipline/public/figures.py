"""Figures that the review site has published, read anew at each request: they may be withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template
from flask_babel import lazy_gettext as _l

from tipline.errors import RecordMalformedError
from tipline.store.inbox.noticeboard import Noticeboard
from tipline.tips import canonical
from tipline.tips.publishing import Published
from tipline.tips.shape import from_json
from tipline.web import Who, figure_words, open_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flask import Flask
    from sqlalchemy import Engine

PLACE = "tipline.noticeboard"
TITLE = _l("Facts and figures")

blueprint = Blueprint("figures", __name__)


@blueprint.get("/figures")
@open_to(Who.ANYONE)
def show() -> str:
    """Show what was published, the newest months first."""
    board: Noticeboard = current_app.extensions[PLACE]
    found = list(readable(board.shown()))
    return render_template("public/figures.html", title=TITLE, found=found)


def readable(kept: Iterable[bytes]) -> Iterator[Published]:
    """Yield the figures that read."""
    for body in kept:
        try:
            yield from_json(Published, canonical.decode(body))
        except RecordMalformedError:
            continue


def set_up(app: Flask, engine: Engine, areas: Mapping[str, Mapping[str, str]]) -> None:
    """Give an application the board, and its templates the words of figures and areas."""
    app.extensions[PLACE] = Noticeboard(engine)
    figure_words.set_up(app, areas)
