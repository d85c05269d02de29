"""How to sign in to a demonstration: only where ``demo`` is set does anything here read a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.keyring import totp

if TYPE_CHECKING:
    from tipline.settings import Settings

FILE = "demo.json"  # in var/; `tipline demo` makes it: name, passphrase, and totp in hex


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the sign-in page of a demonstration says; ``seconds`` until the code changes."""

    name: str
    passphrase: str
    code: str
    seconds: int


def shown(settings: Settings, now: datetime) -> Shown | None:
    """Return how to sign in, or None outside a demonstration and where its file is not readable."""
    if not settings.demo:
        return None
    try:
        known = json.loads((settings.var / FILE).read_text("utf-8"))
        secret = bytes.fromhex(known["totp"])
        name, words = str(known["name"]), str(known["passphrase"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    left = totp.STEP_SECONDS - int(now.timestamp()) % totp.STEP_SECONDS
    code = totp.code_at(secret, totp.step_at(now))
    return Shown(name=name, passphrase=words, code=code, seconds=left)
