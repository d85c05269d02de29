"""Stands in for the jail and the store: tells of a file what a test says, and keeps nothing."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from tipline.errors import FileEmptyError, FileKindRefusedError, NotFoundError
from tipline.tips.evidence import Evidence, Found, Kind, Upload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from tipline.age import HybridRecipient

JPEG, PDF, WAV = b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"RIFF0000WAVE"
KINDS = {JPEG: Kind.JPEG, PDF: Kind.PDF, WAV: Kind.WAV}
PATIENCE_SECONDS = 10
TAKEN, PLACE = "2026-11-20 22:14:05", "26.22850,50.58600"
TELLING = JPEG + b"Exif"  # a picture that tells of itself


@dataclass
class Takes:
    """Notes what it was given; ``recipients`` are those of the files that were taken.

    While ``going`` is not set, it waits with each file that it has read.
    """

    sizes: list[int] = field(default_factory=list)
    recipients: list[bytes] = field(default_factory=list)
    going: threading.Event = field(default_factory=threading.Event)
    gone: set[bytes] = field(default_factory=set)  # blobs that the sweeper has taken

    def __post_init__(self) -> None:
        self.going.set()

    def take(
        self,
        stream: Iterable[bytes],
        name: str,
        recipient: HybridRecipient,
        *,
        disguise: bool = False,
    ) -> Upload:
        content = b"".join(stream)
        self.going.wait(PATIENCE_SECONDS)
        if not content:
            raise FileEmptyError
        kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
        if kind is None:
            raise FileKindRefusedError
        self.sizes.append(len(content))
        self.recipients.append(recipient.public)
        return told(content, kind, name, disguised=disguise and kind is Kind.WAV)

    def renew(self, blob: bytes) -> None:
        if blob in self.gone:
            raise NotFoundError


def told(content: bytes, kind: Kind, name: str, *, disguised: bool) -> Upload:
    """Return what the jail might tell of a file."""
    plain = Evidence(
        blob=secrets.token_bytes(16),
        kind=kind,
        size=len(content),
        sealed_size=len(content),
        kept=sha256(content).digest(),
        received_size=len(content),
        received=sha256(content).digest(),
        name=name,
        lossless=not disguised,
        disguised=disguised,
    )
    if not content.startswith(TELLING):
        return Upload(evidence=plain)
    found = (Found.PLACE, Found.TIME, Found.DEVICE)
    telling = replace(plain, found=found, lossless=False, taken=TAKEN, place=PLACE)
    return Upload(evidence=telling)


def stand_in(app: Flask, takes: Takes | None = None) -> Takes:
    """Let an application take files with no jail and no store."""
    takes = takes or Takes()
    intake = app.extensions["tipline.intake"]
    app.extensions["tipline.intake"] = replace(intake, taker=takes)
    return takes
