"""Adding to two cases at once: both get their event, or neither does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.adding import TRIES, grown, reopened
from tipline.errors import CaseChangedError, EventConflictError
from tipline.store.casebook.together import Grown, Together

if TYPE_CHECKING:
    from tipline.casework.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.store.casebook.together import Move
    from tipline.tips.content import Content

Two: TypeAlias = "tuple[OpenCase, OpenCase]"
Chooser: TypeAlias = "Callable[[OpenCase, OpenCase], tuple[Content, Content] | None]"


def append_two(
    visit: Visit, cases: Two, choose: Chooser, *, move: Move | None = None, seen: int | None = None
) -> Two:
    """Add one event to each of two cases, and move a tip between them; unchanged if None is chosen.

    ``choose`` is asked again for each state of the cases that is met; ``seen`` is as in
    ``adding.append``, of the first. The database takes all of it or nothing, so that no crash
    leaves a case that speaks of another which does not.

    Raises ChainBrokenError, CaseChangedError, EventRefusedError, StoreError.
    """
    for _ in range(TRIES):
        for case in cases:
            if case.trouble is not None:
                raise case.trouble
        if seen is not None and cases[0].since(seen):
            raise CaseChangedError
        contents = choose(*cases)
        if contents is None:
            return cases
        after = (grown(visit, cases[0], contents[0]), grown(visit, cases[1], contents[1]))
        try:
            _store(visit, cases, after, move)
        except EventConflictError:
            cases = (reopened(visit, cases[0]), reopened(visit, cases[1]))
        else:
            return after
    raise EventConflictError


def _store(visit: Visit, before: Two, after: Two, move: Move | None) -> None:
    rows = [
        Grown(now.id, now.number, now.sealed[-1], now.head, was.head)
        for was, now in zip(before, after, strict=True)
    ]
    Together(visit.office.cases.engine).append(rows, move)
