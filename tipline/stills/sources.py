"""The broker's file: where cameras answer, how it signs in there, and which addresses it may ask.

TOML, for its owner alone: docs/how-to/stills.md shows it. A value is never repeated in an error.
"""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeAlias
from urllib.parse import urlsplit

from tipline.errors import (
    KeyFileMissingError,
    StillsFileError,
    StillsFileMissingError,
    StillUnknownError,
)
from tipline.sealing.deployment import read_private

Network: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"
PORTS = {"http": 80, "https": 443, "rtsp": 554}  # RFC 9110, 4.2; RFC 7826, 4.2
KNOWN = frozenset({"address", "user", "password", "sign_in", "authority"})


class SignIn(StrEnum):
    """How a name and a password are shown to a camera by HTTP (RFC 7617, RFC 7616)."""

    DIGEST = "digest"
    BASIC = "basic"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a camera answers. ``authority``: a file of certificates that are believed for it."""

    scheme: str
    host: str
    port: int
    target: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    sign_in: SignIn = SignIn.DIGEST
    authority: Path | None = None

    @classmethod
    def parse(cls, address: str, **more: Any) -> Self:  # noqa: ANN401 (its other fields)
        """Read an address; ValueError for one that is none, or holds a password."""
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
            raise ValueError
        if parts.fragment or not address.isascii() or not address.isprintable() or " " in address:
            raise ValueError
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        port = parts.port or PORTS[parts.scheme]
        return cls(scheme=parts.scheme, host=parts.hostname, port=port, target=target, **more)

    @property
    def address(self) -> str:
        """The address as the file has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.target}"


@dataclass(frozen=True)
class Sources:
    """What the file holds: the networks that may be asked, and the cameras by their codes."""

    allowed: tuple[Network, ...]
    cameras: Mapping[str, Source] = field(repr=False)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read the file. KeyFileError where it is not for its owner alone, StillsFileError."""
        try:
            given = {**tomllib.loads(read_private(file))}
        except KeyFileMissingError:
            raise StillsFileMissingError(file=file) from None
        except (ValueError, RecursionError):
            raise _wrong(file, "all of it", "TOML") from None
        allowed = tuple(_network(file, each) for each in _list(file, given.pop("allow", None)))
        cameras = given.pop("camera", {})
        if not isinstance(cameras, dict) or given:
            raise _wrong(file, next(iter(given), "camera"), "allow = [...] or [camera.CODE]")
        return cls(allowed, {code: _source(file, code, each) for code, each in cameras.items()})

    def of(self, code: str) -> Source:
        """Return where a camera answers. StillUnknownError."""
        if code not in self.cameras:
            raise StillUnknownError
        return self.cameras[code]

    def allows(self, address: str) -> bool:
        """Tell whether an IP address may be asked: by the list, and never one of many machines."""
        ip = ipaddress.ip_address(address)
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        if ip.is_multicast or ip.is_unspecified or ip == ipaddress.ip_address("255.255.255.255"):
            return False
        return any(ip in network for network in self.allowed)


def _list(file: Path, given: object) -> list[object]:
    if not isinstance(given, list):
        raise _wrong(file, "allow", "a list of addresses or networks")
    return given


def _network(file: Path, given: object) -> Network:
    try:
        return ipaddress.ip_network(str(given))
    except ValueError:
        raise _wrong(file, "allow", 'addresses or networks, like "10.20.0.0/24"') from None


def _source(file: Path, code: str, given: object) -> Source:
    place = f"camera.{code}"
    if not isinstance(given, dict) or not all(isinstance(it, str) for it in given.values()):
        raise _wrong(file, place, "a table of texts")
    if given.keys() - KNOWN:
        raise _wrong(file, place, f"made of {', '.join(sorted(KNOWN))}")
    more: dict[str, Any] = {name: given[name] for name in ("user", "password") if name in given}
    if "authority" in given:
        more["authority"] = Path(given["authority"])
    try:
        more["sign_in"] = SignIn(given.get("sign_in", SignIn.DIGEST))
        return Source.parse(given.get("address", ""), **more)
    except ValueError:
        wanted = "with an address of http, https or rtsp, without a password in it; sign_in is"
        raise _wrong(file, place, f"{wanted} {' or '.join(SignIn)}") from None


def _wrong(file: Path, place: str, wanted: str) -> StillsFileError:
    return StillsFileError(file=file, place=place, wanted=wanted)
