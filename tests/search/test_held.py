"""Indexes are held while somebody works, and no longer."""

from __future__ import annotations

import time

from tipline.search.entry import Holds
from tipline.search.held import Held
from tipline.search.index import Index

WAIT_SECONDS = 10


def test_who_leaves_takes_the_desks_index_out_of_memory() -> None:
    held, index = Held(), Index()
    held.put("TRIAGE", index)
    held.put("OPS", Index())
    assert held.get("TRIAGE") is index
    held.drop(["TRIAGE", "CID"])
    assert held.get("TRIAGE") is None
    assert held.get("OPS") is not None
    held.drop(["OPS"])


def test_what_nobody_asks_for_goes_by_itself_and_what_is_asked_for_stays() -> None:
    held = Held(idle_seconds=0.4)
    held.put("TRIAGE", Index())
    held.put("OPS", Index())
    end = time.monotonic() + WAIT_SECONDS
    while ("TRIAGE", Holds.TIPS) in held._indexes._held:
        assert held.get("OPS") is not None
        assert time.monotonic() < end
        time.sleep(0.02)
    assert held.get("OPS") is not None
    while held._indexes._held:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert held._indexes._timer is None, "nothing is left to look for"
