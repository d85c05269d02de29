# noqa: INP001 (tests/ itself is no package)
"""Forms with files, as browsers post them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

BOUNDARY = b"----WebKitFormBoundary7MA4YWxkTrZu0gW"
MULTI = f"multipart/form-data; boundary={BOUNDARY.decode()}"


@dataclass(frozen=True)
class Posted:
    """One part: a field, or a file if it has a file's name."""

    name: str
    content: bytes = field(repr=False)
    file: str | None = None


def body(sent: Iterable[Posted]) -> bytes:
    """Return a body as a browser makes it (HTML, 4.10.21.8)."""
    lines = []
    for part in sent:
        file = "" if part.file is None else f'; filename="{escaped(part.file)}"'
        head = f'form-data; name="{escaped(part.name)}"{file}'
        kind = "" if part.file is None else "Content-Type: application/octet-stream\r\n"
        start = f"Content-Disposition: {head}\r\n{kind}\r\n".encode("utf-8", "surrogatepass")
        lines.append(b"--%b\r\n%b%b\r\n" % (BOUNDARY, start, part.content))
    return b"".join(lines) + b"--%b--\r\n" % BOUNDARY


def escaped(name: str) -> str:
    """Return a name as browsers write it."""
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
