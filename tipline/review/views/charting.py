"""The analysts' map: where tips and cases are, as a map and as a list, and its export."""

from __future__ import annotations

import json
from heapq import nsmallest
from typing import TYPE_CHECKING

from flask import Response, abort, jsonify, make_response, render_template, request, url_for

from tipline.casework import trail
from tipline.casework.desk import cameras
from tipline.casework.given import responding
from tipline.casework.lists import charting
from tipline.casework.tip.opening import unentered
from tipline.casework.tip.placing import point_of
from tipline.dispatch.geojson import MIMETYPE
from tipline.review import camera_words, charted, sending, whereabouts
from tipline.review.charted import Window
from tipline.review.forms.charting import MapForm
from tipline.review.views.cases import CASE, desk_for
from tipline.review.visit import visit
from tipline.sealing.audit import Action
from tipline.search.cells import urgency
from tipline.web import Who, open_to
from tipline.web.place_words import distance

if TYPE_CHECKING:
    from flask import Blueprint

    from tipline.tips.point import Point

PAGE = 25  # lines of the list
CAMERAS_MAX = 500  # on the map at once
CAMERA_METRES = 1000  # how near a camera is told of
ON_MAP = b"reports on a map"  # what is looked at, for the trail: the map asks again at each move
COUNTED = 1000  # more are entered as one more, as those of a search are
REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/map", "map", show)
    pages.add_url_rule("/map", "map_found", find, methods=["POST"])
    pages.add_url_rule("/map/ground", "map_ground", ground)
    pages.add_url_rule("/map/marks", "map_marks", marks, methods=["POST"])
    pages.add_url_rule("/map/cameras", "map_cameras", cameras_there, methods=["POST"])
    pages.add_url_rule("/tips/<tip:tip_id>/map", "map_of_tip", of_tip)
    pages.add_url_rule(f"{CASE}/map", "map_of_case", of_case)
    pages.add_url_rule("/map/cases.geojson", "map_export", export, methods=["POST"])


@open_to(Who.MEMBER)
def show() -> str:
    """Show what is open."""
    return _page(MapForm())


@open_to(Who.MEMBER)
def find() -> Response:
    """Show what is asked for; in the trail, how many were found."""
    form = MapForm()
    wrong = not form.validate()
    return make_response(_page(form), REFUSED if wrong else 200)


@open_to(Who.MEMBER)
def ground() -> Response:
    """Give land, areas and named places: the deployment's, and nothing of any tip."""
    return jsonify(charted.ground(visit()))


@open_to(Who.MEMBER)
def marks() -> Response:
    """Give the marks in the window that a browser shows, or how dense they are."""
    form, window = _asked_by_script()
    found = charting.chart(visit(), form.sought, window.box)
    trail.record_once(visit(), Action.SEARCH, ON_MAP, found=min(len(found.spots), COUNTED + 1))
    dense = request.form.get("dense") == "1"
    answer = charted.squares(found, window) if dense else charted.marks(found, window)
    return jsonify(answer)


@open_to(Who.MEMBER)
def cameras_there() -> Response:
    """Give the cameras in the window that a browser shows, to whom the register is shown."""
    cameras.opened(visit())
    window = _asked_by_script()[1]
    found = cameras.within(visit(), window.box, CAMERAS_MAX)
    return jsonify(cameras=charted.cameras(found))


@open_to(Who.MEMBER)
def of_tip(tip_id: bytes) -> str:
    """Show where a tip is, and what is around it."""
    tip = unentered(visit(), tip_id)
    point = point_of(tip.case.state, None if tip.closed else tip.newest.answers)
    back = url_for("review.tip", tip_id=tip_id)
    seen = url_for("review.cameras_near_tip", tip_id=tip_id)
    return _around(point, back, seen, {tip_id, tip.case.id}, closed=tip.closed)


@open_to(Who.MEMBER)
def of_case(case_id: bytes) -> str:
    """Show where a case of a desk is, and what is around it."""
    desk = desk_for(case_id)
    case = responding.case_of(visit(), case_id, desk, form=True)
    back = url_for("review.case", case_id=case_id, desk=desk)
    seen = url_for("review.cameras_near_case", case_id=case_id, desk=desk)
    return _around(point_of(case.state), back, seen, {case_id}, closed=False)


@open_to(Who.MEMBER)
def export() -> Response:
    """Give a supervisor what is shown, as GeoJSON; that it was taken is in the trail.

    Of many it is how many lie in each square.
    """
    form = MapForm()
    if not may_export():
        abort(404)
    if not form.validate():
        return make_response(_page(form), REFUSED)
    spots = charting.chart(visit(), form.sought).spots
    trail.record(visit(), Action.MAP_EXPORT, found=len(spots))
    made = charted.exported(spots, singly=charting.takes(visit(), spots))
    written = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    file = f"tipline-map-{visit().now.date()}.geojson"
    return sending.small(written.encode(), file, MIMETYPE)


def may_export() -> bool:
    """Tell whether the member supervises each desk whose tips and cases are shown."""
    return set(visit().desks) <= set(visit().member.supervised())


def _asked_by_script() -> tuple[MapForm, Window]:
    """Return what the page's script asks for, and the window that it shows; else refuse."""
    form = MapForm()
    try:
        window = Window.read(request.form)
    except ValueError:
        abort(REFUSED)
    if not form.validate():
        abort(REFUSED)
    return form, window


def _around(point: Point | None, back: str, seen: str, own: set[bytes], *, closed: bool) -> str:
    """Return the page of a place: what else is open around it, and the cameras, nearest first."""
    present = visit()
    form, sees = MapForm.around(point), cameras.may_see(present)
    spots, cams = [], []
    if point is not None:
        spots = charting.chart(present, form.sought).spots
        trail.record(present, Action.SEARCH, found=min(len(spots), COUNTED + 1))
    if point is not None and sees:
        cams = cameras.near(present, point, CAMERA_METRES, PAGE)
    lines = charted.lines((spot for spot in spots if not own & {spot.id, spot.case}), point)
    return render_template(
        "review/map/around.html",
        form=form,
        point=point,
        at=point.written if point else "",
        said=whereabouts.pieces(point),
        lines=sorted(lines, key=lambda line: line.metres or 0)[:PAGE],
        count=len(lines),
        within=distance(form.sought.metres),
        cameras=cams,
        sees=sees,
        words=camera_words,
        back=back,
        seen=seen,
        closed=closed,
    )


def _page(form: MapForm) -> str:
    present = visit()
    fits = not form.errors
    found = charting.chart(present, form.sought) if fits else None
    spots = found.spots if found else []
    if found and request.method == "POST":
        trail.record(present, Action.SEARCH, found=min(len(spots), COUNTED + 1))
    start = form.offset
    shown = nsmallest(start + PAGE, spots, key=urgency)[start:]
    return render_template(
        "review/map/map.html",
        form=form,
        found=found,
        count=len(spots),
        lines=charted.lines(shown, form.sought.near if fits else None),
        start=start,
        further=start + PAGE if len(spots) > start + PAGE else None,
        fit=charted.fit(spots),
        time=charted.bars(charting.times(present, form.sought, spots)) if fits else {},
        areas=charted.by_area(present, spots),
        may_export=may_export(),
        taken_max=charting.TAKEN_MAX,
        sees=cameras.may_see(present),
    )
