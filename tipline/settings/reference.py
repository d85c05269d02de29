"""The page of the settings, docs/settings.md, as the declarations have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tipline.settings.declared import declarations
from tipline.settings.kinds import Kind

HEAD = """\
# Settings

Settings come from one TOML file and from the environment; the environment wins. The file is
`tipline.toml` in the working directory, or the one that `TIPLINE_SETTINGS` names; an empty
`TIPLINE_SETTINGS` reads none. The variable of a setting is `TIPLINE_` and its name in capitals:
`public_port = 8080` in the file is `TIPLINE_PUBLIC_PORT=8080` in the environment. A list is
`["ar", "en"]` in the file and `ar, en` in the environment.

A name that is not below, a value of the wrong kind or one out of bounds refuses to start, with a
sentence that names the setting, what was found and what is wanted. What people read on the sites
(names, numbers, categories, desks) is not a setting: it lies in the folder `config`.

This page is what `python -m tipline settings` prints.

| setting | what it must be | default | meaning |
|---|---|---|---|"""


def reference() -> Iterator[str]:
    """Yield the lines of docs/settings.md."""
    yield from HEAD.splitlines()
    for setting in declarations():
        kind: Kind[Any] = setting.metadata["kind"]
        shown = kind.show(setting.default)
        default = f"`{shown}`" if shown else "empty"
        meaning = setting.metadata["meaning"]
        yield f"| `{setting.name}` | {kind.wants} | {default} | {meaning} |"
