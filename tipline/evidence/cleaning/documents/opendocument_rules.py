"""OpenDocument (part 3): what is not said in the parts of a package, by local names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tipline.tips.evidence import Found

DUBLIN = "http://purl.org/dc/elements/1.1/"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
CONFIG = "urn:oasis:names:tc:opendocument:xmlns:config:1.0"
LINKS = "http://www.w3.org/1999/xlink"
SHAPES = frozenset(
    {"frame", "custom-shape", "rect", "line", "circle", "ellipse", "path", "polygon", "polyline"}
)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


DROPPED: Mapping[str, Found] = {
    **dict.fromkeys(
        _words("tracked-changes change change-start change-end annotation annotation-end"),
        Found.HISTORY,
    ),
    **dict.fromkeys(_words("scripts event-listeners event-listener script"), Found.SCRIPT),
    **dict.fromkeys(
        _words(
            "dde-links dde-connection-decls dde-source cell-range-source table-source "
            "database-source-sql database-source-query database-source-table section-source "
            "alphabetical-index-auto-mark-file floating-frame applet connection-resource"
        ),
        Found.SCRIPT,
    ),
    **dict.fromkeys(_words("object object-ole plugin binary-data"), Found.ENCLOSED),
    **dict.fromkeys(_words("desc title"), Found.WORDS),
    "meta": Found.WORDS,
}
# Names that are another thing elsewhere, with what their namespace holds.
ONLY_IN = {"desc": ":svg", "title": ":svg", "meta": ":office:", "object": ":drawing:"}
# Fields whose words are shown, and stay; where they came from does not.
UNWRAPPED = _words(
    "author-name author-initials initial-creator creator printed-by file-name template-name "
    "user-defined sender-firstname sender-lastname sender-initials sender-title sender-position "
    "sender-email sender-phone-private sender-fax sender-company sender-phone-work sender-street "
    "sender-city sender-postal-code sender-country sender-state-or-province execute-macro "
    "dde-connection database-display editing-duration editing-cycles creation-date creation-time "
    "modification-date modification-time print-date print-time conditional-text"
)
FETCHES = re.compile(r"WEBSERVICE|FILTERXML|\bDDE\b|\w+://|file:|\|", re.IGNORECASE)
CONFIGURATION = "ooo:configuration-settings"  # what changes how pages look; the rest is the desk's
PRIVATE = re.compile(
    r"Print|Rsid|Path|URL|Database|DataSource|Author|User|Script|Link|Embed|Signature|Modify|Key",
    re.IGNORECASE,
)

# What is told of entries that no part mentions, by the beginning of their names.
LEFT = (
    ("Thumbnails/", Found.PREVIEW),
    ("Basic/", Found.SCRIPT),
    ("Scripts/", Found.SCRIPT),
    ("Dialogs/", Found.SCRIPT),
    ("Versions/", Found.HISTORY),
    ("VersionList.xml", Found.HISTORY),
    ("META-INF/documentsignatures.xml", Found.PERSON),
    ("META-INF/macrosignatures.xml", Found.PERSON),
    ("Object ", Found.ENCLOSED),
    ("Media/", Found.ENCLOSED),
)
EXPECTED = re.compile(
    r"(?:mimetype|META-INF/manifest\.xml|(?:content|styles|settings|meta)\.xml|manifest\.rdf|"
    r"layout-cache|Configurations2/.*|ObjectReplacements/.*|Pictures/.*|Fonts/.*|Object .*)$"
)
