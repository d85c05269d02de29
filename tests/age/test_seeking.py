"""An age file is read from anywhere, and what was cut or changed is refused."""

import io
import os
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.age import SealedFile, X25519Identity, seal_bytes
from tipline.age.payload import CHUNK_BYTES, SEALED_CHUNK_BYTES
from tipline.errors import AgeError, AgePayloadError

IDENTITY = X25519Identity.generate()
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)
PLAIN = {size: secrets.token_bytes(size) for size in SIZES}
SEALED = {size: seal_bytes(plain, [IDENTITY.recipient]) for size, plain in PLAIN.items()}


def opened(sealed: bytes, length: int | None = None) -> SealedFile:
    return SealedFile(io.BytesIO(sealed), [IDENTITY], length)


@given(st.sampled_from(SIZES), st.integers(0, 4 * CHUNK_BYTES), st.integers(0, 2 * CHUNK_BYTES))
def test_any_part_is_read_from_anywhere(size: int, offset: int, length: int) -> None:
    reader = io.BufferedReader(opened(SEALED[size]))
    reader.seek(offset)
    assert reader.read(length) == PLAIN[size][offset : offset + length]


@pytest.mark.parametrize("size", SIZES)
def test_the_whole_and_its_size(size: int) -> None:
    found = opened(SEALED[size])
    assert found.size == size
    assert found.readall() == PLAIN[size]
    assert (found.seek(-0, os.SEEK_END), found.read(1)) == (size, b"")


@pytest.mark.parametrize("size", SIZES)
def test_what_follows_the_file_is_passed_over(size: int) -> None:
    sealed = SEALED[size]
    assert opened(sealed + secrets.token_bytes(999), len(sealed)).readall() == PLAIN[size]
    with pytest.raises(AgeError):
        opened(sealed + b"?")


@given(st.sampled_from(SIZES), st.data())
def test_a_cut_file_is_refused_at_once(size: int, data: st.DataObject) -> None:
    sealed = SEALED[size]
    with pytest.raises(AgeError):
        opened(sealed[: data.draw(st.integers(0, len(sealed) - 1))])
    with pytest.raises(AgeError):
        opened(sealed, len(sealed) + 1)


def test_a_file_cut_between_two_chunks_is_refused_at_once() -> None:
    sealed = SEALED[SIZES[-1]]
    for chunks in (1, 2, 3):
        end = len(sealed) - (7 + 16) - (3 - chunks) * SEALED_CHUNK_BYTES
        with pytest.raises(AgePayloadError):
            opened(sealed[:end])


@given(st.data())
def test_a_changed_byte_is_refused_when_it_is_read(data: st.DataObject) -> None:
    sealed = bytearray(SEALED[SIZES[-1]])
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(AgeError):
        opened(bytes(sealed)).readall()


def test_swapped_chunks_are_refused() -> None:
    sealed = SEALED[SIZES[-1]]
    begin = len(sealed) - (7 + 16) - 3 * SEALED_CHUNK_BYTES
    one, two = begin + SEALED_CHUNK_BYTES, begin + 2 * SEALED_CHUNK_BYTES
    swapped = sealed[:begin] + sealed[one:two] + sealed[begin:one] + sealed[two:]
    with pytest.raises(AgePayloadError):
        opened(swapped).read(10)
