"""The order by which a camera's keeper is asked for recordings: on paper, and as a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from tipline.dispatch.printed import reference_code
from tipline.review import camera_words, clock
from tipline.review.paper import Side, letterhead, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.dispatch.order import Order

FEW = 8  # cameras


def shown(order: Order) -> dict[str, Any]:
    """Return what the template of the paper places."""
    return {
        "sides": sides(order.languages, lambda code: _side(order, code)),
        "code": Markup(reference_code(order.reference)),  # noqa: S704 (made from our reference)
        "size": "middle" if len(order.cameras) <= FEW else "small",
    }


def text(order: Order) -> str:
    """Return the order as a plain text, one language after the other."""
    both = sides(order.languages, lambda code: _side(order, code))
    return render_template("review/cameras/order.txt", order=order, sides=both)


def _side(order: Order, code: str) -> Side:
    return Side(
        **letterhead(order.sender, code, exercise=order.exercise),
        title=str(camera_words.WANTED[order.wanted]),
        facts=tuple(_facts(order)),
        heads={
            "to": gettext("To"),
            "purpose": gettext("What for"),
            "cameras": gettext("Cameras"),
            "place": gettext("Where to look"),
            "received": gettext("Received by"),
            "when": gettext("Day and hour"),
            "signature": gettext("Signature"),
        },
        caution=gettext(
            "Tell nobody that you were asked, and approach nobody who may be seen. Name our"
            " reference when you answer."
        ),
    )


def _facts(order: Order) -> Iterator[tuple[str, str]]:
    yield gettext("Recordings from"), clock.full(order.since)
    yield gettext("Until"), clock.full(order.until)
    yield gettext("Sent"), clock.full(order.sent)
    if order.reply_by:
        yield gettext("Reply by"), clock.full(order.reply_by)
    if order.overwritten:
        yield gettext("Overwritten from"), clock.full(order.overwritten)
