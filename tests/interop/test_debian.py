"""The `age` command, which an agency has on an offline computer, and we read each other's files.

The command asks for a passphrase on the terminal, so it is given one of its own (pty). Releases
before 1.3 do not know hybrid keys; tests/interop/test_node.py has those.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tipline.age import (
    HybridIdentity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    armor,
    dearmor,
    open_bytes,
    parse_identities,
    seal_bytes,
)

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 64 * 1024
SIZES = pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
PASSPHRASE = "kuru fasulye pilav"
SECONDS = 60


def program(name: str = "age") -> str:
    """Return the command's path."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"The command {name} is missing: install the package age (apt install age).")
    return found


def age(*arguments: str | Path, given: bytes = b"") -> bytes:
    """Run the command and return what it writes."""
    command = [program(), *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def age_at_a_terminal(*arguments: str | Path) -> None:
    """Run the command on a terminal of its own and type the passphrase at each question."""
    command = [program(), *map(str, arguments)]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)  # noqa: S606  no shell is meant
    shown = _type_answers(terminal)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown.decode()


def _type_answers(terminal: int) -> bytes:
    """Answer questions until the command lets go of the terminal; return what it showed."""
    shown, answered, end = b"", 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side has closed
            return shown
        if len(re.findall(rb"passphrase[^\n]*: ", shown)) > answered:
            answered += 1
            os.write(terminal, PASSPHRASE.encode() + b"\n")
    pytest.fail(f"age still waits after {SECONDS} seconds; it showed {shown!r}")


def body(size: int) -> bytes:
    """Bytes of which no two chunks are alike."""
    return bytes(place * 7 % 251 for place in range(size))


@SIZES
def test_we_seal_and_it_opens(tmp_path: Path, size: int) -> None:
    """Ours opens there with an identity file that we wrote."""
    identity = X25519Identity.generate()
    keys = tmp_path / "keys.txt"
    keys.write_text(f"# ours\n{identity.text}\n")
    sealed = seal_bytes(body(size), [X25519Identity.generate().recipient, identity.recipient])
    assert age("-d", "-i", keys, given=sealed) == body(size)
    assert age("-d", "-i", keys, given=armor(sealed).encode()) == body(size)


@SIZES
def test_it_seals_and_we_open(size: int) -> None:
    """Theirs opens here, sealed to a recipient that we wrote."""
    identity = X25519Identity.generate()
    sealed = age("-r", str(identity.recipient), given=body(size))
    assert open_bytes(sealed, [identity]) == body(size)
    text = age("-a", "-r", str(identity.recipient), given=body(size)).decode()
    assert open_bytes(dearmor(text), [identity]) == body(size)


def test_its_identity_file_is_read(tmp_path: Path) -> None:
    """What age-keygen writes, comments and all."""
    keys = tmp_path / "keys.txt"
    subprocess.run([program("age-keygen"), "-o", keys], capture_output=True, check=True)
    [identity] = parse_identities(keys.read_text())
    assert isinstance(identity, X25519Identity)
    assert f"# public key: {identity.recipient}" in keys.read_text()


def test_we_seal_with_a_passphrase_and_it_opens(tmp_path: Path) -> None:
    """An analyst's identity file is such a file."""
    sealed, opened = tmp_path / "sealed.age", tmp_path / "opened"
    sealed.write_bytes(seal_bytes(body(9), [ScryptRecipient(PASSPHRASE, work_factor=12)]))
    age_at_a_terminal("-d", "-o", opened, sealed)
    assert opened.read_bytes() == body(9)


def test_it_seals_with_a_passphrase_and_we_open(tmp_path: Path) -> None:
    """At the work factor that it chooses, 18."""
    plain, sealed = tmp_path / "plain", tmp_path / "sealed.age"
    plain.write_bytes(body(9))
    age_at_a_terminal("-p", "-o", sealed, plain)
    assert open_bytes(sealed.read_bytes(), [ScryptIdentity(PASSPHRASE)]) == body(9)


def test_hybrid_files_are_refused_by_old_releases_only(tmp_path: Path) -> None:
    """A release that knows hybrid keys opens ours; an older one says so, and we know why."""
    identity = HybridIdentity.generate()
    keys = tmp_path / "keys.txt"
    keys.write_text(identity.text)
    command = [program(), "-d", "-i", str(keys)]
    sealed = seal_bytes(body(9), [identity.recipient])
    done = subprocess.run(command, input=sealed, capture_output=True, check=False, timeout=SECONDS)
    knows = _version() >= (1, 3)
    assert (done.returncode == 0) == knows
    assert done.stdout == (body(9) if knows else b"")


def _version() -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)", age("--version").decode())
    assert found
    return tuple(map(int, found.groups()))
