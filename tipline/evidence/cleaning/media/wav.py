"""WAV: the format and the samples, in a file of two chunks (three, if they are compressed).

Sources: Microsoft, Multimedia Programming Interface 1.0, 3; RFC 2361; for RF64 and ``bext``,
EBU Tech 3306 and 3285.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from tipline.errors import FileDamagedError, FileKindRefusedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

CHUNKS_MAX = 10_000
TAGS_MAX = 1000
SIZE_MAX = 0xFFFF_FFFF
PCM, ADPCM, FLOAT, A_LAW, MU_LAW, IMA, GSM, EXTENSIBLE = 1, 2, 3, 6, 7, 0x11, 0x31, 0xFFFE
# Bytes of the format that say something, by the kind of coding.
FORMAT_BYTES = {PCM: 16, ADPCM: 50, FLOAT: 18, A_LAW: 18, MU_LAW: 18, IMA: 20, GSM: 20}
FORMAT_BYTES[EXTENSIBLE] = 40
COMPRESSED = frozenset({ADPCM, IMA, GSM})
GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")  # of all formats that have a number
PADDING = frozenset({b"JUNK", b"junk", b"PAD ", b"FLLR", b"ds64"})


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a WAV (see ``cleaned.Cleaner``)."""
    told = Told()
    planned = _Wav(Window(source), told).planned()
    planned.write(source, sink)
    return told.cleaned()


class _Wav:
    def __init__(self, window: Window, told: Told) -> None:
        self._window, self._told = window, told
        self._form = self._fact = b""
        self._sound: tuple[int, int] | None = None  # where, and how many bytes
        self._large = 0  # bytes of sound, as RF64 tells them

    def planned(self) -> Pieces:
        """Walk the chunks and return the clean file; FileDamagedError if no sound is there."""
        for name, at, length in self._chunks():
            self._take(name, at, length)
        if not self._form or self._sound is None:
            raise FileDamagedError
        at, length = self._sound
        coding, block = _number(self._form[:2]), _number(self._form[12:14])
        if coding not in COMPRESSED:
            length -= length % block  # no player plays a part of a sample
        head = _chunk(b"fmt ", self._form)
        if coding in COMPRESSED and len(self._fact) == 4:
            head += _chunk(b"fact", self._fact)
        return _file(head, at, length)

    def _chunks(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield name, place and length of each chunk; what is behind the last is REST."""
        at, end = 12, self._window.size
        for _ in range(CHUNKS_MAX):
            if at + 8 > end:
                if at < end:
                    self._told.add(Found.REST)
                return
            name, length = self._window.at(at, 4), _number(self._window.at(at + 4, 4))
            if name == b"data" and length == SIZE_MAX:
                length = self._large or length
            if at + 8 + length > end:
                if self._sound is None or name == b"data":
                    raise FileDamagedError
                self._told.add(Found.REST)
                return
            yield name, at + 8, length
            at += 8 + length + length % 2
        raise FileTooComplexError

    def _take(self, name: bytes, at: int, length: int) -> None:
        if name == b"ds64" and length >= 16:
            self._large = _number(self._window.at(at + 8, 8))
        if name == b"fmt " and not self._form:
            self._form = _plain_format(self._window.at(at, min(length, 64)))
        elif name == b"fact":
            self._fact = self._window.at(at, min(length, 4))
        elif name == b"data" and self._sound is None:
            self._sound = at, length
        else:
            self._tell(name, at, length)

    def _tell(self, name: bytes, at: int, length: int) -> None:
        seen = self._window.at(at, min(length, 4096))
        if name == b"bext":
            self._told.add(Found.TIME, Found.PERSON, Found.PROGRAM, Found.WORDS)
            told = seen[320:338].decode("ascii", "replace")  # 2026-03-01, then 12:34:56
            self._told.at(f"{told[:10]} {told[10:].replace('-', ':')}")
        elif name == b"LIST" and seen.startswith(b"INFO"):
            self._list(at + 4, at + length)
        elif name not in PADDING or (name != b"ds64" and seen.strip(b"\0")):
            self._told.add(Found.REST)

    def _list(self, at: int, end: int) -> None:
        for _ in range(TAGS_MAX):
            if at + 8 > end:
                return
            name, length = self._window.at(at, 4), _number(self._window.at(at + 4, 4))
            value = self._window.at(at + 8, min(length, 200, end - at - 8))
            self._told.tag(name.decode("latin-1"), value.decode("utf-8", "replace"))
            at += 8 + length + length % 2


def _plain_format(form: bytes) -> bytes:
    """Return a format without what its coding has no use for."""
    coding = _number(form[:2])
    length = FORMAT_BYTES.get(coding)
    if length is None:
        raise FileKindRefusedError
    if coding in {FLOAT, A_LAW, MU_LAW}:
        form = form[:16] + b"\0\0"
    if len(form) < length or not all(_number(form[at : at + 2]) for at in (2, 4, 12)):
        raise FileDamagedError
    if length > 18:
        form = form[:16] + (length - 18).to_bytes(2, "little") + form[18:]
    if coding == EXTENSIBLE and (
        form[26:40] != GUID_TAIL or _number(form[24:26]) not in (1, 3, 6, 7)
    ):
        raise FileKindRefusedError
    return form[:length]


def _file(head: bytes, at: int, length: int) -> Pieces:
    planned, padding = Pieces(), bytes(length % 2)
    size = 4 + len(head) + 8 + length + len(padding)
    if size > SIZE_MAX:
        raise FileTooComplexError
    planned.add(b"RIFF" + size.to_bytes(4, "little") + b"WAVE" + head)
    planned.add(b"data" + length.to_bytes(4, "little"))
    planned.span(at, length)
    planned.add(padding)
    return planned


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content


def _number(field: bytes) -> int:
    return int.from_bytes(field, "little")
