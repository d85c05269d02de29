"""What slows guessing down, by itself: the gate before scrypt and the waits by name."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tipline.errors import SignInBusyError, SignInWaitError
from tipline.review.access import waits as module
from tipline.review.access.gate import Gate
from tipline.review.access.signing_in import waiting
from tipline.review.access.waits import FORGOTTEN_SECONDS, WAIT_MAX_SECONDS, Waits


class Clock:
    """Seconds that a test moves on."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def waited(waits: Waits, key: bytes) -> int:
    try:
        waits.check(key)
    except SignInWaitError as error:
        return int(str(error.values["seconds"]))
    return 0


def test_waits_grow_and_never_lock_for_good() -> None:
    clock = Clock()
    waits = Waits(clock)
    asked = []
    for _ in range(40):
        waits.refuse(b"a")
        asked.append(waited(waits, b"a"))
        clock.now += asked[-1]
        assert waited(waits, b"a") == 0, "after the wait there is a try"
    assert asked[:8] == [0, 0, 0, 0, 3, 5, 9, 17]
    assert max(asked) <= WAIT_MAX_SECONDS + 1
    assert asked == sorted(asked)


def test_each_name_waits_for_itself_and_signing_in_forgives() -> None:
    waits = Waits(Clock())
    for _ in range(9):
        waits.refuse(b"a")
    assert (waited(waits, b"a") > 0, waited(waits, b"b")) == (True, 0)
    waits.forgive(b"a")
    assert waited(waits, b"a") == 0


def test_refusals_are_forgotten_after_an_hour() -> None:
    clock = Clock()
    waits = Waits(clock)
    for _ in range(9):
        waits.refuse(b"a")
    clock.now += WAIT_MAX_SECONDS + FORGOTTEN_SECONDS + 1
    waits.refuse(b"a")
    assert waited(waits, b"a") == 0


def test_many_names_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NAMES_MAX", 10)
    waits = Waits(Clock())
    for number in range(100):
        waits.refuse(number.to_bytes(4))
    assert len(waits._names) == 10


def test_a_browser_that_another_name_signed_in_with_is_a_stranger_s() -> None:
    mine, theirs = bytes(32), b"x" * 32
    device = theirs + b"number"
    assert waiting(mine, device) == waiting(mine, b"")
    assert waiting(theirs, device) != waiting(theirs, b"")


def test_the_gate_lets_few_work_and_few_wait() -> None:
    """Two work, one waits, the rest are told; nobody is lost when they have done."""
    gate, inside, most, open_ = Gate(2, 1), [], [], threading.Event()

    def work(_turn: int) -> str:
        try:
            with gate.passed():
                inside.append(1)
                most.append(len(inside))
                open_.wait(10)
                inside.pop()
        except SignInBusyError:
            open_.set()
            return "busy"
        return "done"

    with ThreadPoolExecutor(6) as threads:
        ended = list(threads.map(work, range(6)))
    assert max(most) == 2
    assert ended.count("done") >= 3
    assert ended.count("busy") >= 1
    with gate.passed():
        pass


def test_a_failure_inside_leaves_the_gate_open() -> None:
    gate = Gate(1, 0)
    for _ in range(3):
        with pytest.raises(KeyError), gate.passed():
            raise KeyError
    with gate.passed():
        pass
