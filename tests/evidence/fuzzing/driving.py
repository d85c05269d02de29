"""One process that cleans spoilt files and tells how that went: FOLDER SEED FIRST STEP END.

It has the memory that a process in the jail has, and a file has a few seconds.
"""

from __future__ import annotations

import io
import json
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from tests.evidence.fuzzing.spoiling import spoilt
from tipline.errors import EvidenceError
from tipline.evidence.cleaning import clean
from tipline.evidence.jail.confining import MEMORY_BYTES
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Kind

SECONDS = 5  # that a file may take
GROWTH, ROOM = 4, 256 * 1024  # how much larger a clean file may be


class TooSlow(BaseException):
    """A file took too long; no ``except Exception`` holds it."""


def _stop(_: int, __: object) -> None:
    raise TooSlow


def judged(content: bytes) -> tuple[str, str]:
    """Clean a file: return how it ended, and what is wrong with that, if anything is."""
    try:
        kind = recognise(io.BytesIO(content))
        sink = io.BytesIO()
        clean(kind, io.BytesIO(content), sink)
    except EvidenceError as error:
        return type(error).__name__, ""
    except (TooSlow, Exception) as error:  # noqa: BLE001 (told, not held)
        return "failed", f"{type(error).__name__}: {error}"
    kept = sink.getvalue()
    if len(kept) > GROWTH * len(content) + ROOM:
        return kind, f"{kind} grew from {len(content)} to {len(kept)} bytes"
    return kind, _fault(kind, kept)


def _fault(kind: Kind, kept: bytes) -> str:
    """Say what is wrong with a clean file: it must be of its kind, and have nothing to find."""
    try:
        again = recognise(io.BytesIO(kept))
        found = clean(kind, io.BytesIO(kept), io.BytesIO()).found
    except EvidenceError as error:
        return f"{kind} came out as {type(error).__name__}"
    if again is not kind:
        return f"{kind} came out as {again}"
    return f"{kind} still has {sorted(found)}" if found else ""


def main(folder: str, *numbers: str) -> None:
    """Drive and print a record of JSON."""
    seed, first, step, end = map(int, numbers)
    files = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    signal.signal(signal.SIGALRM, _stop)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    ends: Counter[str] = Counter()
    wrong, slowest = [], (0.0, 0)
    for number in range(first, end, step):
        content = spoilt(number, seed, files)
        begun = time.perf_counter()
        signal.alarm(SECONDS)
        ended, fault = judged(content)
        signal.alarm(0)
        slowest = max(slowest, (time.perf_counter() - begun, number))
        ends[ended] += 1
        if fault:
            wrong.append((number, fault))
    most = Path("/proc/self/status").read_text("utf-8").partition("VmHWM:")[2].split()[0]
    record = {"ends": ends, "wrong": wrong, "slowest": slowest, "kib": int(most)}
    sys.stdout.write(json.dumps(record))


if __name__ == "__main__":
    main(*sys.argv[1:])
