"""How fast the age format is, beside the bare cipher over the same chunks in the same run.

    python -m bench age

Both sides read 64 KiB at a time from the same kind of source and write to the same kind of sink, so
that the ratio is what the format costs. The source gives one 64 KiB block of memory again and
again, or reads a file in a temporary folder; the sink throws away. Both make the cipher's part as
large as it can be, and so the ratio as hard as it can be. Rounds of the two sides alternate, and
the best of each counts. A gigabyte here is 16,384 chunks, 1.07e9 bytes. Memory is the process's
peak (ru_maxrss), so run this bench alone, or before others, or its growth hides under theirs.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bench.result import Result
from tipline.age import (
    HybridIdentity,
    copy_opened,
    open_bytes,
    open_stream,
    seal_bytes,
    seal_stream,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + 16
CHUNKS = 16 * 1024
ROUNDS = 3
SMALL_BODY = 2000  # bytes: a report
SMALL_ROUNDS = 500
BARE = "bare ChaCha20Poly1305"
FAST = 0.8  # of the bare cipher's speed


class Source(io.RawIOBase):
    """Gives one block of memory ``chunks`` times over."""

    def __init__(self, chunks: int = CHUNKS) -> None:
        """Draw the block."""
        self._block = os.urandom(CHUNK)
        self._left = chunks

    def read(self, size: int = -1) -> bytes:
        """Give the block, whole."""
        if not self._left or size != CHUNK:
            return b""
        self._left -= 1
        return self._block


class Sink(io.RawIOBase):
    """Throws away what is written."""

    def write(self, block: Any) -> int:  # noqa: ANN401  whatever bytes they are
        """Take all of it."""
        return len(block)


def bare_seal(source: BinaryIO, sink: BinaryIO, cipher: ChaCha20Poly1305) -> None:
    """Seal chunk after chunk with the cipher alone."""
    number = 0
    while chunk := source.read(CHUNK):
        sink.write(cipher.encrypt(number.to_bytes(12, "big"), chunk, None))
        number += 1


def bare_open(source: BinaryIO, sink: BinaryIO, cipher: ChaCha20Poly1305) -> None:
    """Open chunk after chunk with the cipher alone."""
    number = 0
    while chunk := source.read(SEALED_CHUNK):
        sink.write(cipher.decrypt(number.to_bytes(12, "big"), chunk, None))
        number += 1


def gigabytes_a_second(*sides: Callable[[], None]) -> list[float]:
    """Run the sides in turn and return the best speed of each."""
    best = [0.0] * len(sides)
    for _ in range(ROUNDS):
        for place, side in enumerate(sides):
            start = perf_counter()
            side()
            best[place] = max(best[place], CHUNKS * CHUNK / (perf_counter() - start) / 1e9)
    return best


def beside(name: str, value: float, baseline: float) -> Result:
    """Return the result of a speed beside the bare cipher's, both in GB/s."""
    return Result(
        name=name,
        value=round(value, 3),
        unit="GB/s",
        baseline=round(baseline, 3),
        ratio=round(value / baseline, 3),
        least=FAST,
    )


def below(name: str, value: float, unit: str, limit: float) -> Result:
    """Return the result of something that has a limit."""
    return Result(
        name=name,
        value=round(value, 3),
        unit=unit,
        baseline=limit,
        ratio=round(value / limit, 3),
        most=1.0,
    )


def sealing_speed(identity: HybridIdentity) -> Result:
    """Seal 1 GB in a stream."""
    cipher, sink = ChaCha20Poly1305(bytes(32)), cast("BinaryIO", Sink())
    ours, bare = gigabytes_a_second(
        lambda: seal_stream(cast("BinaryIO", Source()), sink, [identity.recipient]),
        lambda: bare_seal(cast("BinaryIO", Source()), sink, cipher),
    )
    return beside(f"age: seal 1 GB, beside {BARE}", ours, bare)


def opening_speeds(identity: HybridIdentity, folder: Path) -> list[Result]:
    """Open 1 GB from a file: copied to a sink, and read through a reader."""
    cipher, sink = ChaCha20Poly1305(bytes(32)), cast("BinaryIO", Sink())
    sealed, bare_sealed = folder / "age", folder / "bare"
    with sealed.open("wb") as target:
        seal_stream(cast("BinaryIO", Source()), target, [identity.recipient])
    with bare_sealed.open("wb") as target:
        bare_seal(cast("BinaryIO", Source()), target, cipher)

    def copy() -> None:
        with sealed.open("rb") as source:
            copy_opened(source, sink, [identity])

    def read() -> None:
        with sealed.open("rb") as source:
            reader = open_stream(source, [identity])
            while chunk := reader.read(CHUNK):
                sink.write(chunk)

    def bare() -> None:
        with bare_sealed.open("rb") as source:
            bare_open(source, sink, cipher)

    copied, by_reader, base = gigabytes_a_second(copy, read, bare)
    return [
        beside(f"age: open 1 GB by copy_opened, beside {BARE}", copied, base),
        beside(f"age: open 1 GB by open_stream, beside {BARE}", by_reader, base),
    ]


def median_milliseconds(verb: Callable[[], object]) -> float:
    """Return the median time of one call."""
    times = []
    for _ in range(SMALL_ROUNDS):
        start = perf_counter()
        verb()
        times.append(perf_counter() - start)
    return statistics.median(times) * 1000


def small_bodies(identity: HybridIdentity) -> list[Result]:
    """Seal 2 kB to two hybrid recipients, and open it; the baseline is what is wanted."""
    recipients = [identity.recipient, HybridIdentity.generate().recipient]
    body = os.urandom(SMALL_BODY)
    sealed = seal_bytes(body, recipients)
    sealing = median_milliseconds(lambda: seal_bytes(body, recipients))
    opening = median_milliseconds(lambda: open_bytes(sealed, [identity]))
    return [
        below("age: seal 2 kB to two hybrid recipients, median", sealing, "ms", 1.0),
        below("age: open 2 kB with a hybrid identity, median", opening, "ms", 1.0),
    ]


def peak_mebibytes() -> float:
    """Return the largest resident size of this process so far (ru_maxrss)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run() -> list[Result]:
    """Measure all; some 20 seconds and 2.2 GB of a temporary folder."""
    identity = HybridIdentity.generate()
    rows = small_bodies(identity)  # first, so that what they load is not counted as growth
    before = peak_mebibytes()
    rows.append(sealing_speed(identity))
    with tempfile.TemporaryDirectory() as folder:
        rows += opening_speeds(identity, Path(folder))
    growth = peak_mebibytes() - before
    rows.append(below("age: peak memory growth (ru_maxrss)", growth, "MiB", 16.0))
    return rows
