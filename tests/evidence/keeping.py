"""Keeps files as they are kept when they come in, without cleaning them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from tipline.sealing.blob import BlobWriter
from tipline.tips.evidence import Evidence, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.age import HybridIdentity
    from tipline.store.blobs import Blobs


def keep(blobs: Blobs, blocks: Iterable[bytes], kind: Kind, identity: HybridIdentity) -> Evidence:
    """Seal a file into a blob, and return what its report would tell of it."""
    with blobs.create() as blob:
        writer = BlobWriter(cast("BinaryIO", blob), identity.recipient)
        for block in blocks:
            writer.write(block)
        writer.close()
        return Evidence(
            blob=blob.keep(),
            kind=kind,
            size=writer.size,
            sealed_size=writer.sealed_size,
            kept=writer.sha256,
            received_size=writer.size,
            received=writer.sha256,
        )
