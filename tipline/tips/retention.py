"""How long a finished case is kept: the shortest of all limits wins.

Source: the domain guide, 7, "Default schedule". The times are configuration; that there is a limit,
and which one wins, is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tipline.tips.state import Outcome

LIMIT_MAX = timedelta(days=3660)  # no deployment keeps a finished case longer
ORIGINAL_LEAST = 30  # days: no schedule destroys an original sooner


@dataclass(frozen=True, kw_only=True)
class Span:
    """So long after its end a case is deleted; and at the latest, whatever anybody decides."""

    keep: timedelta
    limit: timedelta


@dataclass(frozen=True, kw_only=True)
class Retention:
    """The schedule: for each outcome, for what was set aside, and shorter limits of categories.

    ``original``: how long what the reporters wrote outlives its closing.
    """

    outcomes: Mapping[Outcome, Span]
    spam: Span
    original: Span
    categories: Mapping[str, timedelta]

    def latest(self, ended: date, outcome: Outcome | None, category: str = "") -> date:
        """Return the last day of a case that ended so; without an outcome it was set aside."""
        limits = [self._span(outcome).limit, LIMIT_MAX]
        limits += [self.categories[code] for code in (category,) if code in self.categories]
        return ended + min(limits)

    def due(
        self, ended: date, outcome: Outcome | None, category: str = "", kept: date | None = None
    ) -> date:
        """Return the day on which it is deleted; ``kept`` is until when somebody decided to."""
        first = ended + self._span(outcome).keep
        return min(max(first, kept or first), self.latest(ended, outcome, category))

    def original_latest(self, closed: date) -> date:
        """Return the last day of an original that closed on a day."""
        return closed + self.original.limit

    def original_due(self, closed: date, kept: date | None = None) -> date:
        """Return the day on which an original is destroyed; ``kept`` is as in ``due``."""
        first = closed + self.original.keep
        return min(max(first, kept or first), self.original_latest(closed))

    def _span(self, outcome: Outcome | None) -> Span:
        return self.spam if outcome is None else self.outcomes[outcome]
