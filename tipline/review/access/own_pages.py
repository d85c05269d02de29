"""One's own account: sessions, key number, desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, url_for

from tipline.casework import trail
from tipline.keyring.enrolment import fingerprint
from tipline.review.access import browser
from tipline.review.access.forms import ROLES, PressForm
from tipline.review.access.guard import member
from tipline.review.house import house
from tipline.sealing.audit import Action
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    """A session as its owner sees it; ``id`` is the row's, in hex: it does not give the cookie."""

    id: str
    started: datetime
    seen: datetime
    this: bool


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/account", "account", account)
    pages.add_url_rule("/account/sessions/<id_hex>/end", "end_session", end, methods=["POST"])


@open_to(Who.SIGNED_IN)
def account() -> str:
    """Show one's sessions, key number and desks."""
    one = member()
    desks = {code: ROLES[role] for code, role in one.believed.items()}
    own = fingerprint(one.name, str(one.identity.recipient).encode("ascii"), one.identity.verifier)
    return render_template(
        "review/access/account.html",
        form=PressForm(),
        sessions=_sessions(),
        desks=desks,
        doubted=one.doubted(),
        fingerprint=own,
    )


@open_to(Who.SIGNED_IN)
def end(id_hex: str) -> AnyResponse:
    """End one of one's own sessions; another's is as if it were not there."""
    own = {session.id for session in _sessions()}
    if id_hex not in own:
        abort(404)
    trail.record_by(house(), member(), Action.SESSION_END, session=bytes.fromhex(id_hex))
    house().sessions.end(bytes.fromhex(id_hex), member().analyst)
    return redirect(url_for("access.account"), 303)


def _sessions() -> list[OwnSession]:
    here = member()
    return [
        OwnSession(
            id=row.id.hex(), started=row.started, seen=row.seen, this=row.id == here.session_id
        )
        for row in house().sessions.of(here.analyst, browser.now())
    ]
