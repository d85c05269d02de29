"""From a stream to a sealed blob: on its way, nothing of a file is on a disk in the clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tipline.errors import FileDamagedError, FileEmptyError
from tipline.sealing.blob import BlobWriter
from tipline.sealing.spool import Spool
from tipline.store.failures import files_told_plainly
from tipline.tips.evidence import NAME_MAX, ORIGIN_MAX, Evidence, Found, Kind, Upload

if TYPE_CHECKING:
    from tipline.age import Recipient
    from tipline.evidence.jail import Jail
    from tipline.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Taker:
    """What takes files in: where they lie, and the jail that parses them."""

    blobs: Blobs
    jail: Jail

    def take(self, stream: Iterable[bytes], name: str, recipient: Recipient) -> Upload:
        """Take a file in, sealed to ``recipient``; ``name`` is the reporter's own for it.

        1. Spool the stream, sealed under a key that only this process has; refuse an empty one.
        2. In one jail, recognise its kind by its bytes, and clean it.
        3. Seal what comes out of the jail, as it comes, into a new blob.
        4. Believe of the jail's answer only what has the form of one.
        5. Keep the blob; whatever fails before leaves none.

        Raises an EvidenceError, a StoreError, JailError, and whatever the stream raises.
        """
        with Spool(self.blobs.scratch) as spool, self.blobs.create() as blob:
            fill(spool, stream)  # 1
            writer = BlobWriter(cast("BinaryIO", blob), recipient)
            answer = self.jail.run("clean", None, spool.reader(), writer.write)  # 2, 3
            writer.close()
            told = believed(answer)  # 4
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

    def renew(self, blob: bytes) -> None:
        """Keep a file that was taken for as long again; NotFoundError where it is gone."""
        self.blobs.renew(blob)


def fill(spool: Spool, stream: Iterable[bytes]) -> None:
    """Take all of a stream into a spool; FileEmptyError where nothing comes."""
    for block in stream:
        with files_told_plainly():
            spool.write(block)
    if not spool.size:
        raise FileEmptyError
    with files_told_plainly():
        spool.finish()


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
