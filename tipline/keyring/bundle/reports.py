"""The tips of an export: each part opens, and is the one that an event saw."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tipline.errors import AgeError, RecordMalformedError
from tipline.keyring.bundle.contents import TIPS
from tipline.keyring.bundle.findings import Findings, unchecked, whole, wrong
from tipline.sealing.body import open_body
from tipline.sealing.envelope import open_identity
from tipline.tips.report import part_from_json

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.keyring.bundle.archive import Archive
    from tipline.tips.fold import CaseState


def check_tip(
    archive: Archive, tip: str, identities: Sequence[Identity], case: CaseState
) -> Findings[None]:
    """Open a tip's envelope and parts, and compare the parts with the digests in the events."""
    files = archive.under(f"{TIPS}{tip}/")
    try:
        identity = open_identity(files.get("envelope.age", b""), identities)
    except AgeError:
        yield wrong(f"The envelope of tip {tip} is not whole, or what you gave does not open it.")
        return
    parts = archive.under(f"{TIPS}{tip}/parts/")
    for name, sealed in parts.items():
        part = name.removesuffix(".age")
        yield from _check_whole(tip, part, sealed, identity)
        yield from _check_seen(part, sealed, case)
    if not parts:
        yield wrong(f"Tip {tip} has no parts.")


def check_parts_there(archive: Archive, case: CaseState) -> Findings[None]:
    """Say which parts of the tips that are here the events name and the export has not."""
    here = {
        name.rsplit("/", 1)[-1].removesuffix(".age")
        for name in archive.under(TIPS)
        if "/parts/" in name
    }
    tips = {name.split("/")[0] for name in archive.under(TIPS)}
    named = {part for tip in tips for part in case.seen.get(tip, {})}
    for part in sorted(named - here):
        yield wrong(f"Part {part} is named by an event and is missing.")


def _check_whole(tip: str, part: str, sealed: bytes, identity: Identity) -> Findings[None]:
    try:
        opened = part_from_json(open_body(sealed, [identity]))
    except (AgeError, RecordMalformedError):
        yield wrong(f"Part {part} is not whole: it does not open with the tip's key.")
        return
    if opened.tip.hex() != tip:
        yield wrong(f"Part {part} belongs to another tip.")
    else:
        yield whole(f"Part {part} opens: a {type(opened).__name__.lower()}.")


def _check_seen(part: str, sealed: bytes, case: CaseState) -> Findings[None]:
    seen = case.parts.get(part)
    if seen is None:
        yield unchecked(
            f"Part {part} was read by nobody before the export, so no event vouches for it."
        )
    elif seen == hashlib.sha256(sealed).hexdigest():
        yield whole(f"Part {part} is byte for byte what an event says was read.")
    else:
        yield wrong(f"Part {part} is not what an event says was read.")
