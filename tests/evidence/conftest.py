"""A folder for blobs, of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipline.store.blobs import Blobs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    made = Blobs(tmp_path / "blobs")
    made.make()
    return made
