"""What an outside agency says of what it was sent, and how that reached us."""

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
    """How that reached us."""

    CALL = "call"
    RADIO = "radio"
    MAIL = "mail"
    VISIT = "visit"


IN_WORDS = frozenset({Said.DECLINED, Said.ASKS})  # of no use without what they say
RESPONDING = frozenset({Said.EN_ROUTE, Said.ON_SCENE, Said.DONE})  # somebody does something
