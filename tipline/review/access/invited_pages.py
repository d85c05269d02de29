"""Joining, in three pages: the invitation, a passphrase, an authenticator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from flask import make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from tipline.errors import (
    AnalystExistsError,
    InvitationRefusedError,
    SignInBusyError,
    StartAgainError,
    TotpRefusedError,
)
from tipline.keyring import passphrase, totp
from tipline.keyring.card import Role
from tipline.keyring.invitation import InvitationCode
from tipline.review.access import browser, joining
from tipline.review.access.answers import refused
from tipline.review.access.door import door
from tipline.review.access.forms import CodeForm, InvitationForm, PassphraseForm
from tipline.review.access.joining import Invited, Prepared
from tipline.review.house import house
from tipline.web import Who, open_to, sentence
from tipline.web.languages import pick
from tipline.web.limits import count

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.errors import TiplineError
    from tipline.keyring.invitation import Invitation

PURPOSE_FIRST, PURPOSE_SECOND = "join", "join authenticator"
GONE = (InvitationRefusedError, StartAgainError, AnalystExistsError)


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/join", "join", join, methods=["GET", "POST"])
    pages.add_url_rule("/join/passphrase", "join_passphrase", choose, methods=["GET", "POST"])
    pages.add_url_rule(
        "/join/authenticator", "join_authenticator", confirm, methods=["GET", "POST"]
    )
    pages.add_url_rule("/join/done", "joined", done)


@open_to(Who.INVITED)
def join() -> AnyResponse:
    """Ask for the invitation's code; lead to the passphrase."""
    form = InvitationForm()
    if not form.is_good():
        return _begin(form)
    count("join", house().settings.limit_signin)
    now = browser.now()
    try:
        code = InvitationCode.parse(form.invitation.data or "")
        invitation = joining.look(door(), code, now)
    except GONE as error:
        form.refuse(form.invitation, sentence(error))
        return refused(_begin(form), error)
    blank = PassphraseForm(formdata=None)
    blank.carried.data = browser.carry(Invited(at=now, code=code.letters), PURPOSE_FIRST)
    return _choosing(blank, invitation)


@open_to(Who.INVITED)
def choose() -> AnyResponse:
    """Take the passphrase; lead to the authenticator. It begins with the invitation."""
    if request.method != "POST":
        return redirect(url_for("access.join"), 303)
    count("join", house().settings.limit_signin)
    now = browser.now()
    try:
        form = PassphraseForm()
        invited = browser.carried(Invited, form.carried.data or "", PURPOSE_FIRST)
        invitation = joining.look(door(), InvitationCode.parse(invited.code), now)
        form.known = (*invitation.name.split(), invitation.desk)
        if not form.is_good():
            return _choosing(form, invitation)
        prepared = joining.prepare(door(), invited, form.chosen, now)
    except GONE as error:
        return _again(error)
    except SignInBusyError as error:
        form.refuse(form.passphrase, sentence(error))
        return refused(_choosing(form, invitation), error)
    blank = CodeForm(formdata=None)
    blank.carried.data = browser.carry(prepared, PURPOSE_SECOND)
    return _confirming(blank, prepared, invitation)


@open_to(Who.INVITED)
def confirm() -> AnyResponse:
    """Take the authenticator's first code; the analyst is there. It begins with the invitation."""
    if request.method != "POST":
        return redirect(url_for("access.join"), 303)
    form = CodeForm()
    count("join", house().settings.limit_signin)
    now = browser.now()
    try:
        prepared = browser.carried(Prepared, form.carried.data or "", PURPOSE_SECOND)
        invitation = joining.look(door(), InvitationCode.parse(prepared.code), now)
        if not form.is_good():
            return _confirming(form, prepared, invitation)
        joining.join(door(), prepared, form.code.data or "", now)
    except GONE as error:
        return _again(error)
    except TotpRefusedError as error:
        form.refuse(form.code, sentence(error))
        return refused(_confirming(form, prepared, invitation), error)
    browser.forget_carried()
    return redirect(url_for("access.joined", then=_then(invitation)), 303)


@open_to(Who.ANYONE)
def done() -> str:
    """Say that one can sign in now."""
    return render_template("review/access/joined.html", then=request.args.get("then"))


def _then(invitation: Invitation) -> str | None:
    """Return what somebody must be told who will find no work list."""
    if invitation.role is Role.AUDITOR:
        return "audit"
    return None if invitation.desk_seed else "account"


def _begin(form: InvitationForm) -> Response:
    return make_response(render_template("review/access/join.html", form=form, errors=form.said()))


def _choosing(form: PassphraseForm, invitation: Invitation) -> Response:
    page = render_template(
        "review/access/passphrase.html",
        form=form,
        errors=form.said(),
        invitation=invitation,
        offered=passphrase.draw(),
    )
    return make_response(page)


def _confirming(form: CodeForm, prepared: Prepared, invitation: Invitation) -> Response:
    issuer = pick(house().configuration.site.name)
    address = totp.address(prepared.secret, invitation.name, issuer)
    page = render_template(
        "review/access/authenticator.html",
        form=form,
        errors=form.said(),
        code=_drawn(address),
        groups=totp.groups(prepared.secret),
    )
    return make_response(page)


def _again(error: TiplineError) -> AnyResponse:
    form = InvitationForm(formdata=None)
    form.refuse(form.invitation, sentence(error))
    return refused(_begin(form), error)


def _drawn(address: str) -> Markup:
    """Return a QR code as SVG elements: no style, no script, nothing to fetch."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg)  # noqa: S704 (made here, from numbers)
