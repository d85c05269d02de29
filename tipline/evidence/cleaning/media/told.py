"""What the tags of a recording tell of its sender: by their names, whatever format they are of."""

from __future__ import annotations

import re

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures.origin import moment, place
from tipline.tips.evidence import Found

# Beginnings of names, in lower case; the first that fits decides. Four letters are of RIFF's INFO
# lists and of ID3, the others of Vorbis comments and of QuickTime.
NAMES: tuple[tuple[Found, tuple[str, ...]], ...] = (
    (Found.PLACE, ("location", "loci", "geo", "gps", "©xyz", "com.apple.quicktime.location")),
    (
        Found.TIME,
        (
            "date",
            "creation",
            "year",
            "icrd",
            "idit",
            "tdrc",
            "tden",
            "tdor",
            "tdtg",
            "tyer",
            "tdat",
        ),
    ),
    (Found.DEVICE, ("make", "model", "device", "com.apple.quicktime.m", "com.android", "isrc")),
    (
        Found.PERSON,
        ("artist", "author", "performer", "composer", "ieng", "iart", "tpe", "tcom", "town"),
    ),
    (Found.PROGRAM, ("encode", "vendor", "software", "handler", "isft", "tsse", "tenc", "tool")),
    (Found.PREVIEW, ("metadata_block_picture", "coverart", "apic", "pic", "thumb")),
    (Found.ENCLOSED, ("geob",)),
    (Found.REST, ("priv", "ufid", "mcdi")),
)
# ISO 6709, annex H, in degrees: +26.2285+050.5860/, perhaps with a height.
ISO_6709 = re.compile(r"([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)")
VALUE_MAX = 200  # characters of a value that are looked at


class Told:
    """Kinds of what was found, and when and where it was recorded, gathered from tags."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._found: set[Found] = set()
        self.taken = ""
        self.place = ""
        self.lossless = True

    def add(self, *found: Found) -> None:
        """Note kinds that were found."""
        self._found.update(found)

    def tag(self, name: str, value: str = "") -> None:
        """Note a tag by its name; its value is looked at for a time or a place only."""
        known = name.lower()
        kind = next((kind for kind, names in NAMES if known.startswith(names)), Found.WORDS)
        self._found.add(kind)
        if kind is Found.TIME:
            self.at(value[:VALUE_MAX])
        if kind is Found.PLACE:
            self.stood(value[:VALUE_MAX])

    def at(self, text: str) -> None:
        """Take ``text`` for the time of recording, if it is one and none is known."""
        self.taken = self.taken or moment(text)

    def stood(self, text: str) -> None:
        """Take ``text`` (ISO 6709) for the place of recording, if it is one and none is known."""
        if match := ISO_6709.search(text):
            self.place = self.place or place(float(match[1]), float(match[2]))

    def cleaned(self) -> Cleaned:
        """Return what a cleaner tells."""
        return Cleaned(
            found=frozenset(self._found),
            lossless=self.lossless,
            taken=self.taken,
            place=self.place,
        )
