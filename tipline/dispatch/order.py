"""What a camera's keeper is asked for: one value, from which paper and file are made.

Nothing in it is of the report: cameras, a time, and what an officer wrote for the keeper to read.
Source: the domain guide, 8; docs/format.md, 20.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tipline.dispatch.geojson import whole
from tipline.dispatch.package import in_english

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.configuration import Text
    from tipline.dispatch.package import Sender
    from tipline.tips.content.footage import Wanted

JSON, TEXT = "json", "txt"


@dataclass(frozen=True, kw_only=True)
class OrderedCamera:
    """A camera by its code, and what it sees where that is known."""

    code: str
    sees: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a keeper is asked for. ``reference`` is ours, and says nothing of the case.

    All times are aware, in the time zone of the deployment. ``languages`` are those that paper and
    text are in, the first first. ``exercise``: nothing of it is real.
    """

    reference: str
    to: str = field(repr=False)
    contact: str = field(default="", repr=False)
    purpose: str = field(repr=False)
    sender: Sender
    sent: datetime
    wanted: Wanted
    cameras: tuple[OrderedCamera, ...] = field(repr=False)
    since: datetime
    until: datetime
    place: str = field(default="", repr=False)
    reply_by: datetime | None = None
    overwritten: datetime | None = None
    languages: tuple[str, ...] = ("ar", "en")
    exercise: bool = False


def document(order: Order) -> bytes:
    """Return the order for machines: JSON (RFC 8259) in UTF-8; times after RFC 3339."""
    told = {
        "reference": order.reference,
        "sender": order.sender.address,
        "organisation": in_english(order.sender.organisation),
        "sent": _time(order.sent),
        "to": whole(order.to),
        "purpose": whole(order.purpose),
        "wanted": order.wanted.value,
        "cameras": [each.code for each in order.cameras],
        "since": _time(order.since),
        "until": _time(order.until),
        "place": whole(order.place),
        "reply_by": _time(order.reply_by) if order.reply_by else None,
        "exercise": order.exercise,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def archive(order: Order, text: str) -> bytes:
    """Return a zip of the order for machines and as a text for people: the same bytes each time."""
    packed = io.BytesIO()
    written: Mapping[str, bytes] = {JSON: document(order), TEXT: whole(text).encode()}
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        for form, content in written.items():
            named = ZipInfo(f"{order.reference}.{form}")  # of 1980: when it was made is not told
            files.writestr(named, content, ZIP_DEFLATED)
    return packed.getvalue()


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
