"""Publishing figures of some months for everybody, and withdrawing them.

Source: the domain guide, 7, "Transparency statistics"; docs/decisions/015-figures.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.desk.figures import INDEX_SECONDS
from tipline.casework.index.indexing import current
from tipline.casework.tip.placing import areas
from tipline.errors import (
    IndexUnfinishedError,
    MonthsFewError,
    MonthsManyError,
    MonthsNotOverError,
    MonthsPublishedError,
    NotFoundError,
)
from tipline.sealing.audit import Action
from tipline.search import figures as counting
from tipline.search.figures import Span
from tipline.store.inbox.press import Press
from tipline.tips import canonical
from tipline.tips.figures import percent
from tipline.tips.moments import Step
from tipline.tips.publishing import (
    FEWEST,
    MONTHS_MAX,
    OTHERS,
    Published,
    after,
    coarse,
    months,
    pooled,
    rounded,
)
from tipline.tips.shape import to_json

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.search.figures import Seen
    from tipline.store.inbox.press import PressRow
    from tipline.tips.publishing import Counts

MEDIANS = (Step.OPENED, Step.ANSWERED, Step.FINISHED)
ENGLISH = "en"


def may_publish(visit: Visit) -> bool:
    """Tell whether the member supervises the desk that all reports come to."""
    return visit.office.configuration.intake in visit.member.supervised()


def drafted(visit: Visit, first: date, last: date) -> Published:
    """Return what publishing some months would tell; ``first`` and ``last`` are days in them.

    1. Who does not supervise the desk of all reports finds nothing here.
    2. The months are over, few, and none of them was ever published.
    3. The desk's index is whole.
    4. Numbers are hidden and rounded before they leave here; of fewer than 10 nothing is told.
    Raises NotFoundError, MonthsNotOverError, MonthsManyError, MonthsPublishedError,
    IndexUnfinishedError, MonthsFewError and StoreError.
    """
    if not may_publish(visit):  # 1
        raise NotFoundError
    all_of_them = _checked(visit, first, last)  # 2
    desk = visit.office.configuration.intake
    known = current(visit, desk, INDEX_SECONDS)
    if known.share < 1:  # 3
        raise IndexUnfinishedError
    span = _span(visit, all_of_them[0], all_of_them[-1])
    found = counting.seen(known.index, span)
    told = rounded(found.totals.tips)  # 4
    if told is None:
        raise MonthsFewError
    by_month = {
        month.isoformat(): counting.seen(known.index, _span(visit, month, month)).totals.tips
        for month in all_of_them
    }
    return Published(
        first=all_of_them[0],
        last=all_of_them[-1],
        total=told,
        months=pooled(by_month),
        categories=pooled(found.counted("category")),
        languages=pooled(_groups(visit, found.counted("language"))),
        areas=_areas(visit, found),
        outcomes=pooled(_outcomes(found.counted("outcome"))),
        medians=_medians(found),
        replied=_replied(found.totals.answered, found.totals.tips),
        destroyed=rounded(_press(visit).destroyed(all_of_them[0], all_of_them[-1])),
    )


def publish(visit: Visit, draft: Published) -> None:
    """Publish what ``drafted`` gave in this visit. Raises MonthsPublishedError, StoreError."""
    told = {"first": f"{draft.first:%Y-%m}", "last": f"{draft.last:%Y-%m}"}
    trail.record(visit, Action.PUBLISH, **told)
    _press(visit).put(draft.first, draft.last, written(draft))


def show(visit: Visit, first: date, *, shown: bool) -> None:
    """Withdraw what begins with a month, or show it again as it was. Raises NotFoundError."""
    if not may_publish(visit):
        raise NotFoundError
    action = Action.PUBLISH if shown else Action.WITHDRAW
    trail.record(visit, action, first=f"{first:%Y-%m}")
    _press(visit).show(first, shown=shown)


def publications(visit: Visit) -> list[PressRow]:
    """Return what was ever published, the newest months first. Raises NotFoundError."""
    if not may_publish(visit):
        raise NotFoundError
    return _press(visit).all()


def written(published: Published) -> bytes:
    """Return the canonical bytes in which figures are kept."""
    return canonical.encode(to_json(published))


def _checked(visit: Visit, first: date, last: date) -> tuple[date, ...]:
    if first > last or (last - first).days > 31 * (MONTHS_MAX + 1):
        raise MonthsManyError
    found = months(first, last)
    if len(found) > MONTHS_MAX:
        raise MonthsManyError
    if _midnight(visit, after(found[-1])) > visit.now:
        raise MonthsNotOverError
    if _press(visit).taken(found[0], found[-1]):
        raise MonthsPublishedError
    return found


def _span(visit: Visit, first: date, last: date) -> Span:
    return Span(_midnight(visit, first), _midnight(visit, after(last)))


def _midnight(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, time.min, visit.office.configuration.site.timezone)


def _groups(visit: Visit, counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return the languages by groups: the site's first, English, all others together.

    Languages that few speak would stand for where people come from.
    """
    named = {visit.office.settings.languages[0], ENGLISH}
    found = Counter[str]()
    for language, count in counts.items():
        found[language if language in named else OTHERS] += count
    return found


def _areas(visit: Visit, found: Seen) -> Counts:
    """Return the areas of the kinds that may be told; nothing where the deployment has none.

    Each tip counts once: what has no point, or lies in several of them, is one of the others.
    """
    kinds = visit.office.configuration.site.published_areas
    told = {area.code for area in areas(visit) if area.kind in kinds}
    counts = Counter[str]()
    for codes, count in found.counted("areas").items():
        there = told.intersection(codes.split())
        counts[there.pop() if len(there) == 1 else OTHERS] += count
    return pooled(counts) if told else ()


def _outcomes(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return the outcomes of what has one.

    Where few have none, these are told with the others: else a subtraction gives them.
    """
    return {code: count for code, count in counts.items() if code or count < FEWEST}


def _medians(found: Seen) -> tuple[tuple[str, int], ...]:
    known = (
        (step.value, coarse([time for time in found.columns[step.value] if time is not None]))
        for step in MEDIANS
    )
    return tuple((step, median) for step, median in known if median is not None)


def _replied(answered: int, arrived: int) -> int | None:
    """Return the percent of the tips with an answer; None of few, and where few have none."""
    told, total = rounded(answered), rounded(arrived)
    if told is None or total is None or 0 < arrived - answered < FEWEST:
        return None
    return percent(told, total)


def _press(visit: Visit) -> Press:
    return Press(visit.office.shelf.engine)
