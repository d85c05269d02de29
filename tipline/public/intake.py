"""The public site's way in, for its views."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from tipline.intake.counter import Intake


def intake() -> Intake:
    """Return the intake of the application that serves this request."""
    found: Intake = current_app.extensions["tipline.intake"]
    return found


def now_utc() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
