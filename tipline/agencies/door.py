"""The page of a link: our reference, and a form. Looking at it changes nothing.

Mail scanners open links: so nothing is said by a GET, and what is said twice is kept once.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import TooManyRequests
from wtforms import Field, Form, ValidationError

from tipline.agencies.ways import PLACE, Ways, token_of
from tipline.errors import LinkEndedError, StoreError
from tipline.tips.content.dispatched import SAID_TEXT_MAX
from tipline.tips.content.told import TO_MAX
from tipline.tips.event import REASON_MIN
from tipline.tips.heard import Heard
from tipline.tips.said import IN_WORDS, Said, Way
from tipline.web import Who, open_to, sentence
from tipline.web.app import settings_here
from tipline.web.fields import ChoiceField, LineField, Needed, NotShorter, TextField
from tipline.web.limits import count, wait_seconds
from tipline.web.words import wait_sentence

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

REFUSED = 422
LATER_SECONDS = 60
Errors: TypeAlias = list[tuple[str, str]]
ONCE = re.compile(r"[0-9a-f]{32}")
CHOICES = (
    (Said.ACCEPTED, _l("We accept it")),
    (Said.DECLINED, _l("We decline it")),
    (Said.ASKS, _l("We have a question")),
    (Said.EN_ROUTE, _l("We are on our way")),
    (Said.ON_SCENE, _l("We are on scene")),
    (Said.DONE, _l("We are done")),
)

blueprint = Blueprint("agencies", __name__)


class AnswerForm(Form):
    """What an agency says."""

    said = ChoiceField(_l("Your answer"), CHOICES, validators=[Needed(_l("Choose your answer."))])
    who = LineField(
        _l("Who you are"),
        TO_MAX,
        description=_l("Your name and rank, or your call sign, and your unit."),
        validators=[NotShorter(1, _l("Say who you are."))],
    )
    text = TextField(
        _l("In your words"),
        SAID_TEXT_MAX,
        description=_l("Needed to decline and to ask. It reaches the officers who sent this."),
    )

    def validate_text(self, field: Field) -> None:
        """Ask for words where the answer alone is of no use."""
        if self.said.data in IN_WORDS and len(field.data or "") < REASON_MIN:
            raise ValidationError(str(_l("Say why you decline, or what you ask.")))


@blueprint.get("/")
@open_to(Who.ANYONE)
def home() -> str:
    """Say what this site is for."""
    return render_template("agencies/home.html")


@open_to(Who.ANYONE)
def root() -> AnyResponse:
    """Lead to the page above, in the language that the browser prefers."""
    return redirect(url_for("agencies.home"))


@blueprint.get("/<token>")
@open_to(Who.AGENCY)
def show(token: str) -> Response:
    """Show the page of a link."""
    return _page(token, AnswerForm())


@blueprint.post("/<token>")
@open_to(Who.AGENCY)
def answer(token: str) -> Response:
    """Keep what is said, sealed to its case, and say that it was taken."""
    form = AnswerForm(request.form)
    try:
        count("agencies", settings_here().limit_agencies)
        if not form.validate():
            return _page(token, form, REFUSED)
        _keep(token, form)
    except TooManyRequests as busy:
        seconds = wait_seconds(busy)
        return _later(token, form, wait_sentence(seconds), 429, seconds)
    except LinkEndedError:
        raise
    except StoreError as trouble:
        return _later(token, form, sentence(trouble), 503, LATER_SECONDS)
    return make_response(render_template("agencies/taken.html", token=token))


def ways_here() -> Ways:
    """Return where what agencies say is left."""
    found: Ways = current_app.extensions[PLACE]
    return found


def now_utc() -> datetime:
    """Return the time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _keep(token: str, form: AnswerForm) -> None:
    heard = Heard(
        token=token_of(token),
        said=Said(form.said.data),
        way=Way.LINK,
        at=now_utc(),
        who=form.who.data or "",
        text=form.text.data or "",
    )
    ways_here().leave(heard, f"page {_once()}")


def _page(token: str, form: AnswerForm, status: int = 200) -> Response:
    errors = [(each.id, str(told)) for each in form for told in each.errors[:1]]
    return _shown(token, ways_here().reference(token_of(token), now_utc()), form, errors, status)


def _later(token: str, form: AnswerForm, told: str, status: int, seconds: int) -> Response:
    """Answer with what was typed, and when to send it again: nothing of it is lost."""
    response = _shown(token, "", form, [("", told)], status)
    response.headers["Retry-After"] = str(seconds)
    return response


def _shown(token: str, reference: str, form: AnswerForm, errors: Errors, status: int) -> Response:
    page = render_template(
        "agencies/answer.html",
        token=token,
        reference=reference,
        form=form,
        errors=errors,
        once=_once(),
    )
    return make_response(page, status)


def _once() -> str:
    """Return what makes a second press of the same button the same answer."""
    typed = request.form.get("once", "")
    return typed if ONCE.fullmatch(typed) else secrets.token_hex(16)
