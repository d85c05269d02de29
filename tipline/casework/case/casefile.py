"""A case, opened: its events checked, and what they amount to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tipline.casework.case.head import CaseHead, Owing
from tipline.casework.case.vouching import cards
from tipline.errors import AgeError, ChainBrokenError, RecordMalformedError, TiplineError
from tipline.keyring.opening import open_keys
from tipline.keyring.signing import check_chain
from tipline.sealing.body import open_body
from tipline.tips.event import Kind, SignedEvent
from tipline.tips.fold import CaseState
from tipline.tips.moments import Course, course
from tipline.tips.telling import Step, fold_steps

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.casework.visit import Visit
    from tipline.keyring.card import Card
    from tipline.store.casebook.case_keys import NewKeys
    from tipline.store.casebook.cases import CaseRow
    from tipline.tips.event import Event
    from tipline.tips.retention import Retention


UNCHANGING = frozenset(
    {
        Kind.VIEWED,
        Kind.EXPORTED,
        Kind.DOWNLOADED,
        Kind.DISPATCHED,
        Kind.FOOTAGE,
        Kind.ORIGINAL,
        Kind.ORIGINAL_GONE,
        Kind.STILL,
        Kind.PICTURED,
    }
)


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """A case that this analyst's desk opens. ``retention`` is how long it is kept once it ends.

    ``former`` are the keys that it had before ``identity``: older events open with them. ``keys``
    is what its newest event changes of them, before that is stored.
    ``trouble`` says what is amiss with its events, if anything is: then they are shown as what
    they are, and nothing is added to them.
    """

    id: bytes
    desk: str
    identity: HybridIdentity = field(repr=False)
    former: tuple[HybridIdentity, ...] = field(default=(), repr=False)
    envelope: bytes = field(repr=False)
    head: bytes = field(repr=False)
    sealed: tuple[bytes, ...] = field(repr=False)
    signed: tuple[SignedEvent, ...] = field(repr=False)
    state: CaseState
    retention: Retention = field(repr=False)
    steps: tuple[Step, ...] = field(default=(), repr=False)
    owed: tuple[int, ...] = ()
    owing: Owing = field(default_factory=dict)
    keys: NewKeys | None = field(default=None, repr=False)
    trouble: TiplineError | None = None

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events in order, as far as they could be opened."""
        return tuple(each.event for each in self.signed)

    @cached_property
    def course(self) -> Course:
        """When each of its tips reached what is measured."""
        return course(self.steps)

    @property
    def number(self) -> int:
        """The number of the newest event."""
        return self.signed[-1].event.number if self.signed else 0

    def since(self, number: int) -> tuple[Event, ...]:
        """Return what was done after event ``number``, what changes nothing of it left out."""
        return tuple(
            event for event in self.events
            if event.number > number and event.kind not in UNCHANGING
        )  # fmt: skip


def open_case(visit: Visit, row: CaseRow, events: Sequence[bytes] | None = None) -> OpenCase:
    """Open a case with its events, which are read unless they are given.

    1. The desk's identity opens the envelope; the first key in it must be the case's own.
    2. The keys open the events, as far as they open. What does not may have been sealed to a newer
       key that came meanwhile: then it all begins again with that, and NotFoundError is raised
       where it is not this desk's any more.
    3. Each event follows the one before and is signed by a member of its desk, and the newest one
       that the head names is among them.
    Raises TipKeyRefusedError where 1 fails; what is amiss in 2 and 3 is ``trouble``, and no event
    from there on is in the case that is returned.
    """
    identities = open_keys(row, visit.member.desks)  # 1
    sealed = tuple(visit.office.cases.events(row.id) if events is None else events)
    signed, trouble = _opened(visit, row, sealed, identities)  # 2
    if trouble is not None:
        fresh = visit.office.cases.case(row.id, [row.desk])
        if fresh.recipient != row.recipient:
            return open_case(visit, fresh)
    head = None
    if trouble is None:
        issued = cards(visit, row.desk, signed)
        head, trouble = _checked(row, identities[0], signed, issued)  # 3
    signed = _sound(signed, trouble)
    state, steps = fold_steps(each.event for each in signed)
    return OpenCase(
        id=row.id,
        desk=row.desk,
        identity=identities[0],
        former=identities[1:],
        envelope=row.envelope,
        head=row.head,
        sealed=sealed,
        signed=signed,
        state=state,
        steps=steps,
        owed=head.owed if head else (),
        owing={tip: tuple(each) for tip, each in ((head and head.owing) or {}).items()},
        trouble=trouble,
        retention=visit.office.configuration.retention,
    )


def _opened(
    visit: Visit, row: CaseRow, sealed: Sequence[bytes], identities: Sequence[HybridIdentity]
) -> tuple[tuple[SignedEvent, ...], ChainBrokenError | None]:
    """Open events, each once while the desk's index is in memory; the chain is checked anew."""
    beside, signed = visit.office.indexes.beside(row.desk), list[SignedEvent]()
    for each in sealed:
        reading = partial(_read, each, identities)
        try:
            signed.append(beside.opened(SignedEvent, (row.id, each), reading))
        except (AgeError, RecordMalformedError):
            return tuple(signed), ChainBrokenError(number=len(signed) + 1)
    return tuple(signed), None


def _read(sealed: bytes, identities: Sequence[HybridIdentity]) -> SignedEvent:
    return SignedEvent.from_json(open_body(sealed, identities))


def _checked(
    row: CaseRow, identity: HybridIdentity, signed: Sequence[SignedEvent], issued: Sequence[Card]
) -> tuple[CaseHead, None] | tuple[None, ChainBrokenError]:
    try:
        head = CaseHead.open(row.head, identity)
        check_chain(signed, issued, case=row.id, reaches=(head.number, head.last))
    except ChainBrokenError as broken:
        return None, broken
    except (AgeError, RecordMalformedError):
        return None, ChainBrokenError(number=len(signed))
    return head, None


def _sound(
    signed: tuple[SignedEvent, ...], trouble: ChainBrokenError | None
) -> tuple[SignedEvent, ...]:
    """Return the events before the first one that is not right."""
    if trouble is None:
        return signed
    number = trouble.values["number"]
    return signed[: number - 1] if isinstance(number, int) else ()
