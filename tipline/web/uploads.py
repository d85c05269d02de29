"""Posted files as they arrive: ``multipart/form-data`` (RFC 7578), part by part, from the stream.

Nothing is whole in memory but fields, and nothing is on a disk. Fields and files come in the order
of the form: what a page must know of the report stands in it before the first file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Protocol

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio import multipart

from tipline.errors import UploadCutError
from tipline.tips.evidence import NAME_MAX
from tipline.web.bodies import BODY_BYTES, FORM_PARTS
from tipline.web.fields import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.datastructures import Headers

MULTIPART = "multipart/form-data"
READ_BYTES = 64 * 1024
WAITING_BYTES = 4 * READ_BYTES  # of a body that the decoder may hold: a part's headers and one read
# In a name: any but one that escapes a quote, after which the name goes on (RFC 9110, 5.6.4).
BACKSLASH = re.compile(r'\\(?!"(?!\s*(?:;|\Z|[\r\n])))')
ENDING_MAX = 10  # code points, the dot included; what is longer is no ending
GRACE_SECONDS = 30
SLOWEST = 2 * 1024  # bytes a second, from the beginning on; a poor GPRS line has twice that
BRIEF_BYTES = 1024  # a server's stream waits until it has all that was asked for
BRIEF_SECONDS = 20  # for what stands before the first file: a few KiB, mostly the draft


class Source(Protocol):
    """A body: ``read`` returns at most ``size`` bytes, none at the end."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""


@dataclass(frozen=True, slots=True)
class FieldPart:
    """A field of the form and its text."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file, with the name that the sender has for it; ``content`` can be read once, and now.

    The bytes raise ``UploadCutError`` where the body ends too soon. What is not read is dropped
    when the next part is asked for.
    """

    name: str = field(repr=False)
    content: Iterator[bytes] = field(repr=False)


Part = FieldPart | FilePart


def parts(source: Source, content_type: str, length: int) -> Iterator[Part]:
    """Yield the parts of a body of ``length`` bytes, as they arrive.

    Raises ``UploadCutError`` for a body that ends before its end or is none, and Werkzeug's
    ``RequestEntityTooLarge`` for over 500 parts or 2 MiB of fields.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "").encode("utf-8", "replace")
    if not boundary:
        raise UploadCutError
    events = _events(source, boundary, length)
    room = BODY_BYTES
    for event in events:
        if isinstance(event, multipart.Field):
            text = _joined(_Content(events), room)
            room -= len(text)
            yield FieldPart(event.name or "", text.decode("utf-8", "replace"))
        elif isinstance(event, multipart.File):
            content = _Content(events)
            yield FilePart(shown_name(event.filename), content)
            content.drop()


def shown_name(name: str) -> str:
    """Return a file's name as it may be shown: without folders, clean, at most 120 code points.

    A long one is cut in its middle, so that its ending stays. It is empty where nothing is left.
    """
    bare = name.replace("\\", "/").rpartition("/")[2][-10 * NAME_MAX :]
    line = " ".join(clean(bare).split())
    if len(line) <= NAME_MAX:
        return line
    stem, dot, ending = line.rpartition(".")
    end = dot + ending if len(dot + ending) <= ENDING_MAX else ""
    return f"{(stem or line)[: NAME_MAX - len(end) - 1]}…{end}"


class Gate:
    """How many bodies with files are taken in at a time; who comes when it is full is not kept.

    Reading them takes as long as their senders like: without a bound they would take all threads.
    """

    def __init__(self, places: int) -> None:
        """Open with ``places``, at least 1."""
        self._places = BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Hold a place for the length of a block; give whether there was one."""
        found = self._places.acquire(blocking=False)
        try:
            yield found
        finally:
            if found:
                self._places.release()


class Paced:
    """A body whose sender is given up when it comes too slowly on the whole."""

    def __init__(self, source: Source, clock: Callable[[], float]) -> None:
        """Take the body and what tells seconds."""
        self._source, self._clock = source, clock
        self._began, self._received = clock(), 0

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; ``UploadCutError`` under 2 KiB a second, after 30 seconds."""
        data = self._source.read(size)
        self._received += len(data)
        since = self._clock() - self._began
        if since > GRACE_SECONDS and self._received < SLOWEST * since:
            raise UploadCutError
        return data


class Brief:
    """A body of which only the beginning is read, in small pieces, and for a short while."""

    def __init__(self, source: Source, clock: Callable[[], float]) -> None:
        """Take the body and what tells seconds."""
        self._source, self._clock = source, clock
        self._until = clock() + BRIEF_SECONDS

    def read(self, size: int, /) -> bytes:
        """Return at most 1 KiB; ``UploadCutError`` for what comes after 20 seconds."""
        data = self._source.read(min(size, BRIEF_BYTES))
        if self._clock() > self._until:
            raise UploadCutError
        return data


class _Decoder(multipart.MultipartDecoder):
    """Werkzeug's, which would take a piece that ends within ``CR LF -- boundary -`` amiss.

    It then gives the CR out as the file's; here all waits that may belong to the next boundary.
    """

    def _last_partial_boundary_index(self, data: bytes | bytearray) -> int:
        tail = max(0, len(data) - len(self.boundary) - multipart.SEARCH_EXTRA_LENGTH)
        found = multipart.LINE_BREAK_RE.search(data, tail)
        return found.start() if found else len(data)

    def _parse_headers(self, data: bytes | bytearray) -> Headers:
        """Read headers; what is no text in a name is no reason to refuse a file.

        The library drops a name's backslashes, which part folders from files on some computers.
        """
        text = BACKSLASH.sub("/", data.decode("utf-8", "replace"))
        return super()._parse_headers(text.encode())


def _events(source: Source, boundary: bytes, length: int) -> Iterator[multipart.Event]:
    decoder = _Decoder(boundary, WAITING_BYTES, max_parts=FORM_PARTS)
    left = length
    while decoder.state is not multipart.State.EPILOGUE:
        try:
            event = decoder.next_event()
        except ValueError:  # a part that is none of a form's
            raise UploadCutError from None
        if not isinstance(event, multipart.NeedData):
            yield event
            continue
        received = source.read(min(READ_BYTES, left)) if left else b""
        if not received:
            raise UploadCutError
        left -= len(received)
        decoder.receive_data(received)


class _Content:
    """The bytes of one part, out of the events of all."""

    def __init__(self, events: Iterator[multipart.Event]) -> None:
        self._events = events
        self._ended = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        while not self._ended:
            event = next(self._events)
            if isinstance(event, multipart.Data):
                self._ended = not event.more_data
                if event.data:
                    return event.data
        raise StopIteration

    def drop(self) -> None:
        """Let go of what was not read."""
        for _ in self:
            pass


def _joined(content: Iterator[bytes], most: int) -> bytes:
    text = bytearray()
    for piece in content:
        text += piece
        if len(text) > most:
            raise RequestEntityTooLarge
    return bytes(text)
