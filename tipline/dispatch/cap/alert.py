"""A CAP 1.2 message as a value: the elements that we use, in their order (section 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.configuration import Hazard


class Status(StrEnum):
    """Whether it is meant."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class Message(StrEnum):
    """What it does to those before it."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


class Scope(StrEnum):
    """Who may have it."""

    PUBLIC = "Public"
    RESTRICTED = "Restricted"
    PRIVATE = "Private"


class Urgency(StrEnum):
    """How soon somebody must act."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Severity(StrEnum):
    """How grave it is."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    """How sure it is."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Another message: whose, which, and when it was sent."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A file that belongs to it, without its content: ``size`` in bytes."""

    description: str
    mimetype: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A centre, in degrees north and east, and a radius in kilometres."""

    latitude: float
    longitude: float
    radius: float


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where it is. A polygon is of pairs of degrees, north first, the first pair once more last."""

    description: str
    polygon: tuple[tuple[float, float], ...] = ()
    circle: Circle | None = None


@dataclass(frozen=True, kw_only=True)
class Info:
    """What is said, in one language."""

    language: str
    categories: tuple[Hazard, ...]
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    sender_name: str = ""
    headline: str = ""
    description: str = field(default="", repr=False)
    instruction: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A message."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    message: Message
    source: str = ""
    scope: Scope
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
