"""Colour profiles: the colours stay within a bound, and the texts are gone."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.evidence.pictures.drawing import drawn
from tests.evidence.pictures.profiles import ADOBE, DISPLAY_P3, SCREEN, SRGB, profile
from tipline.evidence.cleaning.pictures import icc
from tipline.evidence.cleaning.pictures.curves import curve, nearest

WITHIN = 4  # levels of 255, per channel, after converting to sRGB


def converted(told: bytes) -> bytes:
    picture = drawn((64, 64))
    own = ImageCms.ImageCmsProfile(io.BytesIO(told))
    result = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    assert isinstance(result, Image.Image)
    return result.tobytes()


def test_srgb_is_no_profile() -> None:
    assert icc.plain(SRGB) == b""
    assert icc.plain(profile(icc.SRGB, 2.2)) != b""  # a plain power is not its curve


@pytest.mark.parametrize("told", [DISPLAY_P3, ADOBE, SCREEN])
def test_colours_stay_within_the_bound(told: bytes) -> None:
    plain = icc.plain(told)
    assert len(plain) < 1024
    assert b"MARK" not in plain
    assert b"appl" not in plain.lower()
    pairs = zip(converted(told), converted(plain), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= WITHIN
    assert icc.plain(plain) == plain


def test_a_screen_is_not_known_by_its_numbers() -> None:
    other = profile((0.461, 0.2302, 0.0201, 0.3603, 0.7, 0.09, 0.144, 0.07, 0.715), 2.07)
    assert icc.plain(other) == icc.plain(SCREEN)


def test_tables_keep_their_numbers_and_lose_the_rest() -> None:
    table = b"mft1" + bytes(4) + bytes((3, 3, 2, 0)) + bytes(range(200))
    tags = {b"A2B0": table, b"desc": b"text\0\0\0\0MARK"}
    told = icc._written(b"prtr", b"CMYK", b"Lab ", tags)
    plain = icc.plain(told)
    assert table in plain
    assert b"MARK" not in plain
    assert icc.plain(plain) == plain


@given(st.binary(max_size=300), st.integers(0, 700), st.integers(0, 255))
def test_a_broken_profile_is_none_or_a_whole_one(noise: bytes, at: int, byte: int) -> None:
    assert icc.plain(noise) == b""
    broken = bytearray(SCREEN)
    broken[at % len(broken)] = byte
    plain = icc.plain(bytes(broken))
    assert icc.plain(plain) == plain
    assert not plain or converted(plain)


@given(st.floats(0.4, 4.0))
def test_a_curve_moves_by_no_more_than_the_bound(gamma: float) -> None:
    points = [(step / 32) ** gamma for step in range(33)]
    written = curve(nearest(points).written)
    assert max(abs(one - other) for one, other in zip(points, written, strict=True)) <= 0.0021
