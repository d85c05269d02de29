"""Pictures inside documents, cleaned by those who clean pictures, and bounded in size."""

from __future__ import annotations

import io

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import pictures
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Kind


def picture(kind: Kind, raw: bytes, findings: Findings) -> bytes:
    """Return a clean picture, and note what it hid; when and where it was taken is not told.

    A document of many pictures has no one place. Raises an EvidenceError, or whatever a cleaner
    did not expect.
    """
    sink = io.BytesIO()
    told: Cleaned = pictures.CLEANERS[kind](io.BytesIO(raw), sink)
    findings.add(*told.found)
    return sink.getvalue()
