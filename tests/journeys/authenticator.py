"""An authenticator for the demonstration's people: each code is shown once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from tests.journeys.analyst import Analyst
from tipline.keyring import totp

LOOK_SECONDS = 0.2


@dataclass
class Authenticator:
    """The people of the demonstration, and the last step that each of them used."""

    people: Mapping[str, Analyst]
    used: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, demo: Mapping[str, object]) -> Self:
        """Take ``demo.json``."""
        auditor, others = demo["auditor"], demo["others"]
        assert isinstance(auditor, dict)
        assert isinstance(others, dict)
        people = (demo, auditor, *others.values())
        return cls({str(one["name"]): _analyst(one) for one in people})

    def code(self, name: str) -> str:
        """Return a code that was not used and that lasts 15 s; wait for one if need be."""
        step = self.used[name] = max(self.used.get(name, 0) + 1, _earliest())
        while step > time.time() // totp.STEP_SECONDS + totp.DRIFT_STEPS:
            time.sleep(LOOK_SECONDS)
        return totp.code_at(self.people[name].secret, step)


def _analyst(person: Mapping[str, object]) -> Analyst:
    secret = bytes.fromhex(str(person["totp"]))
    return Analyst(str(person["name"]), str(person["passphrase"]), secret)


def _earliest() -> int:
    return int((time.time() - totp.STEP_SECONDS / 2) // totp.STEP_SECONDS)
