"""When a document says that it was made."""

from __future__ import annotations

from dataclasses import replace

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures.origin import moment as moment


def with_taken(cleaned: Cleaned, taken: str) -> Cleaned:
    """Return what a cleaner tells, with the time that the document itself told, if it did."""
    return replace(cleaned, taken=taken or cleaned.taken, place="")
