"""The receipt code as it is shown, once: in groups, in two kinds of digits, and for printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, make_response, render_template

from tipline.public.intake import intake
from tipline.web import language

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.sealing.draft import Draft
    from tipline.sealing.receipt import ReceiptCode

OTHER_DIGITS = {
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "ur": "۰۱۲۳۴۵۶۷۸۹",
    "hi": "०१२३४५६७८९",
    "ne": "०१२३४५६७८९",
    "bn": "০১২৩৪৫৬৭৮৯",
}


def sent(draft: Draft, now: datetime) -> Response:
    """Answer with the code of a report that is kept."""
    return show("sent", draft.receipt, now)


def show(template: str, code: ReceiptCode, now: datetime) -> Response:
    """Answer with a page that shows a code; its ticket opens the mailbox for 30 minutes."""
    g.unpacked = True  # a compressed length must tell nothing of a secret (BREACH)
    page = render_template(
        f"public/{template}.html",
        groups=code.groups,
        script_groups=in_script(code.groups, language()),
        ticket=intake().box.seal_ticket(code, now),
    )
    return make_response(page)


def in_script(groups: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the groups in the digits of a language's script; empty where these are Western."""
    digits = OTHER_DIGITS.get(code)
    table = str.maketrans("0123456789", digits) if digits else None
    return tuple(group.translate(table) for group in groups) if table else ()
