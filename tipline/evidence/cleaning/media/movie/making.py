"""Boxes of our own making (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

LARGE = 0xFFFF_FFFF


def box(name: bytes, *content: bytes) -> bytes:
    """Return a box with this content."""
    inner = b"".join(content)
    return (8 + len(inner)).to_bytes(4) + name + inner


def full(name: bytes, *content: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a full box: version and flags stand before its content."""
    return box(name, bytes((version,)) + flags.to_bytes(3), *content)
