"""A call that is being written down: what is saved of it every few seconds, until it is sent.

Source: docs/format.md, 5.
"""

from dataclasses import dataclass, field
from datetime import datetime

from tipline.tips.call import (
    ID_BYTES,
    INTERPRETER_MAX,
    OPERATOR_NAME_MAX,
    SPOKEN_MAX,
    STAMPS_MAX,
    Call,
    Stamp,
)
from tipline.tips.report import Answers, Now
from tipline.tips.shape import bounded, hidden, octets, several

PAGE_MAX = 32
DRAFT_MAX = 64 * 1024  # characters: section 9


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A call as it was saved last.

    ``draft`` is a draft (section 9) without answers: the tip that the call becomes, and its receipt
    code, which nobody was told yet. ``danger``: when it was first said that it may be happening
    now. ``page``: random letters of the page that saved it last, of which a save may be lost on its
    way back.
    """

    call: bytes = octets(ID_BYTES)
    operator: bytes = octets(ID_BYTES)
    name: str = bounded(OPERATOR_NAME_MAX)
    began: datetime
    saved: datetime
    spoken: str = bounded(SPOKEN_MAX)
    interpreter: str = bounded(INTERPRETER_MAX)
    draft: str = hidden(DRAFT_MAX)
    page: str = bounded(PAGE_MAX)
    danger: datetime | None = None
    stamps: tuple[Stamp, ...] = several(STAMPS_MAX)
    answers: Answers = field(default=Answers(), repr=False)

    @property
    def pressing(self) -> bool:
        """Whether it was said that it may be happening now."""
        return self.answers.now in {Now.YES, Now.UNSURE}

    @property
    def told(self) -> Call:
        """What the report keeps of the call beside its words."""
        return Call(
            operator=self.operator,
            name=self.name,
            spoken=self.spoken,
            interpreter=self.interpreter,
            began=self.began,
            stamps=self.stamps,
        )
