"""Of the messages among coded pictures go those that no player needs; nothing else changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipline.evidence.cleaning.media import units
from tipline.evidence.cleaning.media.aac import aac
from tipline.evidence.cleaning.media.told import Told
from tipline.tips.evidence import Found

RECOVERY, USER, SLICE = (
    b"\x06\x01\x80",
    b"\x05\x14" + b"0123456789abcdef" + b"name",
    b"\x65\x88rest",
)


def unit(content: bytes) -> bytes:
    return len(content).to_bytes(4) + content


def avc(sample: bytes) -> tuple[bytes, set[Found]]:
    told = Told()
    return units.avc(4, told)(sample), set(told.cleaned().found)


def test_a_message_that_a_player_needs_stays_beside_one_that_goes() -> None:
    sample = unit(b"\x06" + RECOVERY + USER + b"\x80") + unit(SLICE)
    assert avc(sample) == (unit(b"\x06" + RECOVERY + b"\x80") + unit(SLICE), {Found.PROGRAM})


def test_a_unit_of_nothing_but_what_goes_goes() -> None:
    filler, private = unit(b"\x0c\xff\xff\x80"), unit(b"\x1fplace")
    assert avc(filler + unit(SLICE)) == (unit(SLICE), set())
    assert avc(private + unit(SLICE)) == (unit(SLICE), {Found.REST})
    assert avc(unit(b"\x06" + USER + b"\x80") + unit(SLICE)) == (unit(SLICE), {Found.PROGRAM})


def test_dolbys_units_and_checksums_of_hevc_go() -> None:
    told, needed = Told(), unit(b"\x26\x01slice")
    sample = unit(b"\x7c\x01dolby") + unit(b"\x50\x01\x84\x01m\x80") + needed
    assert units.hevc(4, told)(sample) == needed
    assert told.cleaned().found == {Found.REST}


@given(st.binary(min_size=1, max_size=40))
def test_zeros_in_a_message_that_stays_are_escaped_as_before(payload: bytes) -> None:
    plain = bytes((137, len(payload))) + payload + b"\x80"
    sample = unit(b"\x06" + escaped(plain)) + unit(SLICE)
    assert avc(sample) == (sample, set())


def escaped(plain: bytes) -> bytes:
    """H.264, 7.4.1.1, byte by byte."""
    written = bytearray()
    for byte in plain:
        if written[-2:] == b"\0\0" and byte <= 3:
            written.append(3)
        written.append(byte)
    return bytes(written)


@given(st.lists(st.binary(min_size=2, max_size=40)))
def test_cleaning_again_changes_nothing(parts: list[bytes]) -> None:
    sample = b"".join(map(unit, parts))
    for sift in (units.avc(4, Told()), units.hevc(4, Told())):
        once = sift(sample)
        assert sift(once) == once


def test_a_coders_name_before_the_sound_is_cleared() -> None:
    told = Told()
    sift = aac(told)
    name, heard = b"Lavc59.37.100", b"\x21\x10\x05"
    # a fill element: 110, four bits of length, then bytes that begin within a byte
    count = len(name) + 1
    bits = f"110{count:04b}" + "0" * 8 + "".join(f"{byte:08b}" for byte in name)
    bits += "".join(f"{byte:08b}" for byte in heard)
    bits += "0" * (-len(bits) % 8)
    sample = int(bits, 2).to_bytes(len(bits) // 8)
    kept = sift(sample)
    plain = f"{int.from_bytes(kept):0{8 * len(kept)}b}"
    assert plain[7 : 7 + 8 * count] == "0" * 8 * count
    assert (plain[:7], plain[7 + 8 * count :]) == (bits[:7], bits[7 + 8 * count :])
    assert told.cleaned().found == {Found.PROGRAM}
    assert sift(kept) == kept


@given(st.binary(max_size=600))
def test_no_sound_changes_its_length(sample: bytes) -> None:
    kept = aac(Told())(sample)
    assert len(kept) == len(sample)
    assert aac(Told())(kept) == kept
