"""The gazetteer: named places, found by their names and by where they are.

The names lie in a table of SQLite's full text search, in memory. They are put in the order in
which they are shown: the greater place first, then the shorter name.
"""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from tipline.places import naming
from tipline.places.geodesic import metres
from tipline.places.layers import NamedPlace
from tipline.tips.point import Point

FOUND_MAX = 8
OFFERED_MAX = 150  # names that a page offers while somebody types
ASKED_MAX = 100  # letters that are looked at
BONE_BEGINS = 3  # consonants: with so many the rest of a word may be missing
METRES_PER_PART = 1.1  # a hundred-thousandth of a degree of latitude is at least so long
FIND = "SELECT rowid FROM named WHERE named MATCH ? ORDER BY rowid LIMIT ?"


class Gazetteer:
    """Named places. Any thread may ask."""

    def __init__(self, places: Iterable[NamedPlace]) -> None:
        """Take the places."""
        self.places: Sequence[NamedPlace] = sorted(places, key=_shown_first)
        self._lock = threading.Lock()

    def find(self, text: str, most: int = FOUND_MAX) -> list[NamedPlace]:
        """Return at most so many places whose names begin with the words of a text, in any order.

        Those that are spelled so; where there are none, those that sound so.
        """
        words = naming.asked(text[:ASKED_MAX])
        found = dict.fromkeys(self._matching("words", [f'"{word}" *' for word in words], most))
        if not found:
            bones = naming.bones(words)
            for sounds in (bones, ["".join(bones)]):
                found |= dict.fromkeys(self._matching("bones", [*map(_sound, sounds)], most))
        return [self.places[number] for number in list(found)[:most]]

    def offered(self, language: str) -> Sequence[str]:
        """Return the names of the greatest places in a language, in the order of its letters.

        They are the same for whoever types: a page has them all, and nothing is asked for.
        """
        return _offered(self, language)

    def nearest(self, point: Point) -> tuple[NamedPlace, float] | None:
        """Return the nearest place and the metres to it; None where there is no place at all."""
        best: tuple[float, NamedPlace] | None = None
        for place in self._outward(point):
            north = METRES_PER_PART * abs(place.point.latitude - point.latitude)
            if best is not None and north > best[0]:
                break
            away = metres(point, place.point)
            if best is None or away < best[0]:
                best = (away, place)
        return (best[1], best[0]) if best else None

    def _outward(self, point: Point) -> Iterator[NamedPlace]:
        """Yield the places by how far north or south of a point they are, the least first."""
        places, latitudes = self._northward
        above = bisect_left(latitudes, point.latitude)
        below = above - 1
        while below >= 0 or above < len(places):
            up = latitudes[above] - point.latitude if above < len(places) else None
            down = point.latitude - latitudes[below] if below >= 0 else None
            if down is None or (up is not None and up <= down):
                yield places[above]
                above += 1
            else:
                yield places[below]
                below -= 1

    def _matching(self, column: str, terms: list[str], most: int) -> list[int]:
        asked = " AND ".join(filter(None, terms))
        if not asked:
            return []
        with self._lock:
            rows = self._names.execute(FIND, (f"{column} : ({asked})", most)).fetchall()
        return [number for (number,) in rows]

    @cached_property
    def _northward(self) -> tuple[Sequence[NamedPlace], Sequence[int]]:
        places = sorted(self.places, key=lambda place: place.point.latitude)
        return places, [place.point.latitude for place in places]

    @cached_property
    def _names(self) -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.execute(
            "CREATE VIRTUAL TABLE named USING fts5"
            " (words, bones, content='', detail=column, columnsize=0, prefix='1 2 3',"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        rows = ((number, *_written(place)) for number, place in enumerate(self.places))
        database.executemany("INSERT INTO named (rowid, words, bones) VALUES (?, ?, ?)", rows)
        return database


def _sound(bone: str) -> str:
    """Return what is asked for a bone; of a short one, that it is a whole word's."""
    return f'"{bone}"' + " *" * (len(bone) >= BONE_BEGINS) if bone else ""


def _written(place: NamedPlace) -> tuple[str, str]:
    """Return all words of a place's names, with article and without; and their bones.

    The bones of each name stand there also as one.
    """
    words: set[str] = set()
    bones: set[str] = set()
    for name in {*place.names.values(), *place.others}:
        parts = naming.parts(name)
        sounds = naming.bones(parts)
        words |= {*parts, *map(naming.bare, parts)}
        bones |= {*sounds, "".join(sounds)}
    return " ".join(words), " ".join(bones)


def _shown_first(place: NamedPlace) -> tuple[int, int, str]:
    name = min(place.names.values(), key=len)
    return place.rank, len(name), name


@lru_cache(maxsize=8)
def _offered(gazetteer: Gazetteer, language: str) -> tuple[str, ...]:
    names = (each.names.get(language, "") for each in gazetteer.places)
    return tuple(sorted(islice(dict.fromkeys(filter(None, names)), OFFERED_MAX)))
