"""The forms of a shift: handing a desk over, and signing that it was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from tipline.review.forms.base import NOT_WHOLE
from tipline.review.posted import PostedForm
from tipline.tips.event import REASON_MAX, TEXT_MAX
from tipline.web.fields import NotShorter, TextField

if TYPE_CHECKING:
    from wtforms.fields import Field

DIGEST = re.compile("[0-9a-f]{64}")


class HandOverForm(PostedForm):
    """What the next shift must know beside what is left open."""

    desk = HiddenField()
    text = TextField(
        _l("What the next shift must know"),
        TEXT_MAX,
        description=_l(
            "Name nobody, and nothing that points at a reporter: what is in a tip stands in its"
            " case."
        ),
        validators=[NotShorter(1, _l("Write something first, if only that all is quiet."))],
    )

    def __init__(self, desk: str = "") -> None:
        """Take what was posted; without, the desk that is handed over."""
        super().__init__(data={"desk": desk} if desk else None)


class HandOverReadForm(PostedForm):
    """Signing that a hand-over was read; ``of`` is its digest."""

    desk = HiddenField()
    of = HiddenField()
    text = TextField(_l("Remark"), REASON_MAX, description=_l("May stay empty."))

    def validate_of(self, field: Field) -> None:
        """Refuse what is no digest: the page sends it."""
        if not DIGEST.fullmatch(field.data or ""):
            raise ValidationError(str(NOT_WHOLE))
