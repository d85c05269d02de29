"""The invented reports: sent as the public site sends them, worked on as the review site does."""

from __future__ import annotations

import secrets
import tomllib
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, g

from tipline import configuration
from tipline.casework.desk import shift
from tipline.casework.visit import Visit
from tipline.cli.demo.deeds import Deed, Tips, do
from tipline.cli.demo.files import FILES
from tipline.cli.demo.people import SECOND
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
from tipline.tips.report import Answers
from tipline.tips.shape import from_json

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.cli.demo.people import Known, Person
    from tipline.cli.deployed import Deployed
    from tipline.configuration import Configuration
    from tipline.keyring.member import Member
    from tipline.sealing.draft import Draft

REPORTS = Path(__file__).with_name("reports.toml")
NONCE_BYTES = 16
HANDED_OVER = timedelta(minutes=5)  # so long ago
HAND_OVER = (
    "The coast guard asks for a word before the next moonless night. Nothing else is urgent."
)


@dataclass(frozen=True)
class Sent:
    """A report that was sent, and what was done with it since."""

    draft: Draft
    arrived: datetime
    deeds: tuple[Deed, ...]
    name: str

    def at(self, deed: Deed) -> datetime:
        """Return when something was done with it."""
        return self.arrived + timedelta(minutes=deed["after"])


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
        staff = Staff(deployed, known)
        named = {each.name: each.draft.tip_id for each in sent if each.name}
        deeds = [(each, deed) for each in sent for deed in each.deeds]
        for each, deed in sorted(deeds, key=lambda it: it[0].at(it[1])):
            _do(drop, staff, each, deed, named)
        before = staff.visit(SECOND, now() - HANDED_OVER)
        shift.hand_over(before, texts.intake, HAND_OVER, {before.member.analyst})


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
        return Sent(draft, arrived, tuple(report.get("deed", ())), report.get("name", ""))


def sign_in(deployed: Deployed, person: Person) -> Member:
    """Return a person of the demonstration as a member, with their keys."""
    row = deployed.staff.by_lookup(deployed.lookup(person.name))
    if row is None:
        raise LookupError
    identity = AnalystIdentity.open(row.identity, normalised(person.passphrase))
    return member_of(deployed, row, person.name, identity)


@dataclass(frozen=True)
class Staff:
    """The people of the demonstration at work."""

    deployed: Deployed
    known: Known
    members: dict[str, Member] = field(default_factory=dict)

    def visit(self, who: str, at: datetime) -> Visit:
        """Return a visit of the analyst, where ``who`` is empty, or of one of the others."""
        if who not in self.members:
            person = self.known.others[who] if who else self.known.analyst
            self.members[who] = sign_in(self.deployed, person)
        g.member = self.members[who]
        return Visit(house.house(), g.member, at)


def _do(drop: Drop, staff: Staff, sent: Sent, deed: Deed, named: Tips) -> None:
    at = sent.at(deed)
    if deed["what"] != "message":
        do(staff.visit(deed.get("who", ""), at), sent.draft.tip_id, deed, named)
        return
    recipient = sent.draft.identity.recipient.public
    nonce = secrets.token_bytes(NONCE_BYTES)
    drop.add(pack_message(sent.draft.tip_id, recipient, deed["text"], at, nonce))
