"""What is changed of a recording, and by how much."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from tipline.evidence.jail import Jail
from tipline.tips.evidence import Family

if TYPE_CHECKING:
    from tipline.tips.evidence import Kind

TASKS = "tipline.evidence.voices.tasks"
AT_ONCE = 2  # recordings that one worker changes at a time; each keeps a core busy
SECONDS = 120  # of computing: an hour of sound takes some 30
HEARD = frozenset({Family.SOUND, Family.VIDEO})  # a telephone records voices as 3GP or WebM too
LEAST, MOST = 300, 500  # cents: less is hardly heard, with more words are hardly understood


def voice_jail(mode: str = "bubblewrap") -> Jail:
    """Return a jail that changes voices, of the setting ``jail``; nothing starts before its use."""
    return Jail(mode, tasks=TASKS, at_once=AT_ONCE)


def drawn() -> int:
    """Draw by how many cents a recording goes up or down: three to five semitones.

    Nobody is told, so that it cannot be taken back by the same amount; it can still be guessed.
    """
    cents = LEAST + secrets.randbelow(MOST - LEAST + 1)
    return secrets.choice((cents, -cents))


def change(jail: Jail, kind: Kind, source: BinaryIO, sink: Callable[[bytes], object]) -> bool:
    """Give ``sink`` a recording with its pitch changed, as Ogg; False for what has pictures too.

    Raises what ``Jail.run`` raises. A stranger made what comes out: it is to be cleaned again.
    """
    if kind.family not in HEARD:
        return False
    told = jail.run("shift", kind, source, sink, SECONDS, given={"cents": drawn()})
    return told.get("shifted") is True
