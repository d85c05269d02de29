"""The picture of the map: what is where on it, and that it can be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, features

from tests.places.island import EAST, ISLAND, LAKE, LAND, NORTH, SEA, SHORE, place
from tipline.errors import MapLettersError
from tipline.places.drawing import Wish, draw, ground, lettering, signs
from tipline.places.drawing.labels import DOT, GREATEST, Namer
from tipline.places.drawing.lettering import Lettering
from tipline.places.drawing.palette import COLOURS, Ink
from tipline.places.drawing.room import Room
from tipline.places.layers import Layers, NamedPlace, Ring, Shape
from tipline.places.view import NEAREST, View, meet
from tipline.tips.point import Point

SIZE = 640
HOME = View.of(LAND.box, SIZE, SIZE)
LANGUAGES = ("ar", "en")
HEAVIEST = 30_000  # bytes
BARE = Layers(land=LAND)

names = st.sampled_from(["Sitra", "Al Hidd", "Umm ash Shajar", "Zallaq"])
offsets = st.floats(-0.11, 0.11)
places = st.builds(place, names, st.just("سترة"), offsets, offsets, rank=st.integers(0, 3))


@pytest.fixture
def fresh() -> Iterator[None]:
    """Forget the letters that were shaped before, and those that are shaped meanwhile."""
    for kept in (lettering._font, lettering._word):
        kept.cache_clear()
    yield
    for kept in (lettering._font, lettering._word):
        kept.cache_clear()


def shown(view: View = HOME, layers: Layers = ISLAND, **wish: object) -> Image.Image:
    """Return the picture that one sees, by its inks."""
    wished = Wish(**{"language": "en", **wish})  # type: ignore[arg-type]  # a test's own words
    with Image.open(io.BytesIO(draw(view, layers, wished))) as picture:
        assert picture.format == "PNG"
        picture.load()
        return picture


def ink(picture: Image.Image, view: View, point: Point) -> Ink:
    x, y = map(int, view.pixel_of(point))
    return Ink(picture.tobytes()[y * picture.width + x])


def test_land_is_land_and_lakes_and_the_sea_are_water() -> None:
    picture = shown(layers=BARE)
    assert picture.size == (SIZE, SIZE)
    found = [ink(picture, HOME, point) for point in (SHORE, LAKE, SEA)]
    assert found == [Ink.LAND, Ink.SEA, Ink.SEA]


def test_land_that_a_view_meets_in_one_corner_is_not_drawn() -> None:
    west, _, _, north = ground.wider(HOME, ground.BEYOND)
    far = (west - 9_000, north)
    touching = Shape((Ring(((west, north), far, (far[0], north + 9_000))),))
    assert set(shown(layers=Layers(land=touching)).crop((0, 0, 99, 99)).tobytes()) == {Ink.SEA}


def test_the_same_is_drawn_twice() -> None:
    wish = Wish(language="ar", mark=SHORE, aim=True)
    assert draw(HOME, ISLAND, wish) == draw(HOME, ISLAND, wish)


@given(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.integers(0, NEAREST - HOME.zoom))
def test_the_mark_lies_where_the_picture_was_tapped(right: int, down: int, nearer: int) -> None:
    view = replace(HOME, zoom=HOME.zoom + nearer)
    picture = shown(view, BARE, mark=view.point_at(right + 0.5, down + 0.5))
    assert picture.getpixel((right, down)) == Ink.MARK


def test_a_mark_outside_the_picture_is_not_seen() -> None:
    away = Point.of_degrees(EAST + 3, NORTH)
    assert shown(mark=away).tobytes() == shown().tobytes()


def test_the_aim_is_around_the_middle_and_leaves_it_open() -> None:
    with_aim, without = (shown(layers=BARE, aim=aim) for aim in (True, False))
    middle = SIZE // 2
    assert with_aim.getpixel((middle + signs.AIM - 2, middle)) == Ink.WORD
    assert with_aim.getpixel((middle, middle)) == without.getpixel((middle, middle))


@pytest.mark.parametrize("nearer", range(NEAREST - HOME.zoom + 1))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_light_for_a_slow_line(language: str, nearer: int) -> None:
    view = replace(HOME, zoom=HOME.zoom + nearer)
    steps = range(-5, 6)
    many = tuple(
        place(f"Village {east} {north}", f"قرية {east} {north}", east / 50, north / 50)
        for east in steps
        for north in steps
    )
    for large in (False, True):
        wish = Wish(language=language, mark=SHORE, large=large, aim=True)
        assert len(draw(view, replace(ISLAND, places=many), wish)) < HEAVIEST


@given(st.lists(places, max_size=40), st.sampled_from(LANGUAGES), st.booleans())
def test_no_name_is_written_over_another(
    found: list[NamedPlace],
    language: str,
    large: bool,  # noqa: FBT001 (hypothesis gives it)
) -> None:
    picture, room = Image.new("P", (SIZE, SIZE)), Room(SIZE, SIZE)
    namer = Namer(picture, HOME, Lettering(language, large=large), room)
    namer.names(replace(ISLAND, places=tuple(found)))
    assert not any(meet(one, other) for one, other in combinations(room.taken, 2))
    words = [spot for spot in room.taken if spot[2] - spot[0] > 2 * DOT]
    assert all(left >= 0 and right <= SIZE for left, _, right, _ in words)
    assert all(top >= 0 and bottom <= SIZE for _, top, _, bottom in words)


@pytest.mark.parametrize("rank", [GREATEST, GREATEST + 1])
def test_of_two_that_want_the_same_room_the_greater_gets_it(rank: int) -> None:
    small = place("Hamlet", "نجع", 0.06, 0.05, rank=rank + 1)
    great = place("Capital", "العاصمة", 0.06, 0.05, rank=rank)
    alone = shown(layers=replace(ISLAND, places=(great,)))
    assert shown(layers=replace(ISLAND, places=(small, great))).tobytes() == alone.tobytes()
    assert shown(layers=replace(ISLAND, places=(small,))).tobytes() != alone.tobytes()


def test_a_name_that_a_language_lacks_is_in_english() -> None:
    english = replace(ISLAND.places[0], names={"en": "Harbour"})
    both = replace(ISLAND.places[0], names={"en": "Harbour", "ar": "Harbour"})
    one, other = (
        shown(layers=replace(ISLAND, places=(each,)), language="ar") for each in (english, both)
    )
    assert one.tobytes() == other.tobytes()


def test_who_must_be_named_stands_in_the_same_place_for_all_sizes() -> None:
    corner = (SIZE - 150, SIZE - 40, SIZE, SIZE)
    small, large = (shown(layers=ISLAND, large=large).crop(corner) for large in (False, True))
    assert small.tobytes() == large.tobytes()
    assert Ink.WORD in small.tobytes()
    assert Ink.WORD not in shown(layers=BARE).crop(corner).tobytes()


def test_arabic_letters_join() -> None:
    joined = Lettering("ar").word("سسسس")
    alone = Lettering("ar").word("س\u200cس\u200cس\u200cس")
    assert joined.width < 0.8 * alone.width


@pytest.mark.usefixtures("fresh")
def test_without_raqm_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(MapLettersError, match="without RAQM"):
        draw(HOME, ISLAND, Wish(language="ar"))


def test_the_font_has_its_licence_beside_it() -> None:
    licence = lettering.FONT.with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Noto" in licence


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        (Ink.COAST, Ink.LAND, 3), (Ink.COAST, Ink.SEA, 3), (Ink.BORDER, Ink.LAND, 3),
        (Ink.WORD, Ink.HALO, 7), (Ink.AREA_WORD, Ink.HALO, 7), (Ink.DOT, Ink.LAND, 3),
        (Ink.MARK, Ink.MARK_HALO, 4.5), (Ink.MARK, Ink.LAND, 3), (Ink.MARK, Ink.SEA, 3),
    ],
)  # fmt: skip
def test_what_must_be_told_apart_differs_in_lightness(one: Ink, other: Ink, least: float) -> None:
    lighter, darker = sorted((lightness(one), lightness(other)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def lightness(ink: Ink) -> float:
    """Return the relative luminance of an ink (WCAG 2.2)."""
    parts = [value / 255 for value in bytes.fromhex(COLOURS[ink])]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@given(st.integers(0, 16), st.floats(-70, 70))
def test_the_scale_bar_is_a_round_length_that_fits(zoom: int, latitude: float) -> None:
    view = View(centre=Point.of_degrees(0, latitude), zoom=zoom, width=SIZE, height=SIZE)
    metres, pixels = signs.length(view)
    assert 0 < pixels <= signs.BAR_MAX
    assert str(metres).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize(
    ("metres", "language", "told"),
    [(20_000, "en", "20 km"), (500, "en", "500 m"), (1000, "ar", "1 كم"), (200, "ar", "200 م")],
)
def test_lengths_in_words(metres: int, language: str, told: str) -> None:
    assert signs.measured(metres, language) == told
