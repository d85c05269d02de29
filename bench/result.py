"""One line of the results: what was measured, beside what, and whether that is enough."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Result:
    """A measured value, and how it stands to a baseline of the same run.

    ``least`` and ``most`` bound the ratio, where something is wanted; ``most`` is not reached
    itself where the baseline is a limit.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def wanted(self) -> str:
        """Return what is wanted of the ratio, in short."""
        if self.least is not None:
            return f">= {self.least}"
        return "" if self.most is None else f"<= {self.most}"

    @property
    def met(self) -> bool:
        """Tell whether the ratio is what is wanted; always, where nothing is."""
        ratio = 0.0 if self.ratio is None else self.ratio
        enough = self.least is None or ratio >= self.least
        return enough and (self.most is None or ratio <= self.most)

    def row(self) -> dict[str, object]:
        """Return the line as JSON has it."""
        return {name: told for name, told in asdict(self).items() if told is not None} | {
            "met": self.met
        }


def beside(
    name: str,
    unit: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    least: float | None = None,
) -> Result:
    """Return the medians of two sides' rates, taken in turn, and the median of their ratios."""
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    return Result(
        name=name,
        value=round(statistics.median(ours)),
        unit=unit,
        baseline=round(statistics.median(theirs)),
        ratio=round(ratio, 2),
        least=least,
    )
