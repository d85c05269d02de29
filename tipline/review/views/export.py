"""What leaves from a tip's page, and what is opened again: asked, and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, url_for

from tipline.casework.tip import actions, original
from tipline.casework.tip.opening import unentered
from tipline.errors import (
    EventConflictError,
    EventRefusedError,
    PermitEndedError,
)
from tipline.review import downloads, sending
from tipline.review.forms.leaving import (
    ExportForm,
    HoldForm,
    OriginalForm,
    TakeForm,
)
from tipline.review.tip_page import render
from tipline.review.views import dispatching, stills
from tipline.review.views.action import CONFLICT, REFUSED, act
from tipline.review.visit import visit
from tipline.sealing.audit import Action
from tipline.tips.content import Downloaded, Exported, Original, Sent, Still
from tipline.tips.leaving import permitted
from tipline.tips.second import Deed
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip
    from tipline.errors import TiplineError
    from tipline.review.forms.base import CaseForm
    from tipline.tips.content import Taking


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    number = "<int(max=999999):number>"
    views: dict[str, tuple[str, Callable[..., AnyResponse]]] = {
        "export": ("export", export),
        "hold": ("holding", hold),
        "original": ("original", read),
        f"permits/{number}": ("taking", take),
    }
    for address, (name, view) in views.items():
        pages.add_url_rule(f"/tips/<tip:tip_id>/{address}", name, view, methods=["POST"])


@open_to(Who.MEMBER)
def export(tip_id: bytes) -> AnyResponse:
    """Ask a second officer for a copy; to save a life, give it at once."""
    form = ExportForm()
    tip = unentered(visit(), tip_id)
    if tip.case.state.life_saving and form.fits(tip):
        return _given(form, unentered(visit(), tip_id, act=Action.EXPORT), form.content)
    return act(
        tip_id,
        form,
        lambda tip: actions.ask(visit(), tip, Deed.EXPORT, form.content, form.number_seen),
    )


@open_to(Who.MEMBER)
def hold(tip_id: bytes) -> AnyResponse:
    """Ask a second officer to keep the case from being deleted."""
    form = HoldForm()
    return act(
        tip_id,
        form,
        lambda tip: actions.ask(visit(), tip, Deed.HOLD, form.content, form.number_seen),
    )


@open_to(Who.MEMBER)
def read(tip_id: bytes) -> AnyResponse:
    """Ask a second officer for the closed original; to save a life, open it at once."""
    form = OriginalForm()

    def verb(tip: OpenTip) -> OpenTip:
        return original.ask_or_open(visit(), tip, form.content, form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def take(tip_id: bytes, number: int) -> AnyResponse:
    """Give what was approved: the zip, the way to a file or a summary, what the reporter wrote."""
    form, here = TakeForm(number), visit()
    tip = unentered(here, tip_id)
    wanted = [permitted(each) for each in tip.case.state.permits if each.number == number]
    if not form.fits(tip):
        return render(tip, form, status=REFUSED)
    if not wanted:
        return _refused(form, tip, PermitEndedError())
    return _taken(form, tip, wanted[0])


def _taken(form: TakeForm, tip: OpenTip, content: Taking) -> AnyResponse:
    if isinstance(content, Downloaded):
        return _file(form, tip, content)
    if isinstance(content, Original):
        return _original(form, tip, content)
    if isinstance(content, Sent):
        return dispatching.sent(form, tip, content)
    if isinstance(content, Still):
        return stills.taken(form, tip, content)
    return _given(form, unentered(visit(), tip.id, act=Action.EXPORT), content)


def _given(form: CaseForm, tip: OpenTip, content: Taking) -> Response:
    """Give the zip; it names the tip by the first digits of its id and tells nothing else."""
    if not isinstance(content, Exported):
        return _refused(form, tip, PermitEndedError())
    seen = form.number_seen
    try:
        packed = actions.export(visit(), tip, content, seen)
    except EventRefusedError as error:
        return _refused(form, tip, error)
    except actions.OTHERS_FIRST as error:
        form.form_errors.append(sentence(error))
        return render(tip, form, status=CONFLICT, seen=seen)
    name = f"tipline-{tip.id.hex()[:8]}.zip"
    return sending.small(packed, name, "application/zip")


def _file(form: CaseForm, tip: OpenTip, content: Downloaded) -> AnyResponse:
    """Lead to where the file can be fetched."""
    try:
        ticket = downloads.let_go(visit(), tip, content)
    except EventRefusedError as error:
        return _refused(form, tip, error)
    onward = url_for("review.downloaded", tip_id=content.tip, file_id=content.file, ticket=ticket)
    return redirect(onward, 303)


def _original(form: CaseForm, tip: OpenTip, content: Original) -> AnyResponse:
    """Open it, and lead back to the page, which shows it now."""
    try:
        original.open_again(visit(), tip, content, None)
    except (EventRefusedError, EventConflictError) as error:
        return _refused(form, tip, error)
    return redirect(url_for("review.tip", tip_id=tip.id, _anchor="report"), 303)


def _refused(form: CaseForm, tip: OpenTip, error: TiplineError) -> Response:
    form.form_errors.append(sentence(error))
    return render(tip, form, status=REFUSED)
