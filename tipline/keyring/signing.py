"""Signing an event, and checking that a case's events are all there, in order, each its author's.

Source: docs/format.md, 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tipline.errors import ChainBrokenError
from tipline.keyring.signer import EVENT_LABEL, is_signed
from tipline.tips.event import FIRST, NOTHING_BEFORE, SignedEvent

if TYPE_CHECKING:
    from tipline.keyring.analyst import AnalystIdentity
    from tipline.keyring.card import Card
    from tipline.tips.event import Event


def sign(event: Event, analyst: AnalystIdentity) -> SignedEvent:
    """Return the event with its author's signature."""
    return SignedEvent(event, analyst.sign(EVENT_LABEL + event.body()))


def check_chain(
    events: Sequence[SignedEvent],
    cards: Iterable[Card],
    *,
    case: bytes | None = None,
    reaches: tuple[int, bytes] | None = None,
) -> tuple[Event, ...]:
    """Return the events of a case, given all of them in order and the cards that were issued.

    ``case`` is the id that they must be of (the first one's, if not told). Events cut off at the
    end leave a whole chain: ``reaches`` names a number and digest known from elsewhere (the audit
    trail, the case's head) that must be among them. Raises ChainBrokenError with the number of the
    first event that is not right.

    For each event:
    1. It is of this case, and its number follows.
    2. It names the digest of the one before; the first names nothing.
    3. Somebody holds a card of its desk, under its author's id and name.
    4. That card's verifier verifies its signature.
    At the end:
    5. The event that is known from elsewhere is among them.
    """
    holders = {(card.analyst, card.desk, card.name, card.verifier) for card in cards}
    case = events[0].event.case if case is None and events else case
    number, previous = FIRST - 1, NOTHING_BEFORE
    for number, signed in enumerate(events, start=FIRST):
        event = signed.event
        follows = event.case == case and event.number == number  # 1
        if not follows or event.previous != previous or not _is_authentic(signed, holders):  # 2
            raise ChainBrokenError(number=number)
        previous = signed.digest
    if reaches is not None:  # 5
        _reach(events, *reaches)
    return tuple(signed.event for signed in events)


def _is_authentic(signed: SignedEvent, holders: set[tuple[bytes, str, str, bytes]]) -> bool:
    event = signed.event
    message = EVENT_LABEL + event.body()
    return any(
        (author, desk, name) == (event.author, event.desk, event.name)  # 3
        and is_signed(verifier, signed.signature, message)  # 4
        for author, desk, name, verifier in holders
    )


def _reach(events: Sequence[SignedEvent], number: int, digest: bytes) -> None:
    if len(events) < number or (number and events[number - FIRST].digest != digest):
        raise ChainBrokenError(number=number)
