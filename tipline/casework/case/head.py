"""The head of a case: what the work list keeps of its events, sealed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from tipline.errors import RecordMalformedError
from tipline.keyring.opening import open_key
from tipline.sealing.body import open_body, seal_body
from tipline.tips.clocks import Moments
from tipline.tips.event import FIRST, SignedEvent
from tipline.tips.fold import CaseState, fold
from tipline.tips.priority import Priority
from tipline.tips.shape import from_json, hidden, several, to_json
from tipline.tips.state import Outcome, State

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.keyring.opening import Desks
    from tipline.store.casebook.cases import CaseRow


Owing: TypeAlias = Mapping[str, tuple[int, ...]]

TIP_ID = re.compile("[0-9a-f]{32}")
INSTEAD_MAX = 200  # code points
OWED_MAX = 100  # answers on their way; more than one is rare
NOTHING_YET = Moments()


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """What the work list shows of a case: the fold of its events, kept sealed beside them.

    ``seen`` gives, by a tip's hex id, how many of its parts somebody has read; ``number`` and
    ``last`` are the number and digest of the newest event, so that events cut off are missed;
    ``priority`` and ``life`` (somebody's life is threatened) are what an officer set;
    ``review`` is since when another officer has yet to look at what was done at once, or to read
    the summary;
    ``instead``: where the original is closed or was destroyed, the beginning of the summary, shown
    in its place;
    ``wishes`` is how many questions desks would have the reporter asked;
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
    wishes: int = 0
    asked: datetime | None = None
    moments: Moments = NOTHING_YET
    review: datetime | None = None
    instead: str = hidden(INSTEAD_MAX)
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
            wishes=len(state.wishes),
            asked=max((request.at for request in state.requests), default=None),
            moments=Moments.of(state),
            review=min(_to_look_at(state, signed), default=None),
            instead=state.summary.strip()[:INSTEAD_MAX] if _closed(state) else "",
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

    @classmethod
    def of_row(cls, row: CaseRow, desks: Desks) -> Self:
        """Return the head of a case, whose key its row's desk opens.

        Raises TipKeyRefusedError, AgeError, RecordMalformedError.
        """
        return cls.open(row.head, open_key(row, desks))


def _closed(state: CaseState) -> bool:
    return state.original_closed or state.own in state.gone


def _to_look_at(state: CaseState, signed: Sequence[SignedEvent]) -> Iterator[datetime]:
    yield from (each.at for each in state.taken if each.unreviewed)
    if state.summary_unread:
        yield from (it.event.at for it in signed if it.event.number == state.summary_by)
