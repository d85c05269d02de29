"""A case, opened: its events checked, what they amount to, and what the work list keeps of that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from tipline.casework.vouching import cards
from tipline.errors import (
    AgeError,
    ChainBrokenError,
    RecordMalformedError,
    TiplineError,
)
from tipline.keyring.opening import open_keys
from tipline.keyring.signing import check_chain
from tipline.sealing.body import open_body, seal_body
from tipline.tips.clocks import Moments
from tipline.tips.event import FIRST, Kind, SignedEvent
from tipline.tips.fold import CaseState, fold
from tipline.tips.moments import Course, course
from tipline.tips.priority import Priority
from tipline.tips.shape import from_json, several, to_json
from tipline.tips.state import Outcome, State
from tipline.tips.telling import Step, steps

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.casework.visit import Visit
    from tipline.keyring.card import Card
    from tipline.store.casebook.case_keys import NewKeys
    from tipline.store.casebook.cases import CaseRow
    from tipline.tips.event import Event
    from tipline.tips.retention import Retention


Owing: TypeAlias = Mapping[str, tuple[int, ...]]

TIP_ID = re.compile("[0-9a-f]{32}")
OWED_MAX = 100  # answers on their way; more than one is rare
NOTHING_YET = Moments()
UNCHANGING = frozenset({Kind.VIEWED, Kind.EXPORTED, Kind.DOWNLOADED})


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """What the work list shows of a case: the fold of its events, kept sealed beside them.

    ``seen`` gives, by a tip's hex id, how many of its parts somebody has read; ``number`` and
    ``last`` are the number and digest of the newest event, so that events cut off are missed;
    ``priority`` and ``life`` (somebody's life is threatened) are what an officer set;
    ``review`` is since when another officer has yet to look at what left, or read the summary;
    ``asked`` is when somebody asked last for a second officer, if that was not answered;
    ``moments`` is what its clocks are read from;
    ``owed`` are the numbers of events whose answer is not yet known to lie in the mailbox;
    ``owing``, by a tip's hex id, those of events that concern several tips, and of which the
    mailbox of this one is not yet known to tell. With ``elsewhere``, the case's own tip has joined
    the case of that id.
    """

    state: State
    outcome: Outcome | None = None
    priority: Priority | None = None
    life: bool = False
    asked: datetime | None = None
    moments: Moments = NOTHING_YET
    review: datetime | None = None
    number: int
    last: bytes
    seen: Mapping[str, Any]
    owed: tuple[int, ...] = several(OWED_MAX)
    owing: Mapping[str, Any] | None = None
    elsewhere: bytes = b""

    @classmethod
    def of(
        cls,
        signed: Sequence[SignedEvent],
        owed: tuple[int, ...] = (),
        owing: Owing | None = None,
        *,
        state: CaseState | None = None,
    ) -> Self:
        """Return the head after these events, at least one; ``state`` is what they come to."""
        state = state or fold(each.event for each in signed)
        return cls(
            state=state.state,
            outcome=state.outcome,
            priority=state.priority,
            life=state.classified is not None and state.classified.life,
            asked=max((request.at for request in state.requests), default=None),
            moments=Moments.of(state),
            review=min(_to_look_at(state, signed), default=None),
            number=state.number,
            last=signed[-1].digest,
            seen={tip: 0 if tip in state.unread else len(state.seen[tip]) for tip in state.tips},
            owed=owed[-OWED_MAX:],
            owing={tip: list(numbers) for tip, numbers in (owing or {}).items()} or None,
            elsewhere=state.elsewhere,
        )

    def seal(self, identity: HybridIdentity) -> bytes:
        """Return the head, sealed to its case."""
        return seal_body(to_json(self), [identity.recipient])

    @classmethod
    def open(cls, sealed: bytes, identity: HybridIdentity) -> Self:
        """Return the head; AgeError or RecordMalformedError.

        Whoever can write the database can seal one: what it counts must be numbers, by tips' ids.
        """
        head = from_json(cls, open_body(sealed, [identity]))
        owing = (head.owing or {}).values()
        if head.number < FIRST or not all(isinstance(each, list) for each in owing):
            raise RecordMalformedError
        if not all(TIP_ID.fullmatch(tip) for tip in (*head.seen, *(head.owing or ()))):
            raise RecordMalformedError
        counted = [*head.seen.values(), *(number for each in owing for number in each)]
        if not all(isinstance(each, int) for each in counted):
            raise RecordMalformedError
        return head


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

    @property
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
    return OpenCase(
        id=row.id,
        desk=row.desk,
        identity=identities[0],
        former=identities[1:],
        envelope=row.envelope,
        head=row.head,
        sealed=sealed,
        signed=signed,
        state=fold(each.event for each in signed),
        steps=steps(each.event for each in signed),
        owed=head.owed if head else (),
        owing={tip: tuple(each) for tip, each in ((head and head.owing) or {}).items()},
        trouble=trouble,
        retention=visit.office.configuration.retention,
    )


def _to_look_at(state: CaseState, signed: Sequence[SignedEvent]) -> Iterator[datetime]:
    yield from (given.at for given in state.given if given.unreviewed)
    if state.summary_unread:
        yield from (it.event.at for it in signed if it.event.number == state.summary_by)


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
