"""What stands above every page, for whom it is: asked anew with each, and never its trouble."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from flask import g

from tipline.errors import TiplineError
from tipline.review.access.guard import may_enter
from tipline.review.visit import visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tipline.casework.visit import Visit

T = TypeVar("T")


def told(endpoint: str, ask: Callable[[Visit], tuple[T, ...]]) -> tuple[T, ...]:
    """Return what is asked for whoever may enter the page of an endpoint; nothing for others.

    A page about a trouble of the database must not meet it once more.
    """
    if g.get("member") is None or not may_enter(endpoint):
        return ()
    with suppress(TiplineError):
        return ask(visit())
    return ()
