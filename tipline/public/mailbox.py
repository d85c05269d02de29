"""The mailbox, once its code has opened it: what is there, what is added, and what is taken out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import g, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form

from tipline.age import HybridRecipient
from tipline.errors import StoreError
from tipline.intake import telltale, words
from tipline.public import files, receipt, telling
from tipline.public.intake import intake, now_utc
from tipline.tips.report import MESSAGE_MAX, MESSAGE_MIN
from tipline.web.app import configuration_here, settings_here
from tipline.web.fields import NotShorter, TextField
from tipline.web.mailbox_words import WORDS

if TYPE_CHECKING:
    from flask import Response

    from tipline.intake.counter import Opened
    from tipline.public.arriving import Arrival
    from tipline.sealing.draft import Ticket
    from tipline.sealing.receipt import ReceiptCode
    from tipline.tips.evidence import Upload
    from tipline.tips.mailbox import Head

ADD, ADD_ANYWAY = "add", "add-anyway"
ASK, DELETE, PRINT, LOOK = "ask:", "delete:", "print", "look"
WARNED = "warned"
ADDS = frozenset({ADD, ADD_ANYWAY})


class NotEmpty(NotShorter):
    """Refuses a message without words, unless it has files."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ``ValidationError`` when there is nothing to send."""
        if not form.meta.files:
            super().__call__(form, field)


class MessageForm(Form):
    """What the reporter adds; ``meta.files`` are the files that go with it."""

    text = TextField(
        _l("Add something, or answer"),
        MESSAGE_MAX,
        description=_l("Do not write your name, your number or anything that shows who you are."),
        validators=[NotEmpty(MESSAGE_MIN, _l("Write what you want to add."))],
    )


@dataclass
class Visit:
    """An open mailbox while one is in it: its code, what is there, and files that are not sent.

    ``disguise``: the box is checked that has voices changed.
    """

    code: ReceiptCode = field(repr=False)
    opened: Opened
    files: tuple[Upload, ...] = field(repr=False)
    disguise: bool = False
    errors: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200

    @property
    def recipient(self) -> HybridRecipient:
        """Whom a file of this mailbox is sealed to: the tip."""
        return HybridRecipient.from_public(self.opened.head.tip_recipient)

    def form(self) -> MessageForm:
        """Return the form as it was posted."""
        return MessageForm(request.form, meta={"files": self.files})


def act(ticket: Ticket, arrival: Arrival | None) -> Response:
    """Do what a pressed button asks in an opened mailbox, and show it.

    Which button it was stands behind the files: they are taken in first, whatever is pressed.
    """
    if request.form.get("go") == PRINT:
        return receipt.show("print", ticket.receipt, now_utc())
    held, gone = files.renewed(ticket.files)
    opened = intake().look(ticket.receipt, now_utc())
    visit = Visit(ticket.receipt, opened, held, wished(ticket))
    visit.errors = [("", told) for told in gone]
    if arrival:
        visit.files = arrival.take(visit.files, visit.recipient)
    visit.files = files.as_posted(visit.files)
    if arrival and arrival.troubles:
        visit.errors += [(files.CHOICE, told) for told in arrival.troubles]
        visit.status = arrival.status
        return arrival.answered(show(visit))
    if gone:
        return show(visit)
    return pressed_in(visit, request.form.get("go", LOOK))


def wished(ticket: Ticket) -> bool:
    """Tell whether voices are to be changed. A page that is asked for again brings no box."""
    again = "text" not in request.form
    return files.DISGUISE in request.form or (again and ticket.disguise)


def pressed_in(visit: Visit, pressed: str) -> Response:
    """Do what a pressed button asks, and show the mailbox."""
    if pressed in ADDS and request.form.get("ticket"):  # what gives the message its id
        return add(visit, anyway=pressed == ADD_ANYWAY)
    if pressed.startswith(DELETE):
        intake().delete_answer(visit.opened, answer_id(pressed.removeprefix(DELETE)))
        visit.opened = intake().look(visit.code, now_utc())
        return show(visit, notice="deleted")
    return show(visit, notice=pressed if pressed.startswith(ASK) else "")


def add(visit: Visit, *, anyway: bool) -> Response:
    """Keep what the reporter adds; what refuses it is told, and text and files stay.

    Words that may name the reporter are warned of once, as before a report is sent.
    """
    form = visit.form()
    if not form.validate():
        return show(visit, form)
    text = form.text.data or ""
    if telltales(text) and not anyway:
        return show(visit, form, notice=WARNED)
    try:
        ticket = request.form.get("ticket", "")
        intake().add(visit.opened, text, ticket, now_utc(), files=visit.files)
    except StoreError as refused:
        visit.errors, visit.status = [*visit.errors, ("", telling.sentence(refused))], 503
        return show(visit, form)
    visit.files = ()
    return show(visit, notice="added")


def reminds(head: Head) -> bool:
    """Tell whether half of the time has passed that a reporter has to answer a question."""
    since = head.asked_since(now_utc())
    half = timedelta(days=settings_here().question_days) / 2
    return since is not None and now_utc() - since >= half


def show(visit: Visit, form: MessageForm | None = None, *, notice: str = "") -> Response:
    """Answer with the mailbox."""
    g.unpacked = True  # a compressed length must tell nothing of what is inside (BREACH)
    form = form or MessageForm(text="" if notice == "added" else request.form.get("text", ""))
    wrong = [(each.id, str(told)) for each in form for told in each.errors[:1]]
    answers = visit.opened.answers
    waiting = notice != "added" and any(each.question for each in answers[-1:])
    page = render_template(
        "public/mailbox.html",
        word=visit.opened.head.word_at(now_utc()),
        words=WORDS,
        answers=answers,
        waiting=waiting,
        reminded=waiting and reminds(visit.opened.head),
        asked=next((each for each in answers if notice == f"{ASK}{each.id.hex()}"), None),
        telltales=words.named(telltales(form.text.data)) if notice == WARNED else "",
        form=form,
        files=visit.files,
        disguise=visit.disguise,
        errors=[*wrong, *visit.errors],
        notice=notice,
        ticket=intake().box.seal_ticket(
            visit.code, now_utc(), visit.files, disguise=visit.disguise
        ),
    )
    return make_response(page, visit.status)


def telltales(text: str | None) -> frozenset[str]:
    """Return the kinds of what a message seems to hold of the reporter."""
    return telltale.found_in(text or "", configuration_here().site.identifiers)


def answer_id(text: str) -> bytes:
    """Return an answer's id; no answer's, for what is none."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
