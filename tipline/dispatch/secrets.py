"""What the deliverer alone knows: its own identity, the mail server's password, signing secrets.

Source: docs/format.md, 11. Both files lie among the keys, for their owner alone.
"""

from __future__ import annotations

import base64
import binascii
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tipline.age import HybridIdentity, parse_identities
from tipline.errors import AgeKeyError, KeyFileMissingError, KeyFileWrongError
from tipline.sealing.deployment import CHANNELS_SECRET, DELIVERER_SECRET, read_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PREFIX = "whsec_"  # Standard Webhooks, "Signature scheme": base64 of 24 to 64 bytes after it
KEY_BYTES = range(24, 65)


@dataclass(frozen=True)
class ChannelSecrets:
    """Secrets of the channels: how to sign in at the mail server, and keys of the webhooks.

    ``inbound`` are those with which agencies sign what they send to us: the agencies' site has a
    file with these alone.
    """

    path: Path
    login: tuple[str, str] | None = field(repr=False)
    webhooks: Mapping[str, tuple[bytes, ...]] = field(repr=False)
    inbound: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, keys: Path) -> Self:
        """Read the file; where there is none there are no secrets. KeyFileError."""
        path = keys / CHANNELS_SECRET
        try:
            read = {**tomllib.loads(read_private(path))}
        except KeyFileMissingError:
            return cls(path, None, {})
        except ValueError:
            raise KeyFileWrongError(file=path, wanted="TOML, as deliver.md shows it") from None
        try:
            mail = read.pop("mail", None)
            login = (str(mail["user"]), str(mail["password"])) if mail else None
            found = {code: _keys(given) for code, given in read.pop("webhook", {}).items()}
            inbound = {code: _keys(given) for code, given in read.pop("inbound", {}).items()}
        except (KeyError, TypeError, AttributeError, binascii.Error, ValueError):
            read["wrong"] = True
        if read:
            wanted = "[mail] with user and password, [webhook] and [inbound] with lists of whsec_…"
            raise KeyFileWrongError(file=path, wanted=wanted)
        return cls(path, login, found, inbound)

    def signing(self, code: str) -> tuple[bytes, ...]:
        """Return the keys that sign what goes by a webhook. KeyFileWrongError if it has none."""
        if not self.webhooks.get(code):
            raise KeyFileWrongError(file=self.path, wanted=f"a list of whsec_… for {code}")
        return self.webhooks[code]


def read_identity(keys: Path) -> HybridIdentity:
    """Return the deliverer's identity. KeyFileError."""
    path = keys / DELIVERER_SECRET
    try:
        [identity] = parse_identities(read_private(path))
    except (AgeKeyError, ValueError):
        raise KeyFileWrongError(file=path, wanted="one identity, AGE-SECRET-KEY-PQ-1…") from None
    if not isinstance(identity, HybridIdentity):
        raise KeyFileWrongError(file=path, wanted="one identity, AGE-SECRET-KEY-PQ-1…")
    return identity


def _keys(given: object) -> tuple[bytes, ...]:
    texts = given if isinstance(given, list) else [given]
    found = tuple(base64.b64decode(str(it).removeprefix(PREFIX), validate=True) for it in texts)
    if not all(len(key) in KEY_BYTES for key in found):
        raise ValueError
    return found
