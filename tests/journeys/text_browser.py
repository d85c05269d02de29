"""w3m on a terminal of its own, driven by keys as a person drives it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROWS, COLUMNS = 200, 100  # a whole page is on the screen
SECONDS = 30
QUIET_SECONDS = 0.2
ESCAPES = re.compile("\x1b(?:\\[[0-9;?]*[a-zA-Z]|[()][A-Z0-9]|[=>])")
AGAIN = "\x0c"  # ctrl-L: draw all of the screen anew
CLEAR = b"\x1b[2J"  # how that begins
ENTER, NEXT, BEFORE = "\r", "\t", "\x1b\t"  # Tab and Esc Tab: the next control, and the one before
VIEWING = "Viewing <"  # the last line of the screen, once a page is there


@dataclass
class TextBrowser:
    """What is on the terminal, and its keyboard."""

    terminal: int
    shown: str = ""

    def press(self, *keys: str) -> None:
        """Press keys, and wait until all of them are done: what is shown then is ``shown``.

        w3m reads the keyboard when it has loaded a page; the screen is drawn anew by the last key.
        """
        for key in (*keys, AGAIN):
            os.write(self.terminal, key.encode())
        self.shown = self._read()

    def to(self, words: str, *keys: str) -> None:
        """Search for words of the page, and press keys there."""
        assert words in self.shown, self.shown
        self.press(f"/{words}{ENTER}")
        self.press(*keys)

    def _read(self) -> str:
        end, read = time.monotonic() + SECONDS, b""
        while time.monotonic() < end:
            if select.select([self.terminal], [], [], QUIET_SECONDS)[0]:
                read += os.read(self.terminal, 65536)
                continue
            drawn = read.rpartition(CLEAR)[2] if CLEAR in read else b""
            words = " ".join(ESCAPES.sub(" ", drawn.decode(errors="replace")).split())
            if VIEWING in words:
                return words
        raise AssertionError(read)


@contextmanager
def w3m(address: str, folder: Path, written: str) -> Iterator[TextBrowser]:
    """Run w3m at an address; its editor, for texts of several lines, writes ``written``."""
    if shutil.which("w3m") is None:
        pytest.fail("w3m is missing. `make test` installs it where apt is at hand.")
    editor = folder / "editor"
    (folder / "written").write_text(written)
    editor.write_text(f'#!/bin/sh\ncat {folder}/written > "$1"\n')
    editor.chmod(0o700)
    program = ["w3m", "-config", os.devnull, "-no-mouse", "-o", f"editor={editor}", address]
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm"}
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    child = subprocess.Popen(
        ["setsid", "--ctty", *program],
        env=surroundings | {"LANG": "C.UTF-8"},
        stdin=inside,
        stdout=inside,
        stderr=inside,
    )
    os.close(inside)
    found = TextBrowser(terminal)
    try:
        found.press()
        yield found
    finally:
        child.kill()
        child.wait()
        os.close(terminal)
