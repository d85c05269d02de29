"""What a file is, how large, and what was found in it, in words for people: both sites say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tipline.tips.evidence import Family, Found, Kind

if TYPE_CHECKING:
    from tipline.tips.evidence import Evidence

KB, MB = 1_000, 1_000_000
DAY_AND_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)T")  # ISO 8601; what stands otherwise stays so
SHORT_OF = {Kind.THREE_GP: "3GP", Kind.WEBP: "WebP", Kind.WEBM: "WebM"}  # as people write them
FAMILIES = {
    Family.PICTURE: _l("Picture"),
    Family.DOCUMENT: _l("Document"),
    Family.TEXT: _l("Text"),
    Family.VIDEO: _l("Video"),
    Family.SOUND: _l("Sound recording"),
}
FOUND = {
    Found.PLACE: _l("where it was taken"),
    Found.TIME: _l("when it was taken or changed"),
    Found.DEVICE: _l("which phone or camera it is from"),
    Found.PERSON: _l("names of people"),
    Found.PROGRAM: _l("which programs made it"),
    Found.PREVIEW: _l("a small picture of it, perhaps from before it was changed"),
    Found.WORDS: _l("titles, captions and comments"),
    Found.HISTORY: _l("earlier versions"),
    Found.ENCLOSED: _l("files inside it"),
    Found.SCRIPT: _l("parts that act when it is opened"),
    Found.PICTURES: _l("pictures in it of a kind that cannot be cleaned"),
    Found.TRANSPARENCY: _l("transparency"),
    Found.AROUND: _l("marks by which a player looks around in it (360°)"),
    Found.REST: _l("hidden marks of the maker"),
}


def kind(file: Evidence) -> str:
    """Return what a file is, in words: Picture (JPEG)."""
    short = SHORT_OF.get(file.kind, file.kind.name)
    return gettext("%(family)s (%(kind)s)", family=FAMILIES[file.kind.family], kind=short)


def size(count: int) -> str:
    """Return a number of bytes in words."""
    if count < MB:
        return gettext("%(number)s kB", number=max(1, round(count / KB)))
    return gettext("%(number)s MB", number=f"{count / MB:.1f}".removesuffix(".0"))


def found(file: Evidence) -> list[str]:
    """Return what was found in a file and removed, in words."""
    return [str(words) for each, words in FOUND.items() if each in file.found]


def origin(file: Evidence) -> str:
    """Return when and where a file says that it was taken; empty where it said neither."""
    taken, place = DAY_AND_TIME.sub(r"\1 ", file.taken), file.place.replace(",", ", ", 1)
    return " · ".join(filter(None, (taken, place)))
