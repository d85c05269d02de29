"""The line on every page about what happens now and nobody has read."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import g

from tipline.casework.lists import unread
from tipline.errors import TiplineError
from tipline.review.access.guard import may_enter
from tipline.review.visit import visit

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def set_up(app: Flask) -> None:
    """Give the templates ``unread_now``."""
    app.jinja_env.globals["unread_now"] = unread_now


def unread_now() -> tuple[tuple[bytes, datetime], ...]:
    """Return the unread tips that cannot wait, for who may read them; see ``unread.cannot_wait``.

    A page about a trouble of the database must not meet it once more.
    """
    if g.get("member") is None or not may_enter("review.queue"):
        return ()
    with suppress(TiplineError):
        return unread.cannot_wait(visit())
    return ()
