"""RFC 6238 and RFC 4226, by their own vectors; drift, replay, and what people type."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tipline.errors import TotpRefusedError
from tipline.keyring import totp

RFC_SECRET = b"12345678901234567890"  # RFC 4226, appendix D, and RFC 6238, appendix B (SHA-1)
NOW = datetime(2026, 3, 1, 9, 30, 10, tzinfo=UTC)
STEP = totp.step_at(NOW)


RFC_CODES = [
    "755224", "287082", "359152", "969429", "338314",
    "254676", "287922", "162583", "399871", "520489",
]  # fmt: skip


@pytest.mark.parametrize(("counter", "code"), list(enumerate(RFC_CODES)))
def test_codes_by_counter(counter: int, code: str) -> None:
    assert totp.code_at(RFC_SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_by_time(seconds: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))
    assert totp.code_at(RFC_SECRET, step, digits=8) == code


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_step_either_way_counts(drift: int) -> None:
    assert totp.check(RFC_SECRET, totp.code_at(RFC_SECRET, STEP + drift), NOW) == STEP + drift


@pytest.mark.parametrize("drift", [-3, -2, 2, 3, 1000])
def test_further_steps_do_not(drift: int) -> None:
    with pytest.raises(TotpRefusedError):
        totp.check(RFC_SECRET, totp.code_at(RFC_SECRET, STEP + drift), NOW)


@pytest.mark.parametrize("used", [STEP, STEP + 1, STEP + 5])
def test_a_used_step_does_not_count_again(used: int) -> None:
    with pytest.raises(TotpRefusedError):
        totp.check(RFC_SECRET, totp.code_at(RFC_SECRET, STEP), NOW, used=used)


def test_the_step_after_a_used_one_counts() -> None:
    later = NOW + timedelta(seconds=30)
    code = totp.code_at(RFC_SECRET, STEP + 1)
    assert totp.check(RFC_SECRET, code, later, used=STEP) == STEP + 1


@pytest.mark.parametrize("zero", [0x660, 0x6F0, 0x966, 0x9E6])
def test_any_scripts_digits_with_spaces(zero: int) -> None:
    code = totp.code_at(RFC_SECRET, STEP)
    typed = "\u200f" + " ".join(chr(zero + int(digit)) for digit in code)
    assert totp.check(RFC_SECRET, typed, NOW) == STEP


@given(some.text(max_size=100))
def test_anything_else_is_refused_by_our_error(typed: str) -> None:
    step = None
    try:
        step = totp.check(RFC_SECRET, typed, NOW)
    except TotpRefusedError:
        return
    assert totp.code_at(RFC_SECRET, step) == "".join(str(int(it)) for it in typed if it.isdecimal())


def test_an_authenticator_reads_the_address() -> None:
    read = urlsplit(totp.address(RFC_SECRET, "Zainab A.", "بلاغ: تجربة"))
    asked = parse_qs(read.query)
    assert (read.scheme, read.netloc) == ("otpauth", "totp")
    assert asked["issuer"] == ["بلاغ: تجربة"]
    assert base64.b32decode(asked["secret"][0]) == RFC_SECRET
    assert "".join(totp.groups(RFC_SECRET)) == asked["secret"][0]
