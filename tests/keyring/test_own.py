"""What a desk keeps for itself only its members make, and only its members open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.age import open_bytes, seal_bytes
from tipline.errors import AgeError, RecordMalformedError
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.own import open_own, seal_own
from tipline.keyring.signer import SIGNATURE_BYTES

DESK, OTHER = DeskIdentity.generate("TRIAGE"), DeskIdentity.generate("OPS")


@given(st.binary(max_size=300))
def test_it_comes_back(content: bytes) -> None:
    assert open_own(seal_own(content, DESK), DESK) == content


def test_another_desk_does_not_open_it() -> None:
    with pytest.raises(AgeError):
        open_own(seal_own(b"index", DESK), OTHER)


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"index",
        bytes(SIGNATURE_BYTES) + b"index",
        open_bytes(seal_own(b"index", OTHER), [OTHER.identity]),
        open_bytes(seal_own(b"index", DESK), [DESK.identity]) + b"x",
    ],
    ids=["nothing", "no signature", "zeros", "another desk's", "more than was signed"],
)
def test_what_somebody_else_sealed_to_the_desk_is_refused(forged: bytes) -> None:
    with pytest.raises(RecordMalformedError):
        open_own(seal_bytes(forged, [DESK.recipient]), DESK)
