"""A jail that lays out office files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tipline.evidence.offices.walls import PACKAGES, installed, office_jail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.evidence.jail import Jail


@pytest.fixture(scope="session", autouse=True)
def libreoffice() -> None:
    """Fail with a sentence where it is not here."""
    if not installed():
        pytest.fail(f"LibreOffice is missing: install the packages {', '.join(PACKAGES)}.")


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    made = office_jail()
    yield made
    made.close()
