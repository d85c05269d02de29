"""Round trips at the borders of chunks; and nothing that was touched is ever opened."""

from __future__ import annotations

import io
from functools import cache
from hashlib import shake_128
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipline.age import (
    HybridIdentity,
    ScryptIdentity,
    ScryptRecipient,
    SealingWriter,
    Stanza,
    X25519Identity,
    copy_opened,
    open_bytes,
    open_stream,
    seal_bytes,
    seal_stream,
)
from tipline.age.header import HEADER_LIMIT
from tipline.errors import (
    AgeError,
    AgeFormatError,
    AgeNoMatchError,
    AgePayloadError,
    AgeRecipientsError,
    AgeWorkFactorError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.age import (
        Identity,
        Recipient,
    )

CHUNK = 64 * 1024
BORDERS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK]
NEAR_BORDERS = st.sampled_from(BORDERS) | st.integers(0, 3 * CHUNK)
HYBRID = HybridIdentity.from_seed(bytes(32))
CLASSIC = X25519Identity.from_seed(bytes(32))
PASSPHRASE = ScryptIdentity("kahve", max_work_factor=10)
PAIRS: list[tuple[Identity, Recipient]] = [
    (HYBRID, HYBRID.recipient),
    (CLASSIC, CLASSIC.recipient),
    (PASSPHRASE, ScryptRecipient("kahve", work_factor=10)),
]
KINDS = pytest.mark.parametrize(
    ("identity", "recipient"), PAIRS, ids=lambda each: type(each).__name__
)


@cache
def body(size: int) -> bytes:
    """Bytes of which no two chunks are alike."""
    return shake_128(b"body").digest(size)


@cache
def sealed_body(size: int, kind: int = 0) -> bytes:
    """Seal the same to the recipient of a kind."""
    return seal_bytes(body(size), [PAIRS[kind][1]])


class Trickle(io.RawIOBase):
    """A source that gives at most 777 bytes at a time, as a socket may."""

    def __init__(self, whole: bytes) -> None:
        """Give ``whole``, little by little."""
        self._source = io.BytesIO(whole)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: bytearray) -> int:  # type: ignore[override]  # what io hands it
        """Give a little."""
        piece = self._source.read(min(777, len(target)))
        target[: len(piece)] = piece
        return len(piece)


class Grease:
    """A recipient of a kind that nobody knows."""

    def wrap(self, file_key: bytes) -> Sequence[Stanza]:
        """Wrap nothing."""
        return [Stanza(("grease", "a"), bytes(len(file_key) * 9)), Stanza(("b",), b"")]


@KINDS
@pytest.mark.parametrize("size", BORDERS)
def test_round_trip_at_the_borders(identity: Identity, recipient: Recipient, size: int) -> None:
    """Bytes, streams and pushed bytes all come back, for each kind of key."""
    sink = io.BytesIO()
    seal_stream(io.BytesIO(body(size)), sink, [recipient])
    for sealed in (sink.getvalue(), seal_bytes(body(size), [recipient])):
        assert open_bytes(sealed, [identity]) == body(size)


@given(size=NEAR_BORDERS, pieces=st.lists(st.integers(0, 2 * CHUNK + 9), max_size=8))
@settings(deadline=None)
def test_pushed_in_any_pieces(size: int, pieces: list[int]) -> None:
    """However the bytes are cut when pushed, the file is the same size and opens to them."""
    source, sink = io.BytesIO(body(size)), io.BytesIO()
    with SealingWriter(sink, [HYBRID.recipient]) as writer:
        for length in [*pieces, size]:
            assert writer.write(memoryview(piece := source.read(length))) == len(piece)
    assert len(sink.getvalue()) == len(sealed_body(size))
    assert open_bytes(sink.getvalue(), [HYBRID]) == body(size)


@given(size=NEAR_BORDERS, pieces=st.lists(st.integers(0, 2 * CHUNK + 9), max_size=8))
@settings(deadline=None)
def test_read_in_any_pieces(size: int, pieces: list[int]) -> None:
    """A reader gives as much as it is asked for until the end, and stays at the end."""
    reader = open_stream(Trickle(sealed_body(size)), [HYBRID])  # type: ignore[arg-type]  # a reader that gives little at a time
    expected = io.BytesIO(body(size))
    for length in pieces:
        assert reader.read(length) == expected.read(length)
    assert reader.read() == expected.read()
    assert reader.read(1) == b""


def test_streams_with_short_reads() -> None:
    """A source that gives little at a time is sealed and copied whole."""
    sink, copy = io.BytesIO(), io.BytesIO()
    seal_stream(Trickle(body(CHUNK + 1)), sink, [HYBRID.recipient])  # type: ignore[arg-type]  # a reader that gives little at a time
    copy_opened(Trickle(sink.getvalue()), copy, [HYBRID])  # type: ignore[arg-type]  # a reader that gives little at a time
    assert copy.getvalue() == body(CHUNK + 1)


def refused(sealed: bytes, kind: int) -> None:
    """Assert that a touched file is refused with an error of ours, and no untrue byte comes out."""
    identity, _ = PAIRS[kind]
    with pytest.raises(AgeError):
        open_bytes(sealed, [identity])
    sink = io.BytesIO()
    with pytest.raises(AgeError):
        copy_opened(io.BytesIO(sealed), sink, [identity])
    assert body(3 * CHUNK).startswith(sink.getvalue())


SIZES = st.sampled_from([0, 1, 100, CHUNK, CHUNK + 1, 2 * CHUNK])


@st.composite
def touched(draw: st.DrawFn) -> tuple[bytes, int]:
    """Draw a sealed file of any kind of key, change one thing, and give it and its kind."""
    kind = draw(st.integers(0, len(PAIRS) - 1))
    whole = sealed_body(draw(SIZES), kind)
    place = draw(st.integers(0, len(whole) - 1) | st.integers(0, min(1600, len(whole) - 1)))
    rest = whole[place + 1 :]
    how = draw(st.sampled_from(["flip", "cut", "drop", "add", "swap", "end"]))
    other = draw(st.integers(0, len(whole) - 1))
    swapped = bytearray(whole)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    changed = {
        "flip": whole[:place] + bytes([whole[place] ^ draw(st.integers(1, 255))]) + rest,
        "cut": whole[:place],
        "drop": whole[:place] + rest,
        "add": whole[:place] + draw(st.binary(min_size=1, max_size=40)) + whole[place:],
        "swap": bytes(swapped),
        "end": whole + draw(st.binary(min_size=1, max_size=CHUNK + 20)),
    }[how]
    return changed, kind


@given(case=touched())
@settings(deadline=None, max_examples=400)
def test_any_touched_byte_is_refused(case: tuple[bytes, int]) -> None:
    """Flipped, cut off, taken out, added, swapped or appended: wherever it is."""
    sealed, kind = case
    if all(sealed != sealed_body(size, kind) for size in (0, 1, 100, CHUNK, CHUNK + 1, 2 * CHUNK)):
        refused(sealed, kind)


def test_every_bit_of_a_small_file() -> None:
    """Not by luck: each bit of a whole file in turn."""
    whole = sealed_body(1, 1)
    for place in range(8 * len(whole)):
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        refused(bytes(flipped), 1)


@pytest.mark.parametrize("size", [2 * CHUNK, 2 * CHUNK + 5])
def test_chunks_out_of_order(size: int) -> None:
    """Chunks swapped, doubled or left out are refused, though each is authentic."""
    whole = sealed_body(size)
    start = len(whole) - size - 16 * (-(-size // CHUNK))
    head, first, second = (
        whole[:start],
        whole[start : start + CHUNK + 16],
        whole[start + CHUNK + 16 :],
    )
    for chunks in (second + first, first + first + second, second, first, first + second + second):
        refused(head + chunks, 0)


def test_a_chunk_of_another_file() -> None:
    """Each file has its own key: chunks cannot travel."""
    one, two = (seal_bytes(body(9), [HYBRID.recipient]) for _ in range(2))
    refused(one[:-25] + two[-25:], 0)


def test_an_error_stays() -> None:
    """After a bad chunk no later read takes the end of the stream for the end of the file."""
    whole = bytearray(sealed_body(3 * CHUNK))
    whole[-(CHUNK + 100)] ^= 1
    reader = open_stream(io.BytesIO(bytes(whole)), [HYBRID])
    assert reader.read(CHUNK) == body(CHUNK)
    for _ in range(3):
        with pytest.raises(AgePayloadError):
            reader.read()


def test_a_broken_source_stays_broken() -> None:
    """A source that fails once is not read on as if nothing had been lost."""

    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > CHUNK:
                raise OSError
            return super().read(size)

    reader = open_stream(Breaking(sealed_body(2 * CHUNK)), [HYBRID])
    for _ in range(2):
        with pytest.raises(OSError):  # noqa: PT011  its own error, unchanged
            reader.read()


def test_an_aborted_writer_leaves_no_whole_file() -> None:
    """Half an upload never opens as a whole one, and the writer takes no more."""
    sink = io.BytesIO()
    writer = SealingWriter(sink, [HYBRID.recipient])
    with pytest.raises(ConnectionError), writer:  # noqa: PT012  the error comes midway
        writer.write(body(CHUNK + 1))
        raise ConnectionError
    writer.close()
    refused(sink.getvalue(), 0)
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")


def test_closing_twice_is_closing_once() -> None:
    """No second last chunk."""
    sink = io.BytesIO()
    writer = SealingWriter(sink, [HYBRID.recipient])
    writer.close()
    writer.close()
    assert open_bytes(sink.getvalue(), [HYBRID]) == b""


@pytest.mark.parametrize(
    "recipients",
    [
        [],
        [HYBRID.recipient, CLASSIC.recipient],
        [CLASSIC.recipient, HYBRID.recipient],
        [HYBRID.recipient, Grease()],
        [ScryptRecipient("a", 10), ScryptRecipient("b", 10)],
        [ScryptRecipient("a", 10), CLASSIC.recipient],
        [HYBRID.recipient, ScryptRecipient("a", 10)],
        [CLASSIC.recipient] * 11_000,
    ],
    ids=[
        "none",
        "mixed",
        "mixed too",
        "unknown kind",
        "two passphrases",
        "passphrase and key",
        "key and passphrase",
        "too many",
    ],
)
def test_recipients_that_may_not_stand_together(
    recipients: list[Recipient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written for them: a file that one of them would weaken is never begun."""
    monkeypatch.setattr("tipline.age.x25519.derive", lambda *_, **__: bytes(32))  # 11,000 take long
    sink = io.BytesIO()
    with pytest.raises(AgeRecipientsError):
        seal_stream(io.BytesIO(b"x"), sink, recipients)
    assert sink.getvalue() == b""


def test_unknown_stanzas_are_skipped() -> None:
    """A file that others seal with us opens for us all the same."""
    sealed = seal_bytes(b"x", [Grease(), CLASSIC.recipient, Grease()])
    assert open_bytes(sealed, [CLASSIC]) == b"x"


def test_somebody_else() -> None:
    """Another key, no key, another passphrase: told apart from damage."""
    strangers: list[list[Identity]] = [[], [HybridIdentity.generate()], [CLASSIC, PASSPHRASE]]
    for identities in strangers:
        with pytest.raises(AgeNoMatchError):
            open_bytes(sealed_body(1), identities)
    with pytest.raises(AgeNoMatchError):
        open_bytes(sealed_body(1, 2), [ScryptIdentity("Kahve")])


def test_the_work_a_stranger_may_ask_for_is_bounded() -> None:
    """It is refused before it is done."""
    with pytest.raises(AgeWorkFactorError):
        open_bytes(sealed_body(1, 2), [ScryptIdentity("kahve", max_work_factor=9)])


@pytest.mark.parametrize("line", [b"x" * 200, b"-> a\n\n" * 40], ids=["one line", "many stanzas"])
def test_a_header_without_end_is_bounded(line: bytes) -> None:
    """No more than 1 MiB of it is read."""
    endless = io.BytesIO(b"age-encryption.org/v1\n" + line * (2 * HEADER_LIMIT // len(line)))
    with pytest.raises(AgeFormatError):
        open_stream(endless, [HYBRID])
    assert endless.tell() <= HEADER_LIMIT


@pytest.mark.parametrize("args", [(), ("",), ("a", ""), ("a b",), ("a\n",), ("é",)])
def test_arguments_that_a_header_cannot_hold(args: tuple[str, ...]) -> None:
    """A stanza cannot smuggle in another line."""
    with pytest.raises(AgeFormatError):
        Stanza(args, b"")


def test_no_two_files_are_alike() -> None:
    """The file key, the nonce and the stanza are drawn anew for each."""
    one, two = (seal_bytes(body(CHUNK), [HYBRID.recipient]) for _ in range(2))
    assert len(one) == len(two)
    assert one[:60] != two[:60]
    assert one[-CHUNK:] != two[-CHUNK:]


def test_a_file_key_is_drawn_for_each_file() -> None:
    """All stanzas of a file wrap one file key, and the next file has another."""
    seen: list[bytes] = []

    class Watching(Grease):
        def wrap(self, file_key: bytes) -> Sequence[Stanza]:
            seen.append(file_key)
            return super().wrap(file_key)

    for _ in range(2):
        seal_bytes(b"", [Watching(), Watching()])
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_a_nonce_is_drawn_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were two file keys ever alike, their chunks still would not be."""
    monkeypatch.setattr("tipline.age.sealing.new_file_key", lambda: bytes(16))
    one, two = (seal_bytes(body(CHUNK), [HYBRID.recipient]) for _ in range(2))
    assert one[-CHUNK:] != two[-CHUNK:]


def test_a_passphrase_beside_a_key_is_refused_whoever_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody else's tool may write it; neither the key nor the passphrase opens it here."""
    monkeypatch.setattr("tipline.age.header._refuse_bad_company", lambda _: None)
    sealed = seal_bytes(b"x", [ScryptRecipient("kahve", 10), CLASSIC.recipient])
    identities: list[Identity] = [CLASSIC, PASSPHRASE]
    for identity in identities:
        with pytest.raises(AgeFormatError):
            open_bytes(sealed, [identity])
    stanzas = [*ScryptRecipient("kahve", 10).wrap(bytes(16)), Stanza(("grease",), b"")]
    with pytest.raises(AgeFormatError):
        PASSPHRASE.unwrap(stanzas)


@pytest.mark.parametrize(
    "stanzas",
    ["", f"-> grease\n{'A' * 72}\n", f"-> grease\n{'A' * 64}\n"],
    ids=["none", "long last line", "no short line"],
)
def test_headers_outside_the_grammar(stanzas: str) -> None:
    """No stanza at all, a body line past 64 columns, a body that never ends."""
    text = f"age-encryption.org/v1\n{stanzas}--- {'A' * 43}\n".encode() + bytes(32)
    with pytest.raises(AgeFormatError):
        open_bytes(text, [HYBRID])
