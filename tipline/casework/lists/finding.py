"""Finding tips by what was said in them, among all that the analyst's desks may open.

So are cases that these desks were given, by what may be known of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from tipline.casework.index.indexing import WAIT_SECONDS, current
from tipline.casework.index.listing_cases import case_desks
from tipline.search.entry import Holds
from tipline.search.index import COUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.index.indexing import Current
    from tipline.casework.visit import Visit
    from tipline.search.entry import Question
    from tipline.search.found import Found


@dataclass(frozen=True)
class Results:
    """Tips and cases that fit, the newest first: a page of them.

    ``count`` is how many fit in all, where it is not ``more`` than are counted; ``older`` is the
    place before which the next page begins, None for the last; ``share`` is how much of what there
    is the indexes know, from 0 to 1.
    """

    found: tuple[Found, ...]
    count: int
    older: int | None
    share: float

    @property
    def tips(self) -> tuple[bytes, ...]:
        """The ids of the tips of the page."""
        return tuple(one.tip for one in self.found if not one.is_case)

    @property
    def cases(self) -> tuple[bytes, ...]:
        """The ids of the cases of the page that a desk was given."""
        return tuple(one.tip for one in self.found if one.is_case)

    @property
    def more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > COUNTED


def find(visit: Visit, question: Question, most: int, before: int | None = None) -> Results:
    """Return a page of the tips and cases that fit, of all desks of the analyst. Raises StoreError.

    Those of one minute in two desks' indexes may have one number: a page holds all of a number.
    """
    asked = [(desk, Holds.TIPS) for desk in visit.desks]
    asked += [(desk, Holds.CASES) for desk in case_desks(visit)]
    indexes = [current(visit, desk, WAIT_SECONDS / len(asked), holds) for desk, holds in asked]
    found: dict[bytes, Found] = {}
    for each in indexes:
        found |= {one.tip: one for one in each.index.find(question, most + 1, before)}
    ordered = sorted(found.values(), key=attrgetter("number"), reverse=True)
    page = ordered[:most]
    page += [one for one in ordered[most:] if one.number == page[-1].number]
    return Results(
        found=tuple(page),
        count=_count(indexes, question),
        older=page[-1].number if len(ordered) > len(page) else None,
        share=min((each.share for each in indexes), default=1),
    )


def _count(indexes: Sequence[Current], question: Question) -> int:
    """Return how many tips fit; more than COUNTED for more. One of two desks counts once."""
    if len(indexes) == 1:
        return indexes[0].index.count(question)
    found = (each.index.find(question, COUNTED + 1) for each in indexes)
    return min(len({one.tip for some in found for one in some}), COUNTED + 1)
