"""The numbers of the calls that are left are the kernel's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipline.evidence.jail.calls import ALLOWED, OWN

HEADERS = {  # of the Debian package linux-libc-dev
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
NUMBER = re.compile(r"#define __NR(?:3264)?_(\w+) (\d+)")


@pytest.mark.parametrize("column", range(2), ids=HEADERS)
def test_numbers(column: int) -> None:
    header = list(HEADERS.values())[column]
    if not header.exists():
        pytest.skip(f"{header} is not here")
    calls = dict(NUMBER.findall(header.read_text("ascii", "replace")))
    known = {name: int(calls[name]) if name in calls else None for name in ALLOWED | OWN}
    assert {name: numbers[column] for name, numbers in (ALLOWED | OWN).items()} == known
