"""What a reporter is told of an error: what is theirs to know. The rest is the operator's."""

from __future__ import annotations

import logging

from tipline.errors import (
    StoreDamagedError,
    StoreDriverError,
    StoreError,
    StoreMissingError,
    StoreOutdatedError,
    StoreRefusedError,
    TiplineError,
)
from tipline.web import words

THE_OPERATOR_S = (
    StoreDamagedError,
    StoreDriverError,
    StoreMissingError,
    StoreOutdatedError,
    StoreRefusedError,
)
log = logging.getLogger(__name__)


def sentence(error: TiplineError) -> str:
    """Return an error's sentence for a reporter; what only an operator can mend goes to the log."""
    if isinstance(error, THE_OPERATOR_S):
        log.error("%s", error.sentence)
        return words.sentence(StoreError())
    return words.sentence(error)
