"""Searches what a machine keeps for words that must not be there, in every form they may have."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import stat
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PIECE_MIN = 8  # bytes; a shorter pattern would be met by chance among ciphertext
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CUT = {1: 2, 2: 3}  # characters of base64 that a foreign first byte, or two, has a part in


@dataclass(frozen=True)
class Trace:
    """A mark that was found: which, in what form, and where."""

    mark: str
    form: str
    place: str


def base64_pieces(raw: bytes) -> Iterator[bytes]:
    """Yield how ``raw`` looks inside a base64 text, for each of its three alignments.

    Characters that depend on what stands before or after are cut off.
    """
    for lead in range(3):
        text = base64.b64encode(bytes(lead) + raw)
        whole = (lead + len(raw)) // 3 * 4
        yield text[CUT.get(lead, 0) : whole]


def forms(mark: str) -> Mapping[str, tuple[bytes, ...]]:
    """Return the byte patterns of a mark by the name of their form."""
    raw = mark.encode()
    wide = {"utf-16-le": mark.encode("utf-16-le"), "utf-16-be": mark.encode("utf-16-be")}
    pieces = {
        f"base64 {lead}": (piece, piece.translate(bytes.maketrans(b"+/", b"-_")))
        for lead, piece in enumerate(base64_pieces(raw))
    }
    every = "".join(f"%{byte:02X}" for byte in raw)
    quoted = {urllib.parse.quote(mark, safe=""), every}
    percent = {text.encode() for text in quoted | {text.lower() for text in quoted}}
    escaped = json.dumps(mark)[1:-1].encode()
    hexed = (raw.hex().encode(), raw.hex().upper().encode())
    return {
        "utf-8": (raw,),
        **{name: (encoded,) for name, encoded in wide.items()},
        **pieces,
        "percent": tuple(sorted(percent)),
        "json": (escaped,),
        "hex": hexed,
    }


def spellings(code: str) -> list[str]:
    """Return the ways to write a receipt code of 28 digits."""
    groups = [code[at : at + 4] for at in range(0, len(code), 4)]
    written = [joint.join(groups) for joint in ("", " ", "-", "\u00a0", "+")]
    return written + [text.translate(ARABIC_DIGITS) for text in written]


class Search:
    """All patterns of several marks, sought together."""

    def __init__(self, marks: Iterable[str]) -> None:
        """Prepare the patterns of ``marks``."""
        self._meaning: dict[bytes, tuple[str, str]] = {}
        for mark in marks:
            for form, patterns in forms(mark).items():
                for pattern in patterns:
                    if len(pattern) < PIECE_MIN:
                        message = f"{mark!r} is too short to be told from chance as {form}"
                        raise ValueError(message)
                    self._meaning.setdefault(pattern, (mark, form))

    def within(self, content: bytes, place: str) -> list[Trace]:
        """Return the traces in some bytes."""
        found = [pattern for pattern in self._meaning if pattern in content]
        return [Trace(*self._meaning[each], place) for each in sorted(found)]

    def files(self, folder: Path) -> list[Trace]:
        """Return the traces in names and contents of all files under a folder."""
        traces = []
        for path in sorted(folder.rglob("*")):
            traces += self.within(os.fsencode(path.relative_to(folder)), f"name of {path}")
            if path.is_file():
                traces += self.within(path.read_bytes(), str(path))
        return traces

    def processes(self, numbers: Iterable[int]) -> list[Trace]:
        """Return the traces in environment, command line and open files of processes.

        Open files are read through the process, so that one without a name is found too; each once,
        however many processes have it open.
        """
        traces, known = [], set[tuple[int, int]]()
        for number in numbers:
            home = Path("/proc", str(number))
            for name in ("environ", "cmdline"):
                traces += self.within((home / name).read_bytes(), str(home / name))
            for link in sorted((home / "fd").iterdir()):
                target = f"{link} -> {os.readlink(link)}"  # noqa: PTH115 (it may name no file)
                traces += self.within(os.fsencode(target), f"name of {link}")
                about = link.stat()
                if stat.S_ISREG(about.st_mode) and (about.st_dev, about.st_ino) not in known:
                    known.add((about.st_dev, about.st_ino))
                    traces += self.within(link.read_bytes(), target)
        return traces


def family(leader: int) -> dict[int, int]:
    """Return all processes of a session (setsid), which one process leads, with their parents."""
    parents = {}
    for home in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            after_name = (home / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) == leader and after_name[0] != "Z":
                parents[int(home.name)] = int(after_name[1])
    return parents
