"""An analyst without a browser: signs in, opens tips, writes what an analyst writes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus

from tests.journeys.deployment import TRIAGE, Deployment
from tests.journeys.reporter import Visitor
from tests.pages import Page
from tipline.keyring import totp
from tipline.keyring.card import Role
from tipline.keyring.enrolment import Keys, Profile, new_analyst, seat
from tipline.keyring.names import lookup
from tipline.sealing.deployment import read_review_secret
from tipline.store.casebook.staff import Staff
from tipline.store.engine import open_casebook


@dataclass(frozen=True)
class Analyst:
    """How somebody signs in."""

    name: str
    passphrase: str = field(repr=False)
    secret: bytes = field(repr=False)


def hire(
    deployment: Deployment,
    name: str,
    passphrase: str,
    *,
    role: Role = Role.ANALYST,
    desk: str = TRIAGE,
) -> Analyst:
    """Store an analyst, of the triage desk if not told, as one who took up an invitation."""
    secret = totp.draw()
    row = new_analyst(
        Keys.make(passphrase),
        Profile(name=name, language="en"),
        lookup=lookup(read_review_secret(deployment.settings.keys), name),
        totp_secret=secret,
        totp_used=0,
    )
    engine = open_casebook(deployment.settings.casebook_database)
    Staff(engine).add(row, [seat(deployment.desks[desk], row, name, role)])
    engine.dispose()
    return Analyst(name, passphrase, secret)


def sign_in(visitor: Visitor, analyst: Analyst, language: str = "en") -> Page:
    """Sign in with passphrase and code; return the page on which one begins."""
    first = visitor.get(f"/{language}/sign-in")
    typed = {"name": analyst.name, "passphrase": analyst.passphrase}
    second = visitor.submit(first, first.form("passphrase"), typed)
    code = totp.code_at(analyst.secret, int(time.time()) // totp.STEP_SECONDS)
    begun = visitor.submit(second, second.form("code"), {"code": code})
    assert begun.status == HTTPStatus.OK, begun.words
    assert "/sign-in" not in begun.address, begun.words
    return begun


def tips(queue: Page) -> list[str]:
    """Return the addresses of the tips that a page of the queue leads to."""
    return [link for link in queue.links if "/tips/" in link]


def write(visitor: Visitor, tip: Page, form: str, text: str) -> Page:
    """Write a note, a summary, a reply or a question on a tip's page; return the page after it."""
    field_name = f"{form}-text"
    after = visitor.submit(tip, tip.form(field_name), {field_name: text}, ("", ""))
    assert after.status == HTTPStatus.OK, after.words
    return after
