"""Reads an export's zip, which may come from anybody: bounded, and never unpacked to a disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from tipline.errors import BundleRefusedError, RecordMalformedError
from tipline.keyring.bundle.contents import MANIFEST, SIGNATURE
from tipline.keyring.bundle.manifest import Manifest

FILES_MAX = 20_000
BYTES_MAX = 1024**3  # of all files together: what a computer of an office holds in memory


@dataclass(frozen=True)
class Archive:
    """The files of an export by name, with its list of contents and the list's signature."""

    files: Mapping[str, bytes] = field(repr=False)
    manifest: Manifest
    signature: bytes = field(repr=False)

    @classmethod
    def read(cls, name: str, packed: bytes) -> Self:
        """Read a zip; BundleRefusedError, which says ``name``, if it is no export at all."""
        try:
            files = _unpacked(packed)
            manifest = Manifest.from_body(files.pop(MANIFEST))
            signature = bytes.fromhex(files.pop(SIGNATURE).decode("ascii"))
        except KeyError:
            reason = f"it has no {MANIFEST} and {SIGNATURE}"
            raise BundleRefusedError(file=name, reason=reason) from None
        except RecordMalformedError:
            reason = f"its {MANIFEST} is not one that Tipline wrote"
            raise BundleRefusedError(file=name, reason=reason) from None
        except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError):
            raise BundleRefusedError(file=name, reason="it is not a whole zip file") from None
        return cls(files, manifest, signature)

    def under(self, folder: str) -> dict[str, bytes]:
        """Return the files whose names begin with ``folder``, by the rest of their names."""
        return {
            name.removeprefix(folder): content
            for name, content in sorted(self.files.items())
            if name.startswith(folder)
        }


def _unpacked(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if len(names) != len(entries) or len(entries) > FILES_MAX:
            raise ValueError
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
            raise ValueError  # we write none, and a small one can unpack to a huge one
        if sum(entry.file_size for entry in entries) > BYTES_MAX:
            raise ValueError
        return {entry.filename: archive.read(entry) for entry in entries}
