"""The jail's end of the line: the file is the file, however it is read, and asked for ahead."""

from __future__ import annotations

import io
import os
from collections import deque
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from tipline.evidence.jail.inside import Pipes, Source
from tipline.evidence.jail.line import BLOCK_BYTES, READ, SPAN, beyond, framed

CONTENT = os.urandom(3 * BLOCK_BYTES + 77)
MOVES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, len(CONTENT) + 9)),
        st.sampled_from([1, 44, 70_000, BLOCK_BYTES, 2 * BLOCK_BYTES]),
    ),
    max_size=12,
)


class Keeper:
    """Answers what is asked of it, each in its turn, with the file's bytes."""

    def __init__(self, *, roomy: bool) -> None:
        self.roomy, self.asked = roomy, 0
        self.waiting: deque[bytes] = deque()

    def send(self, sign: bytes, payload: bytes) -> None:
        assert sign == READ
        at, size = SPAN.unpack(payload)
        assert at < len(CONTENT)
        assert 0 < size <= BLOCK_BYTES
        assert not self.waiting, "a pipe has room for one answer"
        self.asked += 1
        self.waiting.append(CONTENT[at : at + size])

    def receive(self, _: bytes) -> bytes:
        return self.waiting.popleft()

    def receive_into(self, _: bytes, target: memoryview) -> int:
        block = self.waiting.popleft()
        target[: len(block)] = block
        return len(block)


def source(*, roomy: bool) -> tuple[Keeper, Source]:
    keeper = Keeper(roomy=roomy)
    return keeper, Source(cast("Pipes", keeper), len(CONTENT))


@given(moves=MOVES, roomy=st.booleans(), buffered=st.booleans())
@example(moves=[(None, BLOCK_BYTES)] * 5, roomy=True, buffered=False)
@example(moves=[(None, BLOCK_BYTES)] * 3 + [(None, 1)], roomy=True, buffered=False)
def test_it_reads_as_a_file_does(
    *, moves: list[tuple[int | None, int]], roomy: bool, buffered: bool
) -> None:
    keeper, raw = source(roomy=roomy)
    file, plain = io.BufferedReader(raw, BLOCK_BYTES) if buffered else raw, io.BytesIO(CONTENT)
    for place, size in moves:
        if place is not None:
            file.seek(place)
            plain.seek(place)
        block = file.read(size)
        assert block is not None
        assert plain.read(len(block)) == block
        assert block or not plain.read(1)
    raw.forget()
    assert not keeper.waiting, "what is on its way at the end breaks the line"


def test_it_reads_to_the_end_in_one() -> None:
    _, raw = source(roomy=True)
    assert io.BufferedReader(raw, BLOCK_BYTES).read() == CONTENT


def test_what_follows_is_asked_for_before_it_is_wanted() -> None:
    keeper, raw = source(roomy=True)
    raw.read(1000)
    assert not keeper.waiting
    raw.read(1000)
    assert keeper.waiting
    keeper, raw = source(roomy=False)
    for _ in range(3):
        raw.read(1000)
        assert not keeper.waiting


def test_what_is_read_in_order_is_asked_for_once() -> None:
    keeper, raw = source(roomy=True)
    while raw.read(BLOCK_BYTES):
        pass
    assert keeper.asked == len(CONTENT) // BLOCK_BYTES + 1


@given(st.binary(max_size=40), st.integers(0, 45))
def test_a_frame_goes_on_where_it_was_left(payload: bytes, sent: int) -> None:
    parts = framed(b"W", payload)
    whole = b"".join(parts)
    assert b"".join(beyond(parts, sent)) == whole[sent:]
    assert all(beyond(parts, sent))
