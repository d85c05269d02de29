"""Events: one body, one digest, and a place after the one before."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from tipline.errors import RecordMalformedError
from tipline.tips import canonical
from tipline.tips.event import NOTHING_BEFORE, Event, Kind, SignedEvent, next_place


def an_event(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "case": bytes(range(16)),
        "number": 1,
        "previous": NOTHING_BEFORE,
        "kind": Kind.NOTE,
        "at": datetime(2026, 3, 1, 9, 30, 5, tzinfo=UTC),
        "author": bytes(16),
        "name": "نور",
        "desk": "TRIAGE",
        "content": {"text": "بلاغ"},
    }
    return Event(**(values | changes))


def test_the_body_is_that_of_the_format() -> None:
    assert (
        an_event().body()
        == (
            '{"at":"2026-03-01T09:30:05Z","author":"00000000000000000000000000000000",'
            '"case":"000102030405060708090a0b0c0d0e0f","content":{"text":"بلاغ"},'
            '"desk":"TRIAGE","kind":"note","name":"نور","number":1,"previous":"' + "00" * 32 + '"}'
        ).encode()
    )


def test_an_event_comes_back_from_its_body() -> None:
    assert Event.from_body(an_event().body()) == an_event()


def test_a_signed_event_comes_back_from_what_is_sealed() -> None:
    signed = SignedEvent(an_event(), bytes(64))
    read = canonical.decode(canonical.encode(signed.to_json()))
    assert SignedEvent.from_json(read) == signed
    assert SignedEvent.from_json(read).digest == signed.digest


def test_the_digest_covers_body_and_signature() -> None:
    signed = SignedEvent(an_event(), b"s" * 64)
    assert signed.digest == hashlib.sha256(an_event().body() + b"s" * 64).digest()
    assert signed.digest != SignedEvent(an_event(), b"t" * 64).digest
    assert signed.digest != SignedEvent(an_event(desk="OPS"), b"s" * 64).digest


def test_the_next_event_names_the_one_before() -> None:
    assert next_place([]) == (1, NOTHING_BEFORE)
    first = SignedEvent(an_event(), bytes(64))
    assert next_place([first]) == (2, first.digest)


def test_a_body_has_one_form() -> None:
    body = an_event().body()
    for other in (body + b" ", body.replace(b'"kind"', b' "kind"'), body.replace(b"n", b"\\u006e")):
        with pytest.raises(RecordMalformedError):
            Event.from_body(other)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": True},
        {"number": "1"},
        {"previous": "00"},
        {"kind": "rewritten"},
        {"content": []},
        {"at": "yesterday"},
        {"name": "x" * 101},
        {"signed": True},
    ],
)
def test_an_event_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordMalformedError):
        Event.from_json({**an_event().to_json(), **change})


@pytest.mark.parametrize(
    "change",
    [{"signature": "00"}, {"signature": "zz" * 64}, {"signature": 5}, {"event": None}, {"more": 1}],
)
def test_a_signed_event_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordMalformedError):
        SignedEvent.from_json({**SignedEvent(an_event(), bytes(64)).to_json(), **change})


def test_a_repr_does_not_show_the_content() -> None:
    assert "بلاغ" not in repr(SignedEvent(an_event(), bytes(64)))
