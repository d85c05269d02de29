"""The receipt code as it is shown, once: in groups, in two kinds of digits, and for printing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Response, current_app, g, make_response, render_template

from tipline.public.intake import intake
from tipline.web import language
from tipline.web.digits import in_script
from tipline.web.headers import script_allowed

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.sealing.draft import Draft
    from tipline.sealing.receipt import ReceiptCode

SLOT = "slot-{}-here"
SLOTS = re.compile("slot-([0-9]+)-here")


def sent(draft: Draft, now: datetime) -> Response:
    """Answer with the code of a report that is kept."""
    return show("sent", draft.receipt, now)


def show(template: str, code: ReceiptCode, now: datetime) -> Response:
    """Answer with a page that shows a code; its ticket opens the mailbox for 30 minutes.

    But for these the page is the same for everybody: it is rendered once, and they are put in.
    """
    g.unpacked = True  # a compressed length must tell nothing of a secret (BREACH)
    script_allowed("")
    own = in_script(code.groups, language())
    filled = (*code.groups, *own, intake().box.seal_ticket(code, now))
    words = frame(template, len(code.groups), len(own))
    return make_response(
        "".join(filled[int(word)] if place % 2 else word for place, word in enumerate(words))
    )


def frame(template: str, groups: int, own: int) -> list[str]:
    """Return a page in this request's language: words, and between them the numbers of slots.

    The slots are the groups of the code, the groups in the script's own digits, and the ticket.
    """
    frames: dict[tuple[str, str], list[str]] = current_app.extensions.setdefault("frames", {})
    key = (template, language())
    if key not in frames:
        slots = [SLOT.format(number) for number in range(groups + own + 1)]
        page = render_template(
            f"public/{template}.html",
            groups=slots[:groups],
            script_groups=slots[groups:-1],
            ticket=slots[-1],
        )
        frames[key] = SLOTS.split(page)
    return frames[key]
