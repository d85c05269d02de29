"""What is sent in each form that it can be made into, by the ending of the file's name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tipline.dispatch import cap, geojson, sar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tipline.dispatch.package import Package

FORMS: Mapping[str, Callable[[Package], bytes]] = {
    "cap.xml": cap.document,
    "geojson": geojson.document,
    "sar.json": sar.to_json,
    "sar.xml": sar.to_xml,
}
OF_SUSPICION = frozenset({"sar.json", "sar.xml"})


def forms(package: Package) -> tuple[str, ...]:
    """Return the forms that a package can be made into."""
    lacks = bool(sar.lacking(package))
    return tuple(form for form in FORMS if not (lacks and form in OF_SUSPICION))


def archive(package: Package, beside: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip of all its forms: the same bytes whenever it is made.

    ``beside``: other files, by the endings of their names.
    """
    made = {form: FORMS[form](package) for form in forms(package)} | dict(beside or {})
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        for form, content in made.items():
            named = ZipInfo(f"{package.reference}.{form}")  # of 1980: when it was made is not told
            files.writestr(named, content, ZIP_DEFLATED)
    return packed.getvalue()
