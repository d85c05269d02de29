"""An export: one zip of age files that stock tools open and a stranger's computer can check.

Source: docs/how-to/export.md. ``write`` makes it, in memory; ``check`` says what of it is whole, by
whom and when, with no settings and no database at hand. It may import what the keyring may.

What it does not do: tell what happened in the case after the export, or who has read the file.
"""

from tipline.keyring.bundle.archive import Archive
from tipline.keyring.bundle.checking import check
from tipline.keyring.bundle.contents import Bundle, BundledCard, BundledTip
from tipline.keyring.bundle.findings import Finding, Verdict
from tipline.keyring.bundle.manifest import Manifest
from tipline.keyring.bundle.writing import write

__all__ = [
    "Archive",
    "Bundle",
    "BundledCard",
    "BundledTip",
    "Finding",
    "Manifest",
    "Verdict",
    "check",
    "write",
]
