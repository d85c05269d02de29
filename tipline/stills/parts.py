"""The first whole picture of a stream of pictures: multipart/x-mixed-replace (RFC 2046, 5.1)."""

from __future__ import annotations

import re

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


def first_part(stream: bytearray, boundary: bytes) -> bytes | None:
    """Return the first part of what has come so far; None while it is not whole.

    Its length is what its head says, else as far as the next boundary. StillBrokenError where a
    head has no end.
    """
    begins = stream.find(boundary)
    if begins < 0:
        return None
    begins += len(boundary)
    head = HEAD_END.search(stream, begins, begins + HEAD_BYTES)
    if head is None:
        if len(stream) - begins > HEAD_BYTES:
            raise StillBrokenError
        return None
    told = LENGTH.search(stream, begins, head.start() + 1)
    if told is not None:
        end = head.end() + int(told[1])
        return bytes(stream[head.end() : end]) if len(stream) >= end else None
    end = stream.find(boundary, head.end())
    if end < 0:
        return None
    return bytes(stream[head.end() : end]).rstrip(b"-").removesuffix(b"\r\n")
