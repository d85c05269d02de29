"""The members of the desks that one supervises: who is there, invite, give a desk, disable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l

from tipline.errors import AnalystExistsError, NotFoundError
from tipline.keyring.card import Role
from tipline.keyring.invitation import Invitation
from tipline.review import names
from tipline.review.access import browser, membership
from tipline.review.access.door import door
from tipline.review.access.forms import ROLES, GiveDeskForm, InviteForm, PressForm
from tipline.review.access.guard import member
from tipline.review.access.membership import Seat
from tipline.review.house import house
from tipline.web import Who, open_to, sentence
from tipline.web.languages import language, own_name

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

ID_BYTES = 16
NOBODY = _l(
    "There is no analyst of this name with this key number. Have both read out again, letter by"
    " letter and digit by digit."
)


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/members", "members", members)
    pages.add_url_rule("/members/invite", "invite", invite, methods=["GET", "POST"])
    pages.add_url_rule("/members/add", "give_desk", give_desk, methods=["GET", "POST"])
    pages.add_url_rule("/members/<id_hex>/disable", "disable", disable, methods=["GET", "POST"])


@open_to(Who.SUPERVISOR)
def members() -> str:
    """List who is and was at the desks."""
    found = membership.colleagues(house(), member())
    desks = {code: [one for one in found if one.desk == code] for code in member().supervised()}
    return render_template(
        "review/access/members.html", desks=desks, roles=ROLES, desk_name=names.of_desk, me=member()
    )


@open_to(Who.SUPERVISOR)
def invite() -> AnyResponse:
    """Ask whom to invite; show the code, once."""
    form = InviteForm(_languages(), desks=_desks(), data={"language": language()})
    if form.is_good():
        asked = Invitation(
            name=form.name.data or "",
            role=Role(form.role.data),
            desk=form.desk.data,
            language=form.language.data,
        )
        try:
            code = membership.invite(door(), member(), asked, browser.now())
        except AnalystExistsError as error:
            form.refuse(form.name, sentence(error))
        else:
            return make_response(
                render_template(
                    "review/access/invited.html",
                    code=code,
                    asked=asked,
                    hours=house().settings.invitation_hours,
                )
            )
    return _page("review/access/invite.html", form)


@open_to(Who.SUPERVISOR)
def give_desk() -> AnyResponse:
    """Ask who is to get a desk, and give it."""
    form = GiveDeskForm(_desks())
    if form.is_good():
        asked = Seat(
            desk=form.desk.data,
            name=form.name.data or "",
            read_out=form.read_out.data or "",
            role=Role(form.role.data),
        )
        try:
            membership.give_desk(door(), member(), asked)
        except NotFoundError:
            form.refuse(form.read_out, str(NOBODY))
        else:
            return redirect(url_for("access.members"), 303)
    return _page("review/access/give-desk.html", form)


@open_to(Who.SUPERVISOR)
def disable(id_hex: str) -> AnyResponse:
    """Ask whether somebody is to be shut out, and do it."""
    form = PressForm()
    analyst = analyst_id(id_hex)
    one = membership.disableable(house(), member(), analyst)
    if form.is_good():
        membership.disable(house(), member(), analyst)
        return redirect(url_for("access.members"), 303)
    return make_response(render_template("review/access/disable.html", form=form, one=one))


def _desks() -> list[tuple[str, str]]:
    return [(code, names.of_desk(code)) for code in member().supervised()]


def _languages() -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in house().settings.languages]


def _page(template: str, form: InviteForm | GiveDeskForm) -> Response:
    return make_response(render_template(template, form=form, errors=form.said()))


def analyst_id(id_hex: str) -> bytes:
    """Return the id of an address; 404 for what is none."""
    try:
        analyst = bytes.fromhex(id_hex)
    except ValueError:
        abort(404)
    if len(analyst) != ID_BYTES:
        abort(404)
    return analyst
