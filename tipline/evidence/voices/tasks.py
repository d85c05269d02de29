"""What can be asked of a jail that changes voices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias

from tipline.evidence.voices import shifting
from tipline.tips.evidence import Kind

Task: TypeAlias = Callable[..., dict[str, Any]]


def shift(kind: Kind, source: BinaryIO, sink: BinaryIO, *, cents: int) -> dict[str, Any]:
    """Write a recording with its pitch changed; tell whether it was: what has pictures is not."""
    return {"shifted": shifting.shift(kind, source, sink, cents)}


TASKS: Mapping[str, Task] = MappingProxyType({"shift": shift})
