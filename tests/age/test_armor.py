"""Armor: one text for one file, whether written at once or little by little."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.age import ArmorWriter, armor, dearmor, open_armor
from tipline.errors import AgeArmorError

SIZES = st.sampled_from([0, 1, 2, 47, 48, 49, 95, 96, 97]) | st.integers(0, 500)
WRITTEN = armor(bytes(range(100)))


@given(size=SIZES, pieces=st.lists(st.integers(0, 100), max_size=12))
def test_round_trip(size: int, pieces: list[int]) -> None:
    """However it is cut when written, the text is the same, and reads back."""
    raw = bytes(each % 251 for each in range(size))
    source, sink = io.BytesIO(raw), io.BytesIO()
    with ArmorWriter(sink) as writer:
        for length in [*pieces, size]:
            writer.write(source.read(length))
    assert sink.getvalue().decode() == armor(raw)
    assert dearmor(armor(raw)) == raw
    assert open_armor(io.BytesIO(armor(raw).encode())).read() == raw


@given(place=st.integers(0, len(WRITTEN) - 1), sign=st.sampled_from("AZaz09+/=- \n\r\té"))
def test_one_text_for_one_file(place: int, sign: str) -> None:
    """A text that differs holds another file or none, but for its last line feed and CRLF."""
    changed = WRITTEN[:place] + sign + WRITTEN[place + 1 :]
    try:
        raw = dearmor(changed)
    except AgeArmorError:
        return
    same = changed.replace("\r\n", "\n").strip() == WRITTEN.strip()
    assert same == (raw == bytes(range(100)))


@pytest.mark.parametrize("cut", range(1, len(WRITTEN) - 1))
def test_cut_short(cut: int) -> None:
    """Without its end it is no file, wherever it was cut."""
    with pytest.raises(AgeArmorError):
        dearmor(WRITTEN[:cut])


def test_white_space_around_it_is_bounded() -> None:
    """A mail may add a little; a stream of blanks is no armor."""
    assert dearmor("\n" * 1000 + WRITTEN + " " * 1000) == bytes(range(100))
    for text in ("\n" * 1025 + WRITTEN, WRITTEN + " " * 1025, " " * 5000 + WRITTEN):
        with pytest.raises(AgeArmorError):
            dearmor(text)


def test_a_stream_tells_a_missing_end() -> None:
    """The reader of a stream ends with the armor's end only, and stays broken else."""
    reader = open_armor(io.BytesIO(WRITTEN[:-5].encode()))
    for _ in range(2):
        with pytest.raises(AgeArmorError):
            reader.read()


def test_an_aborted_writer_leaves_no_end() -> None:
    """Half a file is no armor, and the writer takes no more."""
    sink = io.BytesIO()
    writer = ArmorWriter(sink)
    with pytest.raises(ConnectionError), writer:  # noqa: PT012  the error comes midway
        writer.write(bytes(100))
        raise ConnectionError
    writer.close()
    with pytest.raises(AgeArmorError):
        dearmor(sink.getvalue().decode())
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
