"""A report of suspicious activity in JSON and in XML: one tree, written twice.

The tree is of NIEM's JSON: an object's keys are names, a list is an element that is repeated.
Source: NIEM 6.0, its core and its justice domain; docs/format.md, "Forms of dispatch".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from tipline.dispatch import grades
from tipline.dispatch.markup import legible, written
from tipline.dispatch.package import in_english
from tipline.dispatch.sar.complete import check
from tipline.dispatch.sar.naming import NAMESPACES, OURS, ROOT, qualified
from tipline.tips.area import ring
from tipline.tips.suspicious import Sector, Suspicion

if TYPE_CHECKING:
    from datetime import date

    from tipline.dispatch.package import Package, Where
    from tipline.tips.point import Point

Tree: TypeAlias = "bool | int | float | str | list[Tree] | dict[str, Tree]"
UNKNOWN = "unknown"


def to_json(package: Package) -> bytes:
    """Return the report in JSON (RFC 8259), with the context of its names.

    Raises ReportShortError where something lacks.
    """
    check(package)
    report = {"@context": dict(NAMESPACES), ROOT: tree(package)}
    return json.dumps(report, ensure_ascii=False, indent=1).encode() + b"\n"


def to_xml(package: Package) -> bytes:
    """Return the report in XML. Raises ReportShortError where something lacks."""
    check(package)
    for prefix, namespace in NAMESPACES.items():
        ET.register_namespace(prefix, namespace)
    root = ET.Element(qualified(ROOT))
    _fill(root, tree(package))
    return written(root)


def tree(package: Package) -> dict[str, Tree]:
    """Return what the report says."""
    return {
        "nc:DocumentIdentification": _id(package.reference),
        "nc:DocumentTitleText": _in_each(package),
        "nc:DocumentCreationDate": {
            "nc:DateTime": package.sent.isoformat(timespec="seconds"),
        },
        "nc:DocumentSubmitter": {
            "nc:EntityOrganization": {
                "nc:OrganizationName": in_english(package.sender.organisation),
                "nc:OrganizationUnitName": in_english(package.sender.desk),
            }
        },
        "nc:DocumentRecipient": {
            "nc:EntityOrganization": {"nc:OrganizationName": legible(package.to)}
        },
        "nc:DocumentStatus": {"nc:StatusText": package.status},
        "nc:Activity": _activity(package),
        **_taxonomy(package.suspicion or Suspicion()),
        **_marking(package),
        **_vetting(package),
        f"{OURS}:ExerciseIndicator": package.exercise,
        **_related(package),
    }


def _activity(package: Package) -> dict[str, Tree]:
    return {
        "nc:ActivityIdentification": _id(package.incident),
        "nc:ActivityDate": _days(package.suspicion or Suspicion()),
        "nc:ActivityNarrative": {"nc:CommentText": legible(package.summary)},
        "nc:ActivityReportedDate": _day(package.reported),
        "nc:ActivityLocation": _location(package.where),
    }


def _days(told: Suspicion) -> dict[str, Tree]:
    """Return the days between which it was; without a first, our own word says so."""
    if told.began is None:
        return {f"{OURS}:DateText": UNKNOWN}
    ended: dict[str, Tree] = {"nc:EndDate": _day(told.ended)} if told.ended else {}
    return {"nc:DateRange": {"nc:StartDate": _day(told.began), **ended}}


def _location(where: Where) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    if where.words.strip():
        found["nc:LocationDescriptionText"] = legible(where.words)
    if len(where.points) == 1:
        found |= _coordinate(where.points[0])
        found[f"{OURS}:LocationRadiusMetres"] = where.radius_metres
    elif where.points:
        nodes: list[Tree] = [_coordinate(each) for each in ring(where.points)]
        found["nc:LocationArea"] = {"nc:AreaPolygonRegion": {"nc:PolygonNodeLocation": nodes}}
    return found


def _coordinate(point: Point) -> dict[str, Tree]:
    longitude, latitude = point.degrees
    return {
        "nc:Location2DGeospatialCoordinate": {
            "nc:GeographicCoordinateLatitude": {"nc:LatitudeDegreeValue": latitude},
            "nc:GeographicCoordinateLongitude": {"nc:LongitudeDegreeValue": longitude},
        }
    }


def _taxonomy(told: Suspicion) -> dict[str, Tree]:
    """Return the codes; where it is aimed at nothing of the kind, a word says so."""
    sector: dict[str, Tree] = {"j:TargetSectorCode": told.sector or UNKNOWN}
    if told.sector is Sector.NONE:
        sector = {"j:TargetCategoryText": "none"}
    return {
        "j:SuspiciousActivityCode": [each.value for each in told.activities],
        "j:TipTaxonomy": {
            "j:TipDomainCode": told.domain or UNKNOWN,
            "j:TipClassCode": told.kind or UNKNOWN,
        },
        "j:Target": sector,
        f"{OURS}:NexusText": legible(told.nexus),
    }


def _marking(package: Package) -> dict[str, Tree]:
    marking = package.marking
    return {
        f"{OURS}:SourceReliabilityCode": marking.grade.source.value,
        f"{OURS}:ContentValidityCode": marking.grade.information.value,
        f"{OURS}:DisseminationCode": marking.grade.handling.value,
        f"{OURS}:DisseminationConditionCode": [code for code, _ in marking.conditions],
        f"{OURS}:EuropolGradeText": grades.europol(marking.grade),
        f"{OURS}:AdmiraltyGradeText": grades.admiralty(marking.grade),
        f"{OURS}:PriorityCode": package.priority.value,
        f"{OURS}:ThreatToLifeIndicator": package.life,
    }


def _vetting(package: Package) -> dict[str, Tree]:
    vetting = package.vetting
    if vetting is None:
        return {}
    return {
        f"{OURS}:Vetting": {
            f"{OURS}:VettingDecisionText": "reasonable indication",
            f"{OURS}:VettingOfficerRoleText": f"second officer, {in_english(vetting.desk)}",
            f"{OURS}:VettingDate": _day(vetting.on),
            f"{OURS}:StatedFactQuantity": vetting.facts,
        }
    }


def _related(package: Package) -> dict[str, Tree]:
    """Return the references of other reports, and of the one that this takes the place of."""
    earlier = [package.earlier.reference] if package.earlier else []
    named: list[Tree] = [*earlier, *package.related]
    theirs: dict[str, Tree] = (
        {f"{OURS}:RecipientReferenceText": legible(package.theirs)} if package.theirs else {}
    )
    return {"nc:DocumentRelatedResourceText": named, **theirs}


def _in_each(package: Package) -> list[Tree]:
    return [f"{package.priority} {package.about[code]}" for code in package.languages]


def _id(text: str) -> dict[str, Tree]:
    return {"nc:IdentificationID": text}


def _day(on: date) -> dict[str, Tree]:
    return {"nc:Date": on.isoformat()}


def _fill(element: ET.Element, content: Tree) -> None:
    """Put a tree into an element: an object's values as children, a list's each by itself."""
    if not isinstance(content, dict):
        element.text = legible(_text(content))
        return
    for name, value in content.items():
        values: Iterable[Tree] = value if isinstance(value, list) else [value]
        for each in values:
            _fill(ET.SubElement(element, qualified(name)), each)


def _text(value: Tree) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
