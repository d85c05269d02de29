"""What a camera that takes the reader of its video over can reach: itself."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.evidence.jail.test_jail import TESTS
from tests.stills.escapes import REFUSED
from tipline.evidence.jail import Jail
from tipline.stills.video.keeping import command


@pytest.fixture(scope="module")
def cell() -> Iterator[Jail]:
    made = Jail(tasks="tests.stills.escapes", also=[TESTS], walls=command)
    yield made
    made.close()


def answer(jail: Jail, task: str, **given: int) -> dict[str, Any]:
    return jail.run(task, None, io.BytesIO(b"x"), lambda _: None, given=given)


@pytest.mark.parametrize("attempt", REFUSED)
def test_it_is_refused(cell: Jail, attempt: str) -> None:
    told = answer(cell, attempt)
    assert told["refused"], told


def test_no_call_goes_through_but_those_that_are_left(cell: Jail) -> None:
    told = answer(cell, "every other call")
    assert set(told["through"]) <= set(told["tested"])


def test_nobody_is_in_its_network_but_the_relay(cell: Jail) -> None:
    with socket.create_server(("127.0.0.1", 0)) as machine:
        assert answer(cell, "reach", port=machine.getsockname()[1]) == {"reached": ["relay"]}


def test_it_has_threads(cell: Jail) -> None:
    assert answer(cell, "thread") == {"told": [1]}
