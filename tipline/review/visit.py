"""The visit that a request is."""

from __future__ import annotations

from flask import g

from tipline.casework.visit import Visit
from tipline.review import clock
from tipline.review.house import house


def visit() -> Visit:
    """Return the visit that this request is, in a view that is open to members."""
    return Visit(house(), g.member, clock.now())
