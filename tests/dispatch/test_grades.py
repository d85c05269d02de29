"""A grade in the terms of others, as the domain guide has them."""

import pytest

from tipline.dispatch.grades import admiralty, europol
from tipline.tips.grade import Grade, Handling, Information, Source


@pytest.mark.parametrize(
    ("written", "theirs", "six"),
    [
        ("2/D/C", "X/4/H2", "F6"),
        ("2/A/P", "X/2/H0", "F3"),
        ("2/B/P", "X/3/H0", "F2"),
        ("2/C/C", "X/4/H2", "F6"),
        ("3/E/C", "C/4/H2", "E5"),
    ],
)
def test_each_row_of_the_guide(written: str, theirs: str, six: str) -> None:
    source, information, handling = written.split("/")
    grade = Grade(Source(source), Information(information), Handling(handling))
    assert str(grade) == written
    assert europol(grade) == theirs
    assert admiralty(grade) == six
