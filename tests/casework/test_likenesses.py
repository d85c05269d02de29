"""What pictures look like is found out once each, and believed of the tip that it was told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.casework.test_indexing import OTHER, PHOTO
from tipline.casework.index.likenesses import Likenesses, opened, read
from tipline.errors import JailBusyError
from tipline.sealing.body import seal_body
from tipline.tips.shape import to_json

if TYPE_CHECKING:
    import pytest
    from flask.testing import FlaskClient

    from tests.review.world import World
    from tipline.age import HybridIdentity
    from tipline.tips.evidence import Evidence

LOOK = "5a" * 32


def test_what_tells_of_another_tip_or_does_not_read_is_nothing(world: World) -> None:
    sent = world.send()
    identity = sent.draft.identity
    for record, believed in (
        (to_json(Likenesses(tip=sent.id, files={"00": LOOK})), {"00": LOOK}),
        (to_json(Likenesses(tip=bytes(16), files={"00": LOOK})), {}),
        ({"tip": sent.id.hex()}, {}),
    ):
        sealed = seal_body(record, [identity.recipient])
        assert opened(sealed, sent.id, identity) == believed
        assert opened(sealed[:-1], sent.id, identity) == {}
    assert opened(None, sent.id, identity) == {}


def test_only_32_bytes_are_a_likeness() -> None:
    assert read(LOOK) == bytes.fromhex(LOOK)
    assert [read(told) for told in ("", "5a" * 31, LOOK + "5a", "no")] == [None] * 4


def test_a_picture_that_found_the_jail_busy_is_tried_again_and_it_alone(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, tried = {"once"}, list[bytes]()

    def likeness(evidence: Evidence, _: HybridIdentity) -> bytes:
        tried.append(evidence.blob)
        if len(tried) > 1 and busy:
            busy.clear()
            raise JailBusyError
        return bytes.fromhex(LOOK)

    monkeypatch.setattr(world.house.viewer, "likeness", likeness)
    sent = world.send(files=[PHOTO, OTHER])
    for _ in range(3):
        assert noor.get(sent.path).status_code == 200
    first, second, again = tried
    assert first != second == again
    sealed = world.house.changes.likenesses([sent.id])[sent.id]
    assert opened(sealed, sent.id, sent.draft.identity) == {first.hex(): LOOK, second.hex(): LOOK}
