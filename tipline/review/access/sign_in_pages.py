"""Signing in, in two pages, and signing out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, session, url_for

from tipline.casework import trail
from tipline.errors import (
    RecordMalformedError,
    SessionEndedError,
    SignInBusyError,
    SignInRefusedError,
    SignInWaitError,
    StartAgainError,
)
from tipline.keyring import passphrase
from tipline.review.access import browser, demonstration, guard, signing_in
from tipline.review.access.answers import refused
from tipline.review.access.door import door
from tipline.review.access.forms import ROLES, CodeForm, SignInForm
from tipline.review.access.signing_in import Halfway, SignedIn
from tipline.review.house import house
from tipline.sealing import token
from tipline.sealing.audit import Action
from tipline.sealing.derivation import derive
from tipline.web import Who, open_to, sentence
from tipline.web.limits import count, pseudonym

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

PURPOSE = "sign-in"
DEVICE_LIFE = timedelta(days=90)
TOLD = (SignInRefusedError, SignInWaitError, SignInBusyError)


@dataclass(frozen=True, kw_only=True)
class _Device:
    """What a known browser carries: whose sign-in it saw, and a number of its own."""

    lookup: bytes
    number: bytes


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    pages.add_url_rule("/sign-in/code", "sign_in_code", code, methods=["GET", "POST"])
    pages.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    pages.add_url_rule(
        "/sign-out-everywhere", "sign_out_everywhere", sign_out_everywhere, methods=["POST"]
    )


@open_to(Who.ANYONE)
def sign_in() -> AnyResponse:
    """Ask for name and passphrase; lead to the code."""
    form = SignInForm()
    if not form.is_good():
        return _first(form)
    count("sign-in", house().settings.limit_signin)
    name = form.name.data or ""
    typed = passphrase.normalised(form.passphrase.data or "")
    try:
        halfway = signing_in.check_passphrase(
            door(), name, typed, _device(), browser.now(), address=pseudonym()
        )
    except TOLD as error:
        return refused(_first(form, sentence(error)), error)
    blank = CodeForm(formdata=None)
    blank.carried.data = browser.carry(halfway, PURPOSE)
    return _second(blank)


@open_to(Who.ANYONE)
def code() -> AnyResponse:
    """Ask for the authenticator's code; start the session. It begins with the first page."""
    if request.method != "POST":
        return redirect(url_for("access.sign_in"), 303)
    form = CodeForm()
    count("sign-in", house().settings.limit_signin)
    try:
        halfway = browser.carried(Halfway, form.carried.data or "", PURPOSE)
        if not form.is_good():
            return _second(form)
        typed = form.code.data or ""
        done = signing_in.check_code(
            door(), halfway, typed, _device(), browser.now(), address=pseudonym()
        )
    except StartAgainError as error:
        return refused(_first(SignInForm(formdata=None), sentence(error)), error)
    except TOLD as error:
        form.refuse(form.code, sentence(error))
        return refused(_second(form), error)
    return _let_in(done)


@open_to(Who.ANYONE)
def sign_out() -> AnyResponse:
    """End this session; signing out twice is no error."""
    try:
        member = guard.present(house())
    except SessionEndedError:
        return _out()
    trail.record_by(house(), member, Action.SIGN_OUT)
    house().sessions.end(member.session_id, member.analyst)
    house().forget(member.desks)
    return _out()


@open_to(Who.SIGNED_IN)
def sign_out_everywhere() -> AnyResponse:
    """End all sessions of the analyst."""
    trail.record_by(house(), guard.member(), Action.SIGN_OUT_EVERYWHERE)
    house().sessions.end_all(guard.member().analyst)
    house().forget(guard.member().desks)
    return _out()


def _first(form: SignInForm, told: str = "") -> Response:
    said = [("", told)] if told else form.said()
    shown = demonstration.shown(house().settings, browser.now())
    page = render_template(
        "review/access/sign-in.html", form=form, errors=said, shown=shown, roles=ROLES
    )
    return make_response(page)


def _second(form: CodeForm) -> Response:
    shown = demonstration.shown(house().settings, browser.now())
    page = render_template(
        "review/access/code.html", form=form, errors=form.said(), shown=shown, roles=ROLES
    )
    return make_response(page)


def _let_in(done: SignedIn) -> Response:
    settings = house().settings
    browser.forget_carried()
    response = make_response(redirect(url_for("review.home"), 303))
    name = browser.session_cookie(settings)
    browser.keep(response, settings, name, done.key.text, None)
    if not _device_of(done.lookup):
        known = _Device(lookup=done.lookup, number=secrets.token_bytes(16))
        text = token.seal(known, _device_key(), b"device")
        browser.keep(response, settings, browser.device_cookie(settings), text, DEVICE_LIFE)
    return response


def _device() -> bytes:
    """Return what a known browser brings, for the waits; empty for one that is not known."""
    known = _known_device()
    return known.lookup + known.number if known else b""


def _device_of(lookup: bytes) -> bool:
    known = _known_device()
    return known is not None and known.lookup == lookup


def _known_device() -> _Device | None:
    text = request.cookies.get(browser.device_cookie(house().settings), "")
    try:
        return token.open_token(_Device, text, _device_key(), b"device")
    except RecordMalformedError:
        return None


def _device_key() -> bytes:
    return derive(door().secret, "device")


def _out() -> Response:
    settings = house().settings
    session.clear()
    response = make_response(redirect(url_for("access.sign_in"), 303))
    browser.drop(response, settings, browser.session_cookie(settings))
    return response
