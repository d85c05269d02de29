"""The audit trail's entries and their chain."""

import hashlib

import pytest

from tipline.age import HybridIdentity
from tipline.errors import AgeError
from tipline.sealing.audit import NOTHING_BEFORE, chain, open_entry, seal_entry

AUDITOR = HybridIdentity.generate()
ENTRY = {"act": "viewed", "tip": "aa"}


def test_an_auditor_opens_an_entry() -> None:
    sealed, _ = seal_entry(ENTRY, 1, NOTHING_BEFORE, AUDITOR.recipient)
    assert open_entry(sealed, AUDITOR) == {"number": 1, "previous": "00" * 32, "entry": ENTRY}
    with pytest.raises(AgeError):
        open_entry(sealed, HybridIdentity.generate())


def test_the_chain_is_that_of_the_format() -> None:
    sealed, value = seal_entry(ENTRY, 7, b"p" * 32, AUDITOR.recipient)
    assert value == hashlib.sha256(b"\0\0\0\0\0\0\0\x07" + b"p" * 32 + sealed).digest()


def test_whoever_has_no_key_sees_an_altered_entry() -> None:
    sealed, value = seal_entry(ENTRY, 1, NOTHING_BEFORE, AUDITOR.recipient)
    assert chain(1, NOTHING_BEFORE, sealed) == value
    assert chain(2, NOTHING_BEFORE, sealed) != value
    assert chain(1, b"p" * 32, sealed) != value
    assert chain(1, NOTHING_BEFORE, sealed + b"x") != value
