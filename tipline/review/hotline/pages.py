"""Calls: begun, saved, sent, taken up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from tipline.casework.hotline import calls, hailing
from tipline.casework.hotline.callback import After
from tipline.errors import (
    CallElsewhereError,
    CallGoingOnError,
    CallsOpenError,
    DraftError,
    NotFoundError,
    StoreError,
)
from tipline.review import clock, quiet, words
from tipline.review.hotline import after, hails, interpreting, lines
from tipline.review.hotline.form import CallForm, NoteForm, named
from tipline.review.hotline.sections import alarming
from tipline.review.visit import visit
from tipline.tips.call import STAMP_MAX, STAMPS_MAX
from tipline.web import Who, language, open_to, sentence
from tipline.web.app import configuration_here
from tipline.web.digits import in_script
from tipline.web.languages import pick

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.hotline.calls import OpenCall
    from tipline.sealing.draft import Draft

SAVE, STAMP, HANDED, MORE, FIND, END = "save", "stamp", "handed", "more:", "find", "end"
HAIL = "hail"
SEND, SEND_ANYWAY = "send", "send-anyway"
SAVE_SECONDS = 4  # after which what was typed is saved
CONFLICT, REFUSED, UNAVAILABLE = 409, 422, 503


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/hotline", "hotline", show)
    pages.add_url_rule("/hotline/calls", "call_begin", begin, methods=["POST"])
    pages.add_url_rule("/hotline/calls/<tip:call_id>", "call", call)
    pages.add_url_rule("/hotline/calls/<tip:call_id>", "call_act", act, methods=["POST"])
    pages.add_url_rule("/hotline/calls/<tip:call_id>/save", "call_save", save, methods=["POST"])
    pages.add_url_rule("/hotline/calls/<tip:call_id>/hailed", "call_hailed", hailed)
    pages.add_url_rule("/hotline/calls/<tip:call_id>/taking", "call_take", take, methods=["POST"])
    pages.add_url_rule(
        "/hotline/calls/<tip:call_id>/sending", "call_send_left", send_left, methods=["POST"]
    )


@open_to(Who.OPERATOR, Who.MEMBER)
def show() -> AnyResponse:
    """List what is not finished: one's own calls, and those left by others at one's desks."""
    return listed()


@open_to(Who.OPERATOR)
def begin() -> AnyResponse:
    """Begin a call."""
    try:
        call_id = calls.begin(visit(), language())
    except CallsOpenError as refused:
        return listed(sentence(refused), CONFLICT)
    return redirect(url_for("review.call", call_id=call_id), 303)


@open_to(Who.OPERATOR, Who.MEMBER)
def call(call_id: bytes) -> AnyResponse:
    """Show a call as it was saved last."""
    found = calls.opened(visit(), call_id)
    form = CallForm.of(found.unsent, found.row.revision)
    return page(found, form, focus=form.make_room(request.args.get("more", "")))


@open_to(Who.OPERATOR, Who.MEMBER)
def save(call_id: bytes) -> AnyResponse:
    """Save what was typed; a script asks for it every few seconds."""
    present = visit()
    try:
        found = calls.opened(present, call_id)
        form = CallForm.of(found.unsent, found.row.revision, request.form)
        found = calls.save(present, found, form.written())
        if request.form.get("go") == HAIL:
            hailing.ask(present, found)
    except (CallElsewhereError, NotFoundError):
        return make_response(jsonify(told=sentence(CallElsewhereError())), CONFLICT)
    except StoreError as refused:
        return make_response(jsonify(told=sentence(refused)), UNAVAILABLE)
    stands = hails.of(found)
    return make_response(
        jsonify(
            hailed=hails.told(stands),
            waiting=stands.waiting,
            revision=found.row.revision,
            told=gettext("Saved at %(time)s", time=clock.second(found.unsent.saved)),
            named=named(found.unsent.answers),
            danger=found.unsent.danger.isoformat() if found.unsent.danger else "",
        )
    )


@open_to(Who.OPERATOR, Who.MEMBER)
def hailed(call_id: bytes) -> AnyResponse:
    """Tell who comes: a script asks while nobody does, which saves nothing and is no work."""
    stands = hails.of(calls.opened(visit(), call_id))
    return jsonify(hailed=hails.told(stands), waiting=stands.waiting)


@open_to(Who.OPERATOR, Who.MEMBER)
def act(call_id: bytes) -> AnyResponse:
    """Do what a pressed button asks: all of them save first.

    A page that is sent once more after its call was sent finds its tip by its own draft.
    """
    present, pressed = visit(), request.form.get("go", SAVE)
    try:
        found = calls.opened(present, call_id)
    except NotFoundError as gone:
        return overtaken(call_id, pressed, gone)
    form = CallForm.of(found.unsent, found.row.revision, request.form)
    if pressed in {STAMP, HANDED}:
        note = gettext("Handed over to the emergency number") if pressed == HANDED else ""
        form.stamp(present.now, note[:STAMP_MAX])
    try:
        found = calls.save(present, found, form.written())
        if pressed == HAIL:
            hailing.ask(present, found)
    except CallElsewhereError as refused:
        return overtaken(call_id, pressed, refused)
    except StoreError as refused:
        return again(found, sentence(refused), UNAVAILABLE)
    if pressed == END:
        calls.end(present, found)
        return redirect(url_for("review.hotline", ended=1), 303)
    if pressed in {SEND, SEND_ANYWAY}:
        return send(found, anyway=pressed == SEND_ANYWAY)
    return onward(found, pressed)


@open_to(Who.MEMBER)
def take(call_id: bytes) -> AnyResponse:
    """Take up a call that its operator left."""
    try:
        calls.take_up(visit(), call_id)
    except (CallGoingOnError, CallElsewhereError) as refused:
        return listed(sentence(refused), CONFLICT)
    return redirect(url_for("review.call", call_id=call_id), 303)


@open_to(Who.MEMBER)
def send_left(call_id: bytes) -> AnyResponse:
    """Send a call that its operator left, as it was saved last."""
    try:
        calls.send_left(visit(), call_id)
    except CallGoingOnError as refused:
        return listed(sentence(refused), CONFLICT)
    return redirect(url_for("review.hotline", sent=1), 303)


def onward(found: OpenCall, pressed: str) -> AnyResponse:
    """Show a saved call again where its operator was: what a place was found by is not saved."""
    if pressed == FIND:
        form = CallForm.of(found.unsent, found.row.revision, request.form)
        return page(found, form, focus=form.found)
    more = pressed.removeprefix(MORE) if pressed.startswith(MORE) else None
    where = more or ("times" if pressed in {STAMP, HANDED} else None)
    anchor = f"part-{where}" if where else "call"
    address = url_for("review.call", call_id=found.row.id, more=more, _anchor=anchor)
    return redirect(address, 303)


def send(found: OpenCall, *, anyway: bool) -> AnyResponse:
    """Send a call, or show it again with what is amiss; words that name the caller warn once."""
    form = CallForm.of(found.unsent, found.row.revision, request.form)
    if not form.validate():
        return page(found, form, status=REFUSED)
    answers = form.settled(found.unsent.answers)
    if named(answers) and not anyway:
        return page(found, form, status=REFUSED, warned=named(answers))
    try:
        ready = replace(found, unsent=replace(found.unsent, answers=answers))
        draft = calls.send(visit(), ready)
    except StoreError as refused:
        return again(found, sentence(refused), UNAVAILABLE)
    return code(draft, found.unsent.spoken)


def overtaken(call_id: bytes, pressed: str, refused: StoreError) -> AnyResponse:
    """Answer a page whose call is gone, or was saved elsewhere: if it was sent, with its code."""
    try:
        found = calls.opened(visit(), call_id)
    except NotFoundError:
        if pressed in {SEND, SEND_ANYWAY}:
            return sent_again(call_id)
        raise
    return again(found, sentence(refused), CONFLICT)


def sent_again(call_id: bytes) -> AnyResponse:
    """Answer a page that was sent before with the same code; its tip is the same."""
    present = visit()
    try:
        found = calls.sent_before(present, call_id, request.form.get("draft", ""))
    except DraftError:
        raise NotFoundError from None
    form = CallForm.of(found.unsent, found.row.revision, request.form)
    unsent = calls.with_written(present, found.unsent, form.written())
    unsent = replace(unsent, answers=form.settled(unsent.answers))
    return code(calls.send(present, replace(found, unsent=unsent)), unsent.spoken)


def again(found: OpenCall, told: str, status: int) -> Response:
    """Answer with the page as it was typed, and why it was not done."""
    form = CallForm.of(found.unsent, found.row.revision, request.form)
    form.errors.append(("", told))
    return page(found, form, status=status)


def page(
    found: OpenCall, form: CallForm, *, status: int = 200, warned: str = "", focus: str = ""
) -> Response:
    """Answer with the page of a call."""
    spoken, stands = str(form.about.spoken.data or ""), hails.of(found)
    shown = render_template(
        "review/hotline/call.html",
        call=found,
        form=form,
        rows=list(form.rows()),
        labels={line.part.value: pick(line.label) for line in configuration_here().script.lines},
        script=configuration_here().script,
        lines=lines.lines(spoken),
        lacks=lines.lacks(spoken),
        spoken=spoken,
        on_call=interpreting.on_call(visit().now),
        alarming=alarming(),
        warned=warned,
        hailed=stands,
        hail_told=hails.told(stands),
        ask_address=f"{url_for('review.call_hailed', call_id=found.row.id)}?{quiet.MARK}=1",
        focus=focus,
        save_seconds=SAVE_SECONDS,
        stamps_max=STAMPS_MAX,
    )
    return make_response(shown, status)


def code(draft: Draft, spoken: str) -> Response:
    """Answer with the receipt code, once: it is in no other page and nowhere in the databases."""
    g.unpacked = True
    groups = draft.receipt.groups
    return make_response(
        render_template(
            "review/hotline/code.html",
            groups=groups,
            script_groups=in_script(groups, spoken or language()),
            spoken=spoken or language(),
            carried=after.carry(After.of(draft, spoken)),
            note=NoteForm(),
            lines=lines.lines(spoken),
        )
    )


def listed(told: str = "", status: int = 200) -> Response:
    """Answer with the page that a call begins on."""
    present = visit()
    calls.counter(present)
    shown = render_template(
        "review/hotline/list.html",
        own=calls.own(present),
        left=calls.left(present),
        minutes=present.office.settings.call_minutes,
        now_words=words.NOW,
        told=told,
    )
    return make_response(shown, status)
