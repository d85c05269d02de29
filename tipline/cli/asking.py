"""Questions in the terminal, which a script may answer by a pipe, and what is shown only once."""

from __future__ import annotations

import sys

import click


def ask(question: str, *, hidden: bool = False) -> str:
    """Return one line that was typed, or that came by a pipe; click.Abort at the end of input."""
    if sys.stdin.isatty():
        answer: str = click.prompt(question, hide_input=hidden, err=True)
        return answer.strip()
    click.echo(f"{question}: ", err=True, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    click.echo(err=True)
    return line.strip()


def plainly(text: str) -> str:
    """Return text on one line in which nothing moves a terminal's cursor or turns its direction."""
    return "".join(it if it.isprintable() else ascii(it)[1:-1] for it in text)


def show_once(heading: str, secret: str, advice: str) -> None:
    """Print a secret that is kept nowhere, and what to do with it."""
    click.echo(f"\n{heading}\n\n    {secret}\n\n{advice}\n")
