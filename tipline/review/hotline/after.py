"""What the page of a receipt code carries for the operator's own note, sealed to that operator.

Nothing in it depends on the browser's cookies: who signs in anew meanwhile loses no note.
"""

from __future__ import annotations

from tipline.casework.hotline.callback import After
from tipline.errors import RecordMalformedError, StartAgainError
from tipline.review.access.door import door
from tipline.review.access.guard import member
from tipline.sealing import token
from tipline.sealing.derivation import derive


def carry(after: After) -> str:
    """Return it as text for a hidden field."""
    return token.seal(after, _key(), member().analyst)


def carried(text: str) -> After:
    """Return what ``carry`` sealed for this analyst; StartAgainError for anything else."""
    try:
        return token.open_token(After, text, _key(), member().analyst)
    except RecordMalformedError:
        raise StartAgainError from None


def _key() -> bytes:
    return derive(door().secret, "after a call")
