"""A deployment for each test, and an analyst who has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.world import World, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


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
