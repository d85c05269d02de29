"""A deployment with real databases, analysts who are signed in, and reporters who send tips."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests import migrated
from tests.visitor import Watchful
from tipline.age import HybridIdentity, HybridRecipient
from tipline.casework.visit import Visit
from tipline.cli.init import make_deliverer
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.enrolment import seat
from tipline.keyring.session import Opened, SessionKey, seal
from tipline.review import create_app
from tipline.review.house import PLACE, House
from tipline.review.visit import visit
from tipline.sealing.answer import open_answer, open_head
from tipline.sealing.blob import BlobWriter
from tipline.sealing.body import open_body
from tipline.sealing.deployment import DeskCard
from tipline.sealing.draft import Draft, DraftBox
from tipline.sealing.envelope import open_identity
from tipline.sealing.mailbox import derive
from tipline.sealing.receipt import ReceiptCode
from tipline.sealing.tip import PackedTip, pack, pack_message
from tipline.settings import Settings
from tipline.store.blobs import Blobs
from tipline.store.casebook.staff import AnalystRow
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.tables import envelope, mailbox
from tipline.store.reserve import Reserve
from tipline.store.transactions import reading
from tipline.tips.evidence import Evidence, Kind, Upload
from tipline.tips.mailbox import Answer, Head
from tipline.tips.report import Answers, Now, Place, Report, part_from_json

CONFIG = Path(__file__).parents[2] / "config"
CODES = ("TRIAGE", "OVS", "CG", "OPS", "HOTLINE", "ADMIN")
PEPPER = bytes(range(32))
WHAT = "Two men carry long boxes into the blue warehouse every night."


@dataclass(frozen=True)
class File:
    """A file as it is kept; ``told`` is what its evidence says beside."""

    content: bytes = field(repr=False)
    kind: Kind
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """A tip as its reporter knows it: the code opens the mailbox."""

    packed: PackedTip
    draft: Draft
    lane: str

    @property
    def receipt(self) -> ReceiptCode:
        return self.draft.receipt

    @property
    def id(self) -> bytes:
        return self.packed.tip_id

    @property
    def path(self) -> str:
        return f"/en/tips/{self.id.hex()}"


@dataclass
class World:
    """One deployment; ``moment`` is when the next tip arrives."""

    settings: Settings
    desks: Mapping[str, DeskIdentity]
    recovery: HybridIdentity
    audit: HybridIdentity
    app: Flask
    drop: Drop
    moment: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(hours=1))

    @property
    def house(self) -> House:
        found: House = self.app.extensions[PLACE]
        return found

    def send(
        self,
        what: str = WHAT,
        *,
        lane: str = "TRIAGE",
        language: str = "en",
        files: Sequence[File] = (),
        **answers: Any,
    ) -> Sent:
        """Send a report as the public site does, with files that it took in."""
        given: dict[str, Any] = {
            "category": "WEAP",
            "now": Now.NO,
            "place": Place(block="346"),
        } | answers
        box = DraftBox(PEPPER, 24)
        draft = replace(box.begin(language), answers=Answers(what=what, **given))
        draft = replace(draft, files=self.take(files, draft.identity.recipient))
        packed = pack(draft, self.moment, self.house.deployment, PEPPER, lane)
        self.drop.put(packed)
        self.moment += timedelta(seconds=7)
        return Sent(packed, draft, lane)

    def send_again(self, sent: Sent, **changed: Any) -> None:
        """Send the same report once more, changed, as its reporter does from the same draft."""
        answers = replace(sent.draft.answers, **changed)
        draft = replace(sent.draft, answers=answers)
        self.drop.put(pack(draft, self.moment, self.house.deployment, PEPPER, sent.lane))
        self.moment += timedelta(seconds=7)

    def add(self, sent: Sent, text: str, *, files: Sequence[File] = ()) -> None:
        """Add to a report as its reporter does, with the receipt code."""
        recipient, nonce = self.mailbox(sent).tip_recipient, secrets.token_bytes(16)
        taken = self.take(files, HybridRecipient.from_public(recipient))
        moment = datetime.now(UTC)
        self.drop.add(pack_message(sent.id, recipient, text, moment, nonce, files=taken))

    def take(self, files: Sequence[File], recipient: HybridRecipient) -> tuple[Upload, ...]:
        """Seal files into blobs as they are; what cleaning tells of them is in ``told``."""
        return tuple(
            Upload(evidence=self._kept(file, recipient), keep_name=True, keep_origin=True)
            for file in files
        )

    def _kept(self, file: File, recipient: HybridRecipient) -> Evidence:
        with self.house.viewer.blobs.create() as blob:
            writer = BlobWriter(cast("BinaryIO", blob), recipient)
            writer.write(file.content)
            writer.close()
            kept = Evidence(
                blob=blob.keep(),
                kind=file.kind,
                size=writer.size,
                sealed_size=writer.sealed_size,
                kept=writer.sha256,
                received_size=writer.size,
                received=writer.sha256,
            )
        return replace(kept, **file.told)

    @contextmanager
    def at_work(self, client: FlaskClient, address: str = "/en/queue") -> Iterator[Visit]:
        """Be the analyst of a browser in the middle of a request."""
        cookie = client.get_cookie("session")
        assert cookie is not None
        headers = {"Cookie": f"session={cookie.value}"}
        with self.app.test_request_context(address, headers=headers):
            self.app.preprocess_request()
            yield visit()

    def report(self, sent: Sent) -> Report:
        """Return a report as its desk reads it."""
        row = self.house.shelf.tip(sent.id, list(self.desks))
        identity = open_identity(row.envelope, [self.desks[row.desk].identity])
        found = part_from_json(open_body(row.parts[0].sealed, [identity]))
        assert isinstance(found, Report)
        return found

    def mailbox(self, sent: Sent) -> Head:
        """Return the head of a reporter's mailbox, opened with the code."""
        key = derive(sent.receipt, PEPPER)
        row = self.drop.mailbox(key.id)
        assert row is not None
        return open_head(row.head, key.identity)

    def answers(self, sent: Sent) -> list[Answer]:
        """Return what waits in a mailbox, opened with the code."""
        key = derive(sent.receipt, PEPPER)
        row = self.drop.mailbox(key.id)
        assert row is not None
        found = [open_answer(each.sealed, key.identity) for each in row.answers]
        return sorted(found, key=lambda answer: answer.shown_from)

    def operator(self, name: str) -> FlaskClient:
        """Return the browser of an operator of the hotline who has signed in."""
        return self.analyst(name, role=Role.OPERATOR, desks=("HOTLINE",))

    def analyst(
        self, name: str, *, role: Role = Role.ANALYST, desks: tuple[str, ...] = ("TRIAGE",)
    ) -> FlaskClient:
        """Return the browser of an analyst who has signed in."""
        return self.seated(name, dict.fromkeys(desks, role))

    def seated(self, name: str, seats: Mapping[str, Role]) -> FlaskClient:
        """Return the browser of somebody who has signed in, by their roles at desks."""
        identity, analyst = AnalystIdentity.generate(), secrets.token_bytes(16)
        row = AnalystRow(
            id=analyst,
            lookup=secrets.token_bytes(32),
            recipient=str(identity.recipient).encode(),
            verifier=identity.verifier,
            identity=b"sealed with a passphrase",
            totp=b"sealed",
            profile=b"sealed",
        )
        house = self.house
        house.staff.add(row, [seat(self.desks[it], row, name, seats[it]) for it in seats])
        key, now = SessionKey.draw(), datetime.now(UTC).replace(microsecond=0)
        opened = Opened(name=name, identity=identity)
        house.sessions.start(key.row_id, analyst, seal(opened, key, analyst), now)
        client = self.app.test_client()
        client.set_cookie("session", key.text)
        return client


def due(world: World, sent: Sent) -> tuple[date | None, date | None]:
    """Return the days on which a tip and its mailbox are due."""
    with reading(world.house.shelf.engine) as connection:
        tip = connection.execute(
            select(envelope.c.due_day).where(envelope.c.tip_id == sent.id)
        ).scalar()
        box = connection.execute(
            select(mailbox.c.due_day).where(mailbox.c.id == sent.packed.mailbox_id)
        ).scalar()
    return tip, box


def build(folder: Path, public_inbox: str = "", **settings: Any) -> World:
    """Make a deployment in an empty folder.

    Databases that are given by their addresses are made already; ``public_inbox``: that of the
    public site's role.
    """
    desks, recovery, audit = _identities()
    keys = folder / "keys"
    _write_keys(keys, desks, recovery, audit)
    given: dict[str, Any] = {"limit_pages": "100000 per minute", "hotline": True, "config": CONFIG}
    made = Settings(var=folder / "var", keys=keys, **(given | settings))
    if not public_inbox:
        migrated.make(made.inbox_database, "inbox")
        migrated.make(made.casebook_database, "casebook")
    Blobs.of(made.var).make()
    app = create_app(made)
    app.test_client_class = Watchful
    reserve = Reserve(made.var / "inbox" / "reserve", 1)
    drop = Drop(open_inbox(public_inbox or made.inbox_database, public=True), reserve)
    return World(made, desks, recovery, audit, app, drop)


def build_with_channels(folder: Path, channels: str, **settings: Any) -> World:
    """Make a deployment that has a deliverer, with these channels to ``localhost``."""
    config = folder / "config"
    shutil.copytree(CONFIG, config)
    file = config / "channels.toml"
    hosts = file.read_text("utf-8").replace("hosts = []", 'hosts = ["localhost"]')
    file.write_text(hosts + channels, "utf-8")
    (folder / "keys").mkdir()
    make_deliverer(folder / "keys")
    return build(folder, config=config, **settings)


@cache
def _identities() -> tuple[Mapping[str, DeskIdentity], HybridIdentity, HybridIdentity]:
    """Return the keys of all worlds: of the desks, of recovery and of audit."""
    recovery, audit = HybridIdentity.generate(), HybridIdentity.generate()
    desks = {code: DeskIdentity.generate(code) for code in CODES}
    return MappingProxyType(desks | {"AUDIT": DeskIdentity("AUDIT", audit.seed)}), recovery, audit


def _write_keys(
    keys: Path, desks: Mapping[str, DeskIdentity], recovery: HybridIdentity, audit: HybridIdentity
) -> None:
    (keys / "desks").mkdir(parents=True)
    for desk in desks.values():
        card = DeskCard(desk.code, desk.recipient, desk.verifier)
        (keys / "desks" / f"{desk.code}.toml").write_text(card.text())
    (keys / "recovery.txt").write_text(f"{recovery.recipient}\n")
    (keys / "audit.txt").write_text(f"{audit.recipient}\n")
    for name in ("pepper", "review.secret"):
        (keys / name).write_text(f"{PEPPER.hex()}\n")
        (keys / name).chmod(0o600)
