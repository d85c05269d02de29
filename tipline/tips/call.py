"""How words came by phone: who wrote them down, in which language they were spoken, what was when.

Source: docs/format.md, 5. There is no field for a caller's number, and none may be added.
"""

from dataclasses import dataclass, field
from datetime import datetime

from tipline.tips.shape import bounded, octets, several

OPERATOR_NAME_MAX = 100  # of an analyst: as in an event
SPOKEN_MAX = 16  # a language's code
INTERPRETER_MAX = 16
STAMPS_MAX, STAMP_MAX = 20, 100  # times that an operator notes, and what was then
ID_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """A time that the operator noted, and what was then."""

    at: datetime
    note: str = bounded(STAMP_MAX)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is kept of a call beside its words; empty for what came over the web.

    ``operator`` (16 bytes) and ``name``: of the analyst who wrote it down. ``interpreter``: the
    code of who interpreted, never a name. ``own``: the words are the operator's own, and not the
    caller's.
    """

    operator: bytes = field(default=b"", metadata={"each": ID_BYTES})
    name: str = bounded(OPERATOR_NAME_MAX)
    spoken: str = bounded(SPOKEN_MAX)
    interpreter: str = bounded(INTERPRETER_MAX)
    began: datetime | None = None
    stamps: tuple[Stamp, ...] = several(STAMPS_MAX)
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Hail:
    """Who asks for a supervisor at the phone, or who is coming; nothing of the call itself."""

    call: bytes = octets(ID_BYTES)
    at: datetime
    name: str = bounded(OPERATOR_NAME_MAX)


NO_CALL = Call()  # of what came over the web
