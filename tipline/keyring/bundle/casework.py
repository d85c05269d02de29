"""The case of an export: its envelope, and the chain of its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tipline.errors import AgeError, ChainBrokenError, RecordMalformedError
from tipline.keyring.bundle.contents import CASE_ENVELOPE, EVENTS, event_name
from tipline.keyring.bundle.findings import Findings, whole, wrong
from tipline.keyring.bundle.people import shown
from tipline.keyring.card import brought
from tipline.keyring.signing import check_chain
from tipline.sealing.body import open_body
from tipline.sealing.envelope import open_identities
from tipline.tips.event import SignedEvent

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.keyring.bundle.archive import Archive
    from tipline.keyring.card import Card
    from tipline.sealing.deployment import DeskCard
    from tipline.tips.event import Event


def check_case(
    archive: Archive,
    identities: Sequence[Identity],
    cards: Sequence[Card],
    desks: Mapping[str, DeskCard],
) -> Findings[tuple[Event, ...]]:
    """Open the case and return its events, those of a chain that is whole.

    ``desks`` are the public cards that are gone on with: events bring cards that these signed.
    """
    try:
        keys = open_identities(archive.files.get(CASE_ENVELOPE, b""), identities)
    except AgeError:
        yield wrong(f"{CASE_ENVELOPE} is not whole, or what you gave does not open it.")
        return ()
    signed = yield from _opened(archive, keys)
    every = (*cards, *brought(signed, desks))
    return (yield from _chained(archive.manifest.case, signed, every))


def _opened(archive: Archive, keys: Sequence[Identity]) -> Findings[list[SignedEvent]]:
    """Open the events from number 1 on, as far as they open."""
    events: list[SignedEvent] = []
    names = {f"{EVENTS}{name}" for name in archive.under(EVENTS)}
    for number in range(1, len(names) + 1):
        sealed = archive.files.get(event_name(number))
        if sealed is None:
            yield wrong(f"Event {number} is missing, and {len(names)} are here.")
            break
        try:
            events.append(SignedEvent.from_json(open_body(sealed, keys)))
        except (AgeError, RecordMalformedError):
            yield wrong(f"Event {number} is not whole: it does not open with the case's keys.")
            break
    return events


def _chained(
    case: bytes, signed: Sequence[SignedEvent], cards: Sequence[Card]
) -> Findings[tuple[Event, ...]]:
    """Check numbers, digests and signatures; say each event that stands, by whom and when."""
    sound = signed
    try:
        check_chain(signed, cards, case=case)
    except ChainBrokenError as error:
        broken = int(str(error.values["number"]))
        sound = signed[: broken - 1]
        yield wrong(
            f"Event {broken} was changed, forged or put in the wrong place, or the one before it"
            " was taken out; no later event can be believed."
        )
    events = tuple(each.event for each in sound)
    for event in events:
        yield whole(
            f"Event {event.number}, {event.kind}: signed by {event.name} ({event.desk})"
            f" on {shown(event.at)}."
        )
    if not events:
        yield wrong("No event of the case can be believed.")
    elif len(sound) == len(signed):
        yield whole(f"The {len(events)} events follow each other without a gap.")
    return events
