"""A blob is a plain age file and some random bytes; a spool holds nothing in the clear."""

import hashlib
import io
import secrets
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline import age
from tipline.errors import AgeError, StoreDamagedError
from tipline.sealing.blob import BlobWriter, open_blob
from tipline.sealing.digest import BESIDE_LEAST, Digest
from tipline.sealing.padding import padme
from tipline.sealing.spool import CHUNK_BYTES, SEALED_BYTES, Spool

IDENTITY = age.HybridIdentity.generate()
MARK = b"a marked word of a reporter "


def sealed(content: bytes) -> tuple[bytes, BlobWriter]:
    sink = io.BytesIO()
    writer = BlobWriter(sink, IDENTITY.recipient)
    for start in range(0, len(content), 1000):
        writer.write(content[start : start + 1000])
    writer.close()
    return sink.getvalue(), writer


@pytest.mark.parametrize("size", [0, 1, 1000, 100_000, 300_001])
def test_a_blob_is_an_age_file_and_random_bytes(size: int) -> None:
    content = secrets.token_bytes(size)
    blob, told = sealed(content)
    assert len(blob) == padme(told.sealed_size)
    assert (told.size, told.sha256) == (size, hashlib.sha256(content).digest())
    assert age.open_bytes(blob[: told.sealed_size], [IDENTITY]) == content
    assert open_blob(io.BytesIO(blob), told.sealed_size, IDENTITY).readall() == content


def test_what_fills_a_blob_up_is_never_the_same() -> None:
    (one, told), (other, _) = sealed(bytes(1000)), sealed(bytes(1000))
    assert len(one) > told.sealed_size
    assert one[told.sealed_size :] != other[told.sealed_size :]


def test_a_blob_of_somebody_else_does_not_open() -> None:
    blob, told = sealed(b"content")
    with pytest.raises(AgeError):
        open_blob(io.BytesIO(blob), told.sealed_size, age.HybridIdentity.generate())


class Scratch:
    """Gives files and keeps hold of them, so that a test can look inside."""

    def __init__(self) -> None:
        self.files: list[BinaryIO] = []

    def __call__(self) -> BinaryIO:
        self.files.append(tempfile.TemporaryFile())  # noqa: SIM115 (the spool closes it)
        return self.files[-1]

    def content(self) -> bytes:
        (file,) = self.files
        file.seek(0)
        return file.read()


def spooled(content: bytes, scratch: Callable[[], BinaryIO], memory: int, step: int) -> Spool:
    spool = Spool(scratch, memory=memory)
    for start in range(0, len(content), step):
        spool.write(content[start : start + step])
    spool.finish()
    return spool


@given(
    st.integers(0, 3 * CHUNK_BYTES + 5),
    st.sampled_from([0, 1000, CHUNK_BYTES, 2**30]),
    st.integers(1, CHUNK_BYTES * 2),
    st.integers(0, 4 * CHUNK_BYTES),
)
def test_a_spool_is_read_from_anywhere(size: int, memory: int, step: int, offset: int) -> None:
    content = secrets.token_bytes(size)
    with spooled(content, Scratch(), memory, step) as spool:
        assert (spool.size, spool.sha256) == (size, hashlib.sha256(content).digest())
        one, other = spool.reader(), spool.reader()
        one.seek(offset)
        assert one.read() == content[offset:]
        assert other.read() == content


def test_a_small_file_needs_no_disk() -> None:
    scratch = Scratch()
    with spooled(MARK, scratch, 1000, 10) as spool:
        assert spool.reader().read() == MARK
    assert not scratch.files


def test_on_the_disk_nothing_is_in_the_clear() -> None:
    scratch = Scratch()
    with spooled(MARK * 10_000, scratch, 1000, 4096):
        assert len(scratch.content()) > len(MARK) * 10_000
        assert MARK not in scratch.content()


def test_what_was_changed_or_swapped_on_the_disk_does_not_open() -> None:
    scratch = Scratch()
    with spooled(secrets.token_bytes(3 * CHUNK_BYTES), scratch, 0, CHUNK_BYTES) as spool:
        content = scratch.content()
        scratch.files[0].seek(0)
        scratch.files[0].write(content[SEALED_BYTES : 2 * SEALED_BYTES])
        scratch.files[0].flush()
        with pytest.raises(StoreDamagedError):
            spool.reader().read(1)


def test_two_spools_have_two_keys() -> None:
    one, other = Scratch(), Scratch()
    with spooled(bytes(CHUNK_BYTES), one, 0, 999), spooled(bytes(CHUNK_BYTES), other, 0, 999):
        assert one.content() != other.content()


def test_a_digest_that_is_made_beside_is_the_same() -> None:
    blocks = [secrets.token_bytes(size) for size in (1, BESIDE_LEAST, 0, BESIDE_LEAST + 7, 999)]
    with ThreadPoolExecutor(1) as beside:
        alone, both = Digest(None), Digest(beside)
        for block in blocks:
            alone.update(block)
            both.update(block)
        assert alone.digest() == both.digest() == hashlib.sha256(b"".join(blocks)).digest()


def test_a_long_block_is_gone_through_beside() -> None:
    beside = ThreadPoolExecutor(1)
    beside.shutdown()
    Digest(beside).update(bytes(BESIDE_LEAST - 1))
    with pytest.raises(RuntimeError):
        Digest(beside).update(bytes(BESIDE_LEAST))


def test_a_long_file_is_digested_and_sealed_at_once() -> None:
    content, sink = secrets.token_bytes(4 * BESIDE_LEAST + 9), io.BytesIO()
    with ThreadPoolExecutor(1) as beside, Spool(Scratch(), beside, memory=0) as spool:
        writer = BlobWriter(sink, IDENTITY.recipient, beside)
        spool.write(content)
        spool.finish()
        writer.write(spool.reader().read())
        writer.close()
        assert spool.sha256 == writer.sha256 == hashlib.sha256(content).digest()
    assert open_blob(sink, writer.sealed_size, IDENTITY).readall() == content
