"""Pages of a PDF, drawn. PDFium is built without scripts here, and no form of it is started."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2._lazy import Lazy

from tipline.errors import FileDamagedError
from tipline.evidence.showing import pictures

SCALE_MAX = 6.0  # pixels a point: a page of a stamp's size need not fill a screen
LOADED = (Lazy.PIL_Image,)  # in the jail nothing can be loaded any more


@contextmanager
def opened(source: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document; FileDamagedError."""
    source.seek(0)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError:
        raise FileDamagedError from None
    try:
        yield document
    finally:
        document.close()


def count(source: BinaryIO) -> int:
    """Return how many pages a document has."""
    with opened(source) as document:
        return len(document)


def draw(source: BinaryIO, sink: BinaryIO, number: int, side: int) -> dict[str, Any]:
    """Write a page, from 1; FileDamagedError where there is none of this number."""
    with opened(source) as document:
        if not 1 <= number <= len(document):
            raise FileDamagedError
        return pictures.write(_drawn(document[number - 1], side), sink)


def _drawn(page: pypdfium2.PdfPage, side: int) -> Image.Image:
    scale = min(SCALE_MAX, side / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture: Image.Image = bitmap.to_pil()
    return picture.convert("RGB")
