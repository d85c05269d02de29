"""The tables of an index, what its rows are, and what is asked of them by a key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.search.entry import Holds
from tipline.tips.moments import Step
from tipline.tips.said import Said
from tipline.tips.state import State

if TYPE_CHECKING:
    from tipline.search.entry import Entry

VERSION = 17  # an image of another is made again
MINUTE = 60  # seconds
IN_A_MINUTE = 4096  # tips that can be told apart; more of them count as of the next
WORDS_PAGE = 1000  # bytes that are read at once: the newest stand last, and a page is read whole
FRESH = {Holds.TIPS: State.NEW, Holds.CASES: State.ASSIGNED}  # nobody has opened, or accepted it
WAITING_FOR_US = {Said.ASKS: 1, Said.DECLINED: 2}  # a bit each, in ``unsettled``
NEVER = 1 << 40  # seconds: beyond all times that can be written

# Words are told apart by spaces alone (``words.tokens`` has done the rest): a tokenizer that knew
# fewer letters than Python would take one of them for two, which cannot be asked for.
# What the work list is sorted by ascends: urgency (within a rank, what is late stands first),
# ``turned`` (the arrival, the newest first), ``aged`` (the last change, the same),
# ``soonest`` (when it is due). ``areas`` are codes, a space on either side of each.
TABLES = f"""
CREATE TABLE mark (
    changes INTEGER NOT NULL, removals INTEGER NOT NULL, hour INTEGER NOT NULL
);
INSERT INTO mark VALUES (0, 0, 0);
CREATE TABLE tip (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, case_id BLOB, category TEXT NOT NULL,
    state TEXT NOT NULL, priority TEXT NOT NULL, language TEXT NOT NULL, files INTEGER NOT NULL,
    finished INTEGER NOT NULL, rank INTEGER NOT NULL, late INTEGER NOT NULL, life INTEGER NOT NULL,
    official INTEGER NOT NULL, broken INTEGER NOT NULL, person BLOB, party INTEGER NOT NULL,
    due INTEGER, until INTEGER, asked INTEGER, changed INTEGER NOT NULL, arrived INTEGER NOT NULL,
    areas TEXT NOT NULL, unsettled INTEGER NOT NULL,
    urgency INTEGER AS (rank * 2 + 1 - late), turned INTEGER AS (-arrived),
    aged INTEGER AS (-changed), soonest INTEGER AS (coalesce(due, {NEVER}))
);
CREATE INDEX tip_case ON tip (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX tip_arrived ON tip (finished, turned);
CREATE INDEX tip_changed ON tip (finished, aged, turned);
CREATE INDEX tip_urgent ON tip (finished, urgency, turned);
CREATE INDEX tip_due ON tip (finished, soonest, turned);
CREATE INDEX tip_person ON tip (person) WHERE person IS NOT NULL;
CREATE INDEX tip_late ON tip (late) WHERE late = 1;
CREATE INDEX tip_ticking ON tip (due) WHERE late = 0 AND due IS NOT NULL;
CREATE INDEX tip_until ON tip (until) WHERE until IS NOT NULL;
CREATE INDEX tip_asked ON tip (asked) WHERE asked IS NOT NULL;
CREATE INDEX tip_unsettled ON tip (unsettled) WHERE unsettled > 0;
CREATE INDEX tip_info ON tip (state) WHERE state = 'INFO';
CREATE TABLE said (tip INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE file (
    tip INTEGER NOT NULL, position INTEGER NOT NULL, digest BLOB NOT NULL, likeness BLOB,
    PRIMARY KEY (tip, position)
) WITHOUT ROWID;
CREATE INDEX file_digest ON file (digest);
CREATE TABLE moment (
    tip INTEGER PRIMARY KEY, suggested TEXT NOT NULL, outcome TEXT NOT NULL, desk TEXT NOT NULL,
    channel TEXT NOT NULL, messages INTEGER NOT NULL, opened INTEGER, assigned INTEGER,
    accepted INTEGER, acted INTEGER, answered INTEGER, finished INTEGER
);
CREATE VIRTUAL TABLE words USING fts5 (
    said, content = '', columnsize = 0, detail = none, tokenize = ascii
);
INSERT INTO words (words, rank) VALUES ('pgsz', {WORDS_PAGE});
"""

COLUMNS = 23  # of a tip, what follows from others left out
ADD_TIP = f"INSERT INTO tip VALUES ({', '.join('?' * COLUMNS)})"
ADD_SAID = "INSERT INTO said VALUES (?, ?)"
ADD_FILE = "INSERT INTO file VALUES (?, ?, ?, ?)"
ADD_MOMENT = "INSERT INTO moment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
STEPS = tuple(Step)  # the last columns of ``moment``
HELD = "SELECT number, packed FROM tip JOIN said ON said.tip = number WHERE id = ?"
ADD_WORDS = "INSERT INTO words (rowid, said) VALUES (?, ?)"
FORGET_WORDS = "INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)"  # what they were
MERGE_WORDS = "INSERT INTO words (words) VALUES ('optimize')"
FORGET = (
    "DELETE FROM file WHERE tip = ?",
    "DELETE FROM moment WHERE tip = ?",
    "DELETE FROM said WHERE tip = ?",
    "DELETE FROM tip WHERE number = ?",
)
TICK = "UPDATE tip SET late = 1 WHERE late = 0 AND due IS NOT NULL AND due < ?"
LAST_IN = "SELECT max(number) FROM tip WHERE number >= ? AND number < ?"
OWN = """
SELECT tip.number, position, digest, likeness FROM file JOIN tip ON tip.number = file.tip
WHERE tip.id = ? ORDER BY position
"""
SAME = """
SELECT tip.id, tip.number, position, category FROM file JOIN tip ON tip.number = file.tip
WHERE digest = ? AND file.tip != ?
"""
ABOUT = "SELECT id, category FROM tip WHERE number = ?"
OF_CASE = "SELECT number, id, category, language FROM tip WHERE case_id = ? ORDER BY number"
ASKS = """
SELECT suggested, arrived FROM tip JOIN moment ON moment.tip = number WHERE id = ? AND NOT broken
"""
NAMED = "SELECT id FROM tip WHERE id >= ? AND id <= ? LIMIT 2"
LOOKS = "SELECT tip, position, likeness FROM file WHERE likeness IS NOT NULL"


def first_of(moment: datetime) -> int:
    """Return the first number of a minute."""
    return int(moment.timestamp()) // MINUTE * IN_A_MINUTE


def minute_of(number: int) -> datetime:
    """Return the minute in which the tip of a number arrived."""
    return moment(number // IN_A_MINUTE * MINUTE)


def row_of(entry: Entry, party: int) -> tuple[object, ...]:
    """Return the columns of a tip after its number; what is late is found by the clock.

    ``party`` is the number of the desks that work on it.
    """
    return (
        entry.tip, entry.case, entry.category, entry.state, entry.priority, entry.language,
        len(entry.files) + entry.granted, entry.finished, entry.rank, False, entry.life,
        entry.official, entry.broken, entry.person, party, seconds(entry.due),
        seconds(entry.until), seconds(entry.asked), seconds(entry.changed or entry.arrived),
        seconds(entry.arrived), "".join(f" {code} " for code in entry.areas),
        sum(WAITING_FOR_US[each] for each in entry.unsettled),
    )  # fmt: skip


def unsettled(bits: int) -> frozenset[Said]:
    """Return what ``row_of`` wrote of what bodies outside ask and decline."""
    return frozenset(each for each, bit in WAITING_FOR_US.items() if bits & bit)


def seconds(moment: datetime | None) -> int | None:
    """Return a moment as whole seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """Return the moment of so many seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: int | None) -> datetime | None:
    """Return it as ``seconds`` wrote it: None for none."""
    return None if seconds is None else moment(seconds)


def moment_of(entry: Entry) -> tuple[object, ...]:
    """Return the columns of what is measured of a tip; its steps in seconds after its arrival."""
    told = entry.measured
    steps = [told.reached.get(step) for step in STEPS]
    passed = [at and max(int((at - entry.arrived).total_seconds()), 0) for at in steps]
    return (told.suggested, told.outcome, told.desk, told.channel, told.messages, *passed)
