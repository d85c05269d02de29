"""What stands on a page beside its content: what is drawn stays, who wrote it when does not."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, String

from tipline.evidence.cleaning.documents.pdf_roles import DRAWN
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

TOLD = {"/FileAttachment": Found.ENCLOSED, "/Popup": Found.WORDS, "/Projection": Found.REST}


def drop(annotations: Array, findings: Findings) -> None:
    """Take out annotations that play, enclose or pop up; what they draw stays as a stamp."""
    for at in reversed(range(len(annotations))):
        one: object = annotations[at]
        if one is None:  # a reference to an object that is not there tells nothing
            del annotations[at]
            continue
        kind = str(one.get("/Subtype")) if isinstance(one, Dictionary) else ""
        if kind in DRAWN:
            continue
        findings.add(TOLD.get(kind, Found.SCRIPT))
        if kind != "/Popup" and isinstance(one, Dictionary) and "/AP" in one:
            one.Subtype = Name.Stamp
        else:
            del annotations[at]


def still(thing: Object, findings: Findings) -> None:
    """Leave an annotation or outline entry no action but to go to a place in this document."""
    action = thing.get("/A")
    if action is None:
        return
    del thing["/A"]
    if not isinstance(action, Dictionary) or action.get("/S") != Name.GoTo or "/D" not in action:
        findings.add(Found.SCRIPT)
    elif "/Dest" not in thing:
        thing["/Dest"] = action["/D"]


def silence(thing: Object, named: int, findings: Findings) -> int:
    """Take the words, the writer and the signature from an annotation or a form field.

    A field's name becomes the number after ``named``; returns how many names were given.
    """
    if "/Contents" in thing and thing.get("/Subtype") != Name.FreeText:
        findings.add(Found.WORDS)  # shown in a window of its own only
        del thing["/Contents"]
    if isinstance(thing.get("/V"), Dictionary):
        findings.add(Found.PERSON)  # a signature, with certificates
        del thing["/V"]
    if "/T" not in thing:
        return 0
    if thing.get("/Subtype", Name.Widget) == Name.Widget:
        thing["/T"] = String(str(named + 1))
        return 1
    findings.add(Found.PERSON)
    del thing["/T"]
    return 0
