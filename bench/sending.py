"""A form with large files, sent as it is made: a file is never whole in memory here either."""

from __future__ import annotations

import http.client
import os
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.files import BOUNDARY, MULTI, Posted, body

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK = os.urandom(1024 * 1024)  # the samples, again and again
HEAD_BYTES = 44  # of a WAV
SECONDS = 300.0
FRAME_BYTES = 4  # two channels of 16 bits
RATE = 48_000  # frames a second


@dataclass(frozen=True)
class Answer:
    """What a site answered."""

    status: int
    text: str = field(repr=False)


def wav(size: int) -> Iterator[bytes]:
    """Yield a sound of ``size`` bytes, all in all, whose samples are random.

    The format is PCM: Microsoft, Multimedia Programming Interface 1.0, 3.
    """
    sound = size - HEAD_BYTES
    numbers = (16, 4), (1, 2), (2, 2), (RATE, 4), (RATE * FRAME_BYTES, 4), (FRAME_BYTES, 2), (16, 2)
    form = b"".join(number.to_bytes(width, "little") for number, width in numbers)
    riff = (size - 8).to_bytes(4, "little")
    yield b"RIFF" + riff + b"WAVEfmt " + form + b"data" + sound.to_bytes(4, "little")
    for _ in range(sound // len(BLOCK)):
        yield BLOCK
    yield BLOCK[: sound % len(BLOCK)]


@dataclass(frozen=True)
class Sound:
    """A form's fields, then so many sounds of one size in bytes."""

    fields: Sequence[tuple[str, str]]
    count: int
    size: int

    @property
    def length(self) -> int:
        """The bytes of the body."""
        around = len(self._lead(0)) + sum(len(self._lead(n)) for n in range(1, self.count))
        return around + self.count * self.size + len(self._end())

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body."""
        for number in range(self.count):
            yield self._lead(number)
            yield from wav(self.size)
        yield self._end()

    def _lead(self, number: int) -> bytes:
        """Return what stands before a file: the fields before the first, a line break after one."""
        fields = [Posted(name, value.encode()) for name, value in self.fields]
        file = Posted("file", b"", f"sound-{number}.wav")
        whole = body([file] if number else [*fields, file])
        lead = whole[: -len(self._end())]
        return b"\r\n" + lead if number else lead

    @staticmethod
    def _end() -> bytes:
        return b"\r\n--%b--\r\n" % BOUNDARY


def post(address: str, sent: Sound, cookies: Mapping[str, str]) -> Answer:
    """Post a form to this machine over a connection of its own; return what is answered."""
    place = urllib.parse.urlsplit(address)
    assert place.hostname == "127.0.0.1", "a load goes to this machine only"
    headers = {"Content-Type": MULTI, "Content-Length": str(sent.length)}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    wire = http.client.HTTPConnection(place.hostname, place.port, timeout=SECONDS)
    try:
        wire.request("POST", place.path, sent, headers)
        answer = wire.getresponse()
        return Answer(answer.status, answer.read().decode())
    finally:
        wire.close()
