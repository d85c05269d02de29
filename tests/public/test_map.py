"""The map's page: what is tapped is the point that arrives, and nobody needs it."""

from __future__ import annotations

import base64
import io
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, features

from tests.hostile import MARK, TEXTS, encoded, fine
from tests.journeys.deployment import Deployment, establish
from tests.journeys.reporter import code_on
from tests.places.island import EAST, NORTH, box
from tests.public.island import COUNTRY
from tests.public.walk import SHORT, tips, to_check
from tests.visitor import Visitor, step_of
from tipline.places import Places, projection
from tipline.places.drawing.palette import COLOURS, Ink
from tipline.places.layers import Shape
from tipline.places.view import NEAREST
from tipline.public import create_app
from tipline.public.mapping import atlas, turning
from tipline.public.mapping.looking import BARE, CLOSE, FINE, SHOWN, SIZE, Looking
from tipline.public.mapping.turning import turned
from tipline.public.pages import MAP_LENGTH
from tipline.tips.point import Point
from tipline.tips.report import Exactness, Report
from tipline.tips.shape import to_json
from tipline.web.place_words import about

if TYPE_CHECKING:
    from flask import Flask

    from tests.pages import Page

PICTURE = re.compile('src="data:image/png;base64,([A-Za-z0-9+/=]+)"')
LAND = COUNTRY.layers_on(datetime.now(UTC).date()).land
HOME = Looking.at_first(LAND)
MARK_INK = tuple(bytes.fromhex(COLOURS[Ink.MARK]))
MARKET = COUNTRY.gazetteer.find("Market")[0].point
PRESSES = ["nearer", "farther", "north", "south", "east", "west", "large", "small"]
pixels = st.integers(0, SHOWN - 1)
looks = st.lists(st.sampled_from(PRESSES), max_size=12)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return establish(tmp_path_factory.mktemp("map"))


@pytest.fixture
def app(deployment: Deployment) -> Flask:
    app = create_app(deployment.settings)
    atlas.set_up(app, COUNTRY)
    return app


def to_map(visitor: Visitor, language: str = "en") -> Page:
    """Walk to the map's page, by the button of the page before."""
    page = visitor.enter("report", language)
    while step_of(page) != "where":
        page = visitor.press(page, "continue", SHORT.get(step_of(page), {}))
    page = visitor.press(page, "change:map", {"block": "346"})
    assert step_of(page) == "map"
    return page


def post(visitor: Visitor, page: Page, **fields: str) -> Page:
    """Post the map's page with other fields than it has."""
    form = page.form("draft", "step")
    return visitor.post(form.action, form.values | fields)


def tap(visitor: Visitor, page: Page, right: object, down: object) -> Page:
    return post(visitor, page, **{"at.x": str(right), "at.y": str(down)})


def picture(page: Page) -> Image.Image:
    found = PICTURE.search(page.html)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("RGB")


def marked(page: Page, right: int, down: int) -> bool:
    """Tell whether the picture bears the mark at a pixel of the page."""
    return picture(page).getpixel((right * FINE, down * FINE)) == MARK_INK


def sent(visitor: Visitor, deployment: Deployment, page: Page) -> Report:
    """Go on from the map to the end, and return what arrived."""
    if step_of(page) != "check":
        page = visitor.press(page, "to-sending")
    before = set(tips(deployment))
    assert code_on(visitor.press(page, "send"))
    (tip,) = set(tips(deployment)) - before
    (report,) = deployment.parts(tip)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_tapped_arrives(visitor: Visitor, deployment: Deployment, language: str) -> None:
    page = to_map(visitor, language)
    view = HOME.nearer().moved(-160, 0).view
    page = visitor.press(visitor.press(page, "nearer"), "west")
    page = tap(visitor, page, 200, 120)
    assert marked(page, 200, 120)
    assert not marked(page, 120, 200)
    page = visitor.press(page, "nearer", {"exact": "street"})
    assert marked(page, SHOWN // 2, SHOWN // 2)
    place = sent(visitor, deployment, page).answers.place
    assert place.point == view.point_at(401, 241)
    assert (place.block, place.exact) == ("346", Exactness.STREET)
    near, area = {"en": ("Market", "West"), "ar": ("السوق", "الغربية")}[language]
    assert re.fullmatch(rf".+ {near}[,،] {area}", place.said)


def test_nobody_needs_the_map(visitor: Visitor, deployment: Deployment) -> None:
    check, seen = to_check(visitor, SHORT | {"where": {"landmark": "Old pier"}})
    assert "map" not in seen
    assert "on the map" not in check.words
    page = to_map(visitor)
    page = visitor.press(page, "continue")
    assert step_of(page) == "when"
    assert sent(visitor, deployment, page).answers.place.point is None


def test_a_chosen_place_is_told_changed_and_taken_out_again(
    visitor: Visitor, deployment: Deployment
) -> None:
    page = tap(visitor, to_map(visitor), 120, 120)
    page = visitor.press(page, "back", {"exact": "exact"})
    assert step_of(page) == "where"
    assert "A place on the map is chosen." in page.words
    check = visitor.press(page, "to-sending")
    told = check.words.partition("Where is it on the map?")[2]
    assert re.match(r" About 600 m from Market, West How exact is this\? This very point", told)
    page = visitor.press(check, "change:map")
    assert step_of(page) == "map"
    page = visitor.press(page, "drop")
    assert "Nothing is chosen yet" in page.words
    assert "How exact" not in page.words
    page = visitor.press(page, "continue")
    assert step_of(page) == "check"
    assert "on the map" not in page.words
    assert to_json(sent(visitor, deployment, page).answers.place) == {"block": "346"}


def test_what_is_no_tap_is_no_point(visitor: Visitor) -> None:
    page = tap(visitor, tap(visitor, to_map(visitor), 50, 60), 70, 80)
    assert marked(page, 70, 80)
    for right, down in ((0, 0), (SHOWN, 5), ("x", 1)):
        page = tap(visitor, page, right, down)
        assert "No place was chosen. Tap the place on the map" in page.words
        assert marked(page, 70, 80)
    page = post(visitor, page, **{"at.x": "5"})
    assert "No place was chosen" in page.words


@pytest.mark.parametrize(
    "at",
    [("0", "0"), (f"{SHOWN}", "5"), ("5", f"{SHOWN}"), ("-1", "5"), ("", ""), ("5", ""), ("x", "1"),
     ("1.5", "2"), ("٣", "1"), ("1" * 5000, "1")],
)  # fmt: skip
def test_a_tap_that_is_none_leaves_the_point_as_it_was(at: tuple[str, str]) -> None:
    for point in (None, MARKET):
        found = turned(HOME, point, turning.TAP, at)
        assert (found.point, found.amiss) == (point, turning.NO_PLACE)


@pytest.mark.parametrize(
    "view",
    ["", "x", "1,2", "2610000,5050000,99", "2610000,5050000,0", "2610000,5050000,-3",
     "99999999,0,12", "2610000.5,5050000,12", "2610000,5050000,12,huge", "1" * 5000,
     "2610000,99999999,12"],
)  # fmt: skip
def test_a_view_of_nobody_s_is_the_whole_map(view: str) -> None:
    assert HOME.read(view) == HOME


def test_a_page_shows_the_whole_map_for_a_view_that_is_none(visitor: Visitor) -> None:
    page = post(visitor, to_map(visitor), view="9,9,99", go="large")
    assert page.hidden["view"] == f"{HOME.written},large"


def test_the_map_ends_where_the_country_does(visitor: Visitor) -> None:
    page = visitor.press(to_map(visitor), "nearer")
    for way in ("north", "north", "north", "west", "west", "west"):
        page = visitor.press(page, way)
    at_the_edge = page.hidden["view"]
    assert visitor.press(page, "west").hidden["view"] == at_the_edge
    page = tap(visitor, page, SHOWN // 2, SHOWN // 2)
    assert marked(page, SHOWN // 2, SHOWN // 2)
    page = tap(visitor, page, 3, 3)
    assert marked(page, 3, 3)


@given(looks, pixels, pixels)
def test_each_tap_is_the_point_below_it(pressed: list[str], right: int, down: int) -> None:
    looking = HOME
    for press in pressed:
        looking = turned(looking, None, press).looking
    again = HOME.read(looking.written)
    assert again == looking
    found = turned(again, None, turning.TAP, (str(right), str(down)))
    if right == down == 0:
        assert (found.point, found.amiss) == (None, turning.NO_PLACE)
        return
    assert found.point is not None
    x, y = looking.view.pixel_of(found.point)
    assert abs(x - FINE * right - 1) <= 0.5
    assert abs(y - FINE * down - 1) <= 0.5


@given(looks)
def test_no_press_leads_off_the_map(pressed: list[str]) -> None:
    looking = HOME
    for press in pressed:
        looking = turned(looking, None, press).looking
    assert HOME.view.zoom <= looking.view.zoom <= NEAREST
    east, north = projection.plane(looking.view.centre)
    west, south, right, top = LAND.box
    assert west - 2 <= east <= right + 2
    assert south - 2 <= north <= top + 2


@given(
    st.sampled_from(["", *PRESSES, "place:", "here:", "drag:"]),
    st.text("-0123456789.,", max_size=24),
)
@example("drag:", "-5,999")
@example("here:", "nan,inf")
@example("here:", "89.9,179.9")
@example("place:", "8500001,0")
def test_whatever_is_pressed_gives_a_view_of_the_map(pressed: str, more: str) -> None:
    found = turned(HOME, MARKET, pressed + more)
    assert HOME.read(found.looking.written) == found.looking
    if found.point not in (MARKET, None):
        assert HOME.view.holds(*HOME.view.pixel_of(found.point))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(["view", "sought", "go", "exact", "at.x", "at.y"]), TEXTS))
def test_whatever_is_posted_is_answered_and_not_logged(
    app: Flask, caplog: pytest.LogCaptureFixture, fields: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    fine(app.test_client().post("/en/", data={"page": "report", "step": "map"} | encoded(fields)))
    assert MARK not in caplog.text


def test_the_middle_is_chosen_without_a_pointer(visitor: Visitor, deployment: Deployment) -> None:
    page = visitor.press(visitor.press(to_map(visitor), "north"), "middle")
    assert marked(page, SHOWN // 2, SHOWN // 2)
    assert sent(visitor, deployment, page).answers.place.point == HOME.moved(0, -160).view.centre


def test_the_map_moves_under_the_finger(visitor: Visitor) -> None:
    page = post(visitor, tap(visitor, to_map(visitor), 100, 100), go="drag:30,-20")
    assert marked(page, 130, 80)
    assert page.hidden["view"] == HOME.moved(-30, 20).written


@pytest.mark.parametrize(("language", "typed"), [("en", "mark"), ("ar", "سوق"), ("en", "السوق")])
def test_a_place_is_found_by_its_name(
    visitor: Visitor, deployment: Deployment, language: str, typed: str
) -> None:
    page = visitor.press(to_map(visitor, language), "find", {"sought": typed})
    (found,) = [value for _, value in page.form("draft").buttons if value.startswith("place:")]
    page = visitor.press(page, found)
    assert marked(page, SHOWN // 2, SHOWN // 2)
    assert page.hidden["view"].endswith(f",{CLOSE}")
    place = sent(visitor, deployment, page).answers.place
    name = {"en": "Market, West", "ar": "السوق، الغربية"}[language]
    assert (place.point, place.said) == (MARKET, name)


@pytest.mark.parametrize(("language", "name"), [("en", "Market"), ("ar", "السوق")])
def test_names_are_offered_while_one_types(visitor: Visitor, language: str, name: str) -> None:
    tags = to_map(visitor, language).tags
    [offers] = [has["list"] for _, has in tags if has.get("name") == "sought"]
    assert ("datalist", {"id": offers}) in tags
    assert ("option", {"value": name}) in tags


def test_a_name_that_is_nowhere_is_told(visitor: Visitor) -> None:
    page = visitor.press(to_map(visitor), "find", {"sought": "<b>Atlantis</b>" * 50})
    assert "No place with a name like this is on our map." in page.words
    assert "<b>" not in page.html
    page = visitor.press(page, "find", {"sought": "  "})
    assert "No place with a name" not in page.words


def test_where_no_streets_are_drawn_that_is_said(visitor: Visitor) -> None:
    page, told = to_map(visitor), "No streets are drawn this near."
    said = []
    for _ in range(NEAREST - HOME.view.zoom + 1):
        said.append((HOME.read(page.hidden["view"]).view.zoom >= BARE, told in page.words))
        page = visitor.press(page, "nearer")
    assert {looked for looked, _ in said} == {True, False}
    assert all(looked == shown for looked, shown in said)
    form = page.form("draft", "step")
    assert "لا تُرسم الشوارع" in visitor.post("/ar/", form.values | {"go": "stay"}).words


def test_where_a_device_is_counts_only_on_the_map(visitor: Visitor) -> None:
    page = post(visitor, to_map(visitor), go=f"here:{NORTH + 0.01:.7f},{EAST - 0.02:.7f}")
    assert marked(page, SHOWN // 2, SHOWN // 2)
    page = post(visitor, page, go="here:51.50000,-0.12000")
    assert "This place is not on our map." in page.words
    assert marked(page, SHOWN // 2, SHOWN // 2)


def test_the_device_is_not_asked_for_without_a_script(visitor: Visitor) -> None:
    page = to_map(visitor)
    (device,) = [has for tag, has in page.tags if has.get("id") == "device"]
    assert "hidden" in device
    assert "geolocation=(self)" in page.headers["permissions-policy"]


def test_the_language_changes_and_the_place_stays(visitor: Visitor) -> None:
    page = tap(visitor, visitor.press(to_map(visitor), "nearer"), 200, 120)
    form = page.form("draft", "step")
    arabic = visitor.post("/ar/", form.values | {"go": "stay", "exact": "area"})
    assert arabic.hidden["view"] == page.hidden["view"]
    assert marked(arabic, 200, 120)
    assert "المرفأ" in arabic.words or "السوق" in arabic.words


def test_enter_in_the_search_field_searches(visitor: Visitor) -> None:
    page = to_map(visitor)
    first = next(has for tag, has in page.tags if tag == "button")
    assert (first["form"], first["value"]) == ("main-form", "find")


def test_a_page_with_a_map_tells_little_by_its_length(app: Flask) -> None:
    visitor = Visitor.of(app)
    page, seen = to_map(visitor), set()
    for press in ("nearer", "large", "west", "middle", "small"):
        page = visitor.press(page, press)
        seen.add(len(page.html.encode()))
    assert all(length % MAP_LENGTH == 0 for length in seen)
    form = page.form("draft", "step")
    packed = app.test_client().post(
        form.action, data=form.values | {"go": "nearer"}, headers={"Accept-Encoding": "gzip"}
    )
    assert "Content-Encoding" not in packed.headers


def test_a_press_too_many_draws_nothing(visitor: Visitor, deployment: Deployment) -> None:
    form = tap(visitor, to_map(visitor), 60, 60).form("draft", "step")
    app = create_app(replace(deployment.settings, limit_report="1 per hour"))
    atlas.set_up(app, COUNTRY)
    for status in (200, 429):
        page = Visitor.of(app).post(form.action, form.values | {"go": "nearer"}, status)
        assert bool(PICTURE.search(page.html)) == (status == 200)
    assert "Please try again in" in page.words
    assert "Chosen:" in page.words


def test_where_no_letters_can_be_drawn_names_are_looked_for(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    app = create_app(deployment.settings)
    atlas.set_up(app, COUNTRY)
    visitor = Visitor.of(app)
    page = to_map(visitor)
    assert "data:image" not in page.html
    assert "This site cannot draw its map at present." in page.words
    page = visitor.press(page, "find", {"sought": "market"})
    page = visitor.press(page, f"place:{MARKET.latitude},{MARKET.longitude}", {})
    assert "Chosen: Market, West" in page.words
    assert sent(visitor, deployment, page).answers.place.point == MARKET


def test_where_all_wait_for_a_picture_the_page_goes_without(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atlas, "PATIENCE", 0.01)
    held: atlas.Atlas = app.extensions[atlas.EXTENSION]
    visitor = Visitor.of(app)
    with held.turn:
        page = visitor.press(to_map(visitor), "nearer")
    assert "many people look at it" in page.words
    assert picture(visitor.press(page, "nearer")).size == (SIZE, SIZE)


def test_where_there_is_no_map_no_page_asks_for_one(app: Flask) -> None:
    atlas.set_up(app, Places())
    visitor = Visitor.of(app)
    page = visitor.enter("report")
    page = post(visitor, page, go="change:map")
    assert step_of(page) == "where"
    assert "map" not in page.words


def test_words_are_kept_on_the_way_past_a_site_without_a_map(
    app: Flask, deployment: Deployment
) -> None:
    visitor = Visitor.of(app)
    page = tap(visitor, to_map(visitor), 60, 60)
    atlas.set_up(app, Places())
    page = visitor.press(page, "continue")
    assert (step_of(page), page.form("block").values["block"]) == ("where", "346")
    place = sent(visitor, deployment, page).answers.place
    assert (place.block, place.point) == ("346", None)  # no page showed the point


def test_words_for_far_away(app: Flask) -> None:
    with app.test_request_context("/en/"):
        held: atlas.Atlas = app.extensions[atlas.EXTENSION]
        assert held.told(Point.of_degrees(10, 10)) == "Far from any place with a name"
        both = held.told(Point.of_degrees(EAST, NORTH))
        assert both.endswith("from Market, West, East")  # on the border of both


@pytest.mark.parametrize(("metres", "told"), [
    (5, "M"), (76, "About 100 m from M"), (330, "About 350 m from M"), (974, "About 950 m from M"),
    (980, "About 1 km from M"), (1440, "About 1.4 km from M"), (12_400, "About 12 km from M"),
])  # fmt: skip
def test_distances_are_round(app: Flask, metres: float, told: str) -> None:
    with app.test_request_context("/en/"):
        assert about("M", metres, "") == told
        assert about("M", metres, "A") == f"{told}, A"


def test_a_far_islet_does_not_make_the_first_picture_small() -> None:
    islet = Shape.of_geometry(
        {"type": "Polygon", "coordinates": [box(EAST + 3, NORTH, 0.01, 0.01)]}
    )
    first = Looking.at_first(Shape((*LAND.outer, *islet.outer)))
    assert first.view == HOME.view
    assert not first.farthest
    for _ in range(first.view.zoom - first.home.zoom):
        first = first.farther()
    assert first.farthest
