"""How to sign in to a demonstration: only where ``demo`` is set does anything here read a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tipline.keyring import totp

if TYPE_CHECKING:
    from tipline.settings import Settings

FILE = "demo.json"  # in var/; `tipline demo` makes it: name, passphrase, and totp in hex


@dataclass(frozen=True, kw_only=True)
class Shown:
    """How somebody of a demonstration signs in; ``seconds`` until the code changes.

    ``desk`` and ``role`` are codes, empty where the file does not tell them.
    """

    desk: str
    role: str
    name: str
    passphrase: str
    code: str
    seconds: int


def shown(settings: Settings, now: datetime) -> tuple[Shown, ...]:
    """Return how to sign in; nothing outside a demonstration and where its file is not readable."""
    if not settings.demo:
        return ()
    try:
        known = json.loads((settings.var / FILE).read_text("utf-8"))
        others = dict(known.get("others", {})).values()
        auditor = [known["auditor"]] if "auditor" in known else []
        return tuple(_shown(one, now) for one in (known, *others, *auditor))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _shown(known: dict[str, Any], now: datetime) -> Shown:
    left = totp.STEP_SECONDS - int(now.timestamp()) % totp.STEP_SECONDS
    code = totp.code_at(bytes.fromhex(known["totp"]), totp.step_at(now))
    name, words = str(known["name"]), str(known["passphrase"])
    desk, role = str(known.get("desk", "")), str(known.get("role", ""))
    return Shown(desk=desk, role=role, name=name, passphrase=words, code=code, seconds=left)
