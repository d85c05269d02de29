"""The line on the wall about what leaves the house, when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.review.house import house
from tipline.store.casebook.outbox import Outbox

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Undelivered:
    """How many messages could not be delivered; ``silent`` where no deliverer runs.

    ``seconds``: how long ago one last ran; None if none ever did.
    """

    dead: int
    silent: bool
    seconds: int | None


def undelivered(now: datetime) -> Undelivered | None:
    """Return what is wrong with the deliveries; None if nothing is, or none are wanted."""
    standing = Outbox(house().cases.engine).standing()
    wanted = bool(house().configuration.channels.channels) or standing.waiting > 0
    silent = wanted and standing.is_silent(now)
    if not silent and not standing.dead:
        return None
    ago = None if standing.beat is None else max(int((now - standing.beat).total_seconds()), 0)
    return Undelivered(standing.dead, silent, ago)
