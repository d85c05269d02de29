"""Taking a file out of the house: asked for with a reason, then fetched with a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, url_for

from tipline.casework.tip import actions
from tipline.casework.tip.attachments import open_attachment
from tipline.casework.tip.seconding import others
from tipline.errors import (
    ChainBrokenError,
    EventConflictError,
    EventRefusedError,
    NotFoundError,
    TipChangedError,
)
from tipline.review import downloads, sending
from tipline.review.forms.leaving import DownloadForm
from tipline.review.views.action import CONFLICT, REFUSED
from tipline.review.views.evidence import FILE
from tipline.review.visit import visit
from tipline.tips.content import Downloaded
from tipline.tips.second import Deed
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.attachments import OpenAttachment


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule(f"{FILE}/download", "download", warn)
    pages.add_url_rule(f"{FILE}/download", "downloading", ask, methods=["POST"])
    pages.add_url_rule(f"{FILE}/download/<ticket>", "downloaded", ready)
    pages.add_url_rule(f"{FILE}/copies/<ticket>", "copy", copy)
    pages.add_url_rule(f"{FILE}/envelopes/<ticket>", "copy_envelope", envelope)


@open_to(Who.MEMBER)
def warn(tip_id: bytes, file_id: bytes) -> Response:
    """Say what it means to take a file, and ask why."""
    return _page(open_attachment(visit(), tip_id, file_id, look=False), DownloadForm())


@open_to(Who.MEMBER)
def ask(tip_id: bytes, file_id: bytes) -> AnyResponse:
    """Ask a second officer for it; to save a life, take it at once."""
    form, here = DownloadForm(), visit()
    opened = open_attachment(here, tip_id, file_id, look=False)
    if not form.validate():
        return _page(opened, form, REFUSED)
    content = Downloaded(
        tip=tip_id,
        file=file_id,
        sealed=form.sealed,
        to=form.to.data or "",
        purpose=form.purpose.data or "",
        text=form.text.data or "",
    )
    try:
        if not opened.tip.case.state.life_saving:
            done = actions.ask(here, opened.tip, Deed.DOWNLOAD, content, None)
            return redirect(
                url_for("review.tip", tip_id=tip_id, _anchor=f"event-{done.case.number}"), 303
            )
        ticket = downloads.let_go(here, opened.tip, content)
    except EventRefusedError as error:
        form.form_errors.append(sentence(error))
        return _page(opened, form, REFUSED)
    except (EventConflictError, ChainBrokenError, TipChangedError) as error:
        form.form_errors.append(sentence(error))
        return _page(opened, form, CONFLICT)
    onward = url_for("review.downloaded", tip_id=tip_id, file_id=file_id, ticket=ticket)
    return redirect(onward, 303)


@open_to(Who.MEMBER)
def ready(tip_id: bytes, file_id: bytes, ticket: str) -> str:
    """Show what can be fetched, and how it opens."""
    found, opened = _let_go(tip_id, file_id, ticket)
    return render_template(
        "review/evidence/ready.html",
        opened=opened,
        file=opened.file,
        ticket=ticket,
        sealed=found.sealed,
        minutes=downloads.TICKET_SECONDS // 60,
    )


@open_to(Who.MEMBER)
def copy(tip_id: bytes, file_id: bytes, ticket: str) -> Response:
    """Send the file, or the age file that it lies in; in parts, where they are asked for."""
    found, opened = _let_go(tip_id, file_id, ticket)
    evidence, tag = opened.file.evidence, opened.file.evidence.kept.hex()
    if found.sealed:
        return sending.file(opened.sealed(), evidence.sealed_size, opened.sealed_name, f"age-{tag}")
    return sending.file(opened.open(), evidence.size, opened.name, tag)


@open_to(Who.MEMBER)
def envelope(tip_id: bytes, file_id: bytes, ticket: str) -> Response:
    """Send the tip's key envelope, without which no desk's identity opens the age file."""
    _, opened = _let_go(tip_id, file_id, ticket)
    return sending.small(opened.tip.row.envelope, opened.envelope_name)


def _let_go(tip_id: bytes, file_id: bytes, ticket: str) -> tuple[downloads.Ticket, OpenAttachment]:
    """Return what was let go; what is suspected to be false since then is not, any more."""
    found = downloads.let_go_before(visit(), tip_id, file_id, ticket)
    opened = open_attachment(visit(), tip_id, file_id, look=False)
    if opened.tip.case.state.stopped:
        raise NotFoundError
    return found, opened


def _page(opened: OpenAttachment, form: DownloadForm, status: int = 200) -> Response:
    page = render_template(
        "review/evidence/download.html",
        opened=opened,
        file=opened.file,
        form=form,
        others=others(visit(), opened.tip.case.desk),
    )
    return make_response(page, status)
