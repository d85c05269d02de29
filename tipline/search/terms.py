"""The words of an index, each once, with a number: a tip keeps the numbers of its words, packed.

What a tip's words were must be told when it is taken out of the words' index, which keeps none. The
numbers of a report's words are a fifth of the words' bytes, compressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

SEVEN_BITS = 0x7F
MORE = 0x80  # set in every byte of a number but its last
AT_ONCE = 500  # words, or numbers, that are asked for in one question
TABLES = """
CREATE TABLE term (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE used USING fts5vocab (words, row);
"""
ADD = "INSERT INTO term (word) VALUES (?) ON CONFLICT DO NOTHING"
FORGET_UNUSED = "DELETE FROM term WHERE word NOT IN (SELECT term FROM used)"


def numbered(database: sqlite3.Connection, words: Collection[str]) -> frozenset[int]:
    """Return the numbers of words; those that have none are given one."""
    database.executemany(ADD, ((word,) for word in sorted(words)))
    return known(database, words)


def known(database: sqlite3.Connection, words: Collection[str]) -> frozenset[int]:
    """Return the numbers of those of these words that have one."""
    return frozenset(_asked(database, "SELECT number FROM term WHERE word IN ({})", words))


def words_of(database: sqlite3.Connection, numbers: Collection[int]) -> list[str]:
    """Return the words of these numbers, in no order."""
    return _asked(database, "SELECT word FROM term WHERE number IN ({})", numbers)


def packed(numbers: Iterable[int]) -> bytes:
    """Return numbers as bytes: by how much each exceeds the one below, seven bits a byte."""
    out, last = bytearray(), 0
    for number in sorted(numbers):
        step, last = number - last, number
        while step > SEVEN_BITS:
            out.append(step & SEVEN_BITS | MORE)
            step >>= 7
        out.append(step)
    return bytes(out)


def unpacked(told: bytes) -> list[int]:
    """Return the numbers that ``packed`` packed, ascending."""
    found, last, step, shift = [], 0, 0, 0
    for byte in told:
        step |= (byte & SEVEN_BITS) << shift
        shift += 7
        if byte < MORE:
            last += step
            found.append(last)
            step = shift = 0
    return found


def _asked(database: sqlite3.Connection, question: str, values: Collection[object]) -> list[Any]:
    found: list[Any] = []
    given = list(values)
    for start in range(0, len(given), AT_ONCE):
        some = given[start : start + AT_ONCE]
        asked = question.format(", ".join("?" * len(some)))
        found += [row[0] for row in database.execute(asked, some)]
    return found
