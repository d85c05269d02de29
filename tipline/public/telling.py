"""What a reporter is told of an error: what is theirs to know. The rest is the operator's."""

from __future__ import annotations

import logging

from tipline.errors import (
    NotFoundError,
    StoreBusyError,
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
PASSING = (NotFoundError, StoreBusyError)  # nothing is broken
log = logging.getLogger(__name__)


def sentence(error: TiplineError) -> str:
    """Return an error's sentence for a reporter; what only an operator can mend goes to the log."""
    if isinstance(error, StoreError) and not isinstance(error, PASSING):
        log.error("%s", error.sentence)
    if isinstance(error, THE_OPERATOR_S):
        return words.sentence(StoreError())
    return words.sentence(error)
