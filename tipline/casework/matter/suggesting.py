"""Which other tips may concern the same, and why: suggested by the desk's index, decided by people.

Source: the domain guide, 5, "Duplicates and links", and 7, "Misuse". People's names are not in the
index, and are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tipline.casework.index import traits
from tipline.casework.index.indexing import HINT_SECONDS, current
from tipline.casework.tip.placing import point_of
from tipline.search import marks
from tipline.search.entry import Sought
from tipline.search.found import Crowd
from tipline.search.kin import DAY
from tipline.search.spots import HERE_METRES
from tipline.tips.link import Sort
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.search.found import Kin

SHOWN_MAX = 50  # suggestions, the strongest first
COMMON_LEAST = 8  # words in common that are worth telling
COMMON_SHARE, WORDING_SHARE = 0.25, 0.7  # of all words of both: like, and nearly the same


class Reason(StrEnum):
    """What two tips have in common."""

    WORDING = "wording"
    FILE = "file"
    PLATE = "plate"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    BOAT = "boat"
    BUILDING = "building"
    ROAD = "road"
    LANDMARK = "landmark"
    BLOCK = "block"
    NEAR = "near"
    CATEGORY = "category"
    LOOKS = "looks"
    WORDS = "words"
    TIME = "time"
    WEAPONS = "weapons"
    VULNERABLE = "vulnerable"


WEIGHTS: Mapping[Reason, int] = {
    Reason.WORDING: 90,
    Reason.FILE: 80,
    Reason.PLATE: 60,
    Reason.PHONE: 60,
    Reason.ADDRESS: 50,
    Reason.ACCOUNT: 50,
    Reason.BOAT: 40,
    Reason.BUILDING: 30,
    Reason.ROAD: 25,
    Reason.LANDMARK: 25,
    Reason.BLOCK: 12,
    Reason.NEAR: 25,
    Reason.LOOKS: 30,
    Reason.WORDS: 20,
    Reason.TIME: 10,
    Reason.CATEGORY: 8,
}
OF_MARKS: Mapping[marks.Sort, Reason] = {sort: Reason(sort.value) for sort in marks.Sort}
SUBJECT = frozenset(OF_MARKS[sort] for sort in marks.SUBJECTS)
PLACE = frozenset(OF_MARKS[sort] for sort in marks.PLACES) | {Reason.NEAR}
WIDE = frozenset({Reason.BLOCK, Reason.NEAR})  # places where much happens that is not one matter
COPIED = frozenset({Reason.WORDING, Reason.FILE})  # not independent of each other


@dataclass(frozen=True)
class Suggestion:
    """Another tip that may concern the same. ``apart`` is the time between the two arrivals.

    ``common``: how many words they have in common, where that is a reason.
    """

    tip: bytes
    case: bytes | None
    sort: Sort
    reasons: tuple[Reason, ...]
    arrived: datetime
    apart: timedelta
    category: str
    state: State
    language: str
    priority: str = ""
    common: int = 0

    @property
    def weight(self) -> int:
        """How much speaks for it."""
        return sum(WEIGHTS.get(reason, 0) for reason in self.reasons)

    @property
    def copied(self) -> bool:
        """Whether one does not corroborate the other: they are of the same words or file."""
        return not COPIED.isdisjoint(self.reasons)


@dataclass(frozen=True)
class Suggested:
    """What a tip's page tells of others: suggestions, the likeliest first, and what is crowded.

    ``surge`` and ``repeated`` are how many tips, where it is so many that somebody should know.
    """

    others: tuple[Suggestion, ...] = ()
    surge: int = 0
    repeated: int = 0


def suggest(visit: Visit, tip: OpenTip) -> Suggested:
    """Return what the index of the tip's desk suggests; nothing of its own case, or linked ones.

    Raises StoreError.
    """
    if tip.case.trouble is not None:
        return Suggested()
    index = current(visit, tip.row.desk, HINT_SECONDS).index
    known = _Known.of(tip)
    within = timedelta(minutes=visit.office.settings.surge_minutes)
    kin, crowd = index.kin(known.sought, within)
    linked = {bytes.fromhex(case) for case in tip.case.state.links} | {tip.case.id}
    found = (_weighed(known, each) for each in kin if each.case not in linked)
    others = sorted((each for each in found if each), key=lambda it: (-it.weight, it.apart))
    return Suggested(tuple(others[:SHOWN_MAX]), *_crowded(crowd, visit))


def _crowded(crowd: Crowd, visit: Visit) -> tuple[int, int]:
    settings = visit.office.settings
    return (
        crowd.like if crowd.like >= settings.surge_tips else 0,
        crowd.subject if crowd.subject >= settings.repeated_tips else 0,
    )


@dataclass(frozen=True)
class _Known:
    """What is known of the tip whose kin are looked for."""

    sought: Sought
    reasons: Mapping[int, Reason]  # by the number of a mark
    says: int
    categories: frozenset[str]

    @classmethod
    def of(cls, tip: OpenTip) -> Self:
        known = traits.marks_of(tip.parts)
        official = tip.case.state.classified
        told = {tip.newest.answers.category, official.category if official else ""}
        sought = Sought(
            tip=tip.id,
            arrived=tip.report.arrived,
            words=traits.own_words(tip.parts),
            point=point_of(tip.case.state, None if tip.closed else tip.newest.answers),
            near=frozenset(mark.number for mark in known if mark.sort in marks.PLACES),
            any=frozenset(mark.number for mark in known if mark.sort in marks.SUBJECTS),
        )
        return cls(
            sought=sought,
            reasons={mark.number: OF_MARKS[mark.sort] for mark in known},
            says=traits.says(tip.parts),
            categories=frozenset(_kind(each) for each in told if each),
        )


def _weighed(known: _Known, other: Kin) -> Suggestion | None:
    """Return a suggestion, if there is enough in common.

    What is told beside another reason (the time, the category) is none by itself, nor is a block,
    nor what lies within 300 m.
    """
    reasons = frozenset(_reasons(known, other))
    sort = _sort(reasons)
    if sort is None:
        return None
    if sort is Sort.INCIDENT:
        reasons |= frozenset(_against(known, other))
        sort = Sort.CONTRADICTS if reasons & {Reason.WEAPONS, Reason.VULNERABLE} else sort
    told = tuple(reason for reason in Reason if reason in _narrowest(reasons))
    return Suggestion(
        tip=other.tip,
        case=other.case,
        sort=sort,
        reasons=told,
        arrived=other.arrived,
        apart=abs(known.sought.arrived - other.arrived),
        category=other.category,
        state=State(other.state),
        language=other.language,
        priority=other.priority,
        common=other.common,
    )


def _reasons(known: _Known, other: Kin) -> Iterator[Reason]:
    yield from (known.reasons[number] for number in other.marks)
    if other.metres is not None and other.metres <= HERE_METRES:
        yield Reason.NEAR
    if other.same:
        yield Reason.FILE
    if other.looks:
        yield Reason.LOOKS
    mine = len(known.sought.words)
    share = other.common / max(1, mine + other.words - min(other.common, other.words))
    if other.common >= COMMON_LEAST and share >= WORDING_SHARE:
        yield Reason.WORDING
    elif other.common >= COMMON_LEAST and share >= COMMON_SHARE:
        yield Reason.WORDS
    if abs(known.sought.arrived - other.arrived) <= DAY:
        yield Reason.TIME
    if _kind(other.category) in known.categories:
        yield Reason.CATEGORY


def _sort(reasons: frozenset[Reason]) -> Sort | None:
    """Return what two tips are to each other by what they have in common; None for nothing."""
    soon = Reason.TIME in reasons
    here = soon and not reasons.isdisjoint(PLACE)
    if reasons & COPIED and soon:
        return Sort.INCIDENT
    if here and (Reason.CATEGORY in reasons or reasons & {Reason.WORDS, *SUBJECT}):
        return Sort.INCIDENT
    if not reasons.isdisjoint(SUBJECT):
        return Sort.SUBJECT
    if reasons & {*COPIED, Reason.WORDS, Reason.LOOKS}:
        return Sort.RELATED
    return Sort.RELATED if here and reasons & (PLACE - WIDE) else None


def _against(known: _Known, other: Kin) -> Iterator[Reason]:
    """Yield on what the two say the opposite."""
    against = traits.contradicted(known.says, other.says)
    if against & traits.WEAPONS:
        yield Reason.WEAPONS
    if against & traits.VULNERABLE:
        yield Reason.VULNERABLE


def _narrowest(reasons: frozenset[Reason]) -> frozenset[Reason]:
    """Return the reasons without those that a narrower one implies: a building has its road."""
    for narrow, wide in ((Reason.BUILDING, Reason.ROAD), (Reason.ROAD, Reason.BLOCK)):
        if narrow in reasons or (wide is Reason.BLOCK and Reason.BUILDING in reasons):
            reasons -= {wide}
    return reasons


def _kind(category: str) -> str:
    return category.partition(".")[0]
