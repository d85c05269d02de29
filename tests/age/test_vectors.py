"""Other people's vectors: every one is run, and each ends as its own header says.

Source: github.com/C2SP/CCTV, age/README.md, "Test file format".
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from tipline.age import (
    HybridIdentity,
    ScryptIdentity,
    X25519Identity,
    armor,
    copy_opened,
    dearmor,
    open_armor,
    open_bytes,
    open_stream,
)
from tipline.age.header import _write_stanza, read_header
from tipline.age.payload import CHUNK_BYTES, ChunkSealer
from tipline.age.primitives import PAYLOAD_NONCE_BYTES, header_mac, payload_cipher
from tipline.errors import (
    AgeArmorError,
    AgeFormatError,
    AgeHeaderTamperedError,
    AgeNoMatchError,
    AgePayloadError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tipline.age import (
        Identity,
    )
    from tipline.errors import (
        AgeError,
    )

FOLDER = Path(__file__).parents[1] / "vectors" / "age"
COUNT = 143
SECRETS = {"identity", "passphrase", "file key"}
KEYS = {"expect", "payload", "armored", "compressed", "comment"} | SECRETS
SKIPPED: dict[str, str] = {}  # name: reason. The 143 ask for nothing that we do not have.
OUTCOMES: dict[str, type[AgeError] | None] = {
    "success": None,
    "header failure": AgeFormatError,
    "armor failure": AgeArmorError,
    "HMAC failure": AgeHeaderTamperedError,
    "no match": AgeNoMatchError,
    "payload failure": AgePayloadError,
}


@dataclass(frozen=True)
class Vector:
    """One file: its header's keys, each with one value or more, and the age file."""

    name: str
    header: dict[str, list[str]]
    sealed: bytes

    @property
    def error(self) -> type[AgeError] | None:
        """The error that opening must end with; None for success."""
        return OUTCOMES[self.header["expect"][0]]

    @property
    def armored(self) -> bool:
        """Whether the age file is text."""
        return "armored" in self.header

    @property
    def unknown(self) -> bool:
        """Whether it asks for what we do not have: a header key, a kind of key, a packing."""
        names = ("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1")
        strange = [text for text in self.header.get("identity", []) if not text.startswith(names)]
        return bool(strange or self.header.keys() - KEYS)

    def identities(self) -> list[Identity]:
        """Return the identities and passphrases to open it with."""
        kinds: list[Identity] = [
            HybridIdentity.parse(text) if "-PQ-" in text else X25519Identity.parse(text)
            for text in self.header.get("identity", [])
        ]
        return kinds + [ScryptIdentity(text) for text in self.header.get("passphrase", [])]

    def binary(self) -> BinaryIO:
        """Return the age file as a stream, out of its armor."""
        return open_armor(io.BytesIO(self.sealed)) if self.armored else io.BytesIO(self.sealed)


def read_vector(path: Path) -> Vector:
    """Read one vector, unpacked."""
    head, _, sealed = path.read_bytes().partition(b"\n\n")
    header: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        header.setdefault(key, []).append(value)
    if "compressed" in header:
        assert header["compressed"] == ["zlib"]
        sealed = zlib.decompress(sealed)
    return Vector(path.name, header, sealed)


VECTORS = [read_vector(path) for path in sorted(FOLDER.iterdir()) if "." not in path.name]
ALL = pytest.mark.parametrize(
    "vector", [each for each in VECTORS if each.name not in SKIPPED], ids=lambda each: each.name
)
OPENED = pytest.mark.parametrize(
    "vector", [each for each in VECTORS if each.error is None], ids=lambda each: each.name
)


def whole(vector: Vector, released: bytearray) -> None:
    """Open all at once: nothing is released unless all is well."""
    sealed = dearmor(vector.sealed.decode("latin-1")) if vector.armored else vector.sealed
    released += open_bytes(sealed, vector.identities())


def streamed(vector: Vector, released: bytearray) -> None:
    """Read in pieces that do not fit the chunks, taking what there is."""
    reader = cast("io.BufferedReader", open_stream(vector.binary(), vector.identities()))
    while piece := reader.read1(1000):
        released += piece


def copied(vector: Vector, released: bytearray) -> None:
    """Copy into a sink."""
    sink = io.BytesIO()
    try:
        copy_opened(vector.binary(), sink, vector.identities())
    finally:
        released += sink.getvalue()


def test_no_vector_is_missing_or_left_out() -> None:
    """All files are there, and those skipped are just those that ask for what we do not have."""
    assert len(VECTORS) == COUNT
    assert {vector.name for vector in VECTORS if vector.unknown} == SKIPPED.keys()


@ALL
@pytest.mark.parametrize("opening", [whole, streamed, copied])
def test_vector(vector: Vector, opening: Callable[[Vector, bytearray], None]) -> None:
    """It opens, or fails with its own error, and a stream releases just what is authentic."""
    released = bytearray()
    if vector.error is None:
        opening(vector, released)
    else:
        with pytest.raises(vector.error):
            opening(vector, released)
    expected = vector.header.get("payload", [sha256(b"").hexdigest()])[0]
    if opening is whole and vector.error is not None:
        expected = sha256(b"").hexdigest()
    assert sha256(released).hexdigest() == expected


@OPENED
def test_what_we_write_is_what_they_wrote(vector: Vector) -> None:
    """Given their file key, our header, MAC and chunks are theirs, byte for byte."""
    file_key = bytes.fromhex(vector.header["file key"][0])
    source = vector.binary()
    header = read_header(source)
    lines = ["age-encryption.org/v1\n", *map(_write_stanza, header.stanzas), "---"]
    assert "".join(lines).encode() == header.signed
    assert header_mac(file_key, header.signed) == header.mac
    nonce = source.read(PAYLOAD_NONCE_BYTES)
    plain = open_stream(vector.binary(), vector.identities()).read()
    sealer = ChunkSealer(payload_cipher(file_key, nonce))
    starts = range(0, max(1, len(plain)), CHUNK_BYTES)
    chunks = [(start, plain[start : start + CHUNK_BYTES]) for start in starts]
    sealed = [sealer.seal(chunk, last=start == starts[-1]) for start, chunk in chunks]
    assert b"".join(sealed) == source.read()


@pytest.mark.parametrize(
    "vector",
    [each for each in VECTORS if each.armored and each.error is not AgeArmorError],
    ids=lambda each: each.name,
)
def test_armor_is_canonical(vector: Vector) -> None:
    """What we armor again is the vector's text, but for white space around it and CRLF."""
    text = vector.sealed.decode("ascii").strip().replace("\r\n", "\n") + "\n"
    assert armor(dearmor(vector.sealed.decode("ascii"))) == text
