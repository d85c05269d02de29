"""The keeper's side: an office file becomes a PDF, which is kept for some minutes, sealed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from tipline.age import HybridIdentity
from tipline.errors import EvidenceError, FileTooComplexError
from tipline.evidence.jail.places import Places
from tipline.evidence.offices.bounds import (
    ASKED_MAX,
    FILE_BYTES,
    PAGES_MAX,
    PDF_BYTES,
    SECONDS,
)
from tipline.evidence.offices.kept import Kept, Sealed
from tipline.evidence.offices.walls import office_jail
from tipline.sealing.blob import BlobWriter, open_blob
from tipline.sealing.derivation import derive
from tipline.tips.evidence import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tipline.age import FileKey
    from tipline.evidence.jail import Jail
    from tipline.tips.evidence import Evidence

OFFICES = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS})
WAIT_SECONDS = 60  # for the one before
BLOCK_BYTES = 64 * 1024
NAME_BYTES = 32  # of the public key that a PDF is kept for


class Pager:
    """Lays out office files, one at a time. Safe in threads."""

    def __init__(self, jail: Jail | None = None, kept: Kept | None = None) -> None:
        """Take a jail whose tasks are those of ``offices.tasks``, and where PDFs wait."""
        self.jail = jail or office_jail()
        self._kept, self._places = kept or Kept(), Places(1)
        self._asked = Places(ASKED_MAX)

    def pdf(
        self,
        evidence: Evidence,
        identity: HybridIdentity | FileKey,
        opened: Callable[[], BinaryIO],
    ) -> BinaryIO:
        """Return a reader of a file's pages, as a PDF that is believed no more than the file.

        1. What is kept is opened with the tip's identity, or with one that grows from the file's
           key for whoever has only that: nothing else opens it.
        2. Otherwise the file is laid out, and sealed to that as it comes. A file of which
           nothing can be made is not tried again as long as that is remembered.

        ``opened`` returns the file. Raises an EvidenceError, JailBusyError, JailError, AgeError,
        and what ``opened`` raises.
        """
        keeper = _keeper(identity)
        name = evidence.blob + evidence.kept + keeper.recipient.public[:NAME_BYTES]
        sealed = self._kept.get(name)  # 1
        if sealed is None:
            # Two who look at once have it made once.
            with self._asked.place(0), self._places.place(WAIT_SECONDS):
                sealed = self._kept.get(name) or self._laid_out(evidence, keeper, opened)  # 2
                self._kept.put(name, sealed)
        if sealed.content is None:
            raise FileTooComplexError
        source = io.BytesIO(sealed.content)
        return io.BufferedReader(open_blob(source, sealed.size, keeper), BLOCK_BYTES)

    def close(self) -> None:
        """End the process that waits."""
        self.jail.close()

    def _laid_out(
        self, evidence: Evidence, identity: HybridIdentity, opened: Callable[[], BinaryIO]
    ) -> Sealed:
        if evidence.size > FILE_BYTES:
            return Sealed(None)
        made = _Sealing(identity)
        with opened() as source:
            try:
                self.jail.run(
                    "lay out", evidence.kind, source, made.write, SECONDS,
                    given={"pages": PAGES_MAX + 1},
                )  # fmt: skip
            except EvidenceError:
                return Sealed(None)
        return Sealed(made.whole())


def _keeper(identity: HybridIdentity | FileKey) -> HybridIdentity:
    if isinstance(identity, HybridIdentity):
        return identity
    return HybridIdentity(derive(identity.key, "granted pages"))


class _Sealing:
    """Seals what a jail writes to the tip as it comes, no more of it than is kept."""

    def __init__(self, identity: HybridIdentity) -> None:
        self._sealed = io.BytesIO()
        self._writer = BlobWriter(self._sealed, identity.recipient)

    def write(self, block: bytes) -> None:
        """Take some more; FileTooComplexError."""
        if self._writer.size + len(block) > PDF_BYTES:
            raise FileTooComplexError
        self._writer.write(block)

    def whole(self) -> bytes:
        """Return the age file."""
        self._writer.close()
        return self._sealed.getvalue()[: self._writer.sealed_size]
