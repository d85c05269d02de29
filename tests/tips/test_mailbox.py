"""What waits for a reporter."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import RecordMalformedError
from tipline.tips.mailbox import ANSWER_MAX, WORDS_MAX, Answer, Head, with_word
from tipline.tips.shape import from_json, to_json
from tipline.tips.state import Word

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HEAD = Head(tip=bytes(16), tip_recipient=bytes(1216), language="ar", words=((Word.RECEIVED, NOON),))


def after(*added: tuple[Word, datetime]) -> Head:
    """Return the head with further words."""
    words = HEAD.words
    for word, shown_from in added:
        words = with_word(words, word, shown_from)
    return replace(HEAD, words=words)


def test_a_word_is_shown_from_its_time_on() -> None:
    head = after((Word.READING, NOON + 30 * MINUTE))
    assert head.word_at(NOON) is Word.RECEIVED
    assert head.word_at(NOON + 29 * MINUTE) is Word.RECEIVED
    assert head.word_at(NOON + 30 * MINUTE) is Word.READING


def test_a_question_does_not_wait_for_the_word_before_it() -> None:
    head = after((Word.READING, NOON + 30 * MINUTE), (Word.QUESTION, NOON))
    assert head.word_at(NOON) is Word.QUESTION
    assert head.word_at(NOON + 60 * MINUTE) is Word.QUESTION


def test_a_question_waits_from_its_time_until_another_word() -> None:
    head = after((Word.QUESTION, NOON + MINUTE))
    assert head.asked_since(NOON) is None
    assert head.asked_since(NOON + 5 * MINUTE) == NOON + MINUTE
    again = after((Word.QUESTION, NOON + MINUTE), (Word.READING, NOON + 9 * MINUTE))
    assert again.asked_since(NOON + 8 * MINUTE) == NOON + MINUTE
    assert again.asked_since(NOON + 9 * MINUTE) is None
    assert HEAD.asked_since(NOON + MINUTE) is None


@given(st.lists(st.tuples(st.sampled_from(Word), st.integers(-9, 9)), max_size=8))
def test_what_is_to_come_is_what_will_be_shown(added: list[tuple[Word, int]]) -> None:
    head = after(*((word, NOON + at * MINUTE) for word, at in added))
    told = head.to_come(NOON)
    shown, last = [], head.word_at(NOON)
    for minute in range(1, 10):
        at = NOON + minute * MINUTE
        if head.word_at(at) is not last:
            last = head.word_at(at)
            shown.append((last, at))
    assert [each for each in told if each in shown] == shown
    assert all(head.word_at(begins) is word for word, begins in told)


def test_before_any_word_the_tip_was_received() -> None:
    assert HEAD.word_at(NOON - MINUTE) is Word.RECEIVED
    assert Head(tip=b"", tip_recipient=b"", language="en").word_at(NOON) is Word.RECEIVED


def test_the_same_word_again_changes_nothing() -> None:
    assert after((Word.RECEIVED, NOON + MINUTE)) == HEAD


def test_the_oldest_words_make_room() -> None:
    words = (Word.QUESTION if minute % 2 else Word.READING for minute in range(WORDS_MAX + 5))
    head = after(*((word, NOON + minute * MINUTE) for minute, word in enumerate(words)))
    assert len(head.words) == WORDS_MAX
    assert from_json(Head, to_json(head)) == head


def test_head_and_answer_come_back_as_they_were() -> None:
    answer = Answer(
        id=bytes(16), written=date(2026, 3, 2), text="شكرًا", shown_from=NOON, question=True
    )
    assert from_json(Answer, to_json(answer)) == answer
    assert from_json(Head, to_json(HEAD)) == HEAD
    hidden = Head(tip=b"1", tip_recipient=b"", language="en", hidden=True)
    assert from_json(Head, to_json(hidden)) == hidden


@pytest.mark.parametrize(
    "change", [{"words": [["reading"]]}, {"words": [["x", "y"]]}, {"hidden": 1}, {"words": {}}]
)
def test_a_head_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordMalformedError):
        from_json(Head, {**to_json(HEAD), **change})


def test_an_answer_is_bounded() -> None:
    answer = Answer(id=b"1", written=date(2026, 3, 2), text="x" * (ANSWER_MAX + 1), shown_from=NOON)
    with pytest.raises(RecordMalformedError):
        from_json(Answer, to_json(answer))
