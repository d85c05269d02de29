"""The line on every page about what happens now and nobody has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.lists import unread
from tipline.review import everywhere

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


def set_up(app: Flask) -> None:
    """Give the templates ``unread_now``."""
    app.jinja_env.globals["unread_now"] = unread_now


def unread_now() -> tuple[tuple[bytes, datetime], ...]:
    """Return the unread tips that cannot wait, for who may read them: ids, and since when."""
    return everywhere.told("review.queue", unread.cannot_wait)
