"""The baseline of the page benches: a Flask route that gives one page of a given size."""

from __future__ import annotations

import os

from flask import Flask


def application() -> Flask:
    """Return an application whose one route answers with BARE_BYTES bytes of HTML."""
    page = "<!doctype html><title>bare</title>" + "x" * max(int(os.environ["BARE_BYTES"]) - 34, 0)
    app = Flask("bare", static_folder=None)

    @app.get("/")
    def bare() -> str:
        return page

    return app
