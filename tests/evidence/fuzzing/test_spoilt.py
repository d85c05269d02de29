"""Ten thousand spoilt files of all kinds: each is cleaned to its own kind, or refused.

A fault is told with its number: ``spoilt(number, SEED, files)`` makes that file again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.fuzzing import driving
from tests.evidence.fuzzing.seeds import seeds
from tests.evidence.fuzzing.spoiling import spoilt
from tipline import errors
from tipline.errors import EvidenceError
from tipline.tips.evidence import Kind

FILES, SEED, PROCESSES = 10_000, 20260301, 2
KIB_MAX = 192 * 1024  # of memory, most of it Python, Pillow and qpdf
SECONDS = 60  # for all of them


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What each process tells."""
    folder = tmp_path_factory.mktemp("seeds")
    for name, content in seeds().items():
        (folder / name).write_bytes(content)
    drive = [sys.executable, "-W", "ignore", "-m", driving.__name__, str(folder), str(SEED)]
    root = Path(__file__).resolve().parents[3]
    running = [
        subprocess.Popen(
            [*drive, str(first), str(PROCESSES), str(FILES)],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(PROCESSES)
    ]
    return [json.loads(each.communicate(timeout=SECONDS)[0]) for each in running]


def test_each_spoilt_file_is_cleaned_to_its_kind_or_refused(record: list[dict[str, Any]]) -> None:
    assert [fault for each in record for fault in each["wrong"]] == []
    ends = sum((Counter(each["ends"]) for each in record), Counter[str]())
    assert ends.total() == FILES
    refusals = ends.keys() - set(Kind)
    assert all(issubclass(getattr(errors, name), EvidenceError) for name in refusals)
    # of each kind some pass: what is refused at the door tries nothing
    assert ends.keys() >= set(Kind)
    assert FILES * 0.2 < sum(ends[kind] for kind in Kind) < FILES * 0.8


def test_none_takes_long_or_much_memory(record: list[dict[str, Any]]) -> None:
    assert max(each["kib"] for each in record) < KIB_MAX
    assert max(each["slowest"] for each in record)[0] < driving.SECONDS


def test_a_number_makes_the_same_file_again() -> None:
    files = [b"first" * 100, b"second" * 100]
    made = [spoilt(number, SEED, files) for number in range(50)]
    assert made == [spoilt(number, SEED, files) for number in range(50)]
    assert len(set(made)) > 45
    assert made != [spoilt(number, SEED + 1, files) for number in range(50)]


def test_every_kind_has_a_whole_file_to_spoil() -> None:
    whole = seeds()
    assert {name.partition("-")[0] for name in whole} == set(Kind)
    for name, content in whole.items():
        assert driving.judged(content) == (name.partition("-")[0], "")
