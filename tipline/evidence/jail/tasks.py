"""What can be asked of a jail: each task reads one file, writes one, and answers in JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias

from tipline.evidence import cleaning, kinds
from tipline.tips.evidence import Kind

Task: TypeAlias = Callable[[Kind | None, BinaryIO, BinaryIO], dict[str, Any]]


def recognise(_: Kind | None, source: BinaryIO, __: BinaryIO) -> dict[str, Any]:
    """Answer with the file's kind."""
    return {"kind": kinds.recognise(source)}


def clean(kind: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write the file cleaned, as the kind that is given or else recognised; tell what it hid."""
    known = kind or kinds.recognise(source)
    cleaned = cleaning.clean(known, source, sink)
    return {
        "kind": known,
        "found": sorted(cleaned.found),
        "lossless": cleaned.lossless,
        "taken": cleaned.taken,
        "place": cleaned.place,
    }


TASKS: Mapping[str, Task] = MappingProxyType({"recognise": recognise, "clean": clean})
