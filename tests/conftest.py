# noqa: INP001 (tests/ itself is no package)
"""What holds for every test: a busy machine makes none fail, and each template is compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache

if TYPE_CHECKING:
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
