"""The register of cameras: one import at a time, each desk its own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.store.casebook.cameras import Cameras

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_an_import_takes_the_place_of_the_one_before(casebook: Engine) -> None:
    cameras = Cameras(casebook)
    assert cameras.of(["CG", "OPS"]) is None
    cameras.replace({"OPS": b"first", "TRF": b"first"})
    cameras.replace({"OPS": b"second", "CG": b"also second"})
    assert cameras.desks() == ["CG", "OPS"]
    assert cameras.of(["OPS"]) == ("OPS", b"second")
    assert cameras.of(["OPS", "CG", "TRF"]) == ("CG", b"also second")
    assert cameras.of(["TRF"]) is None
    assert cameras.of([]) is None
    cameras.replace({})
    assert cameras.desks() == []
