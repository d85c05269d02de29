"""Searches that are kept under a name: an analyst's own, or a desk's, whose members share them.

What is searched for tells what is looked into: each is signed and sealed by its owner.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tipline.errors import AgeError, NotFoundError, RecordMalformedError
from tipline.keyring.own import open_own_record, seal_own_record
from tipline.store.casebook.keeping import SearchRow
from tipline.tips.shape import bounded, from_json, hidden, required, to_json

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.keyring.own import Owner

NAME_MAX = 60  # code points
WORDS_MAX = 200
ID_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is searched for, as the form holds it: words, codes and days; empty: not asked."""

    name: str = required(NAME_MAX)
    words: str = hidden(WORDS_MAX)
    state: str = bounded(16)
    priority: str = bounded(16)
    category: str = bounded(40)
    language: str = bounded(40)
    desk: str = bounded(16)
    area: str = bounded(20)
    person: str = bounded(40)
    since: date | None = None
    until: date | None = None
    files: bool = False


@dataclass(frozen=True)
class SavedSearch:
    """A kept search: with a ``desk``, of its members; without ``kept``, it does not open."""

    id: bytes
    desk: str | None
    kept: Kept | None = field(repr=False)

    @property
    def name(self) -> str:
        """How it is called; empty where it does not open."""
        return self.kept.name if self.kept else ""


def saved(visit: Visit) -> list[SavedSearch]:
    """Return the searches that the analyst can run, by their names. Raises StoreError."""
    rows = visit.office.keeping.searches(visit.member.analyst, visit.desks)
    found = [SavedSearch(row.id, row.desk, _opened(visit, row)) for row in rows]
    return sorted(found, key=lambda each: (each.name.casefold(), each.desk or "", each.id))


def the_one(visit: Visit, search_id: bytes) -> Kept:
    """Return one of the searches that the analyst can run; NotFoundError for any other."""
    for each in saved(visit):
        if each.id == search_id and each.kept is not None:
            return each.kept
    raise NotFoundError


def keep(visit: Visit, kept: Kept, desk: str | None) -> None:
    """Keep a search: the analyst's own, or with a ``desk`` for its members.

    It takes the place of the owner's own of the same name. Raises NotFoundError for a desk that is
    not the analyst's, KeptFullError, StoreError.
    """
    if desk is not None and desk not in visit.desks:
        raise NotFoundError
    for each in saved(visit):
        if (each.desk, each.name) == (desk, kept.name):
            remove(visit, each.id)
    visit.office.keeping.add_search(
        SearchRow(
            secrets.token_bytes(ID_BYTES),
            visit.member.analyst if desk is None else None,
            desk,
            seal_own_record(to_json(kept), _owner(visit, desk)),
        )
    )


def remove(visit: Visit, search_id: bytes) -> None:
    """Remove a search of the analyst or of one of their desks. Raises NotFoundError, StoreError."""
    visit.office.keeping.remove_search(search_id, visit.member.analyst, visit.desks)


def _owner(visit: Visit, desk: str | None) -> Owner:
    return visit.member.identity if desk is None else visit.member.desks[desk]


def _opened(visit: Visit, row: SearchRow) -> Kept | None:
    try:
        return from_json(Kept, open_own_record(row.sealed, _owner(visit, row.desk)))
    except (AgeError, RecordMalformedError):
        return None
