"""Evidence: a file that came with a tip, as the sealed report tells of it.

Source: docs/format.md, 5. What the file hid of its sender was taken out before it was sealed;
``found`` says what, in kinds, never in values. Only what the reporter chose to keep is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from tipline.tips.shape import bounded, octets, several

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES_MAX = 50  # of one report or message: what a setting may allow at most
NAME_MAX = 120  # code points of the reporter's own name for a file
FOUND_MAX = 16
ORIGIN_MAX = 60  # code points of a time or of a place, as ``Evidence`` tells them


class Family(StrEnum):
    """What a file is to a person, and how it is looked at."""

    PICTURE = "picture"
    DOCUMENT = "document"
    TEXT = "text"
    VIDEO = "video"
    SOUND = "sound"


class Kind(StrEnum):
    """What a file is by its bytes: the kinds that are taken, each by its usual file extension."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIC = "heic"
    AVIF = "avif"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    TXT = "txt"
    CSV = "csv"
    MP4 = "mp4"
    MOV = "mov"
    WEBM = "webm"
    THREE_GP = "3gp"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    WAV = "wav"
    AMR = "amr"

    @property
    def family(self) -> Family:
        """What it is to a person."""
        return FAMILIES[self]


FAMILIES: Mapping[Kind, Family] = MappingProxyType(
    dict.fromkeys((Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF, Kind.HEIC, Kind.AVIF), Family.PICTURE)
    | dict.fromkeys(
        (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS), Family.DOCUMENT
    )
    | dict.fromkeys((Kind.TXT, Kind.CSV), Family.TEXT)
    | dict.fromkeys((Kind.MP4, Kind.MOV, Kind.WEBM, Kind.THREE_GP), Family.VIDEO)
    | dict.fromkeys((Kind.MP3, Kind.M4A, Kind.OGG, Kind.WAV, Kind.AMR), Family.SOUND)
)


class Found(StrEnum):
    """What was found in a file beside what it shows, and removed."""

    PLACE = "place"  # where it was taken
    TIME = "time"  # when it was taken, made or changed
    DEVICE = "device"  # which phone or camera: make, model, serial numbers, settings
    PERSON = "person"  # names: author, owner, last editor, company
    PROGRAM = "program"  # which programs made it
    PREVIEW = "preview"  # a small picture of it, perhaps as it was before changes
    WORDS = "words"  # titles, captions, keywords, comments, texts of colour profiles
    HISTORY = "history"  # earlier versions, tracked changes, marks of single edits
    ENCLOSED = "enclosed"  # files within the file
    SCRIPT = "script"  # what acts or is fetched when it is opened: scripts, macros, links
    PICTURES = "pictures"  # pictures within it, of kinds that cannot be cleaned
    TRANSPARENCY = "transparency"  # what lets a ground be seen through
    AROUND = "around"  # that it can be looked around in (360 degrees)
    REST = "rest"  # whatever no viewer needs: makers' own notes, bytes after the end


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One file. ``blob`` (16 bytes) is where it lies; digests are SHA-256, sizes bytes.

    ``received`` and ``received_size`` are of what the reporter sent, ``kept`` and ``size`` of what
    was sealed; ``sealed_size`` is the length of the age file at the beginning of its blob. With
    ``lossless`` false, not all that it shows or lets hear is kept; ``disguised``: the reporter had
    the pitch of voices changed. ``name``, ``taken`` (a time, as it stood in the file) and
    ``place`` (latitude and longitude in degrees, ``26.22850,50.58600``) are there only if the
    reporter chose to tell them.
    """

    blob: bytes = octets(16)
    kind: Kind
    size: int
    sealed_size: int
    kept: bytes = octets(32)
    received_size: int
    received: bytes = octets(32)
    lossless: bool = True
    disguised: bool = False
    found: tuple[Found, ...] = several(FOUND_MAX)
    name: str = bounded(NAME_MAX)
    taken: str = bounded(ORIGIN_MAX)
    place: str = bounded(ORIGIN_MAX)

    def __post_init__(self) -> None:
        """Refuse sizes that no file has; ValueError."""
        if min(self.size, self.sealed_size, self.received_size) < 0:
            message = "a size is negative"
            raise ValueError(message)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that was taken in: ``evidence`` with its name, time and place, and what to tell."""

    evidence: Evidence
    keep_name: bool = False
    keep_origin: bool = False

    def sent(self) -> Evidence:
        """Return the evidence as it is told: without what the reporter does not keep."""
        kept = self.evidence
        if not self.keep_name:
            kept = replace(kept, name="")
        return kept if self.keep_origin else replace(kept, taken="", place="")
