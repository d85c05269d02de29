"""``tipline settings``: every setting, as docs/settings.md has it."""

from __future__ import annotations

import click

from tipline.settings import reference


@click.command()
def settings() -> None:
    """Print every setting with its kind, default and meaning.

    The text is that of docs/settings.md: Markdown, one row for each setting.

    Next: write what differs from the default into tipline.toml, and run `tipline check`.
    """
    click.echo("\n".join(reference()))
