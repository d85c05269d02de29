"""A grade in the terms of others: 3x5x2 to Europol's 4x4 and to Admiralty's 6x6.

Source: the domain guide, 4, "Export mapping". It loses something: the grade itself goes with it.
"""

from collections.abc import Mapping

from tipline.tips.grade import Grade, Handling, Information, Source

EUROPOL_SOURCE: Mapping[Source, str] = {
    Source.RELIABLE: "A",
    Source.UNTESTED: "X",
    Source.UNRELIABLE: "C",
}
EUROPOL_INFORMATION: Mapping[Information, str] = {
    Information.DIRECT: "2",
    Information.CORROBORATED: "3",
    Information.INDIRECT: "4",
    Information.UNKNOWN: "4",
    Information.FALSE: "4",
}
EUROPOL_HANDLING: Mapping[Handling, str] = {Handling.PERMITTED: "H0", Handling.CONDITIONAL: "H2"}
ADMIRALTY_SOURCE: Mapping[Source, str] = {
    Source.RELIABLE: "A",
    Source.UNTESTED: "F",
    Source.UNRELIABLE: "E",
}
ADMIRALTY_INFORMATION: Mapping[Information, str] = {
    Information.DIRECT: "3",
    Information.CORROBORATED: "2",
    Information.INDIRECT: "6",
    Information.UNKNOWN: "6",
    Information.FALSE: "5",
}


def europol(grade: Grade) -> str:
    """Return source, information and handling by Europol's 4x4: ``X/4/H2``."""
    source, information = EUROPOL_SOURCE[grade.source], EUROPOL_INFORMATION[grade.information]
    return f"{source}/{information}/{EUROPOL_HANDLING[grade.handling]}"


def admiralty(grade: Grade) -> str:
    """Return source and information by Admiralty's 6x6: ``F6``; it knows no handling."""
    return ADMIRALTY_SOURCE[grade.source] + ADMIRALTY_INFORMATION[grade.information]
