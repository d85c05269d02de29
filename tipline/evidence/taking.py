"""From a stream to a sealed blob: on its way, nothing of a file is on a disk in the clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, ParamSpec, TypeAlias, cast

from tipline.errors import FileDamagedError, FileEmptyError
from tipline.evidence.voices.changing import change, voice_jail
from tipline.sealing.blob import BlobWriter
from tipline.sealing.spool import Spool
from tipline.store.failures import files_told_plainly
from tipline.tips.evidence import NAME_MAX, ORIGIN_MAX, Evidence, Found, Kind, Upload

if TYPE_CHECKING:
    from tipline.age import Recipient
    from tipline.evidence.jail import Jail
    from tipline.store.blobs import Blobs

P = ParamSpec("P")
Sink: TypeAlias = Callable[[bytes], object]
BLOCK_BYTES = 256 * 1024  # of a clean file that goes over as it is


@dataclass(frozen=True, slots=True)
class Taker:
    """What takes files in: where they lie, and the jails that parse them and change voices."""

    blobs: Blobs
    jail: Jail
    voices: Jail = field(default_factory=voice_jail)

    def take(
        self, stream: Iterable[bytes], name: str, recipient: Recipient, *, disguise: bool = False
    ) -> Upload:
        """Take a file in, sealed to ``recipient``; ``name`` is the reporter's own for it.

        1. Spool the stream, sealed under a key that only this process has; refuse an empty one.
        2. In one jail, recognise its kind by its bytes, and clean it.
        3. Seal what comes out of the jail, as it comes, into a new blob.
        4. Believe of the jail's answer only what has the form of one.
        5. Keep the blob; whatever fails before leaves none.

        With ``disguise``, steps 2 to 4 change the pitch of what can be heard and not be seen.

        Raises an EvidenceError, a StoreError, JailError, and whatever the stream raises.
        """
        with (
            ThreadPoolExecutor(1, "digest") as beside,
            Spool(self.blobs.scratch, beside) as spool,
            self.blobs.create() as blob,
        ):
            fill(spool, stream)  # 1
            writer = BlobWriter(cast("BinaryIO", blob), recipient, beside)
            clean = self._disguised if disguise else self._cleaned
            told = clean(spool.reader(), writer.write)  # 2, 3, 4
            writer.close()
            evidence = Evidence(
                blob=blob.keep(),  # 5
                size=writer.size,
                sealed_size=writer.sealed_size,
                kept=writer.sha256,
                received_size=spool.size,
                received=spool.sha256,
                name=name[:NAME_MAX],
                **told,
            )
        return Upload(evidence=evidence)

    def _cleaned(self, source: BinaryIO, sink: Sink, kind: Kind | None = None) -> dict[str, Any]:
        return believed(self.jail.run("clean", kind, source, sink))

    def _disguised(self, source: BinaryIO, sink: Sink) -> dict[str, Any]:
        """Clean a file, and change the pitch of what is only heard.

        1. Clean it into a spool: what it hides is told, and decoders meet nothing else of it.
        2. Change its pitch into another, in a jail of its own; what is seen goes over as it is.
        3. Clean what came out: the coder's name goes, and it is Ogg or it is refused.
        """
        with Spool(self.blobs.scratch) as clean, Spool(self.blobs.scratch) as changed:
            told = self._cleaned(source, plainly(clean.write))  # 1
            plainly(clean.finish)()
            read = clean.reader()
            if not change(self.voices, told["kind"], read, plainly(changed.write)):  # 2
                with files_told_plainly():
                    read.seek(0)
                    for block in iter(partial(read.read, BLOCK_BYTES), b""):
                        sink(block)
                return told
            plainly(changed.finish)()
            self._cleaned(changed.reader(), sink, Kind.OGG)  # 3
            return told | {"kind": Kind.OGG, "lossless": False, "disguised": True}

    def renew(self, blob: bytes) -> None:
        """Keep a file that was taken for as long again; NotFoundError where it is gone."""
        self.blobs.renew(blob)


def fill(spool: Spool, stream: Iterable[bytes]) -> None:
    """Take all of a stream into a spool; FileEmptyError where nothing comes."""
    write = plainly(spool.write)
    for block in stream:
        write(block)
    if not spool.size:
        raise FileEmptyError
    plainly(spool.finish)()


def plainly(work: Callable[P, object]) -> Callable[P, None]:
    """Return what does the same, and raises a StoreError for what the disk complains of."""

    def done(*given: P.args, **named: P.kwargs) -> None:
        with files_told_plainly():
            work(*given, **named)

    return done


def believed(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer's fields, each of its kind and in its bounds; else FileDamagedError."""
    try:
        return {
            "kind": Kind(answer["kind"]),
            "found": tuple(sorted({Found(each) for each in answer["found"]})),
            "lossless": answer["lossless"] is True,
            "taken": _line(answer["taken"]),
            "place": _line(answer["place"]),
        }
    except (KeyError, TypeError, ValueError):
        raise FileDamagedError from None


def _line(text: object) -> str:
    if not isinstance(text, str) or len(text) > ORIGIN_MAX or not text.isprintable():
        raise ValueError
    return text
