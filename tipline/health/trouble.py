"""What a look at a deployment finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tipline.settings import Settings


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it must be, and what to do about it: two sentences.

    A ``warning`` is only not as it could be: it is said, and raises no alarm.
    """

    found: str
    mend: str
    warning: bool = False


Look = Callable[[Settings], Iterator[Trouble]]
