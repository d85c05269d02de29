"""First come, first served; and nobody waits for ever."""

import threading
import time

import pytest

from tipline.errors import StoreBusyError
from tipline.store.turns import Line

WAITERS = 20


def test_whoever_came_first_is_served_first() -> None:
    line, served = Line(), list[int]()

    def wait(number: int) -> None:
        with line.turn(30):
            served.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(WAITERS)]
    with line.turn(30):
        for number, thread in enumerate(threads, start=1):
            thread.start()
            _until(lambda number=number: len(line._waiting) == number)
    for thread in threads:
        thread.join()
    assert served == list(range(WAITERS))


def test_who_waited_too_long_is_told_and_blocks_nobody() -> None:
    line = Line()
    with line.turn(30):
        with pytest.raises(StoreBusyError), line.turn(0.01):
            pytest.fail("two had their turn")
        assert not line._waiting
    with line.turn(0.01):
        pass


def test_an_error_passes_the_turn_on() -> None:
    line = Line()
    with pytest.raises(ZeroDivisionError), line.turn(0.01):
        raise ZeroDivisionError
    with line.turn(0.01):
        pass


def test_under_haste_one_has_its_turn_at_a_time() -> None:
    line, inside, worst = Line(), [0], [0]

    def hurry() -> None:
        for _ in range(200):
            try:
                with line.turn(0.0005):
                    inside[0] += 1
                    worst[0] = max(worst[0], inside[0])
                    time.sleep(0.0002)
                    inside[0] -= 1
            except StoreBusyError:
                pass

    threads = [threading.Thread(target=hurry) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == [1]
    with line.turn(0.01):
        pass


def _until(is_so: object) -> None:
    assert callable(is_so)
    for _ in range(5000):
        if is_so():
            return
        time.sleep(0.001)
    pytest.fail("it did not come to that")
