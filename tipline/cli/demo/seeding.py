"""The invented reports: sent as the public site sends them, worked on as the review site does."""

from __future__ import annotations

import secrets
import tomllib
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from flask import Flask, g

from tipline import configuration
from tipline.casework.desk import shift
from tipline.casework.hotline import calls
from tipline.casework.hotline.calls import Written
from tipline.casework.visit import Visit
from tipline.cli.demo.deeds import Deed, do
from tipline.cli.demo.files import DRAWN, FILES
from tipline.cli.demo.haste import hasten
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
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.cli.demo.lives import Lived
    from tipline.cli.demo.people import Known, Person
    from tipline.cli.deployed import Deployed
    from tipline.configuration import Configuration
    from tipline.keyring.member import Member
    from tipline.sealing.draft import Draft

REPORTS = Path(__file__).with_name("reports.toml")
NONCE_BYTES = 16
CALL_MINUTES = 4
HANDED_OVER = timedelta(minutes=5)  # so long ago
HAND_OVER = (
    "The coast guard asks for a word before the next moonless night. Nothing else is urgent."
)


@dataclass(frozen=True)
class Sent:
    """A report that was sent, or that a caller is about to tell; what was done with it since."""

    draft: Draft
    arrived: datetime
    deeds: tuple[Deed, ...]
    name: str

    def at(self, deed: Deed) -> datetime:
        """Return when something was done with it."""
        return self.arrived + timedelta(minutes=deed["after"])


def seed(
    deployed: Deployed,
    known: Known,
    reports: Sequence[dict[str, Any]],
    lived: Sequence[Lived] = (),
) -> None:
    """Send reports, then do what was done with them, one deed after the other.

    What would come later than now is not done yet.
    """
    texts = configuration.load(deployed.settings.config, deployed.settings.languages)
    inbox = hasten(open_inbox(deployed.settings.inbox_database, public=False))
    drop = Drop(inbox, deployed.reserve)
    with closing(Jail(deployed.settings.jail)) as jail:
        door = Door(deployed, texts, drop, Taker(deployed.blobs, jail))
        sent = [door.send(report, known) for report in reports]
        sent += [door.send_lived(each) for each in lived]
    app = Flask("tipline.demo")
    house.build(app, deployed.settings, texts)
    with app.app_context():
        for engine in (house.house().shelf.engine, house.house().cases.engine):
            hasten(engine)
        work = Work(drop, Staff(deployed, known), {each.name: each.draft for each in sent})
        deeds = [(each, deed) for each in sent for deed in each.deeds if each.at(deed) <= now()]
        for each, deed in sorted(deeds, key=lambda it: it[0].at(it[1])):
            work.do(each, deed)
        if reports:
            before = work.staff.visit(SECOND, now() - HANDED_OVER)
            shift.hand_over(before, texts.intake, HAND_OVER, {before.member.analyst})


def written() -> list[dict[str, Any]]:
    """Return the reports that every demonstration has."""
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
        name = report.get("name", "") or draft.tip_id.hex()
        return Sent(draft, arrived, tuple(report.get("deed", ())), name)

    def send_lived(self, lived: Lived) -> Sent:
        """Send a report of the invented world; what came by phone is sent by the operator."""
        pepper, told = read_pepper(self.deployed.settings.keys), lived.told
        arrived = now() - timedelta(minutes=told.minutes)
        draft = replace(DraftBox(pepper).begin(told.language), answers=told.answers)
        if lived.by_phone:
            return Sent(draft, arrived, ({"after": 0, "what": "call"}, *lived.deeds), lived.name)
        recipient, chance = draft.identity.recipient, Random(lived.name)  # noqa: S311 (a drawing)
        drawn = ((name, DRAWN[name](chance)) for name in lived.files)
        files = (self.taker.take([content], name, recipient) for name, content in drawn)
        draft = replace(draft, files=tuple(files))
        self.drop.put(pack(draft, arrived, self.deployed.public, pepper, self.texts.intake))
        return Sent(draft, arrived, lived.deeds, lived.name)


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


@dataclass(frozen=True)
class Work:
    """What is done with the reports; ``drafts``: those that were sent, by the reports' names."""

    drop: Drop
    staff: Staff
    drafts: dict[str, Draft]

    def do(self, sent: Sent, deed: Deed) -> None:
        """Do one deed at its time."""
        draft, at = self.drafts[sent.name], sent.at(deed)
        match deed["what"]:
            case "call":
                self.drafts[sent.name] = self._take_down(draft, at)
            case "message":
                recipient = draft.identity.recipient.public
                nonce = secrets.token_bytes(NONCE_BYTES)
                message = pack_message(draft.tip_id, recipient, deed["text"], at, nonce)
                self.drop.add(message)
            case _:
                named = {name: each.tip_id for name, each in self.drafts.items()}
                do(self.staff.visit(deed.get("who", ""), at), draft.tip_id, deed, named)

    def _take_down(self, told: Draft, at: datetime) -> Draft:
        """Write down what a caller says, and send it: the draft that it became."""
        visit = self.staff.visit("operator", at - timedelta(minutes=CALL_MINUTES))
        call = calls.opened(visit, calls.begin(visit, told.language))
        written = Written(
            page="", revision=call.row.revision, answers=told.answers, spoken=told.language,
            interpreter="", stamps=(),
        )  # fmt: skip
        call = calls.save(visit, call, written)
        return calls.send(self.staff.visit("operator", at), call)
