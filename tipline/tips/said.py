"""What an outside agency says of what it was sent, and how that reached us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Said(StrEnum):
    """What it says."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASKS = "asks"
    EN_ROUTE = "en-route"
    ON_SCENE = "on-scene"
    DONE = "done"


class Way(StrEnum):
    """How that reached us: entered by an officer, or said by whoever holds the agency's link."""

    CALL = "call"
    RADIO = "radio"
    MAIL = "mail"
    VISIT = "visit"
    LINK = "link"
    MAILED = "mailed"
    WEBHOOK = "webhook"


IN_WORDS = frozenset({Said.DECLINED, Said.ASKS})  # of no use without what they say
RESPONDING = frozenset({Said.EN_ROUTE, Said.ON_SCENE, Said.DONE})  # somebody does something
BY_LINK = frozenset({Way.LINK, Way.MAILED, Way.WEBHOOK})  # no officer wrote it down


@dataclass(frozen=True, kw_only=True)
class Unsettled:
    """What a body outside asks or declines, while nobody has dealt with that.

    ``number`` is that of the event that says so, ``told_at`` when they said it. ``beneath`` is what
    they had asked before they declined: they may take that back.
    """

    number: int
    said: Said
    told_at: datetime
    beneath: "Unsettled | None" = None
