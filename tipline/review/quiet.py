"""Pages that a browser asks for by itself: they must not keep an analyst signed in."""

from __future__ import annotations

from flask import request

MARK = "refresh"  # the query's name in what the work list's page asks for by itself
ENDPOINT = "review.queue"


def by_itself() -> bool:
    """Tell whether the work list's page refreshed itself: nobody is known to sit before it."""
    return request.endpoint == ENDPOINT and request.method == "GET" and MARK in request.args
