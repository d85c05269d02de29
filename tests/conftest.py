# noqa: INP001 (tests/ itself is no package)
"""What holds for every test: a busy machine makes none fail."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
