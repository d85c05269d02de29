"""The offline check of an export: what is whole, by whom and when, and what cannot be told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tipline.keyring.bundle.casework import check_case
from tipline.keyring.bundle.contents import TIPS
from tipline.keyring.bundle.findings import Findings, unchecked, whole, wrong
from tipline.keyring.bundle.people import check_cards, check_maker
from tipline.keyring.bundle.reports import check_parts_there, check_tip
from tipline.keyring.bundle.trust import check_desks
from tipline.tips.fold import fold

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.keyring.bundle.archive import Archive
    from tipline.sealing.deployment import DeskCard

AGE_LINE = b"age-encryption.org/v1\n"  # how every age file begins


def check(
    archive: Archive,
    identities: Sequence[Identity] = (),
    believed: Mapping[str, DeskCard] | None = None,
    *,
    recovery: Sequence[Identity] = (),
) -> Findings[None]:
    """Yield what is found, in the order of the steps; nothing is raised for a bad export.

    ``identities`` are desks', the exporting one's among them; ``recovery`` opens as much, and does
    not tell whose the desks' keys are. Without either only digests and forms are checked.
    ``believed`` are desks' public cards by code that were got otherwise than with the export.

    1. The files are those of the list, byte for byte, and no others.
    2. The desks' keys are ones that the checker has from elsewhere: from the identity or a card.
    3. The members' cards are signed by their desks.
    4. A member signed the list of contents.
    5. The case opens; its events are numbered, chained and signed by members.
    6. Each tip's parts open, and are byte for byte those whose digests the events name.
    """
    yield from check_list(archive)  # 1
    desks = yield from check_desks(archive, identities, believed or {})  # 2
    identities = (*identities, *recovery)
    if not identities:
        yield from check_forms(archive)
        return
    cards = yield from check_cards(archive, identities, desks)  # 3
    yield from check_maker(archive, cards)  # 4
    events = yield from check_case(archive, identities, cards, desks)  # 5
    case = fold(events)
    for tip in tips_of(archive):  # 6
        yield from check_tip(archive, tip, identities, case)
    yield from check_parts_there(archive, case)
    yield from check_tips_there(archive, case.tips)


def check_list(archive: Archive) -> Findings[None]:
    """Compare every file with the list of contents, and the list with the files."""
    listed, found = archive.manifest.files, archive.files
    bad = [
        name
        for name, content in found.items()
        if name in listed and hashlib.sha256(content).hexdigest() != listed[name]
    ]
    yield from (wrong(f"{name} is not the file that was exported.") for name in bad)
    missing, added = sorted(listed.keys() - found.keys()), sorted(found.keys() - listed.keys())
    yield from (wrong(f"{name} is missing.") for name in missing)
    yield from (wrong(f"{name!r} was added after the export.") for name in added)
    if not (bad or missing or added):
        yield whole(f"All {len(found)} files have the digests that the list of contents gives.")


def check_forms(archive: Archive) -> Findings[None]:
    """Look at what can be seen without an identity, and say what cannot."""
    sealed = {name: text for name, text in archive.files.items() if name.endswith(".age")}
    no_age = [name for name, content in sealed.items() if not content.startswith(AGE_LINE)]
    yield from (wrong(f"{name} is not an age file.") for name in no_age)
    if not no_age:
        yield whole(f"All {len(sealed)} sealed files begin as age files do.")
    yield unchecked(
        "Without the desk's identity it cannot be told whether the sealed files open, who signed"
        " them, and whether an entry is missing. Give --identity to check these."
    )


def check_tips_there(archive: Archive, tips: Sequence[str]) -> Findings[None]:
    """Compare the tips that the case's events name with those that are here.

    One tip of a case is exported at a time: what the list of contents has not, was not taken.
    """
    here, named = set(tips_of(archive)), set(tips)
    for tip in sorted(named - here):
        yield unchecked(f"Tip {tip} belongs to the case and is not here.")
    if not here & named:
        yield wrong("No tip of the case is here.")
    for tip in sorted(here - named):
        yield wrong(f"Tip {tip} does not belong to this case.")


def tips_of(archive: Archive) -> list[str]:
    """Return the hex ids of the tips in an export."""
    return sorted({name.split("/")[0] for name in archive.under(TIPS)})
