"""What a worker remembers of unread tips: by their ids alone, whether each can wait."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass
class Alarms:
    """What is known of unread tips: since when each waits, if it cannot wait; None if it can.

    ``rung``: when this worker last asked the channels to ring.
    """

    known: OrderedDict[bytes, datetime | None] = field(default_factory=OrderedDict)
    rung: dict[frozenset[str], datetime] = field(default_factory=dict)
    looked: dict[frozenset[str], tuple[datetime, tuple[bytes, ...]]] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)
