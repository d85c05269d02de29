"""Cleaning loads what it needs when it is imported: in a jail there is nothing to load from."""

from __future__ import annotations

from pathlib import Path

from tests.evidence.loading import CLEANING, loaded
from tests.evidence.pictures.drawing import PICTURES, drawn, encoded
from tests.evidence.pictures.profiles import DISPLAY_P3
from tests.evidence.pictures.test_shapes import oriented
from tipline.tips.evidence import Kind

READING = """
with open(path, "rb") as source:
    kind = recognise(source)
    if kind.family == "picture":
        clean(kind, source, io.BytesIO())
"""
TEXTS = ["نص".encode("cp1256"), "text".encode("utf-16"), "نص".encode(), b"\xef\xbb\xbftext"]


def test_nothing_is_loaded_while_a_file_is_read(tmp_path: Path) -> None:
    pictures = [
        encoded(kind, drawn(), icc_profile=DISPLAY_P3, exif=oriented(6))
        for kind in PICTURES
        if kind is not Kind.GIF
    ]
    for number, content in enumerate([*pictures, encoded(Kind.GIF), *TEXTS]):
        (tmp_path / str(number)).write_bytes(content)
    assert loaded(tmp_path, CLEANING, READING) == []
