"""The three WSGI applications. Each factory imports its own side only, inside the function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.settings import from_environment

if TYPE_CHECKING:
    from flask import Flask


def public() -> Flask:
    """Return the public site, with this process's settings."""
    from tipline.public import create_app  # noqa: PLC0415 (the wall: never beside the other side)

    return create_app(from_environment())


def review() -> Flask:
    """Return the review site, with this process's settings."""
    from tipline.review import create_app  # noqa: PLC0415 (the wall: never beside the other side)

    return create_app(from_environment())


def agencies() -> Flask:
    """Return the agencies' site, with this process's settings."""
    from tipline.agencies import create_app  # noqa: PLC0415 (the wall: never beside another side)

    return create_app(from_environment())
