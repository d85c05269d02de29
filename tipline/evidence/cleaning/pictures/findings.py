"""What the metadata of one picture tells of its sender, gathered before it is left behind."""

from __future__ import annotations

from collections.abc import Callable

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import exif, icc, iptc, xmp
from tipline.evidence.cleaning.pictures.origin import Origin
from tipline.tips.evidence import Found

LOOKS_MAX = 60
SEEN = 1024 * 1024  # bytes of one piece of metadata that are looked at


class Findings:
    """Kinds of what was found, when and where the picture was taken, and which way is up."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._found: set[Found] = set()
        self._origin = Origin()
        self._looks = 0
        self.lossless = True
        self.orientation = 1  # as in EXIF, 1 to 8

    def add(self, *found: Found) -> None:
        """Note kinds that were found."""
        self._found.update(found)

    def may_look(self) -> bool:
        """Count a look at metadata; after some dozens of one picture, no more is looked at."""
        self._looks += 1
        if self._looks > LOOKS_MAX:
            self.add(Found.REST)
        return self._looks <= LOOKS_MAX

    def exif(self, raw: bytes) -> None:
        """Look through EXIF: a TIFF structure, or one behind ``Exif`` and two nulls."""
        self._look(exif.read, raw)
        self.orientation = exif.orientation(raw) if self.orientation == 1 else self.orientation

    def xmp(self, raw: bytes) -> None:
        """Look through an XMP packet."""
        self._look(xmp.read, raw)

    def photoshop(self, raw: bytes) -> None:
        """Look through Photoshop's image resources, which hold IPTC and more."""
        self._look(iptc.read_resources, raw)

    def iptc(self, raw: bytes) -> None:
        """Look through bare IPTC datasets."""
        self._look(iptc.read, raw)

    def profile(self, told: bytes) -> bytes:
        """Return a colour profile without its texts, as ``icc.plain`` does; tell if it had some."""
        plain = icc.plain(told)
        if plain != told:
            self.add(Found.WORDS)
        return plain

    def _look(self, read: Callable[[bytes], Origin], raw: bytes) -> None:
        if not self.may_look():
            return
        # It is left behind whether it can be read or not: no failure of its reader counts.
        try:
            origin = read(raw[:SEEN])
        except Exception:  # noqa: BLE001 (hostile metadata may break a reader in any way)
            origin = Origin(found=frozenset({Found.REST}))
        self._found |= origin.found
        self._origin = self._origin.or_else(origin)

    def cleaned(self, *, lossless: bool = True) -> Cleaned:
        """Return what a cleaner tells."""
        return Cleaned(
            found=frozenset(self._found),
            lossless=lossless and self.lossless,
            taken=self._origin.taken,
            place=self._origin.place,
        )
