"""The first whole picture of a stream of pictures: multipart/x-mixed-replace (RFC 2046, 5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tipline.errors import StillBrokenError

KIND = "multipart/x-mixed-replace"
BOUNDARY = re.compile(r';\s*boundary="?([^";]{1,100})"?', re.IGNORECASE)
LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
HEAD_END = re.compile(rb"\r?\n\r?\n")
HEAD_BYTES = 8 * 1024


def boundary_of(kind: str) -> bytes | None:
    """Return what stands between the parts, by a Content-Type; None where it is no stream.

    Some cameras write the two dashes before it into the type as well. StillBrokenError without one.
    """
    if not kind.lower().startswith(KIND):
        return None
    found = BOUNDARY.search(kind)
    if found is None or not found[1].strip().lstrip("-"):
        raise StillBrokenError
    return b"--" + found[1].strip().lstrip("-").encode("latin-1", "replace")


@dataclass
class FirstPart:
    """The first part of a stream, as it comes, between boundaries.

    What has come is not searched again: a camera that gives a byte at a time would else keep the
    broker from every other.
    """

    boundary: bytes
    _came: bytearray = field(default_factory=bytearray, repr=False)
    _searched: int = 0  # of what has come
    _head: int | None = None  # where the first part's head begins
    _body: int | None = None
    _end: int | None = None  # where it ends, by its head

    def __len__(self) -> int:
        """Return how many bytes have come."""
        return len(self._came)

    def add(self, block: bytes) -> bytes | None:
        """Return the part once it is whole with this block; None before.

        Its length is what its head says, else as far as the next boundary. StillBrokenError where a
        head has no end.
        """
        self._came += block
        if self._head is None:
            found = self._found()
            self._head = None if found is None else found + len(self.boundary)
        if self._head is not None and self._body is None:
            self._read_head(self._head)
        return None if self._body is None else self._content(self._body)

    def _read_head(self, begins: int) -> None:
        head = HEAD_END.search(self._came, begins, begins + HEAD_BYTES)
        if head is not None:
            told = LENGTH.search(self._came, begins, head.start() + 1)
            self._body = self._searched = head.end()
            self._end = None if told is None else head.end() + int(told[1])
        elif len(self._came) - begins > HEAD_BYTES:
            raise StillBrokenError

    def _content(self, begins: int) -> bytes | None:
        if self._end is not None:
            return bytes(self._came[begins : self._end]) if len(self) >= self._end else None
        end = self._found()
        if end is None:
            return None
        return bytes(self._came[begins:end]).rstrip(b"-").removesuffix(b"\r\n")

    def _found(self) -> int | None:
        """Return where the next boundary begins, in what was not searched; None while it is not."""
        at = self._came.find(self.boundary, self._searched)
        if at < 0:
            short = len(self._came) - len(self.boundary) + 1  # a boundary may have begun to come
            self._searched = max(self._searched, short)
            return None
        return at
