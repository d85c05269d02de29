"""Giving a new desk what recovery opens: keys of tips and cases, and members' cards.

Everything goes row by row, each stored before the next is opened: a run that is cut short has done
a part, and the next one skips it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import click

from tipline.errors import AgeError, CardRefusedError, NotFoundError, RecordMalformedError
from tipline.keyring.card import check_card
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.envelope import open_identities, seal_identity

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.cli.deployed import Deployed
    from tipline.sealing.deployment import DeskCard

TOLD_EVERY = 1000  # envelopes between two lines of progress


class Envelope(Protocol):
    """The key of a tip or a case, as it is sealed to a desk and to recovery."""

    @property
    def desk(self) -> str: ...  # noqa: D102 (said above)
    @property
    def sealed(self) -> bytes: ...  # noqa: D102 (the same)


@dataclass(frozen=True)
class Takeover:
    """What opens, for whom it is sealed, and which desks' envelopes are taken (none: all)."""

    recovery: HybridIdentity
    desk: DeskCard
    only: frozenset[str] = frozenset()


@dataclass
class Count:
    """How many the desk was given, had already, and what did not open, by hex id."""

    given: int = 0
    had: int = 0
    damaged: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the sentence for the operator."""
        return f"{self.given} given to the desk, {self.had} it had already.{self._broken}"

    @property
    def anew(self) -> str:
        """Return the sentence about what every run seals once more."""
        return f"{self.given} sealed anew, to the desk as well.{self._broken}"

    @property
    def _broken(self) -> str:
        count = len(self.damaged)
        return f" {count} DO NOT OPEN: {', '.join(self.damaged)}." if count else ""


def give_tips(deployed: Deployed, takeover: Takeover) -> Count:
    """Seal the key of each tip to the desk. StoreError."""
    count = Count()
    for tip_id, rows in groupby(deployed.shelf.envelopes(), lambda row: row.tip_id):
        found = list(rows)

        def recipient(tip_id: bytes = tip_id, desk: str = found[0].desk) -> bytes:
            return deployed.shelf.tip(tip_id, [desk]).recipient

        sealed = _sealed_anew(takeover, tip_id, found, recipient, count)
        if sealed:
            deployed.shelf.add_envelope(tip_id, takeover.desk.code, sealed)
    return count


def give_cases(deployed: Deployed, takeover: Takeover) -> Count:
    """Seal the key of each case to the desk. StoreError."""
    count = Count()
    for case_id, rows in groupby(deployed.cases.envelopes(), lambda row: row.case_id):
        found = list(rows)

        def recipient(case_id: bytes = case_id, desk: str = found[0].desk) -> bytes:
            return deployed.cases.case(case_id, [desk]).recipient

        sealed = _sealed_anew(takeover, case_id, found, recipient, count)
        if sealed:
            deployed.cases.add_envelope(case_id, takeover.desk.code, sealed)
    return count


def give_cards(deployed: Deployed, takeover: Takeover) -> Count:
    """Seal the cards of these desks' members to the desk as well, those of former members too.

    So are those of desks that worked on the same cases: their events have to be checked as well.
    Each keeps the signature of the desk that issued it; one that bears none is left as it is. A
    card does not tell who reads it: all desks that share a case with the issuer are sealed to anew,
    or a desk that took over earlier could no longer check who signed its cases' events.
    """
    count = Count()
    sharing = _sharing(deployed)
    theirs = sharing.get(takeover.desk.code, set()) - {takeover.desk.code}  # signed in its cases
    for code, issuer in deployed.public.desks.items():
        if takeover.only and code not in takeover.only | theirs:
            continue
        desks = deployed.public.desks.keys() & {code, takeover.desk.code, *sharing.get(code, ())}
        readers = [deployed.public.recovery, *(deployed.public.desk(it).recipient for it in desks)]
        for row in deployed.staff.members_of([code]):
            try:
                record = open_body(row.card, [takeover.recovery])
                check_card(record, code, issuer.verifier)
            except (AgeError, RecordMalformedError, CardRefusedError):
                count.damaged.append(row.analyst_id.hex())
                continue
            deployed.staff.join(replace(row, card=seal_body(record, readers)))
            count.given += 1
    return count


def _sharing(deployed: Deployed) -> Mapping[str, set[str]]:
    """Return, by desk, the desks that hold the key of one of its cases."""
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    for _, rows in groupby(deployed.cases.envelopes(), lambda row: row.case_id):
        desks = {row.desk for row in rows}
        for desk in desks:
            sharing[desk] |= desks
    return sharing


def _sealed_anew(
    takeover: Takeover,
    about: bytes,
    rows: Sequence[Envelope],
    recipient: Callable[[], bytes],
    count: Count,
) -> bytes | None:
    """Return the key sealed to the desk, or None, having counted why.

    1. What the desk has already, or nobody asked for, is passed over.
    2. Of the envelopes that recovery opens, the one with the right key counts: whoever can write
       the database can seal another key to recovery.
    """
    desks = {row.desk for row in rows}
    if takeover.desk.code in desks:  # 1
        count.had += 1
        return None
    if takeover.only and not takeover.only & desks:
        return None
    try:
        identities = _right_key(takeover.recovery, rows, recipient())  # 2
    except NotFoundError:
        return None  # destroyed since
    if not identities:
        count.damaged.append(about.hex())
        return None
    count.given += 1
    if count.given % TOLD_EVERY == 0:
        click.echo(f"… {count.given}")
    readers = [takeover.desk.recipient, takeover.recovery.recipient]
    return seal_identity(identities[0], readers, identities[1:])


def _right_key(
    recovery: HybridIdentity, rows: Iterable[Envelope], recipient: bytes
) -> tuple[HybridIdentity, ...]:
    """Return the key that a tip or a case has, and those that it had before; none if none opens."""
    for row in rows:
        try:
            identities = open_identities(row.sealed, [recovery])
        except AgeError:
            continue
        if identities[0].recipient.public == recipient:
            return identities
    return ()
