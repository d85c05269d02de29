"""Packages as a case could give them: a whole one, and any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from tipline.configuration import Hazard
from tipline.dispatch.package import Attachment, Earlier, Marking, Package, Sender, Vetting, Where
from tipline.tips.grade import Grade, Handling, Information, Source
from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, Point
from tipline.tips.priority import Priority
from tipline.tips.report import Exactness
from tipline.tips.suspicious import Activity, Sector, Suspicion, TipClass, TipDomain

BAHRAIN = timezone(timedelta(hours=3))
CORNERS = (  # with the clock
    Point.of_degrees(50.58, 26.22),
    Point.of_degrees(50.58, 26.24),
    Point.of_degrees(50.61, 26.24),
    Point.of_degrees(50.60, 26.22),
)
SUSPICION = Suspicion(
    activities=(Activity.SURVL, Activity.PHOTO),
    domain=TipDomain.SUSPICIOUS,
    kind=TipClass.SPCSA,
    sector=Sector.CSTL,
    nexus="The same car at the gate on four nights, and a drawing of the fence.",
    began=date(2026, 11, 1),
)
WHOLE = Package(
    reference="TL-1A2B3C4D-12",
    incident="TL-1A2B3C4D",
    theirs="CG/2026/77",
    to="Coast Guard Command",
    purpose="To look at the quay",
    sender=Sender(
        service={"en": "Tipline", "ar": "خط البلاغات"},
        organisation={"en": "Ministry of Interior", "ar": "وزارة الداخلية"},
        desk={"en": "Tip triage desk", "ar": "مكتب فرز البلاغات"},
        address="tipline.example.org",
    ),
    sent=datetime(2026, 11, 28, 4, 30, tzinfo=BAHRAIN),
    version=9,
    summary="A car stands at the gate of the port every night, and its driver draws the fence.",
    about={"en": "Suspicious behaviour at a place", "ar": "سلوك مريب في مكان"},
    hazards=(Hazard.SECURITY,),
    priority=Priority.P2,
    level={"en": "Urgent", "ar": "عاجل"},
    marking=Marking(
        grade=Grade(Source.UNTESTED, Information.DIRECT, Handling.CONDITIONAL),
        conditions=(("NO-CONTACT", {"en": "Do not contact the subject", "ar": "عدم الاتصال"}),),
    ),
    where=Where(words="Gate 3 of the port", points=CORNERS[:1], exact=Exactness.STREET),
    reply_by=datetime(2026, 11, 28, 10, 0, tzinfo=BAHRAIN),
    attachments=(Attachment(number=1, mimetype="image/jpeg", size=70_000, sha256=bytes(32)),),
    suspicion=SUSPICION,
    vetting=Vetting(desk={"en": "Tip triage desk", "ar": "فرز"}, on=date(2026, 11, 27), facts=2),
    reported=date(2026, 11, 27),
    status="TRIAGE",
)


def parsed(document: bytes) -> ET.Element:
    """Return the root of a document of our own."""
    return ET.fromstring(document)  # noqa: S314 (we wrote it)


def whole(**changed: Any) -> Package:
    """Return the whole package, changed."""
    return replace(WHOLE, **changed)


TEXTS = st.text(st.characters(), max_size=60)  # half surrogate pairs and controls among them
POINTS = st.builds(
    Point,
    latitude=st.integers(-LATITUDE_MAX, LATITUDE_MAX),
    longitude=st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
)
PLACES = st.one_of(
    st.just(()), st.tuples(POINTS), st.just(CORNERS), st.just(tuple(reversed(CORNERS)))
)
ZONES = st.sampled_from([UTC, BAHRAIN, timezone(timedelta(hours=-3, minutes=-30))])
FIRST, LAST = datetime(2020, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 (their zones are drawn)
TIMES = st.datetimes(FIRST, LAST, timezones=ZONES).map(lambda at: at.replace(microsecond=0))
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
SUSPICIONS = st.builds(
    Suspicion,
    activities=st.lists(st.sampled_from(list(Activity)), unique=True).map(tuple),
    domain=st.none() | st.sampled_from(list(TipDomain)),
    kind=st.none() | st.sampled_from(list(TipClass)),
    sector=st.none() | st.sampled_from(list(Sector)),
    nexus=TEXTS,
    began=st.none() | DAYS,
    ended=st.none() | DAYS,
)
PACKAGES = st.builds(
    whole,
    theirs=TEXTS,
    to=TEXTS.filter(str.strip),
    purpose=TEXTS.filter(str.strip),
    sent=TIMES,
    summary=TEXTS,
    hazards=st.lists(st.sampled_from(list(Hazard)), min_size=1, unique=True).map(tuple),
    priority=st.sampled_from(list(Priority)),
    life=st.booleans(),
    marking=st.builds(
        Marking,
        grade=st.builds(
            Grade,
            st.sampled_from(list(Source)),
            st.sampled_from(list(Information)),
            st.sampled_from(list(Handling)),
        ),
        evaluated=st.booleans(),
    ),
    where=st.builds(Where, words=TEXTS, points=PLACES, exact=st.sampled_from(list(Exactness))),
    reply_by=st.none() | TIMES,
    earlier=st.none() | st.builds(Earlier, reference=st.just("TL-1A2B3C4D-7"), sent=TIMES),
    suspicion=st.none() | SUSPICIONS,
    vetting=st.none() | st.just(WHOLE.vetting),
    protected=st.booleans(),
    exercise=st.booleans(),
)
