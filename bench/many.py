"""What a large index is made of: words drawn as often as words are, and no sealed report."""

from __future__ import annotations

import secrets
from bisect import bisect
from collections import Counter
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from bench.invented import told
from tipline.search.entry import Entry, Filed, Measured, Trace
from tipline.search.words import tokens
from tipline.tips.moments import Step
from tipline.tips.priority import Priority
from tipline.tips.urgency import UNASSESSED

VOCABULARY, WORDS, SETS = 30_000, 55, 5_000
PLACES, SUBJECTS = 1_000, 30_000
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
STATES = ("NEW", "TRIAGE", "INFO", "CLOSED", "CLOSED", "CLOSED")
CATEGORIES = ("DRUG", "SITE.WATCH", "FRAU", "PROP", "ROAD")
DESKS = ((), ("TRIAGE",), ("CG", "OPS"))
DAYS = 10 * 86_400  # seconds
PEOPLE = [bytes([number]) * 16 for number in range(1, 13)]


class Words:
    """Words that are drawn as often as words are used."""

    def __init__(self) -> None:
        """Take the words of the invented world, the most frequent first; make up rarer ones."""
        self.chance = Random(7)  # noqa: S311 (words, no secret)
        draw = self.chance.choice
        used = Counter(word for each in told() for word in tokens([each.answers.what]))
        self.all = [word for word, _ in used.most_common()]
        rarer = range(VOCABULARY - len(self.all))
        self.all += ["".join(draw(LETTERS) for _ in range(3 + at % 4)) for at in rarer]
        self.often = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
        self.sets = [frozenset(self.draw() for _ in range(WORDS)) for _ in range(SETS)]

    def draw(self) -> str:
        """Return a word."""
        return self.all[bisect(self.often, self.chance.random() * self.often[-1])]


def entry(words: Words, at: int, tip: bytes, arrived: datetime, *more: str) -> Entry:
    """Return what an index knows of one of many tips: a third of them with a picture.

    Some are finished, some due, some somebody's; ``more`` words are in it beside its own.
    """
    choice, state = words.chance.choice, words.chance.choice(STATES)
    files = (Filed(1, secrets.token_bytes(16), secrets.token_bytes(32)),) if at % 3 == 0 else ()
    return Entry(
        tip=tip,
        case=secrets.token_bytes(16),
        arrived=arrived,
        category=choice(CATEGORIES),
        state=state,
        finished=state == "CLOSED",
        rank=UNASSESSED,
        language="ar",
        words=choice(words.sets).union(more),
        files=files,
        trace=Trace(marks(words.chance), WORDS),
        measured=way(words.chance, arrived),
        person=choice(PEOPLE) if at % 2 else None,
        desks=choice(DESKS),
        changed=arrived + timedelta(seconds=words.chance.randrange(DAYS)),
    )


def way(chance: Random, arrived: datetime) -> Measured:
    """Return what is measured of a tip that reached each step within days."""
    reached = {step: arrived + timedelta(seconds=chance.randrange(DAYS)) for step in Step}
    return Measured(suggested=chance.choice(list(Priority)), outcome="OUT_INTEL", reached=reached)


def marks(chance: Random) -> frozenset[int]:
    """Return the marks of a tip: one of a thousand places, one of 30,000 vehicles and the like."""
    return frozenset({chance.randrange(PLACES), PLACES + chance.randrange(SUBJECTS)})
