"""How soon somebody must act. The times that each level allows are configuration."""

from enum import StrEnum


class Priority(StrEnum):
    """Five levels, the most urgent first (the domain guide, 3)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"
