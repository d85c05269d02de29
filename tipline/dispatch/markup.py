"""XML that any reader takes: no character that it may not have, whatever somebody typed.

Only written here, never read: what is read from others needs a parser that distrusts it.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

# What is no Char of XML 1.0 (2.2), and the carriage return, which a reader would change.
NO_CHARACTER = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """Return a text with U+FFFD for each character that XML may not have."""
    return NO_CHARACTER.sub("\ufffd", text)


def add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    """Add an element, with its text, and return it."""
    child = ET.SubElement(parent, name)
    if text is not None:
        child.text = legible(text)
    return child


def written(root: ET.Element) -> bytes:
    """Return the document in UTF-8, with its declaration."""
    ET.indent(root, space=" ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
