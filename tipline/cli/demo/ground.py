"""Where a demonstration may be made: on files of its own, never beside those of a deployment."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.cli.files import DEMO_FILE
from tipline.cli.init import KEY_FILES
from tipline.errors import NotDemoError
from tipline.sealing.deployment import DESKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tipline.settings import Settings

DATABASES = ("inbox/inbox.sqlite3", "casebook/casebook.sqlite3")  # in var/, where no address is set


def own(given: Settings) -> Settings:
    """Return the settings of a demonstration: all that it keeps lies in ``var``.

    Raises NotDemoError where ``given`` leads to keys or databases that no demonstration made.
    """
    settings = replace(
        given, demo=True, hotline=True, keys=given.var / "keys", inbox_url="", casebook_url=""
    )
    for found in _of_others(given, settings):
        raise NotDemoError(found=found)
    return settings


def _of_others(given: Settings, own: Settings) -> Iterator[str]:
    """Yield what the settings name and no demonstration made; an address may hold a password."""
    for name in ("inbox_url", "casebook_url"):
        if getattr(given, name):
            yield f"the database of `{name}`"
    if given.keys.resolve() != own.keys.resolve():
        yield from _present(_key_files(given.keys))
    if not os.path.lexists(own.var / DEMO_FILE):
        yield from _present([*(own.var / name for name in DATABASES), *_key_files(own.keys)])


def _key_files(keys: Path) -> list[Path]:
    return [*(keys / name for name in KEY_FILES), *sorted((keys / DESKS).glob("*.toml"))]


def _present(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if os.path.lexists(path):
            yield str(path)
