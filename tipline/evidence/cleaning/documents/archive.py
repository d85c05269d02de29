"""The zip archive of an office file, read within bounds, and one written anew."""

from __future__ import annotations

import codecs
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from tipline.errors import FileDamagedError, FileLockedError, FileTooComplexError

ENTRIES_MAX = 10_000
PART_MAX = 256 * 1024 * 1024  # bytes of one part, unpacked
WHOLE_MAX = 1024 * 1024 * 1024  # bytes of all parts, unpacked
HELD_MAX = 64 * 1024 * 1024  # bytes of a part that is read into memory, or waits there packed
WELL_PACKED = 1024  # times: as well as deflate can pack at all is 1032
DATED = 0x21  # 1 January 1980, the earliest that a zip can tell
DEFLATED, STORED = 8, 0
codecs.lookup("cp437")  # of old names; in the jail it could not be loaded
LOCAL, CENTRAL, END = 0x04034B50, 0x02014B50, 0x06054B50
ENCRYPTED = 0x1
WORDS_MARK = 0x800  # names are UTF-8


class Writer(Protocol):
    """Whatever takes bytes in order."""

    def write(self, chunk: bytes, /) -> object:
        """Take the next bytes."""


class Parts:
    """The parts of an archive, by name. Names that no office program writes are refused."""

    def __init__(self, source: BinaryIO) -> None:
        """Read the directory. Raises FileDamagedError, FileLockedError, FileTooComplexError."""
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise FileDamagedError from None
        listed = self._zip.infolist()
        if len(listed) > ENTRIES_MAX or sum(one.file_size for one in listed) > WHOLE_MAX:
            raise FileTooComplexError
        self._listed = {one.filename: one for one in listed if not one.is_dir()}
        for one in listed:
            _check(one)
        if len({name.casefold() for name in self._listed}) < sum(not x.is_dir() for x in listed):
            raise FileDamagedError  # two readers could see two documents

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all parts."""
        return frozenset(self._listed)

    def remarks(self) -> bool:
        """Whether the archive holds comments, which no office program writes."""
        return bool(self._zip.comment or any(one.comment for one in self._listed.values()))

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a part. Raises FileDamagedError if there is none, or while it is read."""
        if name not in self._listed:
            raise FileDamagedError
        try:
            with self._zip.open(self._listed[name]) as part:
                yield part  # type: ignore[misc]  # ZipExtFile reads as a BinaryIO does
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise FileDamagedError from None

    def read(self, name: str) -> bytes:
        """Return a part of moderate size. Raises FileTooComplexError for another."""
        if name in self._listed and self._listed[name].file_size > HELD_MAX:
            raise FileTooComplexError
        with self.open(name) as part:
            return part.read()


def _check(one: zipfile.ZipInfo) -> None:
    if one.flag_bits & ENCRYPTED:
        raise FileLockedError
    if one.file_size > PART_MAX or one.file_size > WELL_PACKED * max(1024, one.compress_size):
        raise FileTooComplexError
    strange = {"", ".", ".."} & set(one.filename.rstrip("/").split("/"))
    if strange or "\\" in one.filename or "\0" in one.orig_filename:
        raise FileDamagedError


class Archive:
    """A zip archive with nothing but its parts: no dates, comments, or extra fields.

    Each part is packed in memory, so that its sizes stand before it (OpenDocument wants that).
    """

    def __init__(self, sink: Writer) -> None:
        """Write to ``sink``, in order."""
        self._sink = sink
        self._at = 0
        self._directory: list[bytes] = []

    def add(self, name: str, content: bytes, *, stored: bool = False) -> None:
        """Add a part."""
        part = Part(self, name, stored=stored)
        part.write(content)
        part.close()

    def put(self, chunk: bytes) -> None:
        """Write to the sink."""
        self._sink.write(chunk)
        self._at += len(chunk)

    def enter(self, name: str, told: tuple[int, ...], content: list[bytes]) -> None:
        """Write a packed part; ``told`` is method, checksum, packed and unpacked size."""
        raw, at = name.encode(), self._at
        method, checksum, packed, unpacked = told
        shared = (20, WORDS_MARK, method, 0, DATED, checksum, packed, unpacked, len(raw), 0)
        self.put(struct.pack("<IHHHHHIIIHH", LOCAL, *shared) + raw)
        for chunk in content:
            self.put(chunk)
        listed = struct.pack("<IHHHHHHIIIHHHHHII", CENTRAL, 20, *shared, 0, 0, 0, 0, at)
        self._directory.append(listed + raw)

    def close(self) -> None:
        """Write the directory."""
        at, count = self._at, len(self._directory)
        for listed in self._directory:
            self.put(listed)
        self.put(struct.pack("<IHHHHIIH", END, 0, 0, count, count, self._at - at, at, 0))


class Part:
    """One part that is being written."""

    def __init__(self, archive: Archive, name: str, *, stored: bool = False) -> None:
        """Begin a part; ``stored`` for what does not pack."""
        self._archive, self._name = archive, name
        self._packer = None if stored else zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._packed: list[bytes] = []
        self._checksum = self._size = self._held = 0

    def write(self, chunk: bytes, /) -> int:
        """Take the next bytes. Raises FileTooComplexError."""
        self._checksum = zlib.crc32(chunk, self._checksum)
        self._size += len(chunk)
        self._hold(self._packer.compress(chunk) if self._packer else chunk)
        return len(chunk)

    def _hold(self, packed: bytes) -> None:
        self._held += len(packed)
        if self._held > HELD_MAX:
            raise FileTooComplexError
        if packed:
            self._packed.append(packed)

    def close(self) -> None:
        """Add the part to its archive."""
        if self._packer:
            self._hold(self._packer.flush())
        method = DEFLATED if self._packer else STORED
        told = (method, self._checksum, self._held, self._size)
        self._archive.enter(self._name, told, self._packed)
