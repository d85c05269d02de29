"""The deployment's map as its pages use it: pictures, names to find, and a point in words."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext

from tipline.errors import MapLettersError
from tipline.places import drawing
from tipline.places.drawing import Wish
from tipline.public.intake import now_utc
from tipline.public.mapping.looking import Looking
from tipline.web import language
from tipline.web.app import configuration_here
from tipline.web.languages import pick
from tipline.web.place_words import about

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask

    from tipline.places import Places
    from tipline.places.areas import Area
    from tipline.places.layers import Layers
    from tipline.tips.point import Point

EXTENSION = "tipline.atlas"
PATIENCE = 2.0  # seconds that a page waits for its picture, while others are drawn
RESULTS_MAX = 8


@dataclass(frozen=True)
class Found:
    """A place that a search found: its name, the area that it lies in, and where it is."""

    name: str
    area: str
    point: Point


@dataclass(frozen=True)
class Atlas:
    """The places of a deployment. ``draws``: their names can be written on this machine.

    One picture is drawn at a time: while many look at the map, reports still come in.
    """

    places: Places
    draws: bool
    turn: Lock = field(default_factory=Lock)
    firsts: dict[str, tuple[date, str]] = field(default_factory=dict)  # by language, of today

    @classmethod
    def of(cls, places: Places) -> Atlas:
        """Return the atlas of places, after a try whether pictures can be drawn."""
        try:
            drawing.require()
        except MapLettersError:
            return cls(places, draws=False)
        return cls(places, draws=True)

    def at_first(self, point: Point | None) -> Looking:
        """Return what is shown at first: the largest land, or what is around a point."""
        return Looking.at_first(self.layers.land, point)

    def picture(self, looking: Looking, point: Point | None) -> str:
        """Return the picture as the address of an image, for the page itself.

        Empty where none can be drawn, and where too many others wait for theirs.
        """
        first = point is None and looking == self.at_first(None)
        day, known = self.firsts.get(language(), (None, ""))
        if first and day == today():
            return known
        if not self.draws or not self.turn.acquire(timeout=PATIENCE):
            return ""
        wish = Wish(language=language(), mark=point, large=looking.large, aim=True)
        try:
            drawn = drawing.draw(looking.view, self.layers, wish)
        finally:
            self.turn.release()
        address = "data:image/png;base64," + base64.b64encode(drawn).decode("ascii")
        if first:
            self.firsts[language()] = (today(), address)
        return address

    def find(self, text: str) -> Sequence[Found]:
        """Return the places whose names are likest to a text, the likest first."""
        found = self.places.gazetteer.find(text, RESULTS_MAX) if text else ()
        return [
            Found(pick(each.names), listed(self._areas(each.point)), each.point) for each in found
        ]

    def offered(self) -> Sequence[str]:
        """Return the names that are offered while somebody types."""
        return self.places.gazetteer.offered(language())

    def told(self, point: Point) -> str:
        """Return in words where a point lies: the nearest place with a name, and the area."""
        here = self.places.about(point, today())
        place = pick(here.place.names) if here.place else ""
        return about(place, here.metres, listed(here.areas))

    @property
    def layers(self) -> Layers:
        """What is drawn today."""
        return self.places.layers_on(today())

    def _areas(self, point: Point) -> Iterable[Area]:
        return self.places.areas.containing(point, today())


def listed(areas: Iterable[Area]) -> str:
    """Return the names of areas: of one, or of those that meet in a border."""
    return gettext(", ").join(pick(area.names) for area in areas)


def today() -> date:
    """Return the day at the place of the deployment."""
    return now_utc().astimezone(configuration_here().site.timezone).date()


def atlas() -> Atlas | None:
    """Return the atlas of the application that serves this request, if its deployment has one."""
    found: Atlas | None = current_app.extensions.get(EXTENSION)
    return found


def set_up(app: Flask, places: Places) -> None:
    """Give an application its map; without land there is none, and no page asks for one."""
    app.jinja_env.globals["map_is_there"] = lambda: atlas() is not None
    app.extensions[EXTENSION] = Atlas.of(places) if places else None
