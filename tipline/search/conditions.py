"""Conditions in SQL: of our own words, and what is bound in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

Values = tuple[object, ...]
Condition = tuple[str, Values]


def among(column: str, codes: Collection[object]) -> Condition:
    """Return the condition that a column is one of so many values."""
    return f"{column} IN ({', '.join('?' * len(codes))})", tuple(codes)


def either(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that one of some holds: each is found along an index of its own."""
    found = list(conditions)
    union = " UNION ".join(f"SELECT number FROM tip WHERE {condition}" for condition, _ in found)
    return f"number IN ({union})", _values(found)


def together(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of some hold; of none, one that always does."""
    found = list(conditions)
    return " AND ".join(condition for condition, _ in found) or "1", _values(found)


def _values(conditions: Iterable[Condition]) -> Values:
    return tuple(value for _, values in conditions for value in values)
