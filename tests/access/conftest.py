"""One office a test, in an empty folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.access.office import Office, settle
from tests.review.world import build
from tipline.keyring import analyst
from tipline.review.access import door

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUICK = 10


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passphrases take 1 MiB: what they really take is measured in test_timing."""
    monkeypatch.setattr(analyst, "WORK_FACTOR", QUICK)
    monkeypatch.setattr(door, "WORK_FACTOR", QUICK)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return settle(build(tmp_path, limit_signin="100000 per minute"))


@pytest.fixture
def office_with(tmp_path: Path) -> Callable[..., Office]:
    return lambda **settings: settle(
        build(tmp_path, **{"limit_signin": "100000 per minute"} | settings)
    )
