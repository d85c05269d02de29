"""An unknown and a disabled name are refused as slowly as a known one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.access.office import PASSPHRASE, Office, employ
from tests.distributions import alike, distance
from tipline.errors import PassphraseRefusedError, SignInRefusedError
from tipline.keyring import analyst
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.enrolment import Keys
from tipline.review.access import door, signing_in

TURNS = 40
LESS = 14  # 16 MiB: enough that it outweighs all else, and eight times as quick as what is used


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the place of the fixture that makes passphrases cheap."""
    monkeypatch.setattr(analyst, "WORK_FACTOR", LESS)
    monkeypatch.setattr(door, "WORK_FACTOR", LESS)


def refused_in(office: Office, name: str, passphrase: str) -> float:
    """Return how many seconds of this thread's work, and of waiting, a refusal takes."""
    office.door.waits.forgive(signing_in.waiting(office.lookup(name), b""))
    began = time.perf_counter()
    with pytest.raises(SignInRefusedError):
        signing_in.check_passphrase(office.door, name, passphrase, b"", datetime.now(UTC))
    taken = time.perf_counter() - began
    office.door.aside.drain()
    return taken


def test_unknown_known_and_disabled_names_take_the_same_time(
    office_with: Callable[..., Office],
) -> None:
    """In an order of chance, so that whatever else the machine does slows all three.

    Without the decoy an unknown name would be answered hundreds of times sooner.
    """
    office = office_with()
    gone = employ(office.world, Keys.make(PASSPHRASE), "Huda")
    office.world.house.staff.disable(gone.id)
    tried = {"Fatima": "wrong", "Nobody": "wrong", "Huda": PASSPHRASE}
    taken: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(TURNS):
        for name in random.sample(sorted(tried), len(tried)):
            taken[name].append(refused_in(office, name, tried[name]))
    for name in ("Nobody", "Huda"):
        assert alike(taken[name], taken["Fatima"]), distance(taken[name], taken["Fatima"])


def test_the_decoy_fails_as_a_wrong_passphrase_does(office_with: Callable[..., Office]) -> None:
    with pytest.raises(PassphraseRefusedError):
        AnalystIdentity.open(office_with().door.decoy, "any")
