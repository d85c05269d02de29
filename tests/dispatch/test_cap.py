"""CAP messages: the schema by somebody else's validator, the rules beyond it, and our profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree as ET

import capvalidator
import pytest
from hypothesis import given

from tests.dispatch.packages import BAHRAIN, CORNERS, PACKAGES, SUSPICION, WHOLE, parsed, whole
from tipline.dispatch import cap
from tipline.dispatch.cap.alert import (
    Alert,
    Area,
    Certainty,
    Circle,
    Info,
    Message,
    Reference,
    Resource,
    Scope,
    Severity,
    Status,
    Urgency,
)
from tipline.dispatch.cap.rules import troubles
from tipline.dispatch.cap.writing import NAMESPACE, moment
from tipline.dispatch.package import Earlier, Package, Where
from tipline.errors import (
    CapAddressesError,
    CapAreaError,
    CapCircleError,
    CapError,
    CapEventError,
    CapInfoError,
    CapLanguageError,
    CapNameError,
    CapNoteError,
    CapObservedError,
    CapPolygonError,
    CapPublicError,
    CapReferencesError,
    CapResourceError,
    CapRestrictionError,
    CapTimeError,
)
from tipline.tips.grade import Grade, Handling, Information, Source
from tipline.tips.priority import Priority
from tipline.tips.report import Exactness

SENT = datetime(2026, 11, 28, 4, 30, tzinfo=BAHRAIN)
INFO = Info(
    language="en",
    categories=WHOLE.hazards,
    event="A test",
    urgency=Urgency.UNKNOWN,
    severity=Severity.UNKNOWN,
    certainty=Certainty.POSSIBLE,
)
ALERT = Alert(
    identifier="TL-1-1",
    sender="tipline.example.org",
    sent=SENT,
    status=Status.ACTUAL,
    message=Message.ALERT,
    scope=Scope.PRIVATE,
    addresses=("Coast Guard",),
    infos=(INFO,),
)
RING = ((26.1, 50.5), (26.2, 50.5), (26.2, 50.6), (26.1, 50.5))


def fits_schema(document: bytes) -> bool:
    """Tell whether a document is valid by the schema of OASIS."""
    return bool(capvalidator.check_schema(document).passed)


def read(package: Package) -> ET.Element:
    return parsed(cap.document(package))


def texts(package: Package, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [each.text or "" for each in read(package).findall(steps)]


def parameters(package: Package) -> dict[str, str]:
    names = texts(package, "info/parameter/valueName")
    return dict(zip(names, texts(package, "info/parameter/value"), strict=True))


def with_info(**changed: Any) -> Alert:
    return replace(ALERT, infos=(replace(INFO, **changed),))


@given(PACKAGES)
def test_whatever_is_sent_is_valid(package: Package) -> None:
    assert fits_schema(cap.document(package))


def test_the_validator_refuses_what_is_wrong() -> None:
    whole_one = cap.document(WHOLE)
    assert fits_schema(whole_one)
    for found, wrong in (
        (b"<status>Actual</status>", b""),
        (b">Private<", b">Secret<"),
        (b"+03:00</sent>", b"Z</sent>"),
    ):
        assert found in whole_one
        assert not fits_schema(whole_one.replace(found, wrong))


def test_what_is_sent_says_all_of_our_profile() -> None:
    said = {
        name: texts(WHOLE, name) for name in ("identifier", "sender", "sent", "scope", "source")
    }
    assert said == {
        "identifier": ["TL-1A2B3C4D-12"],
        "sender": ["tipline.example.org"],
        "sent": ["2026-11-28T04:30:00+03:00"],
        "scope": ["Private"],
        "source": ["Tipline"],
    }
    assert texts(WHOLE, "addresses") == ['"Coast Guard Command"']
    assert texts(WHOLE, "incidents") == ["TL-1A2B3C4D"]
    assert texts(WHOLE, "info/language") == ["ar", "en"]
    assert texts(WHOLE, "info/event") == ["سلوك مريب في مكان", "Suspicious behaviour at a place"]
    assert texts(WHOLE, "info/description") == [WHOLE.summary] * 2
    assert texts(WHOLE, "info/instruction")[1] == "Do not contact the subject"
    assert texts(WHOLE, "info/resource/resourceDesc") == ["TL-1A2B3C4D-12/1"] * 2
    assert parameters(WHOLE) == {
        "tipline:grade": "2/A/C",
        "tipline:evaluated": "true",
        "tipline:europol-4x4": "X/2/H2",
        "tipline:admiralty": "F3",
        "tipline:handling": "C",
        "tipline:conditions": "NO-CONTACT",
        "tipline:priority": "P2",
        "tipline:threat-to-life": "false",
        "tipline:summary-version": "9",
        "tipline:purpose": "To look at the quay",
        "tipline:reply-by": "2026-11-28T10:00:00+03:00",
        "tipline:their-reference": "CG/2026/77",
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"priority": Priority.P1}, ("Immediate", "Severe", "Likely")),
        ({"priority": Priority.P1, "life": True}, ("Immediate", "Extreme", "Likely")),
        ({"priority": Priority.P2}, ("Expected", "Severe", "Likely")),
        ({"priority": Priority.P3}, ("Unknown", "Moderate", "Likely")),
        ({"priority": Priority.P4}, ("Unknown", "Minor", "Likely")),
        ({"priority": Priority.P5}, ("Unknown", "Unknown", "Likely")),
        (
            {
                "priority": Priority.P5,
                "suspicion": replace(SUSPICION, ended=SUSPICION.began),
            },
            ("Past", "Unknown", "Likely"),
        ),
    ],
)
def test_priority_tells_how_soon_and_how_grave(
    changed: dict[str, Any], said: tuple[str, ...]
) -> None:
    package = whole(**changed)
    found = [texts(package, f"info/{name}")[0] for name in ("urgency", "severity", "certainty")]
    assert tuple(found) == said


@pytest.mark.parametrize(
    ("information", "said"),
    [("A", "Likely"), ("B", "Likely"), ("C", "Possible"), ("D", "Possible"), ("E", "Unlikely")],
)
def test_the_grade_tells_how_sure(information: str, said: str) -> None:
    grade = Grade(Source.UNTESTED, Information(information), Handling.PERMITTED)
    package = whole(marking=replace(WHOLE.marking, grade=grade))
    assert texts(package, "info/certainty") == [said] * 2


def test_latitude_comes_first() -> None:
    assert texts(WHOLE, "info/area/circle")[0] == "26.22000,50.58000 0.300"
    area = whole(where=Where(words="The port", points=CORNERS, exact=Exactness.AREA))
    pairs = texts(area, "info/area/polygon")[0].split()
    assert pairs[0] == pairs[-1]
    assert len(pairs) == len(CORNERS) + 1
    assert all(pair.startswith("26.2") for pair in pairs)
    assert texts(area, "info/area/circle") == []


def test_where_nothing_says_where_there_is_no_area() -> None:
    assert texts(whole(where=Where()), "info/area/areaDesc") == []
    pointed = whole(where=Where(points=CORNERS[:1]))
    assert texts(pointed, "info/area/areaDesc")[0] == "26.22000,50.58000"


def test_what_went_there_before_is_updated() -> None:
    package = whole(earlier=Earlier(reference="TL-1A2B3C4D-7", sent=SENT.astimezone(UTC)))
    assert texts(package, "msgType") == ["Update"]
    assert texts(package, "references") == [
        "tipline.example.org,TL-1A2B3C4D-7,2026-11-28T01:30:00-00:00"
    ]


def test_an_exercise_says_so() -> None:
    assert texts(whole(exercise=True), "status") == ["Exercise"]
    assert texts(whole(exercise=True), "note") == ["Exercise: nothing of this is real."]


def test_what_xml_may_not_have_is_replaced() -> None:
    package = whole(summary="A\x0b\ud800B\u0000 <&> C")
    assert texts(package, "info/description")[0] == "A\ufffd\ufffdB\ufffd <&> C"


@pytest.mark.parametrize(
    ("alert", "error"),
    [
        (replace(ALERT, identifier="TL 1"), CapNameError),
        (replace(ALERT, identifier=""), CapNameError),
        (replace(ALERT, sender="a,b"), CapNameError),
        (replace(ALERT, sender="a<b"), CapNameError),
        (replace(ALERT, sender="a&b"), CapNameError),
        (replace(ALERT, sent=SENT.replace(microsecond=1)), CapTimeError),
        (replace(ALERT, sent=SENT.replace(tzinfo=None)), CapTimeError),
        (replace(ALERT, sent=SENT.astimezone(timezone(timedelta(seconds=90)))), CapTimeError),
        (replace(ALERT, scope=Scope.PUBLIC), CapPublicError),
        (replace(ALERT, addresses=()), CapAddressesError),
        (replace(ALERT, addresses=(" ",)), CapAddressesError),
        (replace(ALERT, addresses=('The "Guard"',)), CapAddressesError),
        (replace(ALERT, scope=Scope.RESTRICTED), CapRestrictionError),
        (replace(ALERT, status=Status.EXERCISE), CapNoteError),
        (replace(ALERT, message=Message.UPDATE), CapReferencesError),
        (replace(ALERT, message=Message.CANCEL), CapReferencesError),
        (replace(ALERT, message=Message.ACK), CapReferencesError),
        (
            replace(ALERT, references=(Reference(sender="a b", identifier="1", sent=SENT),)),
            CapReferencesError,
        ),
        (
            replace(
                ALERT,
                message=Message.ERROR,
                references=(Reference(sender="a", identifier="1", sent=SENT),),
            ),
            CapNoteError,
        ),
        (replace(ALERT, infos=()), CapInfoError),
        (with_info(language=""), CapLanguageError),
        (replace(ALERT, infos=(INFO, INFO)), CapLanguageError),
        (with_info(categories=()), CapEventError),
        (with_info(event=" "), CapEventError),
        (with_info(certainty=Certainty.OBSERVED), CapObservedError),
        (
            with_info(resources=(Resource(description="", mimetype="a/b", size=1),)),
            CapResourceError,
        ),
        (
            with_info(resources=(Resource(description="1", mimetype=" ", size=1),)),
            CapResourceError,
        ),
        (with_info(areas=(Area(description=" "),)), CapAreaError),
        (with_info(areas=(Area(description="x", polygon=RING[:3]),)), CapPolygonError),
        (with_info(areas=(Area(description="x", polygon=(*RING[:3], RING[1])),)), CapPolygonError),
        (
            with_info(areas=(Area(description="x", polygon=((91, 0), (0, 0), (0, 1), (91, 0))),)),
            CapPolygonError,
        ),
        (
            with_info(
                areas=(Area(description="x", circle=Circle(latitude=0, longitude=181, radius=1)),)
            ),
            CapCircleError,
        ),
        (
            with_info(
                areas=(Area(description="x", circle=Circle(latitude=0, longitude=0, radius=-1)),)
            ),
            CapCircleError,
        ),
    ],
)
def test_each_rule_beyond_the_schema_is_refused_with_its_sentence(
    alert: Alert, error: type[CapError]
) -> None:
    assert [type(each) for each in troubles(alert)] == [error]
    with pytest.raises(error) as told:
        cap.check(alert)
    assert told.value.sentence.endswith(".")


def test_what_keeps_the_rules_passes() -> None:
    cap.check(ALERT)
    cap.check(with_info(areas=(Area(description="x", polygon=RING),)))
    cap.check(replace(ALERT, message=Message.ACK, infos=(), references=(
        Reference(sender="a", identifier="1", sent=SENT),
    )))  # fmt: skip


def test_a_time_is_written_as_cap_has_it() -> None:
    assert moment(SENT) == "2026-11-28T04:30:00+03:00"
    assert moment(SENT.astimezone(UTC)) == "2026-11-28T01:30:00-00:00"
