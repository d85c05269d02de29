"""What is sent of a case: one value, from which each form is made.

Nothing in it is of the reporter: the text is the summary, the place is what an officer wrote, and
attachments have our own names. Source: the domain guide, 5, "Outside hand-off", and 8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.tips.evidence import Kind
from tipline.tips.grade import DEFAULT, Grade
from tipline.tips.report import Exactness

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tipline.configuration import Hazard, Text
    from tipline.tips.point import Point
    from tipline.tips.priority import Priority
    from tipline.tips.suspicious import Suspicion

RADIUS_METRES: Mapping[Exactness, int] = {  # about a point: its house, its street, its quarter
    Exactness.EXACT: 50,
    Exactness.STREET: 300,
    Exactness.AREA: 2_000,
}
MIMETYPES: Mapping[Kind, str] = {  # as IANA has them
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.GIF: "image/gif",
    Kind.HEIC: "image/heic",
    Kind.AVIF: "image/avif",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.MP4: "video/mp4",
    Kind.MOV: "video/quicktime",
    Kind.WEBM: "video/webm",
    Kind.THREE_GP: "video/3gpp",
    Kind.MP3: "audio/mpeg",
    Kind.M4A: "audio/mp4",
    Kind.OGG: "audio/ogg",
    Kind.WAV: "audio/vnd.wave",
    Kind.AMR: "audio/AMR",
}


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends: the service, its organisation, the desk there, and its name among machines."""

    service: Text
    organisation: Text
    desk: Text
    address: str


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where it is: in words, and as one point or the corners of an area, as ``area.check`` has it.

    ``exact`` says how far about the point it may be.
    """

    words: str = field(default="", repr=False)
    points: tuple[Point, ...] = field(default=(), repr=False)
    exact: Exactness = Exactness.AREA

    @property
    def radius_metres(self) -> int:
        """How far about the point it may be; of an area, nothing."""
        return RADIUS_METRES[self.exact] if len(self.points) == 1 else 0


@dataclass(frozen=True, kw_only=True)
class Marking:
    """How far it is to be trusted, and how it may be handled.

    ``evaluated`` is false of what was let go before anybody graded it, to save a life. Of each of
    the ``conditions``, its code and what it says.
    """

    grade: Grade = DEFAULT
    evaluated: bool = True
    conditions: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes by a way of its own, once it was approved: ``size`` in bytes."""

    number: int
    mimetype: str
    size: int
    sha256: bytes


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What went to the same body before, of the same case."""

    reference: str
    sent: datetime


@dataclass(frozen=True, kw_only=True)
class Vetting:
    """What two officers decided of the behaviour: whose desk, on which day, by which facts."""

    desk: Text
    on: date
    facts: int


@dataclass(frozen=True, kw_only=True)
class Package:
    """What is sent. ``reference`` is ours for this, ``incident`` ours for the case; ``theirs``.

    ``sent`` is aware, in the time zone of the deployment. ``version`` is that of the summary.
    ``reported`` is the day on which the report came. ``related`` are our references of other cases.
    ``about`` is the official category, ``status`` where the case stands. ``languages`` are those
    that the texts are in, the first first. ``exercise``: nothing of it is real.
    """

    reference: str
    incident: str
    theirs: str = ""
    to: str
    purpose: str = field(repr=False)
    sender: Sender
    sent: datetime
    version: int
    summary: str = field(repr=False)
    about: Text
    hazards: tuple[Hazard, ...]
    priority: Priority
    level: Text
    life: bool = False
    marking: Marking
    where: Where = field(default_factory=Where)
    reply_by: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    earlier: Earlier | None = None
    suspicion: Suspicion | None = field(default=None, repr=False)
    vetting: Vetting | None = None
    protected: bool = False
    reported: date
    status: str
    languages: tuple[str, ...] = ("ar", "en")
    related: tuple[str, ...] = ()
    exercise: bool = False


def in_english(text: Text) -> str:
    """Return a text for machines: in English, else in the first language that it has."""
    return text.get("en") or next(iter(text.values()))
