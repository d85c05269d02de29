"""The keeper's side of showing: a sealed blob is opened, shown by a jail, and little is believed.

Nothing of it touches a disk: the jail reads the file chunk by chunk out of its blob, and what it
makes is held in memory until it was sent.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import logging
import os
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, BinaryIO

from tipline.errors import (
    AgeError,
    EvidenceError,
    EvidenceUnreadableError,
    FileTooComplexError,
    JailBusyError,
    NotFoundError,
    NotShownError,
    StoreError,
)
from tipline.evidence.offices.bounds import PAGES_MAX as LAID_OUT_MAX
from tipline.evidence.offices.pages import OFFICES
from tipline.evidence.showing.bounds import PAGES_MAX, SECONDS_MAX, SHOWN_BYTES, TEXT_MAX
from tipline.sealing.blob import SealedPart, open_blob
from tipline.store.failures import files_told_plainly
from tipline.tips.evidence import Kind

if TYPE_CHECKING:
    from tipline.age import FileKey, HybridIdentity, SealedFile
    from tipline.evidence.jail import Jail
    from tipline.evidence.offices.pages import Pager
    from tipline.store.blobs import Blobs
    from tipline.tips.evidence import Evidence

log = logging.getLogger(__name__)

BLOCK_BYTES = 256 * 1024
LIKENESS = re.compile("[0-9a-f]{64}", re.ASCII)
OF_PAGES = {"extent", "page"}  # tasks that are given the PDF of an office file
WHOLE_MAX = 10_000  # blobs that a worker remembers to have found whole
TYPES = {  # what a jail may write, by how it begins
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\x1a\x45\xdf\xa3": "video/webm",
}


@dataclass(frozen=True)
class Shown:
    """Something that was made anew, and its media type."""

    content: bytes = field(repr=False)
    mimetype: str


@dataclass(frozen=True)
class Extent:
    """How much there is to see: pictures, pages or seconds; 0 of what a kind has not.

    ``more``: there are more pages, which are not laid out.
    """

    pictures: int = 0
    pages: int = 0
    seconds: int = 0
    more: bool = False


@dataclass(frozen=True)
class Words:
    """A text, or its beginning (``cut``)."""

    text: str = field(repr=False)
    cut: bool


class Opened(io.BufferedReader):
    """What a blob holds, read from anywhere; closing it closes the blob."""

    def __init__(self, sealed: SealedFile, source: BinaryIO) -> None:
        """Read through ``sealed``, which reads ``source``."""
        super().__init__(sealed, BLOCK_BYTES)
        self._source = source

    def close(self) -> None:
        """Close both."""
        super().close()
        self._source.close()


class Viewer:
    """Opens evidence, and has it shown. Safe in threads."""

    def __init__(
        self, blobs: Blobs, jail: Jail, *, at_once: int, pager: Pager | None = None
    ) -> None:
        """Take where blobs lie, and a jail whose tasks are those of ``showing.tasks``.

        ``pager``: what lays out office files, if anything here does.

        ``at_once`` files are shown or wait for it; who comes then is told that the jail is busy.
        A stranger's files may take half a minute each: they must not keep all threads.
        """
        self.blobs, self.jail, self.pager = blobs, jail, pager
        self._free = BoundedSemaphore(at_once)
        self._whole: OrderedDict[bytes, tuple[int, ...]] = OrderedDict()

    def open(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> Opened:
        """Return what was kept of a file, once it is known to be that.

        1. Open the age file at the beginning of the blob with the tip's identity, or its key.
        2. All of it must have the size and the digest that the sealed report tells: whoever can
           write to the disk can seal another file to the tip. A worker does so once, as long as
           nobody touches the blob.

        Raises EvidenceUnreadableError. AgeError while it is read: it was changed since.
        """
        try:
            with files_told_plainly():
                return self._opened(evidence, identity)
        except NotFoundError:
            raise EvidenceUnreadableError from None
        except StoreError as fault:
            raise unreadable(fault) from None

    def sealed(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> BinaryIO:
        """Return a reader of the age file as it lies, once it is known to hold what was kept.

        Raises as ``open`` does.
        """
        self.open(evidence, identity).close()
        with files_told_plainly():
            part = SealedPart(self.blobs.open(evidence.blob), evidence.sealed_size)
        return io.BufferedReader(part, BLOCK_BYTES)

    def show(
        self, task: str, evidence: Evidence, identity: HybridIdentity | FileKey, **given: int
    ) -> Shown:
        """Return what a task makes of a file. Raises NotShownError, and what ``open`` does."""
        made, _ = self._run(task, evidence, identity, given)
        for beginning, mimetype in TYPES.items():
            if made.startswith(beginning):
                return Shown(made, mimetype)
        raise NotShownError

    def extent(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> Extent:
        """Return how much there is to see of a file. Raises as ``show`` does."""
        _, told = self._run("extent", evidence, identity, {})
        pages = _number(told, "pages", PAGES_MAX)
        more = self.lays_out(evidence.kind) and pages > LAID_OUT_MAX
        return Extent(
            pictures=_number(told, "pictures", PAGES_MAX),
            pages=LAID_OUT_MAX if more else pages,
            seconds=_number(told, "seconds", SECONDS_MAX),
            more=more,
        )

    def likeness(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> bytes | None:
        """Return what a picture looks like, 32 bytes (``likenesses``); None for one that is plain.

        Raises as ``show`` does.
        """
        _, told = self._run("likeness", evidence, identity, {})
        found = told.get("likeness")
        if found is None:
            return None
        if not isinstance(found, str) or not LIKENESS.fullmatch(found):
            raise NotShownError
        return bytes.fromhex(found)

    def close(self) -> None:
        """End the processes that wait."""
        self.jail.close()
        if self.pager is not None:
            self.pager.close()

    def lays_out(self, kind: Kind) -> bool:
        """Tell whether files of a kind are laid out here, to be shown page by page."""
        return self.pager is not None and kind in OFFICES

    def words(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> Words:
        """Return the words of a text or an office file. Raises as ``show`` does."""
        made, told = self._run("text", evidence, identity, {})
        return Words(made.decode("utf-8", "replace")[:TEXT_MAX], told.get("cut") is True)

    def _run(
        self,
        task: str,
        evidence: Evidence,
        identity: HybridIdentity | FileKey,
        given: dict[str, int],
    ) -> tuple[bytes, dict[str, Any]]:
        if not self._free.acquire(blocking=False):
            raise JailBusyError
        try:
            return self._shown(task, evidence, identity, given)
        finally:
            self._free.release()

    def _shown(
        self,
        task: str,
        evidence: Evidence,
        identity: HybridIdentity | FileKey,
        given: dict[str, int],
    ) -> tuple[bytes, dict[str, Any]]:
        made = _Bounded()
        try:
            kind, opened = self._to_show(task, evidence, identity)
            with opened as source:
                told = self.jail.run(task, kind, source, made.write, given=given)
        except EvidenceError:
            raise NotShownError from None
        except AgeError:
            raise EvidenceUnreadableError from None
        except StoreError as fault:
            raise unreadable(fault) from None
        return bytes(made.content), told

    def _to_show(
        self, task: str, evidence: Evidence, identity: HybridIdentity | FileKey
    ) -> tuple[Kind, BinaryIO]:
        """Return what a task is given: the file, or the PDF that an office file was laid out in."""
        if self.pager is None or evidence.kind not in OFFICES or task not in OF_PAGES:
            return evidence.kind, self.open(evidence, identity)
        return Kind.PDF, self.pager.pdf(evidence, identity, lambda: self.open(evidence, identity))

    def _opened(self, evidence: Evidence, identity: HybridIdentity | FileKey) -> Opened:
        source = self.blobs.open(evidence.blob)
        try:
            opened = Opened(open_blob(source, evidence.sealed_size, identity), source)  # 1
            self._check(opened, source, evidence)  # 2
        except AgeError:
            source.close()
            raise EvidenceUnreadableError from None
        except BaseException:
            source.close()
            raise
        return opened

    def _check(self, opened: Opened, source: BinaryIO, evidence: Evidence) -> None:
        there = os.fstat(source.fileno())
        stamp = (there.st_ino, there.st_ctime_ns, there.st_size, evidence.sealed_size)
        known = evidence.blob + evidence.kept
        if self._whole.get(known) == stamp:
            return
        digest = hashlib.sha256()
        while block := opened.read(BLOCK_BYTES):
            digest.update(block)
        if opened.tell() != evidence.size or not hmac.compare_digest(
            digest.digest(), evidence.kept
        ):
            raise EvidenceUnreadableError
        opened.seek(0)
        self._whole[known] = stamp
        while len(self._whole) > WHOLE_MAX:
            self._whole.popitem(last=False)


class _Bounded:
    """Takes what a jail writes, no more of it than can be shown."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, block: bytes) -> None:
        """Take some more; FileTooComplexError."""
        self.content += block
        if len(self.content) > SHOWN_BYTES:
            raise FileTooComplexError


def unreadable(fault: StoreError) -> EvidenceUnreadableError:
    """Log what is the operator's to mend; what else a tip holds is shown."""
    log.error("%s", fault.sentence)
    return EvidenceUnreadableError()


def _number(told: dict[str, Any], name: str, most: int) -> int:
    number = told.get(name, 0)
    if type(number) is not int or not 0 <= number <= most:
        raise NotShownError
    return number
