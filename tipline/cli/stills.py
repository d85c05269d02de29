"""``tipline stills``: the process that fetches pictures of cameras, and what enters them there."""

from __future__ import annotations

import json
import logging.config
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline.cli.asking import ask, plainly
from tipline.errors import StillsSettingError
from tipline.serving.log import configuration as logging_of
from tipline.serving.process import be_discreet, end_with_parent
from tipline.settings import from_environment
from tipline.stills import broker, onvif
from tipline.stills.sources import Sources
from tipline.stills.video.keeping import video_jail

if TYPE_CHECKING:
    from tipline.stills.onvif import Addresses


@click.group()
def stills() -> None:
    """Fetch single pictures of cameras, for officers who asked for one.

    Where cameras answer, and by which passwords, stands in the file that `stills_file` names, which
    this process alone reads: run it under a user of its own (docs/how-to/stills.md).

    Example: tipline stills enrol 10.20.1.4
    """


@stills.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the parent has ended.")
def serve(*, with_parent: bool) -> None:
    """Answer the review site at the socket that `stills_socket` names.

    Runs until ctrl-C or TERM. It is asked for a camera by its code, never by an address, and asks
    nothing but the addresses that its file allows. The file is read anew for each picture.

    Next: `tipline check`, which says whether it answers.
    """
    be_discreet()
    if with_parent:
        end_with_parent(signal.SIGTERM)
    settings = from_environment()
    if not settings.stills_socket:
        raise StillsSettingError
    logging.config.dictConfig(logging_of("stills", settings.log_level))
    made = broker.Broker(settings.stills_file, video_jail(settings.jail))
    broker.run(made, Path(settings.stills_socket))


@stills.command()
@click.argument("host")
@click.option("--code", default="CODE", show_default=True, help="The camera's code.")
def enrol(host: str, code: str) -> None:
    """Ask the device at HOST by ONVIF for its addresses, and print what to enter.

    HOST may have a port; it must lie where the file allows. Name and password of the device are
    asked for. Nothing is written: look at what is printed, and put it into the file. What the
    device answers with at another host is refused.

    Next: put the lines into the file; enter `http` or `rtsp` as `stills` in the register.
    """
    be_discreet()
    sources = Sources.read(from_environment().stills_file)
    device = onvif.device_at(host, ask("Name at the device"), ask("Password", hidden=True))
    found = onvif.enrol(sources, device)
    for each in found:
        click.echo(f"# Profile {plainly(each.profile)}")
        for address in _addresses(each):
            click.echo(
                f"[camera.{_quoted(code)}]\naddress = {_quoted(address)}\n"
                f"user = {_quoted(device.user)}\n"
                'password = ""  # the one that you typed\n'
            )


def _addresses(found: Addresses) -> list[str]:
    return [each for each in (found.picture, found.video) if each]


def _quoted(text: str) -> str:
    """Return a text as TOML has it; a basic string of TOML is one of JSON."""
    return json.dumps(text)
