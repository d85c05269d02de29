"""Where a case stands: what its events amount to, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tipline.tips import state as states
from tipline.tips.content import Classified, Graded
from tipline.tips.event import Kind
from tipline.tips.grade import Information
from tipline.tips.handoff import HandOff
from tipline.tips.priority import Priority
from tipline.tips.second import Request
from tipline.tips.state import Outcome, State, Word
from tipline.tips.tasks import PutOff, Task


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """Where a case stands after its events.

    ``seen`` gives, for each tip in it, in the order in which they joined, the SHA-256 of each
    sealed part that somebody has seen, by the tip's and the part's ids; all in hex.
    ``words`` gives, by the tip's hex id, the word that its reporter is to be shown.
    ``classified`` and ``graded`` are the newest, each with the number of the event that made it so.
    ``calmed_by`` is the officer who alone made a grave case one that is not, until another one
    classifies it: whoever that is does not end it alone.
    ``requests`` are those that wait for a second officer, or have waited too long.
    ``tasks`` are those that are open, in the order in which they were set; ``put_off`` is until
    when the case waits, which may have come.
    ``hand_off`` is the newest emergency hand-off, whether it goes on or not.
    ``kept_until`` is the day until which somebody decided to keep the case after its end.
    ``began`` is when it was taken up again last, ``raised`` when an officer last made it more
    urgent, ``questioned`` when its reporters were last asked something, and
    ``reached`` when something of a kind was first done, since then: the clocks count from these.
    ``ended_by`` is the number of the event that closed the case or set it aside, 0 while neither.
    ``refused`` are the numbers of events that asked for what is not allowed: they stand in the
    case, and change nothing.
    """

    state: State = State.NEW
    outcome: Outcome | None = None
    summary: str = field(default="", repr=False)
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)
    classified: Classified | None = None
    classified_by: int = 0
    calmed_by: bytes = b""
    graded: Graded | None = None
    graded_by: int = 0
    requests: tuple[Request, ...] = ()
    tasks: tuple[Task, ...] = ()
    put_off: PutOff | None = None
    hand_off: HandOff | None = None
    kept_until: date | None = None
    began: datetime | None = None
    raised: datetime | None = None
    questioned: datetime | None = None
    reached: Mapping[Kind, datetime] = field(default_factory=dict)
    ended_by: int = 0
    number: int = 0
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    refused: tuple[int, ...] = ()

    @property
    def tips(self) -> tuple[str, ...]:
        """The hex ids of the tips in the case, in the order in which they joined."""
        return tuple(self.seen)

    @property
    def parts(self) -> Mapping[str, str]:
        """The digest of each part that somebody has seen, whichever tip it belongs to."""
        return {part: digest for seen in self.seen.values() for part, digest in seen.items()}

    @property
    def parts_seen(self) -> frozenset[str]:
        """The hex ids of the parts that somebody has seen."""
        return frozenset(self.parts)

    @property
    def hidden(self) -> bool:
        """Whether the reporter's code is to be answered like one that does not exist."""
        return self.state in {State.SPAM, State.PURGED}

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in states.FINISHED

    @property
    def priority(self) -> Priority | None:
        """The official priority; None before there is one."""
        return self.classified.priority if self.classified else None

    @property
    def grave(self) -> bool:
        """Whether it is a P1, a P2, or somebody's life is threatened."""
        return self.classified is not None and self.classified.grave

    @property
    def stopped(self) -> bool:
        """Whether nothing of the case may be passed on: it is suspected to be false."""
        return self.graded is not None and self.graded.information is Information.FALSE

    def waiting(self, moment: datetime) -> tuple[Request, ...]:
        """Return the requests that a second officer may still answer at a time."""
        return tuple(request for request in self.requests if request.waits_at(moment))
