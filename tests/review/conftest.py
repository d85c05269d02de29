"""A deployment for each test, and who has signed in: triage, its supervisor, and two desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.world import World, build
from tipline.casework.lists import finding, views
from tipline.keyring.card import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages and searches wait for their index on a busy machine."""
    for room in (finding, views):
        monkeypatch.setattr(room, "WAIT_SECONDS", 60)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build(tmp_path)
    yield made
    made.house.viewer.close()


@pytest.fixture
def noor(world: World) -> FlaskClient:
    return world.analyst("Noor")


@pytest.fixture
def sami(world: World) -> FlaskClient:
    return world.analyst("Sami")


@pytest.fixture
def huda(world: World) -> FlaskClient:
    return world.analyst("Huda", role=Role.SUPERVISOR)


@pytest.fixture
def ali(world: World) -> FlaskClient:
    return world.analyst("Ali", desks=("CG",))


@pytest.fixture
def omar(world: World) -> FlaskClient:
    return world.analyst("Omar", desks=("OPS",))
