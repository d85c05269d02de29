"""An unknown name is refused as slowly as a known one, at the work that passphrases really take."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.access.office import Office
from tipline.errors import PassphraseRefusedError, SignInRefusedError
from tipline.keyring.analyst import AnalystIdentity
from tipline.review.access import signing_in

TURNS = 7


@pytest.fixture
def quick() -> None:
    """Take the place of the fixture that makes passphrases cheap."""


def refused_in(office: Office, name: str) -> float:
    """Return how many seconds of this thread's work, and of waiting, a refusal takes."""
    office.door.waits.forgive(signing_in.waiting(office.lookup(name), b""))
    began = time.perf_counter()
    with pytest.raises(SignInRefusedError):
        signing_in.check_passphrase(office.door, name, "wrong", b"", datetime.now(UTC))
    taken = time.perf_counter() - began
    office.door.aside.drain()
    return taken


def test_unknown_known_and_disabled_names_take_the_same_time(
    office_with: Callable[..., Office],
) -> None:
    """In turn, so that whatever else the machine does slows both: their distributions overlap.

    Without the decoy an unknown name would be answered hundreds of times sooner.
    """
    office = office_with()
    refused_in(office, "Fatima")
    taken = [(refused_in(office, "Fatima"), refused_in(office, "Nobody")) for _ in range(TURNS)]
    known, unknown = zip(*taken, strict=True)
    assert min(unknown) < statistics.median(known) < max(unknown) or (
        abs(statistics.median(unknown) / statistics.median(known) - 1) < 0.15
    )
    assert min(unknown) > 0.5 * min(known)


def test_the_decoy_fails_as_a_wrong_passphrase_does(office_with: Callable[..., Office]) -> None:
    with pytest.raises(PassphraseRefusedError):
        AnalystIdentity.open(office_with().door.decoy, "any")
