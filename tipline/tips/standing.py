"""Where a case stands: what its events amount to, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tipline.tips import state as states
from tipline.tips.content import (
    AgencySaid,
    Classified,
    GoneTip,
    Graded,
    Indication,
    Leaving,
    Placed,
    Sent,
)
from tipline.tips.desks import WORKING, DeskWork, Person, Stand, Wish, with_it
from tipline.tips.event import Kind
from tipline.tips.grade import Information
from tipline.tips.handoff import HandOff
from tipline.tips.link import Sort
from tipline.tips.priority import Priority
from tipline.tips.said import Unsettled
from tipline.tips.second import Opening, Permit, Request
from tipline.tips.state import Outcome, State, Word
from tipline.tips.still import StillTaken
from tipline.tips.tasks import PutOff, Task


@dataclass(frozen=True)
class Guest:
    """A tip that joined a case that began with another's.

    ``origin``: the id of its own case, empty if it has none; ``closes``: the days after which its
    reporter is told that it is closed, 0 for never; ``spread`` is what these times are drawn from.
    """

    origin: bytes
    closes: int
    spread: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What left the house: with which event, which is its version, by whom, and graded how.

    ``urgent``: at once, to save a life; ``acknowledged`` and ``reviewed`` are the numbers of the
    events that say so, 0 while none does; ``said`` is what an outside agency said of it.
    ``link_ended`` is the number of the event by which an officer ended its link, 0 while none did,
    and ``link_ended_at`` when that was.
    ``unsettled`` is what they ask or decline of it that waits for somebody here. What ends in
    ``_spoken`` is the same, if nothing had come by its link.
    """

    number: int
    author: bytes
    at: datetime
    content: Leaving = field(repr=False)
    graded: Graded | None
    urgent: bool
    acknowledged: int = 0
    reviewed: int = 0
    said: tuple[AgencySaid, ...] = field(default=(), repr=False)
    link_ended: int = 0
    link_ended_at: datetime | None = None
    acknowledged_spoken: int = 0
    unsettled: Unsettled | None = None
    unsettled_spoken: Unsettled | None = None

    def counts(self, said: AgencySaid) -> bool:
        """Tell whether something that was said of it ends a waiting, or a clock.

        Whoever had a link that was ended may have said what came by it.
        """
        return not (said.heard and self.link_ended)

    @property
    def awaited(self) -> datetime | None:
        """By when somebody is to look whether it was answered; None where it was, or never."""
        content = self.content
        if not isinstance(content, Sent) or any(
            content.is_answered_by(each.said) for each in self.said if self.counts(each)
        ):
            return None
        return content.due(self.at)

    @property
    def unreviewed(self) -> bool:
        """Whether another officer has yet to look at it."""
        return self.urgent and not self.reviewed


@dataclass(frozen=True, kw_only=True)
class GoneOriginal:
    """A tip whose original was destroyed: by event ``number``, as event ``of`` decided."""

    number: int
    of: int
    told: GoneTip = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """Where a case stands after its events.

    ``seen`` gives, for each tip in it, in the order in which they joined, the SHA-256 of each
    sealed part that somebody has seen, by the tip's and the part's ids; all in hex.
    ``words`` gives, by the tip's hex id, the word that its reporter is to be shown.
    ``summary_by`` is the number of the event that wrote the summary, which is its version, and
    ``summary_read`` that of the one by which another officer has read this version, 0 before;
    ``summary_few``: by the word of a reporter few know what is in it.
    ``classified`` and ``graded`` are the newest, each with the number of the event that made it so.
    ``guests`` are the tips that joined after the first, by their hex ids. ``away`` are tips that
    were in it and are not any more; with ``elsewhere``, its own tip is in the case of that id.
    ``unread`` are those that joined before anybody had read them.
    ``links`` are the cases that it is linked to, by their hex ids.
    ``calmed_by`` is the officer who alone made a grave case one that is not, until another one
    classifies it: whoever that is does not end it alone.
    ``indication`` is what two officers stated of the behaviour, while it holds, and
    ``indicated_by`` the number of the event that made it stand.
    ``placed`` is where it happens by an officer's word, the number of whose event is ``placed_by``.
    ``requests`` are those that wait for a second officer, or have waited too long.
    ``home`` is the desk that the case began at. ``desks`` are those that were ever given the case,
    by code; ``persons`` who of a desk has it; ``wishes`` what desks would have the reporter asked;
    ``conflicts`` the desks that it is about; ``files`` the events that granted a file, by its hex
    id; ``tips_given`` the pairs of a desk and the hex id of a tip that was given to it.
    ``tasks`` are those that are open, in the order in which they were set; ``put_off`` is until
    when the case waits, which may have come; ``waits`` the same for desks' own parts, by code.
    ``hand_off`` is the newest emergency hand-off, whether it goes on or not.
    ``kept_until`` is the day until which somebody decided to keep the case after its end.
    ``began`` is when it was taken up again last, ``raised`` when an officer last made it more
    urgent, ``questioned`` when its reporters were last asked something, and
    ``reached`` when something of a kind was first done, since then: the clocks count from these.
    ``permits`` are requests that were approved and not used yet; ``given`` is what left the house.
    ``original_closed``: what the reporters wrote is closed, since the case is finished and has, or
    had when it was, a summary that stands; ``openings`` are to whom it was opened all the same.
    ``original_since`` is the day on which it closed, ``original_until`` the day until which
    somebody decided to keep it, and ``original_ended`` whether it was decided that it goes.
    ``original_over`` is the number of the newest event that decided so, whatever came after;
    ``gone`` are the tips whose original was destroyed, by their hex ids.
    ``stills`` are the pictures of cameras that officers had taken.
    ``held_until`` is the day until which nothing of the case is deleted, whatever the schedule.
    ``ended_by`` is the number of the event that closed the case or set it aside, 0 while neither.
    ``refused`` are the numbers of events that asked for what is not allowed: they stand in the
    case, and change nothing.
    """

    state: State = State.NEW
    outcome: Outcome | None = None
    summary: str = field(default="", repr=False)
    summary_by: int = 0
    summary_author: bytes = b""
    summary_few: bool = False
    summary_read: int = 0
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)
    guests: Mapping[str, Guest] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    elsewhere: bytes = b""
    links: Mapping[str, Sort] = field(default_factory=dict)
    classified: Classified | None = None
    classified_by: int = 0
    calmed_by: bytes = b""
    graded: Graded | None = None
    graded_by: int = 0
    indication: Indication | None = None
    indicated_by: int = 0
    placed: Placed | None = field(default=None, repr=False)
    placed_by: int = 0
    requests: tuple[Request, ...] = ()
    home: str = ""
    desks: Mapping[str, DeskWork] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    conflicts: tuple[str, ...] = ()
    files: Mapping[str, int] = field(default_factory=dict)
    tips_given: tuple[tuple[str, str], ...] = ()
    tasks: tuple[Task, ...] = ()
    put_off: PutOff | None = None
    waits: Mapping[str, PutOff] = field(default_factory=dict)
    hand_off: HandOff | None = None
    kept_until: date | None = None
    began: datetime | None = None
    raised: datetime | None = None
    questioned: datetime | None = None
    reached: Mapping[Kind, datetime] = field(default_factory=dict)
    permits: tuple[Permit, ...] = ()
    given: tuple[Given, ...] = ()
    original_closed: bool = False
    original_since: date | None = None
    original_until: date | None = None
    original_ended: bool = False
    original_over: int = 0
    gone: Mapping[str, GoneOriginal] = field(default_factory=dict)
    openings: tuple[Opening, ...] = ()
    stills: tuple[StillTaken, ...] = ()
    held_until: date | None = None
    ended_by: int = 0
    number: int = 0
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    refused: tuple[int, ...] = ()

    @property
    def tips(self) -> tuple[str, ...]:
        """The hex ids of the tips in the case, in the order in which they joined."""
        return tuple(tip for tip in self.seen if tip not in self.away)

    @property
    def own(self) -> str:
        """The hex id of the tip that it began with; empty before there is one."""
        return next(iter(self.seen), "")

    @property
    def parts(self) -> Mapping[str, str]:
        """The digest of each part that somebody has seen, whichever tip it belongs to."""
        return {part: digest for seen in self.seen.values() for part, digest in seen.items()}

    @property
    def hidden(self) -> bool:
        """Whether the code of its own tip is to be answered like one that does not exist."""
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
    def to_look_at(self) -> bool:
        """Whether another officer has yet to look at what was done at once, or read the summary."""
        return self.summary_unread or any(each.unreviewed for each in self.taken)

    @property
    def taken(self) -> tuple[Given | Opening | StillTaken, ...]:
        """What was done by a permit, or at once to save a life."""
        return (*self.given, *self.openings, *self.stills)

    @property
    def people_searchable(self) -> bool:
        """Whether the people of its reports may be found by their names."""
        return self.indication is not None

    @property
    def may_pass_on(self) -> bool:
        """Whether it may be given to others: as many facts are stated as its category asks for.

        To save a life it may be, whatever is stated.
        """
        asked = self.classified.facts if self.classified else 0
        stated = len(self.indication.facts) if self.indication else 0
        return self.life_saving or stated >= asked

    @property
    def summary_ready(self) -> bool:
        """Whether the summary may be given to a desk, or leave: it is there, and was read.

        Another officer reads it where the reporter said that few know it.
        """
        return bool(self.summary.strip()) and not self.summary_unread

    @property
    def summary_unread(self) -> bool:
        """Whether another officer has yet to read the summary."""
        return bool(self.summary.strip()) and self.summary_few and not self.summary_read

    @property
    def grave(self) -> bool:
        """Whether it is a P1, a P2, or somebody's life is threatened."""
        return self.classified is not None and self.classified.grave

    @property
    def life_saving(self) -> bool:
        """Whether something may leave at once: it is a P1, or somebody's life is threatened."""
        classified = self.classified
        return classified is not None and (classified.life or self.priority is Priority.P1)

    @property
    def stopped(self) -> bool:
        """Whether nothing of the case may be passed on: it is suspected to be false."""
        return self.graded is not None and self.graded.information is Information.FALSE

    @property
    def holders(self) -> tuple[str, ...]:
        """The codes of the desks that were given the case and have it, the leading one first."""
        return with_it(self.desks)

    @property
    def awaited(self) -> tuple[datetime, ...]:
        """By when bodies outside were to answer that have not, while the case goes on."""
        if self.finished:
            return ()
        return tuple(each.awaited for each in self.given if each.awaited is not None)

    @property
    def unsettled(self) -> tuple[Unsettled, ...]:
        """What bodies outside ask or decline and nobody has dealt with, while the case goes on."""
        if self.finished:
            return ()
        return tuple(each.unsettled for each in self.given if each.unsettled is not None)

    @property
    def waits_until(self) -> datetime | None:
        """Until when nobody need look: it was put off, or all desks that are at work on it wait.

        Then that is the first of their dates.
        """
        if self.put_off is not None:
            return self.put_off.until
        at_it = [
            work.desk for work in self.desks.values() if work.stand in {Stand.OFFERED, *WORKING}
        ]
        if not at_it or not all(desk in self.waits for desk in at_it):
            return None
        return min(self.waits[desk].until for desk in at_it)

    def lost_original(self, tip: str) -> bool:
        """Tell whether the original of a tip (its hex id) went by the newest decision."""
        return tip in self.gone and self.gone[tip].of == self.original_over

    @property
    def to_shred(self) -> tuple[str, ...]:
        """The hex ids of the tips whose original is to be destroyed and was not yet."""
        if not self.original_ended:
            return ()
        return tuple(tip for tip in self.tips if not self.lost_original(tip))

    def open_until(self, author: bytes) -> datetime | None:
        """Return until when an officer may read the closed original; None: it was never opened."""
        return max((each.until for each in self.openings if each.author == author), default=None)

    def may_read(self, author: bytes, moment: datetime) -> bool:
        """Tell whether an officer may read what the reporters wrote, at a time."""
        until = self.open_until(author)
        return not self.original_closed or (until is not None and moment <= until)

    def waiting(self, moment: datetime) -> tuple[Request, ...]:
        """Return the requests that a second officer may still answer at a time."""
        return tuple(request for request in self.requests if request.waits_at(moment))
