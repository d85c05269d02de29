"""What is told of a file, in words for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.sealing.test_tip import TOLD
from tipline.web.file_words import origin


@pytest.mark.parametrize(
    ("taken", "place", "shown"),
    [
        ("2026-11-24T22:30:00", "25.28000,51.53000", "2026-11-24 22:30:00 · 25.28000, 51.53000"),
        ("2026-02-28 21:07", "", "2026-02-28 21:07"),
        ("Tuesday", "25.28000,51.53000", "Tuesday · 25.28000, 51.53000"),
        ("", "", ""),
    ],
)
def test_a_time_and_a_place_read_as_people_write_them(taken: str, place: str, shown: str) -> None:
    assert origin(replace(TOLD, taken=taken, place=place)) == shown
