"""The cameras: their register, the page of one, and which may have seen what a case is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Self

from flask import make_response, render_template, request, url_for

from tipline.casework.desk import cameras, stills
from tipline.casework.desk.sight import exactness
from tipline.casework.given import responding
from tipline.casework.tip.opening import unentered
from tipline.casework.tip.placing import point_of
from tipline.review import camera_words, charted
from tipline.review.forms.cameras import ListForm, NearForm
from tipline.review.views.cases import CASE, desk_for
from tipline.review.visit import visit
from tipline.tips.powers import responds
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Response

    from tipline.casework.tip.opening import OpenTip
    from tipline.places.cameras.seeing import Candidate

SHOWN_MAX = 200  # on a page; whoever sees more does not read them
REFUSED = 422


@dataclass(frozen=True)
class About:
    """What cameras are looked for: the address of its page, and where the form is posted.

    ``ask`` is where their keepers are asked from; empty where they are not.
    ``stills_of``: the tip of which a picture may be asked for here, if of any.
    """

    back: str
    to: str
    ask: str = ""
    stills_of: bytes | None = None

    @classmethod
    def tip(cls, tip: OpenTip) -> Self:
        """Return the addresses of a tip."""
        return cls(
            url_for("review.tip", tip_id=tip.id),
            url_for("review.cameras_near_tip_found", tip_id=tip.id),
            url_for("review.keeper", tip_id=tip.id) if may_ask(tip) else "",
            None if responds(tip.case.state, tip.case.desk) else tip.id,
        )

    @classmethod
    def case(cls, case_id: bytes, desk: str) -> Self:
        """Return the addresses of a case, for the desk that has it."""
        back = url_for("review.case", case_id=case_id, desk=desk)
        return cls(back, url_for("review.cameras_near_case_found", case_id=case_id, desk=desk))


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/cameras", "cameras", show_all)
    pages.add_url_rule("/cameras", "cameras_found", find, methods=["POST"])
    pages.add_url_rule("/cameras/<tip:camera_id>", "camera", show)
    for rule, name, ask, answer in (
        ("/tips/<tip:tip_id>/cameras", "cameras_near_tip", ask_of_tip, answer_of_tip),
        (f"{CASE}/cameras", "cameras_near_case", ask_of_case, answer_of_case),
    ):
        pages.add_url_rule(rule, name, ask)
        pages.add_url_rule(rule, f"{name}_found", answer, methods=["POST"])


@open_to(Who.MEMBER)
def show_all() -> Response:
    """Show the register."""
    return _list()


@open_to(Who.MEMBER)
def find() -> Response:
    """Show the cameras that fit."""
    return _list()


@open_to(Who.MEMBER)
def show(camera_id: bytes) -> str:
    """Show a camera."""
    camera = cameras.the_one(visit(), camera_id)
    return render_template("review/cameras/camera.html", camera=camera, words=camera_words)


@open_to(Who.MEMBER)
def ask_of_tip(tip_id: bytes) -> Response:
    """Ask for place and time, beginning with what the case and the report say."""
    cameras.opened(visit())
    tip = unentered(visit(), tip_id)
    report = None if tip.closed else tip.newest
    answers = report.answers if report else None
    point, exact = point_of(tip.case.state, answers), exactness(tip.case.state, answers)
    return _near(NearForm.of(point, exact, report), About.tip(tip))


@open_to(Who.MEMBER)
def answer_of_tip(tip_id: bytes) -> Response:
    """Show the cameras that may have seen it."""
    cameras.opened(visit())
    return _found(About.tip(unentered(visit(), tip_id)), tip=tip_id)


def of_no_keeper(form: NearForm, tip: OpenTip) -> Response:
    """Show the page of a tip's cameras again, where whose they are was not to be made out."""
    return _near(form, About.tip(tip), status=REFUSED)


def may_ask(tip: OpenTip) -> bool:
    """Tell whether the keepers of cameras are asked from a tip's page: by the desk at home."""
    state = tip.case.state
    return tip.case.trouble is None and not responds(state, tip.case.desk) and not state.stopped


@open_to(Who.MEMBER)
def ask_of_case(case_id: bytes) -> Response:
    """Ask for place and time, beginning with the place of the case."""
    cameras.opened(visit())
    desk = desk_for(case_id)
    case = responding.case_of(visit(), case_id, desk, form=True)
    form = NearForm.of(point_of(case.state), exactness(case.state, None))
    return _near(form, About.case(case_id, desk))


@open_to(Who.MEMBER)
def answer_of_case(case_id: bytes) -> Response:
    """Show the cameras that may have seen it."""
    cameras.opened(visit())
    desk = desk_for(case_id)
    responding.case_of(visit(), case_id, desk, form=True)
    return _found(About.case(case_id, desk), case=case_id)


def _list() -> Response:
    _, here = cameras.opened(visit())
    form = ListForm(here.owners if here else ())
    wrong = request.method == "POST" and here is not None and not form.validate()
    found = [] if wrong else cameras.listed(visit(), form.words.data or "", form.owner.data or "")
    page = render_template(
        "review/cameras/list.html",
        form=form,
        register=here.register if here else None,
        count=len(found),
        found=found[:SHOWN_MAX],
        words=camera_words,
    )
    return make_response(page, REFUSED if wrong else 200)


def _found(about: About, **named: bytes) -> Response:
    form = NearForm()
    if cameras.opened(visit())[1] is None:
        return _near(form, about)
    if not form.validate():
        return _near(form, about, status=REFUSED)
    found = cameras.may_have_seen(visit(), form.point, form.at, form.how_exact, **named)
    return _near(form, about, found)


def _near(
    form: NearForm, about: About, found: list[Candidate] | None = None, *, status: int = 200
) -> Response:
    _, here = cameras.opened(visit())
    page = render_template(
        "review/cameras/near.html",
        form=form,
        about=about,
        register=here.register if here else None,
        count=len(found or ()),
        found=None if found is None else found[:SHOWN_MAX],
        on_map=charted.candidates(found[:SHOWN_MAX]) if found else None,
        owners=Counter(each.camera.owner for each in found or ()),
        words=camera_words,
        still_offered=partial(stills.offered, visit()),
    )
    return make_response(page, status)


def sees_cameras() -> bool:
    """Tell whether whoever sits before this page may see the cameras: for what leads there."""
    return cameras.may_see(visit())
