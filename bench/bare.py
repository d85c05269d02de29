"""The baseline of the page and upload benches: Flask routes that do as little as can be done.

One gives a page of a given size; two count and drop the bytes that are posted to them: of the body
as it comes, and of the files of its form, which Flask reads for it.
"""

from __future__ import annotations

import os
from typing import IO, cast

from flask import Flask, Request, request

READ_BYTES = 64 * 1024


class Counter:
    """What a file is written to: it counts and drops."""

    def __init__(self) -> None:
        """Begin at none."""
        self.size = 0

    def write(self, block: bytes) -> int:
        """Take all of it."""
        self.size += len(block)
        return len(block)

    def seek(self, *_: int) -> int:
        """Stay: there is nothing to read."""
        return 0


class Dropping(Request):
    """A request whose files are counted."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return cast("IO[bytes]", Counter())


def application() -> Flask:
    """Return an application that answers with BARE_BYTES bytes of HTML, or with a count."""
    page = "<!doctype html><title>bare</title>" + "x" * max(int(os.environ["BARE_BYTES"]) - 34, 0)
    app = Flask("bare", static_folder=None)
    app.request_class = Dropping

    @app.get("/")
    def bare() -> str:
        return page

    @app.post("/body")
    def body() -> str:
        size = 0
        while block := request.stream.read(READ_BYTES):
            size += len(block)
        return str(size)

    @app.post("/form")
    def form() -> str:
        return str(sum(cast("Counter", file.stream).size for file in request.files.getlist("file")))

    return app
