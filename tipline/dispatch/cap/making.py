"""The CAP message of a package: our profile.

Source: the domain guide, 8, "Our profile"; docs/decisions/024-forms-of-dispatch.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipline.dispatch import grades
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
from tipline.dispatch.cap.writing import moment
from tipline.dispatch.package import in_english
from tipline.tips.area import ring
from tipline.tips.grade import Information
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tipline.dispatch.package import Package, Where
    from tipline.tips.point import Point

METRES = 1000  # in a kilometre
URGENCY: Mapping[Priority, Urgency] = {
    Priority.P1: Urgency.IMMEDIATE,
    Priority.P2: Urgency.EXPECTED,
    Priority.P3: Urgency.UNKNOWN,
    Priority.P4: Urgency.UNKNOWN,
    Priority.P5: Urgency.UNKNOWN,
}
SEVERITY: Mapping[Priority, Severity] = {
    Priority.P1: Severity.SEVERE,
    Priority.P2: Severity.SEVERE,
    Priority.P3: Severity.MODERATE,
    Priority.P4: Severity.MINOR,
    Priority.P5: Severity.UNKNOWN,
}
CERTAINTY: Mapping[Information, Certainty] = {
    Information.DIRECT: Certainty.LIKELY,
    Information.CORROBORATED: Certainty.LIKELY,
    Information.INDIRECT: Certainty.POSSIBLE,
    Information.UNKNOWN: Certainty.POSSIBLE,
    Information.FALSE: Certainty.UNLIKELY,
}
EXERCISE = "Exercise: nothing of this is real."


def alert_of(package: Package) -> Alert:
    """Return the message: to one body, in each language; an update of what that got before."""
    references = tuple(_references(package))
    return Alert(
        identifier=package.reference,
        sender=package.sender.address,
        sent=package.sent,
        status=Status.EXERCISE if package.exercise else Status.ACTUAL,
        message=Message.UPDATE if references else Message.ALERT,
        source=in_english(package.sender.service),
        scope=Scope.PRIVATE,
        addresses=(package.to.replace('"', "'"),),
        note=EXERCISE if package.exercise else "",
        references=references,
        incidents=(package.incident,),
        infos=tuple(_info(package, language) for language in package.languages),
    )


def _references(package: Package) -> Iterator[Reference]:
    before = package.earlier
    if before is not None:
        yield Reference(
            sender=package.sender.address, identifier=before.reference, sent=before.sent
        )


def _info(package: Package, language: str) -> Info:
    grade = package.marking.grade
    return Info(
        language=language,
        categories=package.hazards,
        event=package.about[language],
        urgency=_urgency(package),
        severity=Severity.EXTREME if package.life else SEVERITY[package.priority],
        certainty=CERTAINTY[grade.information],
        sender_name=f"{package.sender.organisation[language]} · {package.sender.desk[language]}",
        headline=f"{package.priority} {package.level[language]} · {package.about[language]}",
        description=package.summary,
        instruction=" · ".join(said[language] for _, said in package.marking.conditions),
        parameters=tuple(_parameters(package)),
        resources=tuple(
            Resource(
                description=f"{package.reference}/{each.number}",
                mimetype=each.mimetype,
                size=each.size,
            )
            for each in package.attachments
        ),
        areas=_areas(package.where),
    )


def _urgency(package: Package) -> Urgency:
    """Return how soon somebody must act; what is for information and has ended is past."""
    told = package.suspicion
    over = told is not None and told.ended is not None and told.ended < package.sent.date()
    if package.priority is Priority.P5 and over:
        return Urgency.PAST
    return URGENCY[package.priority]


def _parameters(package: Package) -> Iterator[tuple[str, str]]:
    marking = package.marking
    yield "tipline:grade", str(marking.grade)
    yield "tipline:evaluated", "true" if marking.evaluated else "false"
    yield "tipline:europol-4x4", grades.europol(marking.grade)
    yield "tipline:admiralty", grades.admiralty(marking.grade)
    yield "tipline:handling", marking.grade.handling
    if marking.conditions:
        yield "tipline:conditions", " ".join(code for code, _ in marking.conditions)
    yield "tipline:priority", package.priority
    yield "tipline:threat-to-life", "true" if package.life else "false"
    yield "tipline:summary-version", str(package.version)
    yield "tipline:purpose", package.purpose
    if package.reply_by:
        yield "tipline:reply-by", moment(package.reply_by)
    if package.theirs:
        yield "tipline:their-reference", package.theirs


def _areas(where: Where) -> tuple[Area, ...]:
    """Return the area: nothing, where neither words nor points say where it is."""
    if not where.words.strip() and not where.points:
        return ()
    described = where.words if where.words.strip() else " ".join(_written(where.points))
    if len(where.points) == 1:
        longitude, latitude = where.points[0].degrees
        radius = where.radius_metres / METRES
        around = Circle(latitude=latitude, longitude=longitude, radius=radius)
        return (Area(description=described, circle=around),)
    corners = [each.degrees for each in ring(where.points)] if where.points else []
    polygon = tuple((latitude, longitude) for longitude, latitude in corners)
    return (Area(description=described, polygon=polygon),)


def _written(points: Iterable[Point]) -> Iterator[str]:
    return (each.written for each in points)
