"""Forty uploads that come slowly, from their files or from their first byte: nobody's words go."""

from __future__ import annotations

import contextlib
import socket
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files import MULTI, Posted, body
from tests.journeys.deployment import establish
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, serving
from tests.pages import Page
from tests.public.walk import SHORT
from tests.visitor import step_of

SENDERS = 40  # more than a worker takes at a time, fewer than it can turn away
SAID_BYTES = 50_000_000
SIZES = (1_000, 1_000_000)
SOON_SECONDS = 5
BUSY = 503


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    deployment = establish(tmp_path, TIPLINE_WORKERS="1")
    with serving(tmp_path, "public", deployment.env):
        yield addresses(deployment.env)["public"]


def to_files(visitor: Visitor) -> Page:
    page = visitor.enter("report")
    while step_of(page) != "files":
        answers = SHORT.get(step_of(page), {})
        page = visitor.submit(page, page.form("draft"), answers, ("go", "continue"))
    return page


@contextlib.contextmanager
def sending(site: str, draft: str, most: int) -> Iterator[None]:
    """Begin to post a form with a file, send ``most`` bytes of it at most, and stay silent."""
    fields = {"page": "report", "draft": draft, "step": "files"}
    parts = [Posted(name, value.encode()) for name, value in fields.items()]
    begun = body([*parts, Posted("file", b"\xff\xd8\xff", "a.jpg")]).rpartition(b"\r\n--")[0]
    port = urllib.parse.urlsplit(site).port
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(b"POST /en/ HTTP/1.1\r\nHost: tips.example\r\n")
        wire.sendall(f"Content-Type: {MULTI}\r\nContent-Length: {SAID_BYTES}\r\n\r\n".encode())
        wire.sendall(begun[:most])
        yield


def attached(site: str, page: Page, size: int) -> Page:
    with Visitor(site) as other:
        photo = {"b.jpg": b"\xff\xd8\xff" + bytes(size)}
        return other.attach(page, page.form("draft"), photo, ("go", "attach"))


@pytest.mark.parametrize("most", [100_000, 200], ids=["in the file", "before the draft"])
def test_the_next_upload_keeps_its_draft(site: str, most: int) -> None:
    with Visitor(site) as visitor, contextlib.ExitStack() as held:
        page = to_files(visitor)
        for _ in range(SENDERS):
            held.enter_context(sending(site, page.hidden["draft"], most))
        time.sleep(1)
        for size in SIZES:
            start = time.monotonic()
            told = attached(site, page, size)
            while told.status != BUSY:  # it took the place that one of them was to have
                held.enter_context(sending(site, page.hidden["draft"], most))
                time.sleep(0.2)
                start = time.monotonic()
                told = attached(site, page, size)
            assert time.monotonic() - start < SOON_SECONDS
            assert "Many files are arriving at this moment." in told.words
            assert step_of(told) == "files"
        check = visitor.submit(told, told.form("draft"), {}, ("go", "change:check"))
        assert SHORT["what"]["what"] in check.words
