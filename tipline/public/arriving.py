"""Forms that bring files, read as they arrive: first what the page holds, then file after file.

One file that is refused leaves the others, and what was written. What a cut connection leaves of a
file lies nowhere: it was not kept yet.
"""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Self, cast

from flask import current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestTimeout, TooManyRequests

from tipline.errors import (
    EvidenceError,
    FilesTooManyError,
    FileTooLargeError,
    JailBusyError,
    JailError,
    ReportTooHeavyError,
    StoreError,
    TiplineError,
    UploadCutError,
    UploadsBusyError,
    UploadsUnreadError,
)
from tipline.public import telling
from tipline.public.files import DISGUISE, named
from tipline.public.intake import intake
from tipline.settings import TURNED_AWAY
from tipline.web.app import settings_here
from tipline.web.bodies import BODY_BYTES, MemoryRequest
from tipline.web.limits import count, wait_seconds
from tipline.web.refusals import BUSY_SECONDS
from tipline.web.uploads import MULTIPART, Brief, FilePart, Gate, Paced, Part, parts
from tipline.web.words import wait_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response

    from tipline.age import HybridRecipient
    from tipline.settings import Settings
    from tipline.tips.evidence import Upload

log = logging.getLogger(__name__)

MB = 1_000_000
TOO_LONG = 2  # times what a report may hold: of a longer body nothing but its first fields is read
ANSWERED_AT_ONCE = 2  # of those who are turned away: opening a mailbox takes 8 MiB
CARRIED = frozenset({"draft", "ticket", "code"})  # one of these leads back to what was written


@dataclass
class Arrival:
    """A form on its way in: its fields so far, and the files that follow.

    ``first`` is the first file that is not taken yet; ``troubles`` are sentences, and ``status`` is
    that of the answer where there are any.
    """

    coming: Iterator[Part]
    first: FilePart | None = None
    refused: EvidenceError | None = None
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    troubles: list[str] = field(default_factory=list)
    status: int = 200
    retry_after: int = 0

    @classmethod
    def begin(cls, refused: EvidenceError | None) -> Self:
        """Read the fields before the first file; ``refused``: why no file will be taken.

        Raises ``RequestTimeout`` where so little came that no page could keep what was written.
        """
        length = request.content_length or 0
        if length > TOO_LONG * settings_here().files_mb * MB + BODY_BYTES:
            refused = ReportTooHeavyError(most=settings_here().files_mb)
        pace = Brief if refused else Paced
        source = pace(request.environ["wsgi.input"], time.monotonic)
        found = cls(parts(source, request.headers.get("Content-Type", ""), length))
        found.refused = refused
        found.first = found.next_file()
        if found.troubles and not CARRIED & found.fields.keys():
            raise RequestTimeout
        return found

    def next_file(self) -> FilePart | None:
        """Read on to the next file; None where the form ends, or its connection."""
        try:
            for part in self.coming:
                if isinstance(part, FilePart):
                    return part
                self.fields.add(part.name, part.text)
        except UploadCutError as cut:
            self.tell(cut)
        finally:
            cast("MemoryRequest", request).hold(self.fields)
        return None

    def take(self, held: tuple[Upload, ...], recipient: HybridRecipient) -> tuple[Upload, ...]:
        """Take the files that follow, sealed to ``recipient``, beside those that are held already.

        What refuses one is told. A rate that is used up, and a report that is full, end it.
        Whether voices are to be changed, the fields before the first file have said.
        """
        disguise = DISGUISE in self.fields
        while self.first is not None and not self.refused:
            try:
                held = taken(self.first, held, recipient, disguise=disguise)
            except TooManyRequests as wait:
                self.wait(wait_seconds(wait))
                return held
            except (EvidenceError, StoreError) as trouble:
                self.tell(trouble, self.first.name)
                if isinstance(trouble, FilesTooManyError):
                    break
            except JailBusyError:
                self.tell(UploadsBusyError(), self.first.name)
            except JailError as fault:  # the operator's to mend: docs/decisions/009-jail.md
                log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)
                self.tell(UploadsBusyError(), self.first.name)
            self.first = self.next_file()
        self.pass_over()
        return held

    def pass_over(self) -> None:
        """Read the form to its end without more of its files; no further where none is taken."""
        if self.refused:
            self.tell(self.refused)
            return
        while self.first is not None:
            self.first = self.next_file()

    def tell(self, trouble: TiplineError, name: str = "") -> None:
        """Note what went wrong, and with which file."""
        told = telling.sentence(trouble)
        if isinstance(trouble, StoreError | UploadsBusyError):
            self.status = 503
        if isinstance(trouble, UploadsBusyError):
            self.retry_after = BUSY_SECONDS
        self.troubles.append(named(name, told) if name else told)

    def wait(self, seconds: int) -> None:
        """Note that this address has brought enough for now."""
        self.status, self.retry_after = 429, seconds
        self.troubles.append(wait_sentence(seconds))

    def answered(self, response: Response) -> Response:
        """Return the answer with when to come back, if it says so."""
        if self.retry_after:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def taken(
    part: FilePart, held: tuple[Upload, ...], recipient: HybridRecipient, *, disguise: bool
) -> tuple[Upload, ...]:
    """Return the files with one more, if the part is one: a choice that was left empty is none."""
    first, taker = next(part.content, b""), intake().taker
    if taker is None or (not first and not part.name):
        return held
    settings = settings_here()
    if len(held) >= settings.files:
        raise FilesTooManyError(most=settings.files)
    count("files", settings.limit_files)
    stream = bounded(first, part.content, settings, room(held, settings))
    return (*held, taker.take(stream, part.name, recipient, disguise=disguise))


def room(held: tuple[Upload, ...], settings: Settings) -> int:
    """Return how many bytes a report may still bring."""
    return settings.files_mb * MB - sum(each.evidence.received_size for each in held)


def bounded(first: bytes, rest: Iterator[bytes], settings: Settings, most: int) -> Iterator[bytes]:
    """Yield a file's bytes; raise at the first byte too many, of the file or of the report."""
    size, piece = 0, first
    while piece:
        size += len(piece)
        if size > settings.file_mb * MB:
            raise FileTooLargeError(most=settings.file_mb)
        if size > most:
            raise ReportTooHeavyError(most=settings.files_mb)
        yield piece
        piece = next(rest, b"")


@dataclass(frozen=True)
class Gates:
    """Places for forms whose files are taken, and for those that are told to come again.

    The latter are many, since each waits for its sender, and few of them are answered at a time.
    """

    taking: Gate
    turning: Gate
    answering: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(ANSWERED_AT_ONCE))

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the gates of one worker."""
        return cls(Gate(settings.uploads), Gate(TURNED_AWAY))


@contextmanager
def arrival() -> Iterator[Arrival | None]:
    """Give the files' form of this request, read up to its first file; None for any other form.

    Raises ``UploadsUnreadError`` where there is not even a place to read what the form says.
    """
    if request.mimetype != MULTIPART:
        yield None
        return
    gates: Gates = current_app.extensions["tipline.gates"]
    with ExitStack() as place:
        if place.enter_context(gates.taking.place()):
            yield Arrival.begin(None)
        elif place.enter_context(gates.turning.place()):
            turned = Arrival.begin(UploadsBusyError())
            place.enter_context(gates.answering)
            yield turned
        else:
            raise UploadsUnreadError
