"""A desk's index: searching and relating at 100,000 and 1,000,000 tips, its file, catching up.

The tips of the large indexes are made of words drawn as often as words are (Zipf), the invented
world's first, and of no sealed report: opening is measured with the thousand that are caught up
with.
"""

from __future__ import annotations

import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from bench.asking import limited, times
from bench.invented import whats
from bench.many import WORDS, Words, entry, marks
from bench.result import Result
from tests.review.world import World, build
from tipline import configuration
from tipline.casework.desk.figures import MEASURED, allowed
from tipline.casework.desk.figures import times as waits
from tipline.casework.index.indexing import SAVED_EVERY, current
from tipline.casework.tip.actions import write_text
from tipline.casework.tip.opening import open_tip
from tipline.casework.visit import Visit
from tipline.configuration import Configuration
from tipline.search.board import board
from tipline.search.entry import Holds, Question, Sought
from tipline.search.figures import LINES, Span, seen
from tipline.search.index import Index
from tipline.tips.content import Note

SIZES = (100_000, 1_000_000)
ROUNDS, DRAWN_MAX = 300, 3000
PAGE = 50  # results
TIPS, EACH = 1_000, 4  # that are caught up with; events of a case
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def filled(words: Words, size: int) -> Index:
    """Return an index of so many tips, one every three minutes, a third of them with a picture."""
    index = Index()
    for at in range(size):
        index.add(entry(words, at, secrets.token_bytes(16), NOW - timedelta(minutes=3 * at)))
    return index


def figures_of(index: Index, settled: Configuration, days: int) -> None:
    """Count what the page of figures shows of some days, and what the wall shows."""
    found = seen(index, Span(NOW - timedelta(days=days), NOW))
    ages = found.ages(NOW)
    assert all(found.counted(line) for line in LINES)
    for step, target in MEASURED[Holds.TIPS].items():
        assert waits(found, ages, step, partial(allowed, target, settled.level)).by_priority
    assert board(index, NOW).levels


def asked_for(words: Words) -> Question:
    """Return a question of two words with a filter."""
    return Question(words=(words.draw(), words.draw()), states=("TRIAGE", "INFO"))


def worked(work: Callable[[Question], object], questions: Sequence[Question]) -> float:
    """Return the median processor time of some work on these questions, in milliseconds."""
    taken = []
    for question in questions:
        start = time.thread_time()
        work(question)
        taken.append((time.thread_time() - start) * 1000)
    return statistics.median(taken)


def filling_a_page(words: Words, index: Index) -> list[Question]:
    """Return questions to which an index knows a page of answers, as a larger one does then too.

    Of any questions, a larger index shows more: it would be measured how much it finds.
    """
    drawn = (asked_for(words) for _ in range(DRAWN_MAX))
    full = (each for each in drawn if len(index.find(each, PAGE)) == PAGE)
    return list(islice(full, ROUNDS))


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


def searching() -> list[Result]:
    """Search for two words with a filter in indexes of both sizes; keep and load the smaller."""
    words = Words()
    asked: list[Question] = []
    found: list[float] = []
    counted: list[float] = []
    rows = []
    for size in SIZES:
        index = filled(words, size)

        def ask(index: Index = index) -> None:
            index.find(asked_for(words), PAGE)

        def relate(index: Index = index) -> None:
            index.kin(asked_for_kin(words), timedelta(hours=1))

        image = index.image()  # which puts the index in order, as each save does
        for at in range(SAVED_EVERY - 1):
            index.add(entry(words, at, secrets.token_bytes(16), NOW))
        median, slowest = times(ask, ROUNDS)
        related, latest = times(relate, ROUNDS)
        asked = asked or filling_a_page(words, index)
        found.append(worked(partial(index.find, most=PAGE), asked))
        counted.append(worked(index.count, asked))
        if size == SIZES[0]:
            loading, _ = times(partial(Index.of, image), 5)
            rows += [
                _line(f"two words and a filter, {size:,} tips, median", median, "ms", 50),
                _line(f"two words and a filter, {size:,} tips, 99 %", slowest, "ms", 200),
                limited(
                    f"search: what a tip may belong to, {size:,} tips, median", related, "ms", 10
                ),
                _line(f"what a tip may belong to, {size:,} tips, 99 %", latest, "ms", 50),
                _line("the index's file, a tip", len(image) / size, "bytes", 600),
                _line("loading the index", loading, "ms", 1000),
            ]
            settled = configuration.load(Path("config"), ("ar", "en"))
            for name, days, most in (("a month", 31, 500), ("a year", 366, 1000)):
                counting, _ = times(partial(figures_of, index, settled, days), 10)
                rows.append(_line(f"figures of {name}, {size:,} tips", counting, "ms", most))
    beside = f"a page, {SIZES[1]:,} tips beside {SIZES[0]:,}, processor time, median"
    return [
        *rows,
        _line(beside, found[1] / found[0], "times", 2),
        _line(f"number of what fits, {SIZES[1]:,} tips, median", counted[1], "ms", 50),
    ]


def catching_up(folder: Path) -> Iterator[Result]:
    """Make an index of a thousand tips that were just opened; then follow as many events more.

    The tips are the dearest that an index can be behind by: each is opened, with a case of one
    event. Later events come several to a case.
    """
    world: World = build(folder)
    client = world.analyst("Noor")
    with world.at_work(client) as visit:
        sent = [world.send(what) for what in islice(whats(), TIPS)]
        tips = [open_tip(visit, each.id) for each in sent]
        yield _followed(visit, f"catching up with {TIPS:,} tips just opened")
        for tip in tips[::EACH]:
            for _ in range(EACH):
                tip = write_text(visit, tip, Note, "They came again.", tip.case.number)  # noqa: PLW2901 (the tip after the note)
        yield _followed(visit, f"catching up with {TIPS:,} events, {EACH} a case")
    world.house.viewer.jail.close()


def _line(name: str, value: float, unit: str, most: float) -> Result:
    return limited(f"search: {name}", value, unit, most)


def _followed(visit: Visit, name: str) -> Result:
    start = time.perf_counter()
    assert current(visit, "TRIAGE", 600).share == 1
    return _line(name, time.perf_counter() - start, "s", 2)


def run() -> list[Result]:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        rows = list(catching_up(Path(name)))
    return [*rows, *searching()]
