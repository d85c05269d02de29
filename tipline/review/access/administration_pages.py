"""The administrators' pages: people, settings, and whether the deployment is well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass
from typing import TYPE_CHECKING, Any, Self

from flask import make_response, redirect, render_template, request, url_for

from tipline.errors import NotFoundError
from tipline.health import looks
from tipline.review.access import administering, browser
from tipline.review.access.forms import ROLES, PressForm
from tipline.review.access.guard import member
from tipline.review.access.member_pages import analyst_id
from tipline.review.house import house
from tipline.settings import REVIEW, declarations
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.health.trouble import Trouble
    from tipline.keyring.member import Member
    from tipline.review.house import House

SITE = "review"
DEEDS: Mapping[str, Callable[[House, Member, bytes], None]] = {
    "disable": administering.disable,
    "enable": administering.enable,
    "end": administering.end_sessions,
}


@dataclass(frozen=True)
class Told:
    """A setting as its page shows it: no value that may hold a password. ``own``: no default."""

    name: str
    value: str
    hidden: bool
    own: bool

    @classmethod
    def of(cls, declared: Field[Any], value: object) -> Self:
        """Return what is told of a setting."""
        kind = declared.metadata["kind"]
        hidden = kind.secret and bool(value)
        shown = "" if hidden else kind.show(value)
        return cls(declared.name, shown, hidden, value != declared.default)


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/administration", "administration", everybody)
    pages.add_url_rule("/administration/people/<id_hex>", "person", one)
    pages.add_url_rule("/administration/people/<id_hex>", "person_act", act, methods=["POST"])
    pages.add_url_rule("/administration/settings", "settings", settings)
    pages.add_url_rule("/administration/health", "health", health)


@open_to(Who.ADMINISTRATOR)
def everybody() -> str:
    """List everybody, with their desks."""
    found = administering.people(house(), member(), browser.now())
    return render_template("review/access/administration.html", people=found, roles=ROLES)


@open_to(Who.ADMINISTRATOR)
def one(id_hex: str) -> str:
    """Show somebody, and what may be done."""
    found = administering.person(house(), member(), browser.now(), analyst_id(id_hex))
    return render_template("review/access/person.html", one=found, roles=ROLES, form=PressForm())


@open_to(Who.ADMINISTRATOR)
def act(id_hex: str) -> AnyResponse:
    """Shut somebody out, let them in, or end their sessions."""
    deed = DEEDS.get(request.form.get("go", ""))
    if deed is None:
        raise NotFoundError
    deed(house(), member(), analyst_id(id_hex))
    return redirect(url_for("access.person", id_hex=id_hex), 303)


@open_to(Who.ADMINISTRATOR)
def settings() -> str:
    """Show the settings that this site was told; no secret among them."""
    here = house().settings
    known = [one for one in declarations() if one.metadata["sites"] & REVIEW]
    rows = [Told.of(one, getattr(here, one.name)) for one in known]
    return render_template("review/access/settings.html", rows=rows)


@open_to(Who.ADMINISTRATOR)
def health() -> AnyResponse:
    """Look at the deployment, as `tipline check --site review` does."""
    found: list[Trouble] = [trouble for look in looks(SITE) for trouble in look(house().settings)]
    return make_response(render_template("review/access/health.html", troubles=found))
