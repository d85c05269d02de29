"""``tipline cameras``: the register of cameras, imported for the desks that see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline import configuration
from tipline.casework.desk import cameras as casework
from tipline.casework.visit import Visit
from tipline.cli.asking import plainly
from tipline.cli.deployed import Deployed, now
from tipline.cli.files import read_bytes
from tipline.cli.index import office_of
from tipline.cli.signing_in import sign_in
from tipline.errors import (
    CamerasDeskError,
    CamerasNoneError,
    CamerasRefusedError,
    NotCameraDeskError,
    NotFoundError,
)
from tipline.places.cameras.camera import Register
from tipline.places.cameras.reading import read
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.places.cameras.camera import Camera
    from tipline.places.cameras.reading import Reading

TOLD_MAX = 200  # refusals; who has more has one slip in every line
FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def cameras() -> None:
    """Import the register of cameras, check a file of it, or list it.

    Which desks see it says `cameras` in config/desks.toml.

    Example: tipline cameras check cameras.csv
    """


@cameras.command("import")
@FILE
@click.option("--without-refused", is_flag=True, help="Import the others where some are refused.")
def import_file(file: Path, *, without_refused: bool) -> None:
    """Import the register from FILE, in the place of the one before.

    FILE is CSV whose first line names latitude, longitude, code, direction, angle, reach,
    kept_hours, owner, contact, stills and sees.en or sees.ar; or GeoJSON of points with such
    properties (docs/how-to/cameras.md). Each line that is refused is told with the reason. The
    register is sealed to the desks that see it: whoever imports it needs no key, and cannot read
    it back. Import again after a desk was added. FILE itself is not sealed: take it away.

    Next: a member of such a desk finds it under "Cameras" on the review site.
    """
    deployed = Deployed.here()
    reading = _read(file)
    if reading.refused and not without_refused:
        raise CamerasRefusedError(file=file)
    if not reading.cameras:
        raise CamerasNoneError(file=file)
    desks = keep(deployed, Register(imported=now(), cameras=tuple(reading.cameras)), reading)
    click.echo(f"Imported: {len(reading.cameras)} cameras, sealed to {', '.join(desks)}.")


def keep(deployed: Deployed, register: Register, reading: Reading) -> list[str]:
    """Seal the register to the desks that see it, and return their codes. CamerasDeskError."""
    known = configuration.load(deployed.settings.config, deployed.settings.languages)
    desks = casework.seeing(known, deployed.public.desks)
    if not desks:
        raise CamerasDeskError
    refused = len({each.at for each in reading.refused})
    counted = {"cameras": len(register.cameras), "refused": refused}
    deployed.record(Action.CAMERAS_IMPORT, counted)
    deployed.cameras.replace(casework.sealed(register, desks, deployed.public))
    return desks


@cameras.command()
@FILE
def check(file: Path) -> None:
    """Tell what would be refused of FILE, and import nothing.

    The exit code is 0 where nothing would be, else 1.

    Next: `tipline cameras import`.
    """
    reading = _read(file)
    click.echo(f"Cameras that can be taken: {len(reading.cameras)}.")
    if reading.refused:
        raise click.exceptions.Exit(1)


@cameras.command("list")
def list_cameras() -> None:
    """List the cameras of the register.

    You sign in as a member of a desk that sees them: name, passphrase, authenticator.

    Example: tipline cameras list
    """
    deployed = Deployed.here()
    member = sign_in(deployed)
    try:
        desk, opened = casework.opened(Visit(office_of(deployed), member, now()))
    except NotFoundError:
        raise NotCameraDeskError from None
    found = opened.register.cameras if opened else ()
    deployed.record(Action.CAMERAS, {"desk": desk, "found": len(found)}, by=member)
    for each in found:
        click.echo(plainly(_line(each)))
    click.echo(f"Cameras: {len(found)}." if opened else "No register was imported yet.", err=True)


def _line(camera: Camera) -> str:
    kept = f"{camera.kept} h" if camera.kept else "not kept"
    return f"{camera.code:<32}  {camera.point.written:<20}  {kept:<9}  {camera.owner}"


def _read(file: Path) -> Reading:
    """Return what a file gives, having told what of it is refused."""
    reading = read(read_bytes(file))
    for each in reading.refused[:TOLD_MAX]:
        where = f"{reading.unit} {each.at}: " if each.at else ""
        click.echo(plainly(f"{where}{each.name} must be {each.wanted}."), err=True)
    more = len(reading.refused) - TOLD_MAX
    if more > 0:
        click.echo(f"And {more} more.", err=True)
    return reading
