"""What an analyst waits for: a large file read out of its blob, a photo's first small picture."""

from __future__ import annotations

import hashlib
import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from PIL import Image

from bench.age import CHUNK, Sink, bare_open, bare_seal, below
from bench.result import Result, beside
from bench.sending import wav
from tests.evidence.keeping import keep
from tipline.age import HybridIdentity
from tipline.evidence.jail import Jail
from tipline.evidence.showing.viewing import BLOCK_BYTES, Viewer
from tipline.sealing.blob import open_blob
from tipline.tips.evidence import Evidence, Kind

if TYPE_CHECKING:
    from tipline.age import SealedFile
    from tipline.store.blobs import Blobs

MB = 1_000_000
FILE_BYTES = 250 * MB
ROUNDS = 5
WANTED = 0.7
SIDES = (4000, 3000)  # pixels
THUMBNAILS = 9
THUMBNAIL_MS = 1000.0
SETTLED_SECONDS = 2.0  # until the next jail waits
SHOWING = "tipline.evidence.showing.tasks"


def megabytes_a_second(*sides: Callable[[], None]) -> list[list[float]]:
    """Run the sides in turn and return the speeds of each."""
    speeds: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for side, seen in zip(sides, speeds, strict=True):
            start = time.perf_counter()
            side()
            seen.append(FILE_BYTES / MB / (time.perf_counter() - start))
    return speeds


@contextmanager
def opened(blobs: Blobs, file: Evidence, identity: HybridIdentity) -> Iterator[SealedFile]:
    """Open a blob."""
    with blobs.open(file.blob) as source:
        yield open_blob(source, file.sealed_size, identity)


def opening(blobs: Blobs) -> list[Result]:
    """Read a file of 250 MB out of its blob: chunk by chunk, and as a page has it read."""
    identity, cipher = HybridIdentity.generate(), ChaCha20Poly1305(bytes(32))
    file = keep(blobs, wav(FILE_BYTES), Kind.WAV, identity)
    plain, sealed = blobs.folder.parent / "plain", blobs.folder.parent / "bare"
    with plain.open("wb") as target:
        target.writelines(wav(FILE_BYTES))
    with plain.open("rb") as source, sealed.open("wb") as target:
        bare_seal(source, target, cipher)

    def by_chunks() -> None:
        with opened(blobs, file, identity) as source:
            assert drained(cast("BinaryIO", source), CHUNK) == FILE_BYTES

    def by_blocks() -> None:
        with opened(blobs, file, identity) as source:
            assert drained(io.BufferedReader(source, BLOCK_BYTES), BLOCK_BYTES) == FILE_BYTES

    def bound() -> None:
        with sealed.open("rb") as source:
            bare_open(source, cast("BinaryIO", Sink()), cipher)

    def checked() -> None:
        Viewer(blobs, cast("Jail", None), at_once=1).open(file, identity).close()

    def digested() -> None:
        with sealed.open("rb") as source:
            bare_open(source, cast("BinaryIO", Digest()), cipher)

    chunks, blocks, base = megabytes_a_second(by_chunks, by_blocks, bound)
    first, digests = megabytes_a_second(checked, digested)
    name = "evidence: open 250 MB"
    return [
        beside(f"{name} in chunks, beside bare ChaCha20Poly1305", "MB/s", chunks, base, WANTED),
        beside(f"{name} as a page does, beside the same", "MB/s", blocks, base, WANTED),
        beside(f"{name} and check it, beside that and SHA-256", "MB/s", first, digests, WANTED),
    ]


class Digest(io.RawIOBase):
    """Takes a digest of what is written."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._digest = hashlib.sha256()

    def write(self, block: object) -> int:
        """Take all of it."""
        self._digest.update(cast("bytes", block))
        return len(cast("bytes", block))


def drained(source: BinaryIO, size: int) -> int:
    """Read a file to its end, so many bytes at a time; return how many there were."""
    read = 0
    while block := source.read(size):
        read += len(block)
    return read


def photo() -> bytes:
    """Return a JPEG of 12 megapixels, shapes and the noise of a lens."""
    shapes = Image.effect_noise((80, 60), 90).resize(SIDES, Image.Resampling.BICUBIC)
    noise = Image.effect_noise(SIDES, 24)
    made, grey = io.BytesIO(), Image.blend(shapes, noise, 0.3)
    Image.merge("RGB", (grey, shapes, grey)).save(made, "JPEG", quality=90)
    return made.getvalue()


def thumbnails(blobs: Blobs) -> list[Result]:
    """Show a photo that was never shown before, in a jail that waits for it already."""
    identity, content, times = HybridIdentity.generate(), photo(), []
    jail = Jail(tasks=SHOWING)
    jail.warm()
    for _ in range(THUMBNAILS):
        file = keep(blobs, iter([content]), Kind.JPEG, identity)
        time.sleep(SETTLED_SECONDS)
        start = time.perf_counter()
        shown = Viewer(blobs, jail, at_once=1).show("thumbnail", file, identity)
        times.append((time.perf_counter() - start) * 1000)
        assert shown.mimetype == "image/jpeg"
    jail.close()
    name = f"evidence: first thumbnail of 12 megapixels ({len(content) / MB:.1f} MB), median"
    return [below(name, statistics.median(times), "ms", THUMBNAIL_MS)]
