"""The door of the mailboxes: a code opens one; its sealed ticket the next page, for 30 minutes.

Looking in leaves no trace: nothing is written, and the code stands in no address and no log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import TooManyRequests
from wtforms import Form

from tipline.errors import MailboxUnknownError, ReceiptCodeError, StoreError, TicketError
from tipline.public import files, mailbox, telling
from tipline.public.intake import intake, now_utc
from tipline.sealing.draft import Ticket
from tipline.sealing.receipt import TYPED_MAX, parse
from tipline.web import sentence
from tipline.web.app import settings_here
from tipline.web.fields import LineField, clean
from tipline.web.limits import count, wait_seconds
from tipline.web.words import wait_sentence

if TYPE_CHECKING:
    from flask import Response

    from tipline.public.arriving import Arrival

STAY = "stay"
KEYS = frozenset({"code", "ticket"})
HELD = ("page", "ticket", "code", "text", files.DISGUISE, "go")  # sent once more after a refusal


class CodeForm(Form):
    """Where the receipt code is typed."""

    code = LineField(
        _l("Your receipt code"),
        TYPED_MAX,
        description=_l("28 digits. Spaces do not matter, and any digits will do: 0123 or ٠١٢٣."),
    )


def enter(arrival: Arrival | None = None) -> Response:
    """Open a mailbox by the code that was typed, or by the ticket of a page before.

    Who brings neither, or reads the door in another language, is asked for the code.
    ``arrival``: the page's form has files.

    1. Count the try: codes cannot be guessed, but trying costs memory.
    2. A mistyped code is told at once: nothing is derived or looked up for it.
    3. What does not open gets one answer, whatever the reason.
    """
    if not KEYS & request.form.keys() or request.form.get("go") == STAY:
        return ask(CodeForm(request.form))
    try:
        count("mailbox", settings_here().limit_mailbox)  # 1
        ticket = ticket_given()  # 2
        return mailbox.act(ticket, arrival)
    except TooManyRequests as refused:
        return waiting(wait_seconds(refused))
    except StoreError as refused:
        return again(telling.sentence(refused), 503)
    except (ReceiptCodeError, TicketError, MailboxUnknownError) as refused:  # 3
        return ask(CodeForm(request.form), sentence(refused))


def ticket_given() -> Ticket:
    """Return the receipt code of this request, typed or in a ticket, and the ticket's files."""
    ticket = request.form.get("ticket", "")
    if ticket:
        return intake().box.open_ticket(ticket, now_utc())
    return Ticket(receipt=parse(request.form.get("code", "")), since=now_utc())


def ask(form: CodeForm, told: str = "") -> Response:
    """Answer with the form for the code, and why it is asked for again.

    A message that was being written when its ticket ended waits in the form.
    """
    if told:
        form.code.errors = [told]
    errors = [("code", told)] if told else []
    kept = clean(request.form.get("text", ""))
    page = render_template(
        "public/door.html",
        form=form,
        errors=errors,
        kept=kept,
        disguise=files.DISGUISE in request.form,
    )
    return make_response(page)


def waiting(seconds: int) -> Response:
    """Answer with when to come back, and a button that sends the same once more."""
    response = again(wait_sentence(seconds), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def again(told: str, status: int) -> Response:
    """Answer with what is in the way for now, and a button that sends the same once more."""
    held = [(name, request.form[name]) for name in HELD if name in request.form]
    page = render_template("public/wait.html", held=held, errors=[("", told)])
    return make_response(page, status)
