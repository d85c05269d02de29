"""Records as age files, and the sizes that they show."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline import age
from tipline.errors import AgeError, AgeKeyError, RecordMalformedError
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.envelope import open_identities, open_identity, seal_identity
from tipline.sealing.padding import FLOOR_BYTES, padded_size, padme

TIP = age.HybridIdentity.generate()
OTHER = age.HybridIdentity.generate()


@given(st.integers(0, 2**50))
def test_padding_follows_its_paper(size: int) -> None:
    padded = padme(size)
    assert size <= padded <= max(size + 1, size * 1.12)
    if size > 1:
        exponent = math.floor(math.log2(size)) if size < 2**40 else size.bit_length() - 1
        kept = math.floor(math.log2(exponent)) + 1 if exponent else 0
        assert padded % (1 << max(exponent - kept, 0)) == 0
    assert padme(padded) == padded


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 4608), (4608, 4608), (4609, 4864), (5000, 5120), (9_000, 9_216)]
)
def test_padded_sizes_are_those_of_the_format(size: int, padded: int) -> None:
    assert padded_size(size) == padded


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(0, 9), max_size=5))
def test_a_record_comes_back_and_any_reader_of_json_reads_it(record: dict[str, int]) -> None:
    sealed = seal_body(record, [TIP.recipient])
    assert open_body(sealed, [OTHER, TIP]) == record
    opened = age.open_bytes(sealed, [TIP])
    assert json.loads(opened) == record
    assert len(opened) == FLOOR_BYTES


def test_short_texts_cannot_be_told_apart_by_size() -> None:
    sizes = {len(seal_body({"what": "x" * n}, [TIP.recipient])) for n in (0, 1, 50, 3000)}
    assert len(sizes) == 1


def test_a_changed_or_foreign_body_is_refused() -> None:
    sealed = seal_body({"what": "smoke"}, [TIP.recipient])
    for other in (sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed + b"x", b""):
        with pytest.raises(AgeError):
            open_body(other, [TIP])
    with pytest.raises(AgeError):
        open_body(sealed, [OTHER])


@pytest.mark.parametrize("plaintext", [b"", b"smoke", b"[]", b"{} {}", b"\xff"])
def test_what_opens_and_is_no_record_is_refused(plaintext: bytes) -> None:
    with pytest.raises(RecordMalformedError):
        open_body(age.seal_bytes(plaintext, [TIP.recipient]), [TIP])


def test_an_envelope_gives_the_identity_to_each_recipient() -> None:
    desk, recovery = age.HybridIdentity.generate(), age.HybridIdentity.generate()
    sealed = seal_identity(TIP, [desk.recipient, recovery.recipient])
    assert open_identity(sealed, [desk]) == TIP
    assert open_identity(sealed, [recovery]) == TIP
    with pytest.raises(AgeError):
        open_identity(sealed, [OTHER])


def test_an_envelope_holds_a_stock_identity_file() -> None:
    opened = age.open_bytes(seal_identity(TIP, [OTHER.recipient]), [OTHER]).decode()
    assert opened == f"{TIP.text}\n"
    assert age.parse_identities(opened) == [TIP]


def test_an_envelope_may_hold_the_keys_before_too() -> None:
    sealed = seal_identity(TIP, [OTHER.recipient], [OTHER])
    assert age.open_bytes(sealed, [OTHER]).decode() == f"{TIP.text}\n{OTHER.text}\n"
    assert open_identities(sealed, [OTHER]) == (TIP, OTHER)
    assert open_identity(sealed, [OTHER]) == TIP


@pytest.mark.parametrize(
    "held", ["", "AGE-SECRET-KEY-PQ-1", f"{TIP.text}\n{OTHER.text[:-1]}\n", "\u00e9", "{}"]
)
def test_an_envelope_with_something_else_is_refused(held: str) -> None:
    sealed = age.seal_bytes(held.encode(), [OTHER.recipient])
    with pytest.raises(AgeKeyError):
        open_identity(sealed, [OTHER])


def test_an_envelope_with_a_key_of_another_kind_is_refused() -> None:
    weaker = age.X25519Identity.generate()
    sealed = age.seal_bytes(weaker.text.encode(), [OTHER.recipient])
    with pytest.raises(AgeKeyError):
        open_identity(sealed, [OTHER])
