"""The command line: ``tipline …``, or ``python -m tipline …``.

May import every room, but loads a command's module only when that command runs, so that
``tipline serve public`` never loads what the review site can do. Errors are one sentence on
stderr and an exit code: 1 for what was said, 2 for wrong usage, 70 for a fault of ours.
"""

from __future__ import annotations

import importlib
import os
import traceback
from collections.abc import Sequence

import click

from tipline.errors import TiplineError
from tipline.settings import DEBUG_VARIABLE

FAULT = 70  # sysexits.h, EX_SOFTWARE
STOPPED = 130  # a shell's code for ctrl-C

# Each command is the function of its own name in the module of its own name.
COMMANDS = (
    "init", "demo", "serve", "check", "settings",
    "desk", "analyst", "places", "cameras", "stills", "deliver", "outbox", "agencies", "sweep",
    "index", "audit", "recover", "verify",
)  # fmt: skip


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click's signature)
        """Return the names of all commands, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 (Click's signature)
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command's module and return the command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            importlib.import_module(f"tipline.cli.{cmd_name}"), cmd_name
        )
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="tipline")
def cli() -> None:
    """Run an anonymous tip line.

    The public site takes reports and cannot open them; the review site, where analysts work, can.

    \b
    To look around:         tipline demo
    To begin in earnest:    tipline init, then desk add, then analyst invite
    To serve:               tipline serve both
    When something is odd:  tipline check

    Settings come from tipline.toml and from TIPLINE_… variables; `tipline settings` lists them.
    """  # noqa: D301 (Click looks for the character that it stands for)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; say an error in a sentence, never a traceback."""
    try:
        code = cli.main(args=arguments, prog_name="tipline", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return STOPPED
    except TiplineError as error:
        click.echo(error.sentence, err=True)
        return 1
    except Exception as error:  # noqa: BLE001 (the last line of defence: whatever it is, a sentence)
        return _fault(error)
    return code if isinstance(code, int) else 0


def _fault(error: Exception) -> int:
    debug = os.environ.get(DEBUG_VARIABLE) and os.environ.get("TIPLINE_DEMO")
    if debug:
        traceback.print_exception(error)
    click.echo(
        f"Something failed that should not have ({type(error).__name__}). Nothing more is shown,"
        " as it could hold a secret. `tipline check` may find the cause.",
        err=True,
    )
    return FAULT
