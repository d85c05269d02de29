"""A deployment whose keys the test holds, the public site on it, and a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.deployment import Deployment, establish
from tests.visitor import Visitor
from tipline.public import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return establish(tmp_path)


@pytest.fixture
def app(deployment: Deployment) -> Flask:
    return create_app(deployment.settings)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor.of(app)
