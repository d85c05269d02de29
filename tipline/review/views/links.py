"""Bringing tips together from a tip's page: joining, linking, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from tipline.casework.index.indexing import current
from tipline.casework.matter import joining, linking
from tipline.casework.tip.opening import OpenTip, unentered
from tipline.review.forms.linking import LinksForm, PartForm, UnlinkForm
from tipline.review.tip_page import render
from tipline.review.views.action import REFUSED, act
from tipline.review.visit import visit
from tipline.tips.link import Sort
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

WHOLE = 32  # hex digits of an id
PLACE = "links"  # on the page


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    views = {"links": bring, "unlinking": unlink, "parting": part}
    for address, view in views.items():
        pages.add_url_rule(f"/tips/<tip:tip_id>/{address}", address, view, methods=["POST"])


@open_to(Who.MEMBER)
def bring(tip_id: bytes) -> AnyResponse:
    """Let the chosen tips join this case, or this tip theirs, or link the cases."""
    form = LinksForm()
    tip = unentered(visit(), tip_id)
    others = _named(tip, form)
    if form.named() and not others:
        form.not_there()
        return render(tip, form, status=REFUSED)
    if form.do == "here":
        return _gather(tip_id, form, others)
    return act(tip_id, form, lambda tip: _one(tip, form, others))


@open_to(Who.MEMBER)
def unlink(tip_id: bytes) -> AnyResponse:
    """Take a link away."""
    form = UnlinkForm()

    def verb(tip: OpenTip) -> OpenTip:
        return linking.unlink(visit(), tip, form.other() or b"", "", form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def part(tip_id: bytes) -> AnyResponse:
    """Let the tip go back to its own case."""
    form = PartForm()

    def verb(tip: OpenTip) -> OpenTip:
        return joining.part(visit(), tip, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)


def _one(tip: OpenTip, form: LinksForm, others: list[bytes]) -> OpenTip:
    """Let the tip join the one that was chosen, or link its case to each."""
    text = form.text.data or ""
    if form.do == "there":
        return joining.join(visit(), tip, others[0], text, form.number_seen)
    seen = form.number_seen
    for other in others:
        tip = linking.link(visit(), tip, other, Sort(form.sort.data), text, seen)
        seen = tip.case.number
    return tip


def _gather(tip_id: bytes, form: LinksForm, others: list[bytes]) -> AnyResponse:
    """Let tips join, and say how many did not; if none did, why."""
    left = 0

    def verb(tip: OpenTip) -> OpenTip:
        nonlocal left
        found = joining.gather(visit(), tip, others, form.text.data or "", form.number_seen)
        if not found.joined:
            raise found.refused[0][1]
        left = len(others) - len(found.joined)
        return found.tip

    answer = act(tip_id, form, verb)
    if left and answer.location:
        return redirect(url_for("review.tip", tip_id=tip_id, left=left, _anchor=PLACE), 303)
    return answer


def _named(tip: OpenTip, form: LinksForm) -> list[bytes]:
    """Return the tips that are meant; a reference must be that of one tip of the desk."""
    found = []
    for named in form.named():
        if len(named) == WHOLE:
            found.append(bytes.fromhex(named))
            continue
        index = current(visit(), tip.row.desk).index
        meant = index.named(bytes.fromhex(named))
        found += meant if len(meant) == 1 else []
    return [each for each in found if each != tip.id]
