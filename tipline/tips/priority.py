"""How soon somebody must act. The times that each level allows are configuration."""

from enum import StrEnum


class Priority(StrEnum):
    """Five levels, the most urgent first (the domain guide, 3)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"

    @property
    def place(self) -> int:
        """Where it stands among the five, from 0, the most urgent."""
        return _LEVELS.index(self)

    def below(self, other: "Priority") -> bool:
        """Tell whether this is less urgent than another."""
        return self.place > other.place

    def moved(self, steps: int) -> "Priority":
        """Return the level so many steps less urgent, or more if negative, up to the ends."""
        return _LEVELS[min(max(self.place + steps, 0), len(_LEVELS) - 1)]

    def at_least(self, other: "Priority") -> "Priority":
        """Return the more urgent of the two."""
        return min(self, other, key=_LEVELS.index)


_LEVELS = tuple(Priority)
GRAVE = frozenset({Priority.P1, Priority.P2})  # what no officer calms or ends without another
