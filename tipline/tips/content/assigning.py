"""What is said of desks: which are given a case, what they do with it, and which must not have it.

What changes where a case stands is a ``Telling``: its reporters are told so after a while.
"""

from dataclasses import dataclass

from tipline.tips.content.base import ID_BYTES, Content, Telling
from tipline.tips.event import DESK_MAX, NAME_MAX, REASON_MAX, Kind
from tipline.tips.evidence import Evidence
from tipline.tips.mailbox import ANSWER_MAX
from tipline.tips.shape import bounded, hidden, octets, required, several
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome

FILE_KEY_BYTES = 16  # of an age file
BODY_MAX, REFERENCE_MAX = 100, 100  # code points: an outside body's name, its reference
CONFLICTS_MAX = 100


@dataclass(frozen=True, kw_only=True, repr=False)  # reasons are not for a log
class Assigned(Telling):
    """A desk is given the case: to lead or to support, why, and on which summary that rests.

    ``rests_on`` is the number of the event that wrote it; 0 where life comes first, and the case
    goes out not evaluated.
    """

    kind = Kind.ASSIGNED
    desk: str = required(DESK_MAX)
    lead: bool = False
    rests_on: int = 0
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class Step(Telling):
    """A step of the author's desk."""

    text: str = hidden(REASON_MAX)


class Accepted(Step):
    """The desk takes the case on."""

    kind = Kind.ACCEPTED


class TurnedDown(Step):
    """The desk does not take the case on, and has it no more."""

    kind = Kind.TURNED_DOWN


class Started(Step):
    """The desk has begun to act."""

    kind = Kind.STARTED


class GaveBack(Step):
    """The desk gives back what it had taken on, and has it no more."""

    kind = Kind.GAVE_BACK


class CameBack(Step):
    """The outside body has given the case back to the desk."""

    kind = Kind.CAME_BACK


@dataclass(frozen=True, kw_only=True, repr=False)
class Referred(Step):
    """The desk has handed its part to an outside body: its name, and its reference."""

    kind = Kind.REFERRED
    body: str = required(BODY_MAX)
    reference: str = bounded(REFERENCE_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class DeskDone(Telling):
    """The desk has finished its part: how that came out, and a note."""

    kind = Kind.DESK_DONE
    outcome: Outcome
    text: str = bounded(OUTCOME_NOTE_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class ToDesk(Telling):
    """What is done about a desk."""

    desk: str = required(DESK_MAX)
    text: str = hidden(REASON_MAX)


class SentBack(ToDesk):
    """What a desk called finished is not: it has the case to work on again."""

    kind = Kind.SENT_BACK


class TakenBack(ToDesk):
    """A desk has the case no more."""

    kind = Kind.TAKEN_BACK


@dataclass(frozen=True, kw_only=True)
class Named(Content):
    """Who of the author's desk has the case; nobody where both are empty."""

    kind = Kind.PERSON
    analyst: bytes = b""
    name: str = bounded(NAME_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)  # the key is for those who open the event
class Granted(Content):
    """One file of a tip may be seen by all who have the case: what it is, and its age file's key.

    ``number`` is its place among the files of the tip. Its name, time and place are left out.
    """

    kind = Kind.GRANTED
    tip: bytes = octets(ID_BYTES)
    number: int
    file: Evidence
    key: bytes = octets(FILE_KEY_BYTES)
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class Given(Content):
    """A tip itself, the reporter's own words, is given to a desk that has the case: why."""

    kind = Kind.GIVEN
    desk: str = required(DESK_MAX)
    tip: bytes = octets(ID_BYTES)
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class Wished(Content):
    """What a desk would have triage ask the reporter."""

    kind = Kind.WISHED
    text: str = required(ANSWER_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class WishDeclined(Content):
    """The reporter is not asked that: ``wish`` is the number of the event that wished it."""

    kind = Kind.WISH_DECLINED
    wish: int
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class Conflict(Content):
    """The desks that the case is about, all of them from now on: none of them is given it."""

    kind = Kind.CONFLICT
    desks: tuple[str, ...] = several(CONFLICTS_MAX, each=DESK_MAX)
    text: str = hidden(REASON_MAX)
