"""Grades: how they are written, and what a reporter's own word hints at."""

import pytest

from tipline.tips.grade import DEFAULT, Source, suggest
from tipline.tips.report import Knows


def test_the_grade_of_intake_is_that_of_the_guide() -> None:
    assert str(DEFAULT) == "2/D/C"


@pytest.mark.parametrize(
    ("knows", "grade"),
    [
        (Knows.SAW, "2/A/C"),
        (Knows.TOLD, "2/C/C"),
        (Knows.ONLINE, "2/C/C"),
        (Knows.OTHER, "2/D/C"),
        (Knows.UNSAID, "2/D/C"),
        (None, "2/D/C"),
    ],
)
def test_how_the_reporter_knows_hints_at_a_grade(knows: Knows | None, grade: str) -> None:
    assert str(suggest(knows)) == grade


def test_nobody_is_suggested_to_be_reliable() -> None:
    assert all(suggest(knows).source is Source.UNTESTED for knows in (None, *Knows))
