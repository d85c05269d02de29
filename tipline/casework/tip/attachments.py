"""The files of a tip: which there are, and opening one of them. Staff too read "attachments"."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol

from tipline.casework import trail
from tipline.casework.tip.opening import unentered
from tipline.errors import (
    EvidenceUnreadableError,
    JailBusyError,
    JailError,
    NotFoundError,
    NotShownError,
    OriginalClosedError,
)
from tipline.evidence.offices.pages import OFFICES
from tipline.evidence.offices.walls import PACKAGES
from tipline.keyring.opening import open_key
from tipline.sealing.audit import Action
from tipline.tips.evidence import Family, Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.age import FileKey, HybridIdentity
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.evidence.showing.viewing import Extent, Opened, Shown, Words
    from tipline.keyring.opening import OpenedParts
    from tipline.tips.evidence import Evidence

BEGUN_MAX = 6  # texts of which a tip's page shows the first words: each takes a jail
BEGUN_SECONDS = 3  # after which no further one is begun
BEGINNING = 300  # code points
UNSHOWN = (NotShownError, EvidenceUnreadableError, JailBusyError, JailError)


@dataclass(frozen=True)
class Attachment:
    """A file of a tip. ``number``: its place among them, from 1, in the order in which they came.

    ``later``: it came with a message, not with the report.
    """

    number: int
    evidence: Evidence = field(repr=False)
    arrived: datetime
    later: bool

    @property
    def id(self) -> bytes:
        """The id of its blob, 16 bytes."""
        return self.evidence.blob

    @property
    def in_words(self) -> bool:
        """Whether its words are shown: a text's, and an office file's beside its pages."""
        return in_words(self.evidence.kind)


class Showable(Protocol):
    """A file that can be shown: its number among those of its tip, and what is known of it."""

    @property
    def number(self) -> int: ...  # noqa: D102 (said above)
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102 (the protocol says it)
    @property
    def id(self) -> bytes: ...  # noqa: D102 (the protocol says it)


@dataclass(frozen=True)
class OpenFile:
    """A file that was opened for one request, by whichever key."""

    file: Showable
    _visit: Visit = field(repr=False)
    _identity: HybridIdentity | FileKey = field(repr=False)

    @property
    def in_words(self) -> bool:
        """Whether its words are shown."""
        return in_words(self.file.evidence.kind)

    @property
    def laid_out(self) -> bool:
        """Whether it is an office file whose pages are shown."""
        return self._visit.office.viewer.lays_out(self.file.evidence.kind)

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages that would have its pages shown, where they are wanted and not here."""
        settings = self._visit.office.settings
        wanted = settings.office_pages and settings.jail != "off"
        if not wanted or self.laid_out or self.file.evidence.kind not in OFFICES:
            return ()
        return PACKAGES

    def show(self, task: str, **given: int) -> Shown:
        """Return what is seen of it; NotShownError, EvidenceUnreadableError."""
        viewer = self._visit.office.viewer
        return viewer.show(task, self.file.evidence, self._identity, **given)

    def extent(self) -> Extent:
        """Return how much there is to see of it. Raises as ``show`` does."""
        return self._visit.office.viewer.extent(self.file.evidence, self._identity)

    def words(self) -> Words:
        """Return its words. Raises as ``show`` does."""
        return self._visit.office.viewer.words(self.file.evidence, self._identity)

    def open(self) -> Opened:
        """Return a reader of the file itself; EvidenceUnreadableError."""
        return self._visit.office.viewer.open(self.file.evidence, self._identity)

    def sealed(self) -> BinaryIO:
        """Return a reader of the age file as it lies; EvidenceUnreadableError."""
        return self._visit.office.viewer.sealed(self.file.evidence, self._identity)


@dataclass(frozen=True, kw_only=True)
class OpenAttachment(OpenFile):
    """A file of a tip that was opened for one request."""

    tip: OpenTip = field(repr=False)
    file: Attachment

    @property
    def name(self) -> str:
        """Our own name for it, which tells nothing of it but its kind."""
        return f"{self.tip.id.hex()[:8]}-{self.file.number}.{self.file.evidence.kind.value}"

    @property
    def sealed_name(self) -> str:
        """The name of the age file that it lies in."""
        return f"{self.name}.age"

    @property
    def envelope_name(self) -> str:
        """The name of the envelope that holds the identity for that age file."""
        return f"{self.tip.id.hex()[:8]}-envelope.age"


def in_words(kind: Kind) -> bool:
    """Tell whether the words of such a file are shown: a text's, and an office file's."""
    return kind.family is Family.TEXT or (kind.family is Family.DOCUMENT and kind is not Kind.PDF)


def attachments(parts: OpenedParts) -> tuple[Attachment, ...]:
    """Return each file that the parts tell of, once: a report that is sent again keeps them."""
    found: dict[bytes, tuple[Evidence, datetime, bool]] = {}
    for evidence, arrived, later in sorted(_told(parts), key=lambda each: each[1]):
        found.setdefault(evidence.blob, (evidence, arrived, later))
    return tuple(Attachment(number, *each) for number, each in enumerate(found.values(), 1))


def _told(parts: OpenedParts) -> Iterator[tuple[Evidence, datetime, bool]]:
    for report in parts.reports.values():
        yield from ((each, report.arrived, False) for each in report.evidence)
    for message in parts.messages.values():
        yield from ((each, message.arrived, True) for each in message.evidence)


def beginnings(visit: Visit, tip: OpenTip, files: Iterable[Attachment]) -> Mapping[bytes, str]:
    """Return the first words of the first few texts among a tip's files, by the files' ids.

    The page waits for them: no more are read once that took some seconds, or the jail is busy.
    """
    texts = [file for file in files if file.in_words][:BEGUN_MAX]
    if not texts:
        return {}
    identity = open_key(tip.row, visit.member.desks)
    begun: dict[bytes, str] = {}
    end = time.monotonic() + BEGUN_SECONDS
    for file in texts:
        if time.monotonic() > end:
            break
        try:
            words = visit.office.viewer.words(file.evidence, identity)
        except JailBusyError:
            break
        except UNSHOWN:
            continue
        begun[file.id] = words.text[:BEGINNING].strip()
    return begun


def open_attachment(visit: Visit, tip_id: bytes, file_id: bytes, *, look: bool) -> OpenAttachment:
    """Open a file of a tip for an analyst.

    1. Its tip is found and opened as for any form of its page: what is not this analyst's desks'
       ends here with NotFoundError, and what nobody opened before is an opening.
    2. The original must not be closed to this officer: OriginalClosedError. The file must be one
       that a part of this tip tells of: NotFoundError.
    3. With ``look``, the trail gets its entry before anything of the file is opened; the small
       pictures on a tip's page are part of the tip's own.
    4. The tip's identity opens it, when it is asked for.

    Raises as ``opening.open_tip`` does.
    """
    tip = unentered(visit, tip_id)  # 1
    if tip.closed:  # 2
        raise OriginalClosedError
    file = next((each for each in attachments(tip.parts) if each.id == file_id), None)  # 2
    if file is None:
        raise NotFoundError
    if look:
        trail.record_once(visit, Action.LOOK, file_id, tip=tip_id, file=file_id)  # 3
    identity = open_key(tip.row, visit.member.desks)  # 4
    return OpenAttachment(tip=tip, file=file, _visit=visit, _identity=identity)
