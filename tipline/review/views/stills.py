"""Pictures of cameras: asked for, taken, and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import make_response, redirect, render_template, url_for

from tipline.casework.desk import stills, stills_seen
from tipline.casework.desk.sight import sight
from tipline.casework.tip import actions
from tipline.casework.tip.opening import unentered
from tipline.casework.tip.seconding import others
from tipline.errors import EventRefusedError, NotFoundError, StillError
from tipline.review import camera_words, sending
from tipline.review.forms.stills import AgainForm, StillForm
from tipline.review.timeline import fresh
from tipline.review.tip_page import render
from tipline.review.views.action import CONFLICT, REFUSED
from tipline.review.views.cases import CASE, desk_for
from tipline.review.visit import visit
from tipline.tips.content import Still
from tipline.tips.powers import responds
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.desk.stills_seen import Seen
    from tipline.casework.tip.opening import OpenTip
    from tipline.places.cameras.camera import Camera
    from tipline.review.forms.base import CaseForm

ASK = "/tips/<tip:tip_id>/cameras/<tip:camera_id>/still"
STILL = "stills/<int(max=999999):number>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule(ASK, "still_ask", ask)
    pages.add_url_rule(ASK, "still_asked", answer, methods=["POST"])
    pages.add_url_rule(f"/tips/<tip:tip_id>/{STILL}/again", "still_again", again, methods=["POST"])
    pages.add_url_rule(f"/tips/<tip:tip_id>/{STILL}", "still", show_of_tip)
    pages.add_url_rule(f"{CASE}/{STILL}", "case_still", show_of_case)
    looks = "<any(picture, thumbnail):task>"
    pages.add_url_rule(f"/tips/<tip:tip_id>/{STILL}/{looks}", "still_look", look_of_tip)
    pages.add_url_rule(f"{CASE}/{STILL}/{looks}", "case_still_look", look_of_case)


@open_to(Who.MEMBER)
def ask(tip_id: bytes, camera_id: bytes) -> Response:
    """Ask what a picture is for."""
    tip, camera = _of(tip_id, camera_id)
    form = StillForm(sight(visit(), tip, camera), formdata=None, data={"seen": tip.case.number})
    return _asking(tip, camera, form)


@open_to(Who.MEMBER)
def answer(tip_id: bytes, camera_id: bytes) -> AnyResponse:
    """Ask a second officer for a picture; to save a life, take it at once, of what is there."""
    tip, camera = _of(tip_id, camera_id)
    form = StillForm(sight(visit(), tip, camera))
    if not form.fits(tip):
        return _asking(tip, camera, form, status=REFUSED)
    said = {"text": form.text.data or "", "elsewhere": form.why_elsewhere}
    try:
        done = stills.ask_or_begin(visit(), tip, camera, form.number_seen, **said)
    except (EventRefusedError, *actions.OTHERS_FIRST) as error:
        form.form_errors.append(sentence(error))
        refused = not isinstance(error, actions.OTHERS_FIRST)
        newest = unentered(visit(), tip_id)
        return _asking(newest, camera, form, status=REFUSED if refused else CONFLICT)
    if len(done.case.state.stills) == len(tip.case.state.stills):
        return _onward(tip_id, "case")
    return _fetched(done, done.case.state.stills[-1].number)


@open_to(Who.MEMBER)
def again(tip_id: bytes, number: int) -> AnyResponse:
    """Ask a camera once more, that gave no picture."""
    form, tip = AgainForm(number), unentered(visit(), tip_id)
    if not form.fits(tip):
        return render(tip, form, status=REFUSED)
    return _fetched(tip, number)


def taken(form: CaseForm, tip: OpenTip, content: Still) -> AnyResponse:
    """Take a picture that was approved."""
    try:
        done = stills.begin(visit(), tip, content, None)
    except EventRefusedError as error:
        form.form_errors.append(sentence(error))
        return render(tip, form, status=REFUSED)
    return _fetched(done, done.case.state.stills[-1].number)


@open_to(Who.MEMBER)
def show_of_tip(tip_id: bytes, number: int) -> str:
    """Show a picture, for whoever has its tip."""
    seen = stills_seen.open_for_tip(visit(), tip_id, number, look=True)
    return _shown(seen, "review.still_look", "review.tip", {"tip_id": tip_id})


@open_to(Who.MEMBER)
def show_of_case(case_id: bytes, number: int) -> str:
    """Show a picture, for a desk that has the case."""
    desk = desk_for(case_id)
    seen = stills_seen.open_for_case(visit(), case_id, desk, number, look=True)
    return _shown(seen, "review.case_still_look", "review.case", {"case_id": case_id}, desk)


@open_to(Who.MEMBER)
def look_of_tip(tip_id: bytes, number: int, task: str) -> Response:
    """Give a picture, or a small one of it, made anew."""
    seen = stills_seen.open_for_tip(visit(), tip_id, number, look=task == "picture")
    return sending.shown(seen.show(task))


@open_to(Who.MEMBER)
def look_of_case(case_id: bytes, number: int, task: str) -> Response:
    """Give the same to a desk that has the case."""
    desk, look = desk_for(case_id), task == "picture"
    return sending.shown(
        stills_seen.open_for_case(visit(), case_id, desk, number, look=look).show(task)
    )


def _of(tip_id: bytes, camera_id: bytes) -> tuple[OpenTip, Camera]:
    """Return a tip at home, and a camera that gives pictures. NotFoundError."""
    camera = stills.of_camera(visit(), camera_id)
    tip = unentered(visit(), tip_id)
    if responds(tip.case.state, tip.case.desk):
        raise NotFoundError
    return tip, camera


def _asking(tip: OpenTip, camera: Camera, form: StillForm, *, status: int = 200) -> Response:
    meanwhile, here = fresh(tip.case, form.number_seen), sight(visit(), tip, camera)
    form.shown(tip.case.number)
    page = render_template(
        "review/cameras/still.html",
        tip=tip,
        meanwhile=meanwhile,
        camera=camera,
        form=form,
        words=camera_words,
        sight=here,
        life_first=tip.case.state.life_saving and here.there,
        days=visit().office.settings.stills_days,
        others=others(visit(), tip.case.desk),
    )
    return make_response(page, status)


def _fetched(tip: OpenTip, number: int) -> AnyResponse:
    """Have the camera give it; where it fails, the page says how, and offers to try again."""
    try:
        stills.fetch(visit(), tip, number)
    except (StillError, EventRefusedError) as error:
        newest = unentered(visit(), tip.id)
        form = AgainForm(number, formdata=None, data={"seen": newest.case.number})
        form.form_errors = [sentence(error)]
        return render(newest, form, status=REFUSED)
    return _onward(tip.id, f"still-{number}")


def _onward(tip_id: bytes, anchor: str) -> AnyResponse:
    return redirect(url_for("review.tip", tip_id=tip_id, _anchor=anchor), 303)


def _shown(seen: Seen, look: str, back: str, ids: dict[str, Any], desk: str | None = None) -> str:
    number = seen.file.number
    return render_template(
        "review/cameras/picture.html",
        seen=seen,
        picture=seen.file,
        case=seen.case,
        back=url_for(back, **ids, desk=desk, _anchor=f"still-{number}"),
        source=url_for(look, **ids, number=number, task="picture"),
    )
