"""Cleaning: what a file hides of its sender is taken out, and told in kinds. Runs in the jail.

``clean`` is the one verb; ``CLEANERS`` says who does it for each kind. A room below cleans one
family, and gives a table of its own. None of them may be asked twice for the same kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from tipline.errors import EvidenceError, FileDamagedError, FileKindRefusedError
from tipline.evidence.cleaned import Cleaned, Cleaner
from tipline.evidence.cleaning import documents, media, pictures
from tipline.tips.evidence import Kind

CLEANERS: Mapping[Kind, Cleaner] = MappingProxyType(
    {
        **documents.CLEANERS,
        **media.CLEANERS,
        **pictures.CLEANERS,
    }
)


def clean(kind: Kind, source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Write what a file of ``kind`` shows to ``sink``, and tell what it hid besides.

    ``source`` is seekable and is read from its beginning. Raises an EvidenceError and nothing
    else: what a parser did not expect is a FileDamagedError. The sink is then to be dropped.
    """
    cleaner = CLEANERS.get(kind)
    if cleaner is None:
        raise FileKindRefusedError
    source.seek(0)
    try:
        return cleaner(source, sink)
    except EvidenceError:
        raise
    except Exception:  # noqa: BLE001 (a stranger's file may break a parser in any way)
        raise FileDamagedError from None  # its text may hold what the file hides
