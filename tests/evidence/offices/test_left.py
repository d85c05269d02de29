"""Nothing of a file is left where it was laid out, and no process. Alone here: it counts them."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest

from tests.evidence.jail.test_jail import children, open_files
from tests.evidence.offices.drawn import EVERY
from tipline.errors import EvidenceError
from tipline.evidence.offices import walls
from tipline.tips.evidence import Kind

OURS = re.compile(r"OSL_PIPE|\.?lu\w+\.tmp|(lib|s)office|file\.|profile", re.IGNORECASE)
PLACES = ("/tmp", "/var/tmp", "/dev/shm", "~", "~/.config", "~/.cache")  # noqa: S108 (looked at)


def test_nothing_is_left_behind() -> None:
    came: list[bytes] = []
    before, mine, lying = open_files(), children(), lying_about()
    jail = walls.office_jail()
    jail.run("lay out", Kind.DOCX, io.BytesIO(EVERY[Kind.DOCX]), came.append, given={"pages": 1})
    with pytest.raises(EvidenceError):
        jail.run("lay out", Kind.DOCX, io.BytesIO(b"PK"), came.append, given={"pages": 1})
    assert children() != mine  # the next one waits
    jail.close()
    assert children() == mine
    assert open_files() == before
    assert lying_about() == lying


def lying_about() -> set[str]:
    """Return what lies where programs leave things, of the names that LibreOffice gives, or we."""
    return {
        str(Path(place, name))
        for place in map(os.path.expanduser, PLACES)
        if Path(place).is_dir()
        for name in os.listdir(place)  # noqa: PTH208 (of names alone)
        if OURS.match(name)
    }
