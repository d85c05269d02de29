"""The invented cameras of a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.cli.cameras import keep
from tipline.cli.deployed import now
from tipline.cli.files import read_bytes
from tipline.places.cameras.camera import Register
from tipline.places.cameras.reading import read

if TYPE_CHECKING:
    from tipline.cli.deployed import Deployed

FILE = "examples/cameras.csv"  # in config/


def install(deployed: Deployed) -> None:
    """Import the example of the configuration, if it has one, where there is no register yet."""
    file = deployed.settings.config / FILE
    if file.is_file() and not deployed.cameras.desks():
        reading = read(read_bytes(file))
        register = Register(imported=now(), cameras=tuple(reading.cameras))
        keep(deployed, register, reading)
