"""A caller who comes back; and the operator's own note once the code was read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import Form

from tipline.casework.hotline import callback, calls
from tipline.errors import (
    MailboxUnknownError,
    ReceiptCodeError,
    StartAgainError,
    StoreError,
    TicketError,
)
from tipline.intake import telltale
from tipline.intake import words as intake_words
from tipline.review import words
from tipline.review.hotline import after
from tipline.review.hotline.form import NoteForm
from tipline.review.hotline.pages import CONFLICT, REFUSED, UNAVAILABLE, listed
from tipline.review.visit import visit
from tipline.sealing.draft import Ticket
from tipline.sealing.receipt import TYPED_MAX, parse
from tipline.tips.report import MESSAGE_MAX, MESSAGE_MIN
from tipline.web import Who, open_to, sentence
from tipline.web.app import configuration_here, settings_here
from tipline.web.fields import LineField, NotShorter, TextField
from tipline.web.limits import count

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.intake.counter import Opened
    from tipline.sealing.receipt import ReceiptCode

ADD_ANYWAY = "add-anyway"


class CodeForm(Form):
    """Where the caller's code is typed."""

    code = LineField(
        _l("The caller's receipt code"),
        TYPED_MAX,
        description=_l("28 digits. Spaces do not matter, and any digits will do: 0123 or ٠١٢٣."),
    )


class MessageForm(Form):
    """What the caller adds."""

    text = TextField(
        _l("What the caller says"),
        MESSAGE_MAX,
        validators=[NotShorter(MESSAGE_MIN, _l("Write what the caller says."))],
    )


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/hotline/return", "call_back", ask)
    pages.add_url_rule("/hotline/return", "call_back_look", look, methods=["POST"])
    pages.add_url_rule("/hotline/notes", "call_note", note, methods=["POST"])


@open_to(Who.OPERATOR)
def ask() -> str:
    """Ask for the code."""
    calls.counter(visit())
    return asked(CodeForm())


@open_to(Who.OPERATOR)
def look() -> AnyResponse:
    """Show what waits under a code, or add what the caller says.

    1. Count the try, as the public site does.
    2. A mistyped code is told at once: nothing is derived or looked up for it.
    3. What does not open gets one answer, whatever the reason, after the same work.
    """
    present = visit()
    box = calls.counter(present).box
    count("mailbox", settings_here().limit_mailbox)  # 1
    form = CodeForm(request.form)
    ticket = request.form.get("ticket", "")
    try:
        if ticket:
            return said(box.open_ticket(ticket, present.now), ticket)
        receipt = parse(form.code.data or "")  # 2
        return mailbox(receipt, callback.look(present, receipt))
    except (ReceiptCodeError, TicketError, MailboxUnknownError) as refused:  # 3
        form.code.errors = [sentence(refused)]
        return make_response(asked(form), REFUSED)
    except StoreError as refused:
        form.code.errors = [sentence(refused)]
        return make_response(asked(form), UNAVAILABLE)


@open_to(Who.OPERATOR, Who.MEMBER)
def note() -> AnyResponse:
    """Keep what the operator notes of a call, and whether the code was read back."""
    calls.counter(visit())
    text = (NoteForm(request.form).text.data or "")[:MESSAGE_MAX]
    try:
        about = after.carried(request.form.get("carried", ""))
        callback.note(visit(), about, text, read_back="read_back" in request.form)
    except (StartAgainError, StoreError) as refused:
        return listed(sentence(refused), CONFLICT)
    return redirect(url_for("review.hotline", done=1), 303)


def said(ticket: Ticket, text: str) -> Response:
    """Add what the caller says; words that name the caller warn once."""
    form = MessageForm(request.form)
    present, receipt = visit(), ticket.receipt
    opened = calls.counter(present).look(receipt, present.now)
    if not form.validate():
        return mailbox(receipt, opened, form, ticket=text, status=REFUSED)
    words_of = form.text.data or ""
    kinds = telltale.found_in(words_of, configuration_here().site.identifiers)
    if kinds and request.form.get("go") != ADD_ANYWAY:
        warned = intake_words.named(kinds)
        return mailbox(receipt, opened, form, ticket=text, status=REFUSED, warned=warned)
    try:
        callback.add(present, receipt, words_of, text)
    except StoreError as refused:
        form.text.errors = [sentence(refused)]
        return mailbox(receipt, opened, form, ticket=text, status=CONFLICT)
    return mailbox(receipt, opened, added=True)


def mailbox(  # noqa: PLR0913 (what its page shows)
    receipt: ReceiptCode,
    opened: Opened,
    form: MessageForm | None = None,
    *,
    ticket: str = "",
    status: int = 200,
    warned: str = "",
    added: bool = False,
) -> Response:
    """Answer with what the reporter would see, and room for what the caller says."""
    g.unpacked = True
    present = visit()
    shown = render_template(
        "review/hotline/mailbox.html",
        word=words.REPORTER_WORDS[opened.head.word_at(present.now)],
        answers=opened.answers,
        form=form or MessageForm(),
        ticket=ticket or calls.counter(present).box.seal_ticket(receipt, present.now),
        warned=warned,
        added=added,
    )
    return make_response(shown, status)


def asked(form: CodeForm) -> str:
    """Return the page that asks for the code."""
    return render_template("review/hotline/return.html", form=form)
