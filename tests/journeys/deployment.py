"""A deployment whose private keys the test holds, so that it can open what the sites stored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import migrated
from tests.journeys.servers import environment
from tipline.age import HybridIdentity
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.body import open_body
from tipline.sealing.deployment import DESKS, DeskCard
from tipline.sealing.envelope import open_identity
from tipline.settings import Settings, load
from tipline.store.blobs import Blobs
from tipline.store.engine import open_inbox
from tipline.store.inbox.shelf import Shelf
from tipline.store.reserve import Reserve
from tipline.tips.report import Message, Report, part_from_json

TRIAGE, OVERSIGHT, HOTLINE = "TRIAGE", "OVS", "HOTLINE"
SECRET_BYTES = 32


@dataclass(frozen=True)
class Deployment:
    """Where it lies, what it is served with, and the secrets of its desks."""

    folder: Path
    env: Mapping[str, str]
    settings: Settings
    pepper: bytes = field(repr=False)
    desks: Mapping[str, DeskIdentity] = field(repr=False)

    @property
    def log(self) -> Path:
        """What the servers said."""
        return self.folder / "server.log"

    def shelf(self) -> Shelf:
        """Return the inbox as the review site sees it."""
        return Shelf(open_inbox(self.settings.inbox_database, public=False))

    def parts(self, tip_id: bytes) -> list[Report | Message]:
        """Return what a desk reads of a tip, opened with the desk's identity."""
        row = self.shelf().tip(tip_id, list(self.desks))
        tip = open_identity(row.envelope, [self.desks[row.desk].identity])
        return [part_from_json(open_body(part.sealed, [tip])) for part in row.parts]


def establish(folder: Path, *further: str, **more: str) -> Deployment:
    """Make keys and databases in ``folder``, which must be there; ``more`` are settings.

    The reserve is small, since hundreds of deployments stand beside each other.

    ``further`` are codes of desks that have keys beside the usual ones.
    """
    env = environment(folder, **{"TIPLINE_DEMO": "0", "TIPLINE_RESERVE_MIB": "1"} | more)
    settings = load({name: env[name] for name in env if name.startswith("TIPLINE_")}, None)
    codes = (TRIAGE, OVERSIGHT, HOTLINE, *further)
    desks = {code: DeskIdentity.generate(code) for code in codes}
    pepper = write_keys(settings.keys, desks)
    migrated.make(settings.inbox_database, "inbox")
    migrated.make(settings.casebook_database, "casebook")
    Blobs.of(settings.var).make()
    reserve_of(settings).take()
    return Deployment(folder, env, settings, pepper, desks)


def reserve_of(settings: Settings) -> Reserve:
    """Return the disk space that is kept free for reports."""
    return Reserve.of(settings.var, settings.reserve_mib)


def write_keys(keys: Path, desks: Mapping[str, DeskIdentity]) -> bytes:
    """Write the key files of a deployment; return the pepper."""
    (keys / DESKS).mkdir(parents=True)
    secret = {name: secrets.token_bytes(SECRET_BYTES) for name in ("pepper", "review.secret")}
    for name, value in secret.items():
        (keys / name).write_text(value.hex() + "\n")
        (keys / name).chmod(0o600)
    for name in ("recovery.txt", "audit.txt"):
        (keys / name).write_text(f"{HybridIdentity.generate().recipient}\n")
    for code, desk in desks.items():
        card = DeskCard(code, desk.recipient, desk.verifier)
        (keys / DESKS / f"{code}.toml").write_text(card.text())
    return secret["pepper"]
