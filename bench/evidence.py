"""Files: how fast they come in, how fast they open, how soon they are seen, what memory they take.

A gigabyte comes as an operator's limits let it: a form of four sounds of 250 MB, through the public
site as it is started, jail and all. The same client sends as much to two bare routes: one drops the
body as it comes, the other lets Flask read the form, and drops its files. The bound is what nothing
can save: each byte is digested twice, as it came and as it is kept, sealed and opened for the jail
to read it from anywhere, and sealed to the tip; here one processor does that, and nothing else.
What is wanted beside the bare routes is more than two processors can do with these digests and
ciphers, while client and server take of them too: it stands there to say what sealing costs.

Sides take turns, since the machine's other work is none of theirs, and medians count. It needs 5 GB
of a temporary folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bench import invented
from bench.age import CHUNK, below
from bench.memory import Watch
from bench.opening import opening, thumbnails
from bench.pages import bare
from bench.result import Result, beside
from bench.sending import Sound, post
from tests.journeys.deployment import establish
from tests.journeys.reporter import Visitor, walk
from tests.journeys.servers import addresses, serving
from tipline.store.belonging import MARK
from tipline.store.blobs import Blobs

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1_000_000
FILES, FILE_BYTES = 4, 250 * MB
SMALL_BYTES = MB
ROUNDS = 3
UPLOAD_WANTED = 0.4
MEMORY_MIB = 96.0
SETTLED_SECONDS = 2.0  # until the next jail waits


class Reporter:
    """Somebody who has come to the page of a report that asks for files."""

    def __init__(self, site: str, blobs: Blobs) -> None:
        """Walk there; ``blobs`` is where the site keeps what it took."""
        self._site, self._blobs = site, blobs
        with Visitor(site) as visitor:
            page = walk(visitor, invented.pages(), until="files")
            self._cookies = dict(visitor.cookies)
        held = page.form("draft", "step").filled({}, ("go", "attach"))
        self._fields = [(name, value) for name, value in held if name != "file"]

    def upload(self, count: int, size: int) -> float:
        """Send so many files of a size in bytes; return the seconds, until the page is here."""
        sent = Sound(self._fields, count, size)
        start = time.perf_counter()
        answer = post(f"{self._site}/ar/", sent, self._cookies)
        taken = time.perf_counter() - start
        assert answer.status == HTTPStatus.OK
        kept = [each for each in self._blobs.folder.iterdir() if each.name != MARK]
        assert len(kept) == count, "what was sent was not kept"
        assert all(each.stat().st_size > size for each in kept)
        for each in kept:
            each.unlink()
        return taken


def drop(address: str, count: int, size: int) -> float:
    """Send as much to a bare route; return the seconds."""
    sent = Sound([], count, size)
    start = time.perf_counter()
    answer = post(address, sent, {})
    taken = time.perf_counter() - start
    assert answer.text == str(sent.length if address.endswith("body") else count * size)
    return taken


def bound(size: int) -> float:
    """Do the digests and ciphers of so many bytes, in memory; return the seconds."""
    chunk, cipher = os.urandom(CHUNK), ChaCha20Poly1305(bytes(32))
    digests = hashlib.sha256(), hashlib.sha256()
    start = time.perf_counter()
    for number in range(size // CHUNK):
        nonce = number.to_bytes(12, "big")
        digests[0].update(chunk)
        spooled = cipher.decrypt(nonce, cipher.encrypt(nonce, chunk, None), None)
        digests[1].update(spooled)
        cipher.encrypt(nonce, spooled, None)
    return time.perf_counter() - start


def uploads(reporter: Reporter, folder: Path) -> list[Result]:
    """Send a gigabyte to each side in turn."""
    name, total = "evidence: upload of 1 GB, beside", FILES * FILE_BYTES
    with bare(folder, 1) as address:
        sides: dict[str, Callable[[], float]] = {
            "ours": lambda: reporter.upload(FILES, FILE_BYTES),
            "body": lambda: drop(f"{address}body", FILES, FILE_BYTES),
            "form": lambda: drop(f"{address}form", FILES, FILE_BYTES),
            "bound": lambda: bound(total),
        }
        rounds = [{side: total / MB / do() for side, do in sides.items()} for _ in range(ROUNDS)]
    rates = {side: [each[side] for each in rounds] for side in sides}
    return [
        beside(f"{name} {what}", "MB/s", rates["ours"], rates[side], least)
        for side, what, least in (
            ("body", "a bare route that drops its bytes", UPLOAD_WANTED),
            ("form", "a bare route that drops its files", UPLOAD_WANTED),
            ("bound", "its digests and ciphers alone", None),
        )
    ]


def memory(reporter: Reporter, leader: int) -> Result:
    """Send one file; what all processes of the site take more than while they wait."""
    time.sleep(SETTLED_SECONDS)
    with Watch(leader) as watch:
        reporter.upload(1, FILE_BYTES)
    growth = watch.most - watch.idle
    return below("evidence: memory of a 250 MB upload, worker and jail", growth, "MiB", MEMORY_MIB)


def coming_in(folder: Path) -> list[Result]:
    """Measure what the public site takes in."""
    deployment = establish(folder)
    site = addresses(deployment.env)["public"]
    with serving(folder, "public", deployment.env) as server:
        reporter = Reporter(site, Blobs.of(deployment.settings.var))
        for _ in range(2 * deployment.settings.workers):  # each worker once, likely
            reporter.upload(1, SMALL_BYTES)
        return [memory(reporter, server.pid), *uploads(reporter, folder)]


def run() -> list[Result]:
    """Measure all: what comes in, then what opens, then what is seen; a minute or two."""
    with tempfile.TemporaryDirectory() as name:
        rows = coming_in(Path(name))
        blobs = Blobs(Path(name, "blobs"))
        blobs.make()
        return [*rows, *opening(blobs), *thumbnails(blobs)]
