"""Pages that a browser asks for by itself: they must not keep an analyst signed in."""

from __future__ import annotations

from flask import request

MARK = "refresh"  # the query's name in what these pages ask for by themselves
ENDPOINTS = frozenset({"review.queue", "review.cases", "review.wall", "review.call_hailed"})


def by_itself() -> bool:
    """Tell whether a page refreshed itself, or asked who comes: perhaps nobody sits before it."""
    return request.endpoint in ENDPOINTS and request.method == "GET" and MARK in request.args
