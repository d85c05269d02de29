"""Keys as text: what is read is what was written, slips are told, and secrets stay unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.age import (
    HybridIdentity,
    HybridRecipient,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    X25519Recipient,
    bech32,
    open_bytes,
    parse_identities,
    parse_recipient,
    seal_bytes,
)
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from tipline.age import (
        Identity,
    )

PUBLISHED = json.loads((Path(__file__).parents[1] / "vectors/age/keys.json").read_text())
HYBRID = HybridIdentity.from_seed(bytes(range(32)))
CLASSIC = X25519Identity.from_seed(bytes(range(32)))
TEXTS = [HYBRID.text, CLASSIC.text, str(HYBRID.recipient), str(CLASSIC.recipient)]
CHARSET = bech32.CHARSET.decode()


def parse(text: str) -> object:
    """Read a key of any kind."""
    return parse_recipient(text) if text.lower().startswith("age1") else parse_identities(text)


@pytest.mark.parametrize("source", PUBLISHED)
def test_published_identities_have_their_published_recipients(source: str) -> None:
    """Our expansion of a seed is the one of the specification."""
    secret, public = PUBLISHED[source]
    [identity] = parse_identities(secret)
    assert isinstance(identity, HybridIdentity | X25519Identity)
    assert identity.text == secret
    assert str(identity.recipient) == public
    assert parse_recipient(public) == identity.recipient


@given(raw=st.binary(max_size=300))
def test_bech32_round_trip(raw: bytes) -> None:
    """Any number of bytes comes back; another prefix is refused."""
    text = bech32.encode("age", raw)
    assert bech32.decode("age", text) == raw
    with pytest.raises(AgeKeyError):
        bech32.decode("age1pq", text)


@given(data=st.data(), text=st.sampled_from(TEXTS))
def test_one_slip_is_told(data: st.DataObject, text: str) -> None:
    """One letter changed, dropped, doubled or in the other case: no key."""
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(
        st.sampled_from(CHARSET + CHARSET.upper() + "1bioé ").filter(
            lambda each: each != text[place]
        )
    )
    changed = data.draw(st.sampled_from([letter, "", text[place] * 2, text[place].swapcase()]))
    slip = text[:place] + changed + text[place + 1 :]
    if slip.strip() == text:
        return  # a digit has no case
    with pytest.raises(AgeKeyError):
        parse(slip)


@pytest.mark.parametrize("text", TEXTS)
def test_the_other_case_is_refused(text: str) -> None:
    """Public keys are in lower case, secrets in upper case, as in age itself."""
    with pytest.raises(AgeKeyError):
        parse(text.swapcase())


@pytest.mark.parametrize("text", ["", "age1", "age1pq1", "1", "ssh-ed25519 AAAA", "age1tag1qqqqqq"])
def test_what_is_no_key(text: str) -> None:
    """Nothing, a bare prefix, a key of a kind that we do not have."""
    with pytest.raises(AgeKeyError):
        parse_recipient(text)
    with pytest.raises(AgeKeyError):
        parse_identities(text)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_keys_of_another_length(size: int) -> None:
    """A key is 32 bytes; a hybrid recipient 1,216."""
    for kind in (HybridIdentity.from_seed, X25519Identity.from_seed, X25519Recipient):
        with pytest.raises(AgeKeyError):
            kind(bytes(size))
    with pytest.raises(AgeKeyError):
        HybridRecipient.parse(bech32.encode("age1pq", bytes(size)))


def test_a_hybrid_recipient_that_is_no_key_is_refused_when_read() -> None:
    """Coefficients out of range (FIPS 203, 7.2) are told at once, not when the first tip comes."""
    with pytest.raises(AgeKeyError):
        HybridRecipient.parse(bech32.encode("age1pq", b"\xff" * 1216))


def test_a_recipient_of_low_order_seals_nothing() -> None:
    """Its shared secret would be zeros."""
    with pytest.raises(AgeKeyError):
        seal_bytes(b"", [X25519Recipient(bytes(32))])


def test_bits_left_over_are_refused() -> None:
    """A letter too many, or a bit set past the last byte, under a right checksum."""
    for letters in ("q", "qqq", "qp", "qqqqp"):
        text = _checksummed("age", letters)
        with pytest.raises(AgeKeyError):
            bech32.decode("age", text)


def _checksummed(prefix: str, letters: str) -> str:
    check = bech32._polymod(prefix, letters.encode() + b"q" * 6) ^ 1
    return f"{prefix}1{letters}" + "".join(
        CHARSET[check >> 5 * place & 31] for place in range(5, -1, -1)
    )


def test_recipients_are_values() -> None:
    """Equal and hashed by the key, so that a set of recipients has each once."""
    for identity in (HYBRID, CLASSIC):
        again = type(identity).from_seed(identity.seed)
        assert {identity.recipient, again.recipient} == {parse_recipient(str(identity.recipient))}
        assert again.recipient != type(identity).generate().recipient


def test_keys_are_expanded_once() -> None:
    """Many openings in one request pay for the key once."""
    assert HYBRID._key is HYBRID._key
    assert HYBRID.recipient is HYBRID.recipient
    assert HYBRID.recipient._key is HYBRID.recipient._key


@pytest.mark.parametrize(
    ("holder", "secret"),
    [
        (HYBRID, HYBRID.text),
        (CLASSIC, CLASSIC.text),
        (ScryptIdentity("open sesame"), "open sesame"),
        (ScryptRecipient("open sesame"), "open sesame"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_no_secret_is_shown(holder: object, secret: str) -> None:
    """Neither repr nor str nor a format shows what is secret."""
    shown = f"{holder!r} {holder!s} {holder}"
    assert secret not in shown
    assert repr(bytes(range(32)))[2:-1] not in shown
    assert bytes(range(32)).hex() not in shown


def test_errors_about_keys_do_not_quote_them() -> None:
    """A mistyped secret is a secret still: neither the error nor its cause has it."""
    slip = HYBRID.text[:-1] + ("Q" if HYBRID.text[-1] != "Q" else "P")
    with pytest.raises(AgeKeyError) as caught:
        parse_identities(slip)
    assert (
        HYBRID.text[20:50]
        not in f"{caught.value} {caught.value.__cause__} {caught.value.__context__}"
    )


def test_identity_file() -> None:
    """Comments, blank lines, CRLF and white space around a key are skipped; order is kept."""
    text = f"# created: today\r\n\r\n{HYBRID.text}\r\n  {CLASSIC.text}  \n#{'x' * 9}\n"
    assert parse_identities(text) == [HYBRID, CLASSIC]


def test_any_identity_of_several_opens() -> None:
    """The right key opens wherever it stands among wrong ones."""
    sealed = seal_bytes(b"words", [HYBRID.recipient, HybridIdentity.generate().recipient])
    wrong: list[Identity] = [HybridIdentity.generate(), CLASSIC, ScryptIdentity("wrong")]
    assert open_bytes(sealed, [*wrong, HYBRID]) == b"words"
