"""The deployment's keys on disk: public recipients, the pepper, the review site's secret.

Source: docs/format.md, 11. No private key of a desk, of recovery or of audit lies here.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from tipline.age import HybridRecipient
from tipline.errors import (
    AgeKeyError,
    DeskUnknownError,
    KeyFileExposedError,
    KeyFileMissingError,
    KeyFileUnreadableError,
    KeyFileWrongError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PEPPER = "pepper"
REVIEW_SECRET = "review.secret"  # noqa: S105 (a file's name)
RECOVERY = "recovery.txt"
AUDIT = "audit.txt"
AUDIT_SEALED = "audit.age"  # the audit identity, which only the recovery identity opens
DELIVERER = "deliverer.txt"
DELIVERER_SECRET = "deliverer.secret"  # noqa: S105 (a file's name)
CHANNELS_SECRET = "channels.secret"  # noqa: S105 (a file's name)
AUDIT_DESK = "AUDIT"  # auditors share a key as a desk does, and have no tips
DESKS = "desks"
SECRET_BYTES = 32  # of the pepper and of the review site's secret, as 64 hex digits
VERIFIER_BYTES = 32  # an Ed25519 public key, RFC 8032
OTHERS = 0o077  # the mode bits that a secret's file must not have


@dataclass(frozen=True)
class DeskCard:
    """A desk's public half: what seals to it, and what checks its signatures (32 bytes)."""

    code: str
    recipient: HybridRecipient = field(repr=False)
    verifier: bytes = field(repr=False)

    def text(self) -> str:
        """Return the desk's file as ``desks/<CODE>.toml`` holds it."""
        verifier = base64.b64encode(self.verifier).decode()
        return f'code = "{self.code}"\nrecipient = "{self.recipient}"\nverifier = "{verifier}"\n'

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a desk's file; ValueError for anything else."""
        try:
            card = tomllib.loads(text)
            verifier = base64.b64decode(card["verifier"], validate=True)
            recipient = HybridRecipient.parse(card["recipient"])
        except (KeyError, TypeError, AttributeError, RecursionError, binascii.Error, AgeKeyError):
            raise ValueError from None
        if len(card) != len(cls.__dataclass_fields__) or len(verifier) != VERIFIER_BYTES:
            raise ValueError
        return cls(str(card["code"]), recipient, verifier)


@dataclass(frozen=True)
class Deployment:
    """Whom things are sealed to. Read once; recipients keep their parsed keys."""

    recovery: HybridRecipient = field(repr=False)
    audit: HybridRecipient = field(repr=False)
    desks: Mapping[str, DeskCard]

    @classmethod
    def read(cls, keys: Path) -> Self:
        """Read the recipients in ``keys``; KeyFileError tells which file is the trouble."""
        folder = keys / DESKS
        cards = [_read_desk(path) for path in sorted(folder.glob("*.toml"))]
        return cls(
            _read_recipient(keys / RECOVERY),
            _read_recipient(keys / AUDIT),
            MappingProxyType({card.code: card for card in cards}),
        )

    def desk(self, code: str) -> DeskCard:
        """Return a desk's card; DeskUnknownError, a KeyFileError, if there is none."""
        if code not in self.desks:
            raise DeskUnknownError(desk=code)
        return self.desks[code]


def read_pepper(keys: Path) -> bytes:
    """Return the pepper, 32 bytes: only the public site has it. KeyFileError."""
    return _read_secret(keys / PEPPER)


def read_review_secret(keys: Path) -> bytes:
    """Return the review site's own secret, 32 bytes. KeyFileError."""
    return _read_secret(keys / REVIEW_SECRET)


def read_deliverer(keys: Path) -> HybridRecipient:
    """Return whom items of the outbox are sealed to: the review site has it. KeyFileError."""
    return _read_recipient(keys / DELIVERER)


def read_private(path: Path) -> str:
    """Return the text of a file that its owner alone may read. KeyFileError."""
    text = _read(path)
    mode = path.stat().st_mode & 0o777
    if mode & OTHERS:
        raise KeyFileExposedError(file=path, mode=f"{mode:04o}")
    return text


def _read_secret(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(read_private(path))
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise KeyFileWrongError(file=path, wanted=f"{2 * SECRET_BYTES} hex digits")
    return secret


def _read_recipient(path: Path) -> HybridRecipient:
    try:
        return HybridRecipient.parse(_read(path).strip())
    except AgeKeyError:
        raise KeyFileWrongError(file=path, wanted="one recipient, age1pq1…") from None


def _read_desk(path: Path) -> DeskCard:
    wanted = "a desk's code, recipient and verifier"
    try:
        card = DeskCard.parse(_read(path))
    except ValueError:
        raise KeyFileWrongError(file=path, wanted=wanted) from None
    if card.code != path.stem:
        raise KeyFileWrongError(file=path, wanted=f"the desk {path.stem}")
    return card


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise KeyFileMissingError(file=path) from None
    except OSError as error:
        raise KeyFileUnreadableError(file=path, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise KeyFileWrongError(file=path, wanted="plain ASCII text") from None
