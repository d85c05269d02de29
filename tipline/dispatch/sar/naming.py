"""The names of a report of suspicious activity: NIEM's, and our own where it has none."""

from __future__ import annotations

from collections.abc import Mapping

OURS = "tipline"
NAMESPACES: Mapping[str, str] = {
    "nc": "https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/",
    "j": "https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/",
    OURS: "urn:tipline:suspicious-activity:1",
}
ROOT = f"{OURS}:SuspiciousActivityReport"


def qualified(name: str) -> str:
    """Return a name with its namespace, as ElementTree has it; ``nc:Activity`` and the like."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
