"""A desk's index: searching and relating at 100,000 and 1,000,000 tips, its file, catching up.

The tips of the large indexes are made of words drawn as often as words are (Zipf), and of no sealed
report: opening is measured with the thousand that are caught up with.
"""

from __future__ import annotations

import secrets
import statistics
import tempfile
import time
from bisect import bisect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.result import Result
from tests.review.routes import token_of
from tests.review.world import World, build
from tipline import configuration
from tipline.casework.figures import MEASURED
from tipline.casework.figures import times as waits
from tipline.casework.indexing import current
from tipline.casework.opening import open_tip
from tipline.configuration import Configuration
from tipline.search.board import board
from tipline.search.entry import Entry, Filed, Measured, Question, Sought, Trace
from tipline.search.figures import LINES, Span, seen
from tipline.search.index import Index
from tipline.tips.moments import Step
from tipline.tips.priority import Priority

SIZES = (100_000, 1_000_000)
ROUNDS = 300
TIPS = 1_000  # that are caught up with
VOCABULARY, WORDS, SETS = 30_000, 55, 5_000
PLACES, SUBJECTS = 1_000, 30_000
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
STATES = ("NEW", "TRIAGE", "INFO", "CLOSED", "CLOSED", "CLOSED")
CATEGORIES = ("DRUG", "SITE.WATCH", "FRAU", "PROP", "ROAD")
DAYS = 10 * 86_400  # seconds
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Words:
    """Words that are drawn as often as words are used."""

    def __init__(self) -> None:
        """Make up a vocabulary."""
        self.chance = Random(7)  # noqa: S311 (words, no secret)
        draw = self.chance.choice
        self.all = ["".join(draw(LETTERS) for _ in range(3 + at % 4)) for at in range(VOCABULARY)]
        self.often = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
        self.sets = [frozenset(self.draw() for _ in range(WORDS)) for _ in range(SETS)]

    def draw(self) -> str:
        """Return a word."""
        return self.all[bisect(self.often, self.chance.random() * self.often[-1])]


def filled(words: Words, size: int) -> Index:
    """Return an index of so many tips, one every three minutes, a third of them with a picture."""
    index = Index()
    choice = words.chance.choice
    for at in range(size):
        files = (Filed(1, secrets.token_bytes(16), secrets.token_bytes(32)),) if at % 3 == 0 else ()
        index.add(
            Entry(
                tip=secrets.token_bytes(16),
                case=secrets.token_bytes(16),
                arrived=NOW - timedelta(minutes=3 * at),
                category=choice(CATEGORIES),
                state=choice(STATES),
                language="ar",
                words=choice(words.sets),
                files=files,
                trace=Trace(marks(words.chance), WORDS),
                measured=way(words.chance, NOW - timedelta(minutes=3 * at)),
            )
        )
    return index


def way(chance: Random, arrived: datetime) -> Measured:
    """Return what is measured of a tip that reached each step within days."""
    reached = {step: arrived + timedelta(seconds=chance.randrange(DAYS)) for step in Step}
    return Measured(suggested=chance.choice(list(Priority)), outcome="OUT_INTEL", reached=reached)


def figures_of(index: Index, settled: Configuration) -> None:
    """Count what the page of figures shows of a month, and what the wall shows."""
    found = seen(index, Span(NOW - timedelta(days=31), NOW))
    ages = found.ages(NOW)
    assert all(found.counted(line) for line in LINES)
    assert all(waits(found, ages, step, settled).by_priority for step in MEASURED)
    assert board(index, NOW).levels


def marks(chance: Random) -> frozenset[int]:
    """Return the marks of a tip: one of a thousand places, one of 30,000 vehicles and the like."""
    return frozenset({chance.randrange(PLACES), PLACES + chance.randrange(SUBJECTS)})


def asked_for_kin(words: Words) -> Sought:
    """Return a tip whose kin are looked for, as one of the large indexes may have it."""
    place, subject = sorted(marks(words.chance))
    return Sought(
        tip=bytes(16),
        arrived=NOW - timedelta(minutes=3 * words.chance.randrange(SIZES[0])),
        words=frozenset(words.draw() for _ in range(WORDS)),
        near=frozenset({place}),
        any=frozenset({subject}),
    )


def times(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the median and the 99th percentile, in milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]


def limited(name: str, value: float, unit: str, most: float) -> Result:
    """Return a line for what must not be more than a limit."""
    ratio = round(value / most, 3)
    return Result(name=f"search: {name}", value=round(value, 2), unit=unit, baseline=most,
                  ratio=ratio, most=1.0)  # fmt: skip


def searching() -> list[Result]:
    """Search for two words with a filter in indexes of both sizes; keep and load the smaller."""
    words = Words()
    medians, rows = [], []
    for size in SIZES:
        index = filled(words, size)

        def ask(index: Index = index) -> None:
            asked = (words.draw(), words.draw())
            index.find(Question(words=asked, states=("TRIAGE", "INFO")), 50)

        def relate(index: Index = index) -> None:
            index.kin(asked_for_kin(words), timedelta(hours=1))

        median, slowest = times(ask)
        related, latest = times(relate)
        medians.append(median)
        if size == SIZES[0]:
            image = index.image()
            loading, _ = times(partial(Index.of, image), 5)
            rows += [
                limited(f"two words and a filter, {size:,} tips, median", median, "ms", 50),
                limited(f"two words and a filter, {size:,} tips, 99 %", slowest, "ms", 200),
                limited(f"what a tip may belong to, {size:,} tips, median", related, "ms", 10),
                limited(f"what a tip may belong to, {size:,} tips, 99 %", latest, "ms", 50),
                limited("the index's file, a tip", len(image) / size, "bytes", 600),
                limited("loading the index", loading, "ms", 1000),
            ]
            settled = configuration.load(Path("config"), ("ar", "en"))
            counting, _ = times(partial(figures_of, index, settled), 20)
            rows.append(limited(f"figures of a month, {size:,} tips", counting, "ms", 500))
    more = medians[1] / medians[0]
    return [*rows, limited(f"{SIZES[1]:,} tips beside {SIZES[0]:,}, median", more, "times", 2)]


def catching_up(folder: Path) -> list[Result]:
    """Open a thousand tips, then make the index of them; then search on the page."""
    world: World = build(folder)
    client = world.analyst("Noor")
    with world.at_work(client) as visit:
        for _ in range(TIPS):
            open_tip(visit, world.send("Two men load boxes into a white boat at night.").id)
        start = time.perf_counter()
        assert current(visit, "TRIAGE", 600).share == 1
        taken = time.perf_counter() - start
    form = {"csrf_token": token_of(client), "words": "white boats"}
    page, slowest = times(lambda: client.post("/en/search", data=form), 50)
    world.house.viewer.jail.close()
    return [
        limited(f"catching up with {TIPS:,} events", taken, "s", 2),
        limited("a page of results, median", page, "ms", 50),
        limited("a page of results, 99 %", slowest, "ms", 200),
    ]


def run() -> list[Result]:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        rows = catching_up(Path(name))
    return [*rows, *searching()]
