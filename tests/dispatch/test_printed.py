"""The code on the sheet: made of numbers alone, without style or script."""

import re
from dataclasses import replace

import segno

from tests.dispatch.packages import CORNERS, WHOLE, whole
from tipline.dispatch.package import Marking, Where
from tipline.dispatch.printed import LETTERS, LINES_MAX, fits, lines, reference_code


def test_the_code_is_of_the_reference_alone() -> None:
    drawn = reference_code("TL-1A2B3C4D-12")
    assert drawn == segno.make("TL-1A2B3C4D-12", error="m", micro=False).svg_inline(
        scale=3, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    assert reference_code("TL-1A2B3C4D-13") != drawn


def test_it_has_no_style_no_script_and_no_words() -> None:
    drawn = reference_code("TL-1A2B3C4D-12")
    assert set(re.findall(r"<(\w+)", drawn)) == {"svg", "g", "path"}
    assert "style" not in drawn
    assert "TL-" not in drawn


def test_what_differs_in_length_is_counted_in_lines() -> None:
    bare = whole(summary="A gun.", where=Where(), attachments=(), marking=Marking())
    assert lines(bare) == 1
    assert lines(replace(bare, summary="A gun.\n\nAnd boxes.")) == 3
    assert lines(replace(bare, summary="x" * (LETTERS + 1))) == 2
    assert lines(replace(bare, where=Where(words="Gate 3", points=CORNERS))) == 5
    assert lines(replace(bare, attachments=WHOLE.attachments)) == 4
    assert lines(replace(bare, marking=WHOLE.marking)) == 2


def test_one_page_has_so_many_lines() -> None:
    bare = whole(where=Where(), attachments=(), marking=Marking())
    assert fits(replace(bare, summary="x" * (LETTERS * LINES_MAX)))
    assert not fits(replace(bare, summary="x" * (LETTERS * LINES_MAX + 1)))
    assert not fits(replace(bare, summary="x\n" * (LINES_MAX + 1)))
