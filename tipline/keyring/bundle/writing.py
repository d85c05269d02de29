"""Writes an export: the same case gives the same bytes, and nothing touches a disk."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tipline.keyring.bundle.contents import MANIFEST, README, SIGNATURE, Bundle
from tipline.keyring.bundle.manifest import Manifest
from tipline.keyring.bundle.readme import README_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.keyring.analyst import AnalystIdentity

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time that a zip can name; the true one is in the list
READABLE_BY_OWNER = 0o600 << 16  # a zip keeps a file's mode in the upper half
UNIX = 3  # APPNOTE.TXT, 4.4.2.2


def write(bundle: Bundle, analyst: AnalystIdentity) -> bytes:
    """Return the zip of a bundle, its list of contents signed by ``analyst``.

    Nothing is opened here: what is sealed goes in as it lies in the database. Age files do not
    shrink, so they are stored and not compressed.
    """
    files = {README: README_TEXT.encode(), **dict(bundle.files())}
    manifest = Manifest.of(bundle, files)
    signature = f"{manifest.sign(analyst).hex()}\n".encode()
    return pack({**files, MANIFEST: manifest.body(), SIGNATURE: signature})


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files, in this order and with nothing else in it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = UNIX
            entry.external_attr = READABLE_BY_OWNER
            archive.writestr(entry, content)
    return sink.getvalue()
