"""Our reference for what leaves: short, spoken over a telephone, and it opens nothing.

Source: the domain guide, 9, "One code format": for staff and hand-off only.
"""

DIGITS = 8  # hex digits of the id of the case's own tip: as its pages show it


def of_case(own: str) -> str:
    """Return the reference of a case by the hex id of its own tip: ``TL-1A2B3C4D``."""
    return f"TL-{own[:DIGITS].upper()}"


def of_dispatch(own: str, number: int) -> str:
    """Return that of what left with an event: ``TL-1A2B3C4D-12``."""
    return f"{of_case(own)}-{number}"
