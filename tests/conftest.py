# noqa: INP001 (tests/ itself is no package)
"""What holds for every test: a busy machine makes none fail, and what apps share is made once."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

from tipline import places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jinja2.bccache import Bucket

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


class Compiled(BytecodeCache):
    """The templates of all apps of a run: to compile them took most of a test of a page."""

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}


class Route(Rule):
    """A rule whose builder of addresses is compiled once: that took half of making an app."""

    kept: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, *args: Any, **given: Any) -> Callable[..., tuple[str, str]]:
        """Give what was compiled of the same rule; it finds the converters by the rule it is of."""
        key = (self.rule, self.subdomain, self.host, repr(self.defaults), args, repr(given))
        if key not in self.kept:
            self.kept[key] = super()._compile_builder(*args, **given)
        return self.kept[key]


Flask.url_rule_class = Route
tomllib.loads = cache(tomllib.loads)  # the same text is read for each app, and no reader changes it


class Read:
    """The places of a configuration's files: most folders hold the example's, copied or not."""

    reading = staticmethod(places.read)

    def __init__(self) -> None:
        """Begin with none."""
        self.kept: dict[object, places.Places] = {}

    def __call__(self, config: Path, languages: Sequence[str]) -> places.Places:
        """Give what was read of the same files."""
        files = [(each, each.stat()) for each in (config / "places").glob("*")]
        told = {(each.name, stat.st_size, stat.st_mtime_ns) for each, stat in files}
        key = (frozenset(told), tuple(languages))
        if key not in self.kept:
            self.kept[key] = self.reading(config, languages)
        return self.kept[key]


places.read = Read()
