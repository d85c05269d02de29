"""The tips of a case, as they are listed beside one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework.index.indexing import HINT_SECONDS, current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit


@dataclass(frozen=True)
class Member:
    """A tip of a case. Of one that the index does not know yet, only the id is known."""

    tip: bytes
    arrived: datetime | None
    language: str
    own: bool
    unread: bool


def members(visit: Visit, tip: OpenTip) -> tuple[Member, ...]:
    """Return the tips of a tip's case, itself too, in the order in which they joined.

    Those that have something that nobody has read come first.
    """
    index = current(visit, tip.row.desk, HINT_SECONDS).index
    known = {each.tip: each for each in index.of_case(tip.case.id)}
    ids = [bytes.fromhex(each) for each in tip.case.state.tips]
    unread = _unread(visit, tip, ids)
    found = [
        Member(
            tip=each,
            arrived=known[each].arrived if each in known else None,
            language=known[each].language if each in known else "",
            own=each.hex() not in tip.case.state.guests,
            unread=each in unread,
        )
        for each in ids
    ]
    return tuple(sorted(found, key=lambda each: not each.unread))


def _unread(visit: Visit, tip: OpenTip, ids: Sequence[bytes]) -> set[bytes]:
    """Return the tips of which something was not read yet."""
    never = {bytes.fromhex(each) for each in tip.case.state.unread}
    return never | set(visit.office.shelf.unread(ids, 1))
