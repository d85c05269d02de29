"""Sound is cleaned in the jail, where nothing can be loaded, no thread started, no file opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.loading import CLEANING, loaded
from tests.evidence.media.recording import recorded
from tests.evidence.media.test_sounds import cleaned
from tipline.evidence.cleaning.media import CLEANERS
from tipline.evidence.jail import Jail
from tipline.tips.evidence import Kind

READING = "clean(Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO())"


def test_nothing_is_loaded_while_a_recording_is_read(tmp_path: Path) -> None:
    for kind in CLEANERS:
        (tmp_path / f"sound.{kind}").write_bytes(recorded(kind))
    assert loaded(tmp_path, CLEANING, READING) == []


@pytest.fixture(scope="module", params=["bubblewrap", "off"])
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    jail = Jail(request.param)
    yield jail
    jail.close()


@pytest.mark.parametrize("kind", sorted(CLEANERS))
def test_the_jail_gives_what_cleaning_gives(jail: Jail, kind: Kind) -> None:
    sink = io.BytesIO()
    answer = jail.run("clean", kind, io.BytesIO(recorded(kind)), sink.write)
    assert sink.getvalue() == cleaned(kind, recorded(kind))[0]
    assert answer["lossless"]
