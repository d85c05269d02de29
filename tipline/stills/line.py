"""What is said at the broker's socket: a camera's code in one line, a line of JSON, a picture.

Each connection asks once. An empty code asks whether somebody is there. The answer is
``{"ready": true}``, or ``{"trouble": NAME}`` with the name of a StillError, or ``{"at": TIME,
"size": BYTES}``, which the picture follows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from tipline import errors
from tipline.errors import BrokerSilentError, StillError
from tipline.tips.shape import read_time, write_time

CODE_BYTES = 4 * 32  # a code has 32 code points at most
HEAD_BYTES = 1024
STILL_BYTES = 16 * 1024 * 1024  # a JPEG of 100 megapixels, well compressed
TROUBLES: Mapping[str, type[StillError]] = MappingProxyType(
    {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, StillError)
    }
)


@dataclass(frozen=True)
class Still:
    """A picture as a camera gave it, and when it came, by the broker's clock."""

    at: datetime
    content: bytes = field(repr=False)


def asked(code: str) -> bytes:
    """Return the line that asks for a picture of a camera; ValueError for what is no code."""
    line = code.encode()
    if len(line) > CODE_BYTES or not code.isprintable():
        raise ValueError
    return line + b"\n"


def head_of(still: Still) -> bytes:
    """Return the line before a picture."""
    return _line({"at": write_time(still.at), "size": len(still.content)})


def head_of_trouble(trouble: StillError) -> bytes:
    """Return the line that says why there is none."""
    return _line({"trouble": type(trouble).__name__})


def ready() -> bytes:
    """Return the line that says that somebody is there."""
    return _line({"ready": True})


def read_head(line: bytes) -> tuple[datetime, int] | None:
    """Return when a picture came and how many bytes it has; None where somebody is only there.

    Raises the StillError that is named, BrokerSilentError for what is no such line.
    """
    try:
        told = json.loads(line)
        if "trouble" in told:
            raise TROUBLES[told["trouble"]]
        if told == {"ready": True}:
            return None
        at, size = read_time(told["at"]), int(told["size"])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise BrokerSilentError from None
    if not 0 < size <= STILL_BYTES:
        raise BrokerSilentError
    return at, size


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode() + b"\n"
