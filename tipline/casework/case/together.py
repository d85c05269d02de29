"""Adding several events at once, to one case or to two: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.case.adding import TRIES, grown, reopened
from tipline.errors import CaseChangedError, EventConflictError
from tipline.store.casebook.together import Grown, Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.case.adding import Chooser as ChooserOfOne
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.store.casebook.together import Move
    from tipline.tips.content import Content

Two: TypeAlias = "tuple[OpenCase, OpenCase]"
Chooser: TypeAlias = "Callable[[OpenCase, OpenCase], tuple[Content, Content] | None]"


def append_all(
    visit: Visit, case: OpenCase, choosers: Sequence[ChooserOfOne], *, seen: int | None
) -> OpenCase:
    """Add what each of these chooses of the case as those before leave it, None being nothing.

    Otherwise as ``adding.append``: all are asked again for each state of the case that is met. The
    database takes all of it or nothing.

    Raises ChainBrokenError, CaseChangedError, EventRefusedError, StoreError.
    """
    for _ in range(TRIES):
        _check((case,), seen)
        after = [case]
        for choose in choosers:
            content = choose(after[-1])
            if content is not None:
                after.append(grown(visit, after[-1], content))
        if after == [case]:
            return case
        try:
            _store(visit, after[:-1], after[1:], None)
        except EventConflictError:
            case = reopened(visit, case)
        else:
            return after[-1]
    raise EventConflictError


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
        _check(cases, seen)
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


def _check(cases: Sequence[OpenCase], seen: int | None) -> None:
    for case in cases:
        if case.trouble is not None:
            raise case.trouble
    if seen is not None and cases[0].since(seen):
        raise CaseChangedError


def _store(
    visit: Visit, before: Sequence[OpenCase], after: Sequence[OpenCase], move: Move | None
) -> None:
    rows = [
        Grown(now.id, now.number, now.sealed[-1], now.head, was.head, now.keys)
        for was, now in zip(before, after, strict=True)
    ]
    Together(visit.office.cases.engine).append(rows, move)
