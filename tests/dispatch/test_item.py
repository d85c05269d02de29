"""Items of the outbox: one size for all alarms, opened by the deliverer alone, refused if odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.age import HybridIdentity, open_bytes, seal_bytes
from tipline.dispatch.item import Item, Kind, open_item, seal_item
from tipline.errors import RecordMalformedError
from tipline.sealing.body import seal_body

KEY = HybridIdentity.generate()


def test_every_alarm_is_sealed_to_one_size(deliverer_key: HybridIdentity) -> None:
    sealed = [seal_item(Item(kind, "TL-7F3K"), deliverer_key.recipient) for kind in Kind]
    assert len({len(each) for each in sealed}) == 1
    assert [open_item(each, deliverer_key).kind for each in sealed] == list(Kind)


def test_a_package_is_sealed_twice(deliverer_key: HybridIdentity, agency: HybridIdentity) -> None:
    package = seal_bytes(b"what the summary says", [agency.recipient])
    item = open_item(
        seal_item(Item.of_package("TL-7F3K", package), deliverer_key.recipient), deliverer_key
    )
    assert open_bytes(item.content, [agency]) == b"what the summary says"


def test_another_key_does_not_open_it(deliverer_key: HybridIdentity) -> None:
    sealed = seal_item(Item(Kind.NOTICE), deliverer_key.recipient)
    with pytest.raises(RecordMalformedError):
        open_item(sealed, HybridIdentity.generate())


@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["notice", "now", "dispatch", "other"]) | st.integers()},
        optional={
            "reference": st.text(max_size=60) | st.none(),
            "package": st.text(max_size=20) | st.just("bm8="),
            "more": st.none(),
        },
    )
)
def test_whatever_is_written_there_is_an_item_or_refused(record: dict[str, object]) -> None:
    try:
        item = open_item(seal_body(record, [KEY.recipient]), KEY)
    except RecordMalformedError:
        return
    assert item.kind in set(Kind)
    assert len(item.reference) <= 40
    assert isinstance(item.content, bytes)
