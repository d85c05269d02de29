"""The walls alone, with nothing given up inside: what a process can see behind them."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tipline.evidence.jail.walls import PACKAGE, command

LOOKING = """
import os, sys
print(*(os.path.join(at, one) for at, into, files in os.walk(sys.argv[1]) for one in into + files))
"""
COMMAND = f"""
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from tipline.evidence.jail.walls import command
walled = command("none")
print(json.dumps([*walled[:walled.index("--") + 1], sys.executable, "-I", "-c", {LOOKING!r}]))
"""
WRITING = """
import os, sys
for at in sys.argv[1:]:
    try:
        os.mkdir(os.path.join(at, "made"))
    except OSError as error:
        print(error.errno)
"""
HANDBOOK = PACKAGE.parent / "docs" / "how-to" / "first-day.md"
UNDER_THE_UNIT = """
import ctypes, os, platform, socket, struct, sys
families = [getattr(socket, name) for name in sys.argv[1:]]
socket_call = {"x86_64": 41, "aarch64": 198}[platform.machine()]
load, equal, end = 0x20, 0x15, 0x06  # linux/filter.h: BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
left = len(families)
steps = [(load, 0, 0, 0), (equal, 0, left + 2, socket_call), (load, 0, 0, 16)]
steps += [(equal, left - number, 0, family) for number, family in enumerate(families)]
steps += [(end, 0, 0, 0x50000 | 97), (end, 0, 0, 0x7FFF0000)]  # EAFNOSUPPORT, or allowed
program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in steps))
told = struct.pack("@HP", len(steps), ctypes.addressof(program))
prctl = ctypes.CDLL(None, use_errno=True).prctl
assert prctl(38, 1, 0, 0, 0) == 0 and prctl(22, 2, told, 0, 0) == 0
from tipline.evidence.jail import Jail
Jail().require()
"""
HIDDEN = ("keys/pepper", "var/inbox/inbox.sqlite3", "tipline.toml")


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    """Return a folder with a deployment's files, whose root is also a virtual environment."""
    root = tmp_path / "deployment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root], check=True)
    for name in HIDDEN:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("secret")
    return root


def seen_in(root: Path, python: Path) -> set[str]:
    """Return what a walled process that ``python`` starts sees in a folder."""
    asking = [str(python), "-I", "-c", COMMAND, json.dumps([str(PACKAGE.parent), *sys.path])]
    asked = subprocess.run(asking, stdout=subprocess.PIPE, check=True)
    looking = [*json.loads(asked.stdout), str(root)]
    seen = subprocess.run(looking, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return {str(Path(path).relative_to(root)) for path in seen}


def test_an_environment_at_the_root_shows_neither_keys_nor_reports(deployment: Path) -> None:
    seen = seen_in(deployment, deployment / "bin" / "python")
    assert {"pyvenv.cfg", "bin/python"} <= seen
    assert {Path(each).parts[0] for each in seen} <= {"pyvenv.cfg", "bin", "lib", "lib64"}


def test_nor_does_python_itself_at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    for prefix in ("prefix", "base_prefix"):
        monkeypatch.setattr(sys, prefix, "/srv/tipline")
    bound = command("none")
    assert "/srv/tipline" not in bound
    assert "/srv/tipline/lib" in bound


def test_nothing_can_be_made_in_it() -> None:
    walled = command("none")
    places = ["/", str(PACKAGE.parent), str(PACKAGE), "/usr", "/usr/lib"]
    writing = [*walled[: walled.index("--") + 1], sys.executable, "-I", "-c", WRITING, *places]
    told = subprocess.run(writing, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert told.split() == [str(errno.EROFS)] * len(places)


def under(families: list[str]) -> subprocess.CompletedProcess[str]:
    """Try the walls where sockets of these families only can be had, as systemd restricts them."""
    asking = [sys.executable, "-c", UNDER_THE_UNIT, *families]
    return subprocess.run(asking, cwd=PACKAGE.parent, capture_output=True, text=True, check=False)


def test_the_unit_of_the_handbook_lets_the_walls_be_made() -> None:
    [line] = re.findall(r"\nRestrictAddressFamilies=(.*)\n", HANDBOOK.read_text("utf-8"))
    allowed = under(line.split())
    assert (allowed.returncode, allowed.stderr) == (0, "")
    assert "JailError" in under(["AF_INET", "AF_INET6", "AF_UNIX"]).stderr
