"""What is put into the outbox: alarms once in a slot, packages sealed to whom they are for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.dispatch.conftest import ITEM, NOW
from tipline.age import HybridIdentity, open_bytes
from tipline.configuration import By, ChannelName, Channels
from tipline.dispatch import posting
from tipline.dispatch.item import Kind, open_item
from tipline.dispatch.posting import NOW_EVERY, Post
from tipline.errors import ChannelUnknownError, PackageTooLargeError
from tipline.store.casebook.outbox import Outbox


def channel(code: str, *, rings_for: tuple[str, ...] = (), recipient: str = "") -> ChannelName:
    return ChannelName(
        code=code, desk="OPS", by=By.WEBHOOK, to="https://localhost/", rings_for=rings_for,
        recipient=recipient,
    )  # fmt: skip


@pytest.fixture
def post(
    outbox: Outbox, configured: Channels, deliverer_key: HybridIdentity, agency: HybridIdentity
) -> Post:
    channels = (
        channel("OPS", rings_for=("TRIAGE",)),
        channel("OVS", rings_for=("OVS",)),
        channel("AGENCY", recipient=str(agency.recipient)),
        channel("BARE"),
    )
    return Post(outbox, replace(configured, channels=channels), deliverer_key.recipient)


def test_an_alarm_rings_once_in_its_slot_however_many_say_so(post: Post) -> None:
    begun = NOW.replace(minute=30)
    desks = frozenset({"TRIAGE", "CG"})
    for seconds in (0, 1, 119):
        post.ring_now(desks, begun + timedelta(seconds=seconds))
    assert post.outbox.waits("OPS") == 1
    post.ring_now(desks, begun + NOW_EVERY)
    assert post.outbox.waits("OPS") == 2
    assert post.outbox.waits("OVS") == 0


def test_kinds_and_channels_have_slots_of_their_own(post: Post) -> None:
    first, second, *_ = post.configured.channels
    assert post.ring(first, Kind.NOW, NOW_EVERY, NOW)
    assert post.ring(first, Kind.NOTICE, NOW_EVERY, NOW)
    assert post.ring(second, Kind.NOW, NOW_EVERY, NOW)
    assert not post.ring(second, Kind.NOW, NOW_EVERY, NOW)


def test_a_package_is_sealed_to_its_agency(
    post: Post, deliverer_key: HybridIdentity, agency: HybridIdentity
) -> None:
    assert post.dispatch(ITEM, "AGENCY", "TL-7F3K", b"a package", NOW)
    assert not post.dispatch(ITEM, "AGENCY", "TL-7F3K", b"a package", NOW)
    row = post.outbox.claim(ITEM, "AGENCY", NOW)
    assert row is not None
    item = open_item(row.sealed, deliverer_key)
    assert item.reference == "TL-7F3K"
    assert open_bytes(item.content, [agency]) == b"a package"


def test_without_a_recipient_the_content_is_left_out(
    post: Post, deliverer_key: HybridIdentity
) -> None:
    post.dispatch(ITEM, "BARE", "TL-7F3K", b"a package", NOW)
    row = post.outbox.claim(ITEM, "BARE", NOW)
    assert row is not None
    item = open_item(row.sealed, deliverer_key)
    assert (item.kind, item.reference, item.content) == (Kind.DISPATCH, "TL-7F3K", b"")


def test_what_cannot_be_sent_is_told(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChannelUnknownError):
        post.dispatch(ITEM, "NOBODY", "TL-7F3K", b"a package", NOW)
    monkeypatch.setattr(posting, "PACKAGE_BYTES_MAX", 1000)
    with pytest.raises(PackageTooLargeError):
        post.dispatch(ITEM, "AGENCY", "TL-7F3K", b"a package", NOW)
