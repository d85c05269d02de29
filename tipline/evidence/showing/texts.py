"""Texts, as far as a page can hold them: UTF-8, whatever they were."""

from __future__ import annotations

import codecs
from typing import Any, BinaryIO

from tipline.errors import FileDamagedError
from tipline.evidence.kinds import texts
from tipline.evidence.showing.bounds import TEXT_MAX

CHUNK = 64 * 1024  # bytes


def write(source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write the beginning of a text; ``cut`` says that there is more."""
    source.seek(0)
    charset = texts.encoding(source.read(CHUNK), source)
    if charset is None:
        raise FileDamagedError
    source.seek(0)
    decoder = codecs.getincrementaldecoder(charset)("replace")
    said = ""
    while len(said) <= TEXT_MAX and (chunk := source.read(CHUNK)):
        said += decoder.decode(chunk)
    return put(said, sink)


def put(said: str, sink: BinaryIO) -> dict[str, Any]:
    """Write the beginning of what was read."""
    sink.write(said[:TEXT_MAX].encode("utf-8", "replace"))
    return {"cut": len(said) > TEXT_MAX}
