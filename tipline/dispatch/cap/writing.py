"""A CAP message in XML: the elements in the order of the schema, those left out that are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tipline.dispatch.markup import add, legible, written

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.dispatch.cap.alert import Alert, Area, Info

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


def write(alert: Alert) -> bytes:
    """Return a message in UTF-8. Its rules are checked before (``rules.check``)."""
    root = ET.Element("alert", {"xmlns": NAMESPACE})
    references = " ".join(
        ",".join((each.sender, each.identifier, moment(each.sent))) for each in alert.references
    )
    _filled(
        root,
        ("identifier", alert.identifier),
        ("sender", alert.sender),
        ("sent", moment(alert.sent)),
        ("status", alert.status),
        ("msgType", alert.message),
        ("source", alert.source),
        ("scope", alert.scope),
        ("restriction", alert.restriction),
        ("addresses", " ".join(map(_address, alert.addresses))),
        ("note", alert.note),
        ("references", references),
        ("incidents", " ".join(map(_address, alert.incidents))),
    )
    for info in alert.infos:
        _info(add(root, "info"), info)
    return written(root)


def moment(at: datetime) -> str:
    """Return a time as CAP writes it (3.3.2): to the second, UTC as ``-00:00``, never ``Z``."""
    text = at.isoformat(timespec="seconds")
    return f"{text.removesuffix('+00:00')}-00:00" if text.endswith("+00:00") else text


def _info(element: ET.Element, info: Info) -> None:
    _filled(
        element,
        ("language", info.language),
        *(("category", each) for each in info.categories),
        ("event", info.event),
        ("urgency", info.urgency),
        ("severity", info.severity),
        ("certainty", info.certainty),
        ("senderName", info.sender_name),
        ("headline", info.headline),
        ("description", info.description),
        ("instruction", info.instruction),
    )
    for name, value in info.parameters:
        if value:
            _filled(add(element, "parameter"), ("valueName", name), ("value", value))
    for resource in info.resources:
        _filled(
            add(element, "resource"),
            ("resourceDesc", resource.description),
            ("mimeType", resource.mimetype),
            ("size", str(resource.size)),
        )
    for area in info.areas:
        _area(add(element, "area"), area)


def _area(element: ET.Element, area: Area) -> None:
    polygon = " ".join(_pair(*each) for each in area.polygon)
    circle = area.circle
    around = f"{_pair(circle.latitude, circle.longitude)} {circle.radius:.3f}" if circle else ""
    _filled(element, ("areaDesc", area.description), ("polygon", polygon), ("circle", around))


def _pair(latitude: float, longitude: float) -> str:
    return f"{latitude:.5f},{longitude:.5f}"


def _address(text: str) -> str:
    """Return an address, in quotes where it has white space (3.2.1)."""
    text = legible(text)
    return f'"{text}"' if any(map(str.isspace, text)) else text


def _filled(element: ET.Element, *children: tuple[str, str]) -> None:
    for name, text in children:
        if text:
            add(element, name, text)
