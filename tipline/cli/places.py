"""``tipline places``: coast, areas and named places, imported, looked at, asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from tipline import configuration
from tipline import places as room
from tipline.cli.asking import plainly
from tipline.cli.deployed import now
from tipline.configuration import Configuration
from tipline.errors import (
    GroundError,
    OperatorFileError,
    PlacesDayError,
    PlacesLanguageError,
    PlacesNoneError,
    PlacesRefusedError,
)
from tipline.places import Places, inspecting, reading
from tipline.places.importing import columns, keeping, openstreetmap, source
from tipline.places.importing.source import Source
from tipline.places.importing.taking import Layer, Taken, Wish, guessed, take
from tipline.places.layers import NamedPlace
from tipline.settings import from_environment
from tipline.tips.point import Point

TOLD_MAX = 200  # refusals; who has more has one slip in every line
LISTED_MAX = 20  # of what a note names
ATTRIBUTION_MAX = 100  # letters: it is drawn on each picture of the map
ATTRIBUTION_WANTED = f"It must be one line of at most {ATTRIBUTION_MAX} letters."
DEGREES = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
DAY = click.DateTime(["%Y-%m-%d"])


class Told(TypedDict):
    """What whoever imports says of a file, as it was typed."""

    begins: datetime | None
    asked: str | None
    local: str
    attribution: str


@click.group()
def places() -> None:
    """Import what the map is made of, look at it, or ask it for a place.

    It lies in config/places: the coast, areas and named places (docs/how-to/places.md).

    Example: tipline places find manama
    """


def _attributed(_context: click.Context, _option: click.Parameter, given: str | None) -> str:
    named = " ".join((given or "").split())
    if len(named) > ATTRIBUTION_MAX or not named.isprintable():
        raise click.BadParameter(ATTRIBUTION_WANTED)
    return named


@places.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "layer",
    type=click.Choice([layer.value for layer in Layer]),
    help="What FILE is for, if that is not plain.",
)
@click.option("--from", "begins", type=DAY, help="The day from which the areas hold.")
@click.option("--in", "asked", help="Languages that no name may lack, such as en,ar.")
@click.option("--name-in", "local", default="", help="The language of a name that tells none.")
@click.option("--attribution", callback=_attributed, help="Whom the licence asks to name.")
@click.option("--replace", is_flag=True, help="Take the place of all that was there.")
@click.option("--without-refused", is_flag=True, help="Import the others where some are refused.")
def import_file(
    file: Path,
    layer: str | None,
    *,
    replace: bool,
    without_refused: bool,
    **told: Unpack[Told],
) -> None:
    """Import the coast, areas or named places of FILE into config/places.

    FILE is GeoJSON, CSV whose first line names latitude and longitude, or an OpenStreetMap extract
    (.osm, .osm.pbf), which ogr2ogr reads. Points are places, polygons with codes areas, other
    polygons the coast. Each line or feature that is refused is told with the reason.

    A place of the same name within 2 km is replaced, and so is an area of the same code and day,
    or the coast; the rest stays. With --from, areas hold from that day, and what was there before
    holds until then.

    Next: `tipline places check`. The sites read config/places when they start.
    """
    settings = from_environment()
    read, where = _source(file, layer)
    taken = take(read, where, _wish(file, where, settings.languages, told))
    _tell_refused(taken, read)
    if taken.refused and not without_refused:
        raise PlacesRefusedError(file=file)
    if not taken:
        raise PlacesNoneError(file=file)
    owed = [*read.owed, *filter(None, [told["attribution"]])]
    kept = keeping.keep(settings.config / reading.FOLDER, taken, owed, replace=replace)
    click.echo(
        f"Imported into {kept.file}: {len(taken)}, of which {kept.replaced} took another's place."
    )
    if not owed:
        click.echo("If its licence asks to be named, import again with --attribution.", err=True)


@places.command()
def check() -> None:
    """Say what config/places holds, and what may be amiss with it.

    What is told as a note may be meant: a name that lacks a language, areas of one kind that
    overlap, a place in no area, a desk's area that does not exist. The exit code is 1 where a file
    cannot be read.

    Next: `tipline places find`, or `tipline places import`.
    """
    settings = from_environment()
    known = configuration.load(settings.config, settings.languages)
    read, today = room.read(settings.config, settings.languages), _today(known)
    there = read.areas.on(today)
    click.echo(f"{reading.COAST}: {len(read.land)} polygons of land.")
    click.echo(f"{reading.AREAS}: {len(there)} areas today, {len(read.areas.areas)} in all.")
    click.echo(f"{reading.PLACES}: {len(read.gazetteer.places)} places.")
    click.echo(f"{reading.ATTRIBUTION}: {plainly(read.attribution) or 'nobody is named.'}")
    for note in (*_notes_of_desks(read, known), *_notes(read, today)):
        click.echo(f"Note: {plainly(note)}")


@places.command(context_settings={"ignore_unknown_options": True})  # -33.9,18.4 is none
@click.argument("text", nargs=-1, required=True)
def find(text: tuple[str, ...]) -> None:
    """Find places by name, or what is nearest to a point.

    TEXT is the beginning of a name's words, in any spelling, or degrees: latitude, longitude.

    Example: tipline places find 26.2285,50.586
    """
    settings = from_environment()
    known = configuration.load(settings.config, settings.languages)
    read, today = room.read(settings.config, settings.languages), _today(known)
    asked = " ".join(text)
    degrees = DEGREES.fullmatch(asked)
    if degrees:
        _tell_here(read, _point(float(degrees[2]), float(degrees[1])), today, settings.languages)
        return
    found = read.gazetteer.find(asked)
    for place in found:
        codes = [area.code for area in read.areas.containing(place.point, today)]
        click.echo(plainly(_line(place, codes, settings.languages)))
    if not found:
        click.echo("No place has such a name.", err=True)


def _source(file: Path, layer: str | None) -> tuple[Source, Layer]:
    """Return what a file holds, and for which layer that is."""
    try:
        with file.open("rb") as opened:
            head = opened.read(openstreetmap.HEAD_BYTES)
            extract = openstreetmap.is_extract(head)
            content = b"" if extract else head + opened.read(source.FILE_BYTES_MAX)
    except OSError as error:
        raise OperatorFileError(file=file, reason=error.strerror) from None
    if extract:
        where = Layer(layer or Layer.PLACES)
        return openstreetmap.read(file, where), where
    read = source.read(content)
    return read, Layer(layer) if layer else guessed(read)


def _wish(file: Path, layer: Layer, spoken: Sequence[str], told: Told) -> Wish:
    begins = told["begins"].date() if told["begins"] else None
    if begins and layer is not Layer.AREAS:
        raise PlacesDayError
    return Wish(
        languages=spoken,
        asked=_asked(told["asked"], spoken),
        local=told["local"],
        begins=begins,
        source=file.name,
    )


def _asked(given: str | None, spoken: Sequence[str]) -> Sequence[str]:
    """Return the languages that no name may lack; all that are spoken if it is not told."""
    asked = [each.strip() for each in (given or "").split(",") if each.strip()] or spoken
    strange = [each for each in asked if each not in spoken]
    if strange:
        raise PlacesLanguageError(languages=", ".join(strange))
    return asked


def _tell_refused(taken: Taken, read: Source) -> None:
    for each in taken.refused[:TOLD_MAX]:
        click.echo(plainly(f"{read.unit} {each.at}: {each.reason}."), err=True)
    more = len(taken.refused) - TOLD_MAX
    if more > 0:
        click.echo(f"And {more} more.", err=True)
    if not read.owed:  # an extract says hundreds of things
        unused = list(columns.unused(dict.fromkeys(name for row in read.rows for name in row.told)))
        if unused:
            click.echo(plainly(f"Not used: {_some(unused)}."), err=True)


def _notes_of_desks(read: Places, known: Configuration) -> Iterable[str]:
    for desk in known.desks:
        strange = inspecting.unknown(desk.areas, read.areas)
        if strange:
            yield f"desk {desk.code} answers for areas that do not exist: {_some(strange)}."


def _notes(read: Places, today: date) -> Iterable[str]:
    """Yield what may be amiss."""
    for language, file in dict.fromkeys((code, file) for code, file, _ in read.lacking):
        where = [place for *told, place in read.lacking if told == [language, file]]
        yield f"without a name in {language}, in {file}: {_some(where)}."
    for day in inspecting.days(read.areas, today):
        for each in inspecting.overlaps(read.areas.on(day)):
            codes = f"{each.one.code} and {each.other.code}, both {each.one.kind or 'of no kind'}"
            yield f"{codes}, overlap on {day} by {each.share:.0%} of the smaller."
    lost = [_named(place.names, ("en",)) for place in inspecting.outside(read, today)]
    if lost:
        yield f"in no area today: {_some(lost)}."


def _tell_here(read: Places, point: Point, today: date, spoken: Sequence[str]) -> None:
    """Say what is nearest to a point, however far, and in which areas it lies."""
    nearest = read.gazetteer.nearest(point)
    if nearest:
        place, metres = nearest
        click.echo(plainly(f"{metres:.0f} m to {_line(place, (), spoken)}"))
    else:
        click.echo("There are no named places.", err=True)
    areas = read.areas.containing(point, today)
    for area in areas:
        click.echo(plainly(f"In {area.code}  {_named(area.names, spoken)}"))
    if not areas:
        click.echo("In no area.")


def _point(longitude: float, latitude: float) -> Point:
    try:
        return Point.of_degrees(longitude, latitude)
    except (ValueError, OverflowError):
        reason = "latitude goes to 85 degrees, longitude to 180"
        raise GroundError(reason=reason) from None


def _line(place: NamedPlace, codes: Iterable[str], spoken: Sequence[str]) -> str:
    parts = (_named(place.names, spoken), place.kind, place.point.written, ", ".join(codes))
    return "  ".join(filter(None, parts))


def _named(names: Mapping[str, str], spoken: Sequence[str]) -> str:
    """Return the names in some languages, each once; all names if it has none of these."""
    told = [names[language] for language in spoken if language in names] or names.values()
    return " / ".join(dict.fromkeys(told))


def _some(names: Sequence[str]) -> str:
    more = len(names) - LISTED_MAX
    return ", ".join(names[:LISTED_MAX]) + (f" and {more} more" if more > 0 else "")


def _today(known: Configuration) -> date:
    """Return the day where the tip line is."""
    return now().astimezone(known.site.timezone).date()
