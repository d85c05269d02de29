"""Sound is cleaned in the jail, where nothing can be loaded, no thread started, no file opened."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.media.recording import recorded
from tests.evidence.media.test_sounds import cleaned
from tipline.evidence.cleaning.media import CLEANERS
from tipline.evidence.jail import Jail
from tipline.tips.evidence import Kind

LOADING = """
import io, pathlib, sys
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Kind
before = set(sys.modules)
for path in map(pathlib.Path, sys.argv[1:]):
    clean(Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO())
print(*sorted(set(sys.modules) - before))
"""


def test_nothing_is_loaded_while_a_recording_is_read(tmp_path: Path) -> None:
    for kind in CLEANERS:
        (tmp_path / f"sound.{kind}").write_bytes(recorded(kind))
    done = subprocess.run(
        [sys.executable, "-c", LOADING, *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


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
