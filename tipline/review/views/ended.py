"""What has ended: the page of what is soon deleted, and what is decided of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from tipline.casework.tip import ended, shredding
from tipline.review import words
from tipline.review.forms.ended import DestroyForm, KeepForm, KeepOriginalForm, ShredForm
from tipline.review.views.action import act
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/due", "due", show)
    tip = "/tips/<tip:tip_id>"
    pages.add_url_rule(f"{tip}/keeping", "keeping", keep, methods=["POST"])
    pages.add_url_rule(f"{tip}/destroying", "destroying", destroy, methods=["POST"])
    original = f"{tip}/original"
    pages.add_url_rule(f"{original}/keeping", "original_keeping", keep_original, methods=["POST"])
    pages.add_url_rule(f"{original}/destroying", "shredding", shred, methods=["POST"])


@open_to(Who.MEMBER)
def show() -> str:
    """Show what is soon deleted; what is due of originals goes before that."""
    present = visit()
    shredding.end_due(present)
    return render_template(
        "review/due.html",
        endings=ended.nearing(present),
        originals=ended.originals_nearing(present),
        days=present.office.settings.review_days,
        several_desks=len(present.desks) > 1,
        words=words,
    )


@open_to(Who.MEMBER)
def keep(tip_id: bytes) -> AnyResponse:
    """Keep a case longer."""
    form = KeepForm()

    def verb(tip: OpenTip) -> OpenTip:
        return ended.keep(visit(), tip, form.content, form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def destroy(tip_id: bytes) -> AnyResponse:
    """Ask a second officer to destroy a case before its day."""
    form = DestroyForm()

    def verb(tip: OpenTip) -> OpenTip:
        return ended.ask_to_destroy(visit(), tip, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def keep_original(tip_id: bytes) -> AnyResponse:
    """Keep what the reporter wrote longer."""
    form = KeepOriginalForm()

    def verb(tip: OpenTip) -> OpenTip:
        return ended.keep(visit(), tip, form.content, form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def shred(tip_id: bytes) -> AnyResponse:
    """Ask a second officer to destroy what the reporter wrote."""
    form = ShredForm()

    def verb(tip: OpenTip) -> OpenTip:
        return ended.ask_to_shred(visit(), tip, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)
