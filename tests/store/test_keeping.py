"""What analysts keep: each finds what is their own, and their desks'."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import an_id
from tipline.errors import KeptFullError, NotFoundError
from tipline.store.casebook import keeping
from tipline.store.casebook.keeping import Keeping, SearchRow
from tipline.store.casebook.staff import AnalystRow, Staff

if TYPE_CHECKING:
    from sqlalchemy import Engine


def hired(casebook: Engine) -> bytes:
    """Store an analyst; return the id."""
    row = AnalystRow(
        id=an_id(), lookup=secrets.token_bytes(32), recipient=b"age1", verifier=bytes(32),
        identity=b"sealed", totp=b"sealed", profile=b"sealed",
    )  # fmt: skip
    Staff(casebook).add(row, [])
    return row.id


def test_a_search_is_found_and_removed_by_its_owner_alone(casebook: Engine) -> None:
    kept, noor, sami = Keeping(casebook), hired(casebook), hired(casebook)
    own = SearchRow(an_id(), noor, None, b"own")
    shared = SearchRow(an_id(), None, "DRUG", b"shared")
    for row in (own, shared):
        kept.add_search(row)
    assert sorted(kept.searches(noor, ["TRIAGE", "DRUG"]), key=lambda row: row.sealed) == [
        own, shared,
    ]  # fmt: skip
    assert kept.searches(sami, ["TRIAGE"]) == []
    for search in (own.id, shared.id, an_id()):
        with pytest.raises(NotFoundError):
            kept.remove_search(search, sami, ["TRIAGE"])
    kept.remove_search(own.id, noor, [])
    kept.remove_search(shared.id, sami, ["DRUG"])
    assert kept.searches(noor, ["DRUG"]) == []


def test_so_many_are_kept_of_each_owner(casebook: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SEARCHES_MAX", 2)
    kept, noor, sami = Keeping(casebook), hired(casebook), hired(casebook)
    for analyst, desk in ((noor, None), (None, "DRUG"), (None, "FIRE"), (sami, None)):
        for _ in range(2):
            kept.add_search(SearchRow(an_id(), analyst, desk, b"sealed"))
        with pytest.raises(KeptFullError):
            kept.add_search(SearchRow(an_id(), analyst, desk, b"sealed"))


def test_the_last_look_is_one_for_each(casebook: Engine) -> None:
    kept, noor, sami = Keeping(casebook), hired(casebook), hired(casebook)
    assert kept.look(noor) is None
    for sealed in (b"first", b"second"):
        kept.set_look(noor, sealed)
        assert kept.look(noor) == sealed
    assert kept.look(sami) is None
