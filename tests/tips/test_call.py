"""What is kept of a call: every field survives, old records read, nothing foreign does."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_report import ANSWERS, TEXTS, TIMES
from tipline.errors import RecordMalformedError
from tipline.tips import canonical
from tipline.tips.call import NO_CALL, STAMP_MAX, STAMPS_MAX, Call, Stamp
from tipline.tips.report import Answers, Channel, Message, Now, Report, part_from_json
from tipline.tips.shape import from_json, to_json
from tipline.tips.unsent import Unsent

IDS = st.binary(min_size=16, max_size=16)
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
STAMPS = st.lists(st.builds(Stamp, at=TIMES, note=TEXTS), max_size=STAMPS_MAX).map(tuple)
CALLS = st.builds(
    Call,
    operator=st.just(b"") | IDS,
    name=TEXTS,
    spoken=st.sampled_from(["", "ar", "fil"]),
    interpreter=st.sampled_from(["", "INT-01"]),
    began=st.none() | TIMES,
    stamps=STAMPS,
    own=st.booleans(),
)
UNSENT = st.builds(
    Unsent,
    call=IDS,
    operator=IDS,
    name=TEXTS,
    began=TIMES,
    saved=TIMES,
    spoken=st.sampled_from(["", "ar"]),
    interpreter=st.sampled_from(["", "INT-01"]),
    draft=TEXTS,
    page=TEXTS,
    danger=st.none() | TIMES,
    stamps=STAMPS,
    answers=ANSWERS,
)


def report(call: Call) -> Report:
    return Report(
        tip=bytes(16), arrived=NOW, language="ar", channel=Channel.PHONE, lane="TRIAGE",
        mailbox=bytes(16), mailbox_recipient=bytes(1216), answers=Answers(), call=call,
    )  # fmt: skip


@given(CALLS)
def test_a_call_survives_in_a_report_and_in_a_message(call: Call) -> None:
    for part in (report(call), Message(tip=bytes(16), arrived=NOW, text="x", call=call)):
        assert part_from_json(canonical.decode(canonical.encode(part.to_json()))) == part


@given(UNSENT)
def test_an_unsent_call_survives(unsent: Unsent) -> None:
    assert from_json(Unsent, canonical.decode(canonical.encode(to_json(unsent)))) == unsent


def test_what_came_over_the_web_says_nothing_of_a_call() -> None:
    assert "call" not in report(NO_CALL).to_json()
    assert "call" not in Message(tip=bytes(16), arrived=NOW, text="x").to_json()


def test_what_was_stored_before_there_were_calls_reads() -> None:
    old = report(NO_CALL).to_json()
    found = part_from_json(old)
    assert isinstance(found, Report)
    assert found.call == NO_CALL


@pytest.mark.parametrize(
    "call",
    [
        {"number": "17000000"},
        {"operator": "00"},
        {"own": 1},
        {"stamps": [{"at": "2026-03-01T09:30:00Z", "note": "x" * (STAMP_MAX + 1)}]},
        {"stamps": [{"at": "2026-03-01T09:30:00Z"}] * (STAMPS_MAX + 1)},
    ],
)
def test_nothing_foreign_is_read(call: dict[str, Any]) -> None:
    with pytest.raises(RecordMalformedError):
        part_from_json({**report(NO_CALL).to_json(), "call": call})


def test_no_field_asks_who_the_caller_is() -> None:
    asked = {field.name for kind in (Call, Stamp, Unsent) for field in fields(kind)}
    assert not asked & {"number", "phone", "caller", "line", "address"}


@pytest.mark.parametrize(
    ("now", "pressing"), [(Now.YES, True), (Now.UNSURE, True), (Now.NO, False), (None, False)]
)
def test_danger_is_what_was_told(now: Now | None, *, pressing: bool) -> None:
    unsent = Unsent(
        call=bytes(16), operator=bytes(16), began=NOW, saved=NOW, answers=Answers(now=now)
    )
    assert unsent.pressing is pressing
