"""Style sheets, scripts and the icon: read once, named by their content, compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, abort, request

from tipline.web.entrance import Who, open_to

if TYPE_CHECKING:
    from flask import Flask

FOLDER = Path(__file__).parents[1] / "static"
REFUSES_GZIP = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
FOREVER = "public, max-age=31536000, immutable"
PACKED = frozenset({".css", ".js", ".svg", ".html", ".ico"})


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is served: its address holds a hash of its content."""

    address: str
    mimetype: str
    plain: bytes
    packed: bytes


class StaticFiles:
    """The files of one site by their plain name (``public.css``) and by their address."""

    def __init__(self, folder: Path, skipped: frozenset[str]) -> None:
        """Read every file of ``folder`` but the ``skipped`` names, which are another site's."""
        names = sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )
        kept = [name for name in names if name.split("/")[0].split(".")[0] not in skipped]
        self._by_name = {name: _read(folder, name) for name in kept}
        self._by_address = {file.address: file for file in self._by_name.values()}

    def address(self, name: str) -> str:
        """Return the address of a file; raises ``KeyError`` for one that is not there."""
        return f"/static/{self._by_name[name].address}"

    def find(self, address: str) -> tuple[StaticFile, bool] | None:
        """Return the file of an address or a plain name, and whether it may be kept for ever."""
        if address in self._by_address:
            return self._by_address[address], True
        return (self._by_name[address], False) if address in self._by_name else None


def accepts_gzip() -> bool:
    """Return whether this request's browser takes gzip."""
    return takes_gzip(request.headers.get("Accept-Encoding", ""))


def takes_gzip(accepted: str) -> bool:
    """Return whether an ``Accept-Encoding`` takes gzip; ``gzip;q=0`` says that it does not."""
    return "gzip" in accepted and not REFUSES_GZIP.search(accepted)


def pack(body: bytes, level: int = 9) -> bytes:
    """Return ``body`` as gzip, without a time in it."""
    return gzip.compress(body, level, mtime=0)


def answer(plain: bytes, packed: bytes, mimetype: str) -> Response:
    """Return what was compressed once, in the form that this browser takes."""
    if not accepts_gzip():
        response = Response(plain, mimetype=mimetype)
    else:
        response = Response(packed, mimetype=mimetype)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def set_up(app: Flask, skipped: frozenset[str], folder: Path = FOLDER) -> StaticFiles:
    """Serve a folder's files under ``/static/``, and a neutral ``/favicon.ico``."""
    files = StaticFiles(folder, skipped)

    @app.get("/static/<path:address>", endpoint="static")
    @open_to(Who.ANYONE)
    def static(address: str) -> Response:
        found = files.find(address)
        if found is None:
            abort(404)
        file, for_ever = found
        response = answer(file.plain, file.packed, file.mimetype)
        if for_ever:
            response.headers["Cache-Control"] = FOREVER
        return response

    @app.get("/favicon.ico", endpoint="icon")
    @open_to(Who.ANYONE)
    def icon() -> Response:
        return static("icon.ico")

    return files


def _read(folder: Path, name: str) -> StaticFile:
    plain = (folder / name).read_bytes()
    path = Path(name)
    digest = hashlib.sha256(plain).hexdigest()[:10]
    address = path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix()
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = pack(plain) if path.suffix in PACKED else plain
    return StaticFile(address, mimetype, plain, packed)
