"""What is said of an item (ISO/IEC 23008-12, 6.5): kept if it changes how a picture looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.pictures import decoding
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.heif_coded import av1_header, hevc_header
from tipline.tips.evidence import Found

ALPHA = frozenset(
    {
        b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
        b"urn:mpeg:hevc:2015:auxid:1",
    }
)
# Bytes of the properties that go over whole.
SIZES: Mapping[bytes, int] = {
    b"ispe": 12,
    b"irot": 1,
    b"imir": 1,
    b"clap": 32,
    b"pasp": 8,
    b"clli": 4,
    b"mdcv": 24,
    b"amve": 8,
    b"a1op": 1,
    b"lsel": 2,
}
CODED_COLOURS = 11  # bytes of colr with coded colours (nclx)


Remembered: TypeAlias = dict[tuple[bytes, bytes], bytes]
"""What goes over of a property's content, by its name and content."""


@dataclass(frozen=True)
class Property:
    """A property box: ``content`` behind its name; ``essential``: no reader may pass it over."""

    name: bytes
    content: bytes
    essential: bool = False


def kept(own: Property, cleaned: Remembered, findings: Findings) -> Property | None:
    """Return a property as it goes over, or None if it stays behind.

    ``cleaned`` remembers what was said already of another item: tiles share what is said of them.
    """
    same = own.name, own.content
    if same not in cleaned:
        cleaned[same] = _clean(own, findings)
    clean = cleaned[same]
    if clean:
        return replace(own, content=clean)
    if own.name not in {b"colr", b"a1lx"}:  # a profile was told; sizes of layers tell nothing
        findings.add(Found.REST)
    return None


def _clean(own: Property, findings: Findings) -> bytes:
    if own.name in SIZES:
        return own.content if len(own.content) == SIZES[own.name] else b""
    if own.name == b"hvcC":
        return hevc_header(own.content, findings)
    if own.name == b"av1C":
        return av1_header(own.content, findings)
    if own.name == b"auxC":
        return own.content[:4] + _urn(own.content) + b"\0"
    if own.name == b"pixi":
        count = int.from_bytes(own.content[4:5])
        return own.content[: 5 + count] if 0 < count <= len(own.content) - 5 else b""
    return _colours(own.content, findings) if own.name == b"colr" else b""


def _colours(content: bytes, findings: Findings) -> bytes:
    if content[:4] == b"nclx":
        return content[:CODED_COLOURS]
    plain = findings.profile(content[4:])
    return b"prof" + plain if plain else b""


def _urn(content: bytes) -> bytes:
    return content[4:].partition(b"\0")[0]


def is_alpha(properties: Iterable[Property]) -> bool:
    """Whether an auxiliary picture is the transparency of another."""
    return any(own.name == b"auxC" and _urn(own.content) in ALPHA for own in properties)


def pixels(properties: Iterable[Property], *, required: bool) -> None:
    """Refuse sides that are too large, and a shown picture that tells none."""
    sides = [own.content for own in properties if own.name == b"ispe"]
    for content in sides:
        decoding.measure(int.from_bytes(content[4:8]), int.from_bytes(content[8:12]))
    if required and not sides:
        raise FileDamagedError
