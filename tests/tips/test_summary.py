"""The summary: written in versions, and read by another officer where few know it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_assessing import NOOR, SAMI, Act, events
from tests.tips.test_ending import ANYTHING, steps
from tipline.errors import OwnSummaryError, SummaryChangedError
from tipline.tips.event import Kind
from tipline.tips.fold import fold, follow


def written(author: bytes = NOOR, *, few: bool = True, text: str = "A gun.") -> Act:
    return Act(Kind.SUMMARY, {"text": text, **({"few": True} if few else {})}, author)


def read(of: int, author: bytes = SAMI) -> Act:
    return Act(Kind.READ, {"of": of}, author)


LIKELY = st.sampled_from(
    [written(), written(SAMI), written(few=False), written(text=" "), read(2), read(3), read(4),
     read(3, NOOR), read(5, NOOR)]
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, LIKELY, ANYTHING), max_size=10).map(
    lambda acts: sorted(acts, key=lambda act: act.hours)
)


@given(ACTS)
def test_what_few_know_is_ready_once_another_has_read_this_version(acts: list[Act]) -> None:
    authors: dict[int, bytes] = {}
    few, newest, read_by = False, 0, b""
    for _, after, event in steps(events(*acts)):
        if event.kind is Kind.SUMMARY and event.number not in after.refused:
            authors[event.number] = event.author
            few = few or bool(event.content.get("few"))
            newest, read_by = event.number, b""
        if event.kind is Kind.READ and event.number not in after.refused:
            assert event.content["of"] == newest
            assert not read_by
            read_by = event.author
            assert read_by != authors[newest]
        told = bool(after.summary.strip())
        assert after.summary_by == newest
        assert after.summary_ready == (told and (not few or bool(read_by)))
        assert after.summary_unread == (told and few and not read_by)


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([written(), read(2, NOOR)], OwnSummaryError),
        ([written(), read(1)], SummaryChangedError),
        ([read(0)], SummaryChangedError),
        ([written(), written(SAMI), read(2)], SummaryChangedError),
        ([written(), read(2), read(2)], SummaryChangedError),
    ],
)
def test_what_is_no_reading_changes_nothing(acts: Sequence[Act], error: type[Exception]) -> None:
    story = events(*acts)
    with pytest.raises(error) as caught:
        follow(fold(story[:-1]), story[-1])
    assert type(caught.value) is error
    assert fold(story).refused == (len(story),)


def test_a_new_version_is_read_anew() -> None:
    assert fold(events(written(), read(2))).summary_ready
    assert not fold(events(written(), read(2), written(few=False))).summary_ready
    assert fold(events(written(), read(2), written(SAMI), read(4, NOOR))).summary_ready
    assert fold(events(written(few=False))).summary_ready
    assert not fold(events()).summary_ready
