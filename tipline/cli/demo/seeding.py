"""The invented reports: sent as the public site sends them, worked on as the review site does."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g

from tipline import configuration
from tipline.casework import actions, assessing, giving
from tipline.casework.giving import Chosen
from tipline.casework.opening import OpenTip, open_tip
from tipline.casework.visit import Visit
from tipline.cli.demo.files import FILES
from tipline.cli.deployed import now
from tipline.cli.signing_in import member_of
from tipline.evidence.jail import Jail
from tipline.evidence.taking import Taker
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.passphrase import normalised
from tipline.review import house
from tipline.sealing import receipt
from tipline.sealing.deployment import read_pepper
from tipline.sealing.draft import DraftBox
from tipline.sealing.tip import pack, pack_message
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop
from tipline.tips.content import Classified, Graded, Note, Question, Reply, Summary
from tipline.tips.event import Kind
from tipline.tips.report import Answers
from tipline.tips.shape import from_json
from tipline.tips.state import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.cli.demo.people import Known, Person
    from tipline.cli.deployed import Deployed
    from tipline.configuration import Configuration
    from tipline.keyring.member import Member
    from tipline.sealing.draft import Draft

REPORTS = Path(__file__).with_name("reports.toml")
NONCE_BYTES = 16
Deed = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A report that was sent, and what was done with it since."""

    draft: Draft
    arrived: datetime
    deeds: tuple[Deed, ...]


def seed(deployed: Deployed, known: Known) -> None:
    """Send the reports, then do what was done with them."""
    texts = configuration.load(deployed.settings.config, deployed.settings.languages)
    drop = Drop(open_inbox(deployed.settings.inbox_database, public=True), deployed.reserve)
    with closing(Jail(deployed.settings.jail)) as jail:
        door = Door(deployed, texts, drop, Taker(deployed.blobs, jail))
        sent = [door.send(report, known) for report in _reports()]
    app = Flask("tipline.demo")
    house.build(app, deployed.settings, texts)
    with app.app_context():
        g.member = sign_in(deployed, known.analyst)
        for each in sent:
            for deed in each.deeds:
                _do(drop, each, deed)


def _reports() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(REPORTS.read_text("utf-8"))["report"]
    return found


@dataclass(frozen=True)
class Door:
    """Where reports come in, as by the public site."""

    deployed: Deployed
    texts: Configuration
    drop: Drop
    taker: Taker

    def send(self, report: dict[str, Any], known: Known) -> Sent:
        """Send one of the reports."""
        pepper = read_pepper(self.deployed.settings.keys)
        draft = DraftBox(pepper).begin(report["language"])
        draft = replace(draft, answers=from_json(Answers, report["answers"]))
        if report.get("known"):
            draft = replace(draft, receipt=receipt.parse(known.receipt))
        recipient = draft.identity.recipient
        files = (self.taker.take([FILES[it]()], it, recipient) for it in report.get("files", ()))
        draft = replace(draft, files=tuple(files))
        lane = self.texts.oversight if report.get("lane") == "oversight" else self.texts.intake
        arrived = now() - timedelta(minutes=report["minutes"])
        self.drop.put(pack(draft, arrived, self.deployed.public, pepper, lane))
        return Sent(draft, arrived, tuple(report.get("deed", ())))


def sign_in(deployed: Deployed, person: Person) -> Member:
    """Return a person of the demonstration as a member, with their keys."""
    row = deployed.staff.by_lookup(deployed.lookup(person.name))
    if row is None:
        raise LookupError
    identity = AnalystIdentity.open(row.identity, normalised(person.passphrase))
    return member_of(deployed, row, person.name, identity)


def _do(drop: Drop, sent: Sent, deed: Deed) -> None:
    at = sent.arrived + timedelta(minutes=deed["after"])
    if deed["what"] == "message":
        recipient = sent.draft.identity.recipient.public
        nonce = secrets.token_bytes(NONCE_BYTES)
        drop.add(pack_message(sent.draft.tip_id, recipient, deed["text"], at, nonce))
        return
    visit = Visit(house.house(), g.member, at)
    tip = open_tip(visit, sent.draft.tip_id)
    if deed["what"] != "open":
        DEEDS[deed["what"]](visit, tip, deed)


def _write(kind: actions.Text, visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.write_text(visit, tip, kind, deed["text"], tip.case.number)


def _answer(kind: actions.ToReporter, visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.answer(visit, tip, kind, deed["text"], tip.case.number)


def _set_aside(visit: Visit, tip: OpenTip, _deed: Deed) -> None:
    actions.set_aside(visit, tip, tip.case.number)


def _close(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.close(visit, tip, Outcome(deed["outcome"]), deed["text"], tip.case.number)


def _assess(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    classified = from_json(Classified, deed["classified"])
    graded = from_json(Graded, deed["graded"])
    assessing.assess(visit, tip, classified, graded, tip.case.number)


def _give(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    giving.give(visit, tip, Chosen([deed["desk"]], deed["desk"], deed["text"]), tip.case.number)


DEEDS: Mapping[str, Callable[[Visit, OpenTip, Deed], None]] = {
    Kind.NOTE: partial(_write, Note),
    Kind.SUMMARY: partial(_write, Summary),
    Kind.REPLY: partial(_answer, Reply),
    Kind.QUESTION: partial(_answer, Question),
    Kind.SET_ASIDE: _set_aside,
    Kind.CLOSED: _close,
    "assess": _assess,
    "give": _give,
}
