"""Reports of suspicious activity: whole or refused with all reasons, alike in both forms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tests.dispatch.packages import CORNERS, PACKAGES, SUSPICION, WHOLE, parsed, whole
from tipline.dispatch import sar
from tipline.dispatch.package import Earlier, Package, Where
from tipline.dispatch.sar.naming import NAMESPACES, ROOT
from tipline.dispatch.sar.writing import tree
from tipline.errors import (
    ReportActivityError,
    ReportDaysError,
    ReportFactsError,
    ReportGradeError,
    ReportNarrativeError,
    ReportNexusError,
    ReportObserverError,
    ReportPlaceError,
    ReportProtectedError,
    ReportSectorError,
    ReportShortError,
    ReportSubmitterError,
    ReportTaxonomyError,
    ReportVettingError,
)
from tipline.tips.report import Exactness
from tipline.tips.suspicious import Activity, Sector, TipClass, TipDomain

assert WHOLE.vetting
ONE_FACT = replace(WHOLE.vetting, facts=1)
PREFIXES = {f"{{{namespace}}}": f"{prefix}:" for prefix, namespace in NAMESPACES.items()}
# Of NIEM 6.0, core and justice: what stands in it under these names.
NIEM = """
nc:Activity nc:ActivityDate nc:ActivityIdentification nc:ActivityLocation nc:ActivityNarrative
nc:ActivityReportedDate nc:AreaPolygonRegion nc:CommentText nc:Date nc:DateRange nc:DateTime
nc:DocumentCreationDate nc:DocumentIdentification nc:DocumentRecipient
nc:DocumentRelatedResourceText nc:DocumentStatus nc:DocumentSubmitter nc:DocumentTitleText
nc:EndDate nc:EntityOrganization nc:GeographicCoordinateLatitude nc:GeographicCoordinateLongitude
nc:IdentificationID nc:LatitudeDegreeValue nc:Location2DGeospatialCoordinate nc:LocationArea
nc:LocationDescriptionText nc:LongitudeDegreeValue nc:OrganizationName nc:OrganizationUnitName
nc:PolygonNodeLocation nc:StartDate nc:StatusText j:SuspiciousActivityCode j:Target
j:TargetCategoryText j:TargetSectorCode j:TipClassCode j:TipDomainCode j:TipTaxonomy
"""


def told(**changed: Any) -> Package:
    """Return the whole package with another suspicion."""
    return whole(suspicion=replace(SUSPICION, **changed))


def short(name: str) -> str:
    for namespace, prefix in PREFIXES.items():
        if name.startswith(namespace):
            return prefix + name.removeprefix(namespace)
    raise AssertionError(name)


def unwritten(element: ET.Element) -> Any:
    """Return the tree of an element, all its values as texts in lists."""
    if not len(element):
        return element.text or ""
    found: dict[str, list[Any]] = {}
    for child in element:
        found.setdefault(short(child.tag), []).append(unwritten(child))
    return found


def as_texts(value: Any) -> Any:
    """Return the same of a tree that JSON gave."""
    if isinstance(value, dict):
        listed = {name: each if isinstance(each, list) else [each] for name, each in value.items()}
        return {name: [as_texts(one) for one in each] for name, each in listed.items() if each}
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(PACKAGES)
def test_a_report_is_whole_or_refused_with_its_reasons(package: Package) -> None:
    reasons = sar.lacking(package)
    assert len({type(each) for each in reasons}) == len(reasons)
    if not reasons:
        sar.check(package)
        json.loads(sar.to_json(package))
        parsed(sar.to_xml(package))
        return
    for write in (sar.to_json, sar.to_xml):
        with pytest.raises(type(reasons[0])):
            write(package)


@pytest.mark.parametrize(
    "package",
    [
        WHOLE,
        told(sector=Sector.NONE, began=None),
        told(ended=date(2026, 11, 2)),
        whole(where=Where(points=CORNERS, exact=Exactness.AREA), life=True),
        whole(earlier=Earlier(reference="TL-1-2", sent=WHOLE.sent), related=("TL-3", "TL-4")),
        whole(summary="«ليلاً» <a> & \x0b\r\n b"),
    ],
)
def test_both_forms_say_the_same(package: Package) -> None:
    in_json = json.loads(sar.to_json(package))
    root = parsed(sar.to_xml(package))
    assert short(root.tag) == ROOT
    assert in_json["@context"] == NAMESPACES
    assert unwritten(root) == as_texts(in_json[ROOT])


@pytest.mark.parametrize("where", [WHOLE.where, Where(words="The port", points=CORNERS)])
def test_names_are_those_of_niem_or_our_own(where: Where) -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value))
        if not isinstance(value, dict):
            return set()
        return set(value).union(*map(names, value.values()))

    package = whole(where=where, suspicion=replace(SUSPICION, ended=SUSPICION.began))
    found = names(tree(package)) | names(tree(told(sector=Sector.NONE)))
    assert {name for name in found if not name.startswith("tipline:")} <= set(NIEM.split())


def test_the_lists_of_codes_are_as_long_as_niems() -> None:
    ours = [len(each) for each in (Activity, Sector, TipClass, TipDomain)]
    assert ours == [16, 34 + 1, 18, 8]  # and our word for no sector


def test_what_is_said_is_there() -> None:
    said = json.loads(sar.to_json(WHOLE))[ROOT]
    assert said["nc:DocumentIdentification"] == {"nc:IdentificationID": "TL-1A2B3C4D-12"}
    assert said["j:SuspiciousActivityCode"] == ["SURVL", "PHOTO"]
    assert said["j:TipTaxonomy"] == {"j:TipDomainCode": "G", "j:TipClassCode": "SPCSA"}
    assert said["j:Target"] == {"j:TargetSectorCode": "CSTL"}
    assert said["nc:Activity"]["nc:ActivityNarrative"] == {"nc:CommentText": WHOLE.summary}
    assert said["tipline:Vetting"]["tipline:StatedFactQuantity"] == 2
    assert (said["tipline:SourceReliabilityCode"], said["tipline:DisseminationCode"]) == ("2", "C")


def test_no_field_may_hold_who_saw_it_or_a_person() -> None:
    said = sar.to_json(WHOLE).decode()
    assert "Person" not in said
    assert "Observer" not in said


@pytest.mark.parametrize(
    ("package", "reasons"),
    [
        (whole(summary=" "), {ReportNarrativeError}),
        (whole(summary="I saw the car at the gate."), {ReportObserverError}),
        (whole(summary="رأيت السيارة عند البوابة"), {ReportObserverError}),
        (whole(sender=replace(WHOLE.sender, desk={"en": ""})), {ReportSubmitterError}),
        (told(activities=(), nexus=" "), {ReportActivityError, ReportNexusError}),
        (told(domain=None), {ReportTaxonomyError}),
        (told(kind=None), {ReportTaxonomyError}),
        (told(sector=None), {ReportSectorError}),
        (told(ended=date(2026, 10, 1)), {ReportDaysError}),
        (told(began=None, ended=date(2026, 10, 1)), {ReportDaysError}),
        (whole(vetting=None), {ReportVettingError, ReportFactsError}),
        (whole(vetting=ONE_FACT), {ReportFactsError}),
        (whole(protected=True), {ReportProtectedError}),
        (whole(where=Where()), {ReportPlaceError}),
        (whole(marking=replace(WHOLE.marking, evaluated=False)), {ReportGradeError}),
        (
            whole(suspicion=None, vetting=None, where=Where(), summary=""),
            {
                ReportNarrativeError,
                ReportActivityError,
                ReportTaxonomyError,
                ReportSectorError,
                ReportNexusError,
                ReportVettingError,
                ReportPlaceError,
            },
        ),
    ],
)
def test_each_thing_that_lacks_is_told(
    package: Package, reasons: set[type[ReportShortError]]
) -> None:
    found = sar.lacking(package)
    assert {type(each) for each in found} == reasons
    assert all(each.sentence.endswith(".") for each in found)


@pytest.mark.parametrize(
    "activity", [Activity.PHOTO, Activity.SURVL, Activity.ELICIT, Activity.TESTSEC]
)
def test_what_is_lawful_by_itself_needs_two_facts(activity: Activity) -> None:
    package = replace(told(activities=(activity,)), vetting=ONE_FACT)
    assert [type(each) for each in sar.lacking(package)] == [ReportFactsError]
    other = replace(told(activities=(Activity.WPNS,)), vetting=ONE_FACT)
    assert sar.lacking(other) == ()
