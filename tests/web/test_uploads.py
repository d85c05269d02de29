"""The stream of a posted form with files: as Werkzeug's own parser reads it, however it is cut."""

from __future__ import annotations

import io
import threading
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser

from tests.files import BOUNDARY, MULTI, Posted, body
from tipline.errors import UploadCutError
from tipline.tips.evidence import NAME_MAX
from tipline.web.bodies import BODY_BYTES, FORM_PARTS, MemoryRequest
from tipline.web.uploads import (
    BRIEF_SECONDS,
    GRACE_SECONDS,
    SLOWEST,
    Brief,
    FieldPart,
    FilePart,
    Gate,
    Paced,
    parts,
    shown_name,
)

MIB = 1024 * 1024
NEARLY = (b"\r\n--", BOUNDARY[:3], b"\r", b"\n", b"-", b"--", b"\r\n--" + BOUNDARY[:-1], b" ", b"x",
          BOUNDARY, b"\x00\xff")  # fmt: skip
CONTENTS = (
    st.lists(st.sampled_from(NEARLY), max_size=12)
    .map(b"".join)
    .filter(lambda content: b"--" + BOUNDARY not in content)  # RFC 7578, 4.1: it must not occur
)
NAMES = st.text("abc-ü أ", min_size=1, max_size=8)
POSTED = st.lists(st.builds(Posted, NAMES, CONTENTS, st.none() | NAMES), max_size=6)


@dataclass
class Pieces:
    """A body that comes in pieces of its own sizes, whatever is asked for."""

    rest: bytes
    sizes: Iterator[int]
    asked: list[int] = field(default_factory=list)

    def read(self, size: int, /) -> bytes:
        self.asked.append(size)
        taken = min(size, next(self.sizes, size))
        piece, self.rest = self.rest[:taken], self.rest[taken:]
        return piece


def read(whole: bytes, sizes: Iterable[int] = ()) -> list[tuple[str, bytes, bool]]:
    """Return (name, content, whether it is a file) of each part."""
    found = []
    for part in parts(Pieces(whole, iter(sizes)), MULTI, len(whole)):
        if isinstance(part, FieldPart):
            found.append((part.name, part.text.encode(), False))
        else:
            found.append((part.name, b"".join(part.content), True))
    return found


def read_by_werkzeug(whole: bytes) -> list[tuple[str, bytes, bool]]:
    """Return the same by the library, which has all at once."""
    memory = MemoryRequest({})._get_file_stream
    parser = MultiPartParser(memory, max_form_memory_size=None)
    form, files = parser.parse(io.BytesIO(whole), BOUNDARY, len(whole))
    fields = [(name, text.encode(), False) for name, text in form.items(multi=True)]
    return fields + [
        (shown_name(each.filename or ""), each.read(), True) for _, each in files.items(multi=True)
    ]


@given(POSTED, st.lists(st.integers(1, 40), max_size=200))
def test_a_form_is_read_as_the_library_reads_it(sent: list[Posted], sizes: list[int]) -> None:
    whole = body(sent)
    try:
        expected = read_by_werkzeug(whole)
    except ValueError:
        with pytest.raises(UploadCutError):
            read(whole, sizes)
        return
    assert sorted(read(whole, sizes)) == sorted(expected)


def test_each_cut_between_two_pieces_gives_the_same() -> None:
    whole = body([Posted("draft", b"d"), Posted("file", b"a\r\n-\r", "a.jpg"), Posted("go", b"on")])
    expected = [("draft", b"d", False), ("a.jpg", b"a\r\n-\r", True), ("go", b"on", False)]
    for cut in range(1, len(whole)):
        assert read(whole, (cut,)) == expected


def test_parts_come_in_the_order_of_the_form_before_the_rest_is_read() -> None:
    whole = body([Posted("draft", b"d"), Posted("file", b"x" * MIB, "a.jpg")])
    source = Pieces(whole, iter(()))
    coming = parts(source, MULTI, len(whole))
    assert next(coming) == FieldPart("draft", "d")
    assert len(source.rest) > 0.9 * MIB


@given(POSTED.filter(bool), st.data())
def test_a_body_that_is_cut_says_so(sent: list[Posted], data: st.DataObject) -> None:
    whole = body(sent)
    cut = data.draw(st.integers(0, len(whole) - len(BOUNDARY) - 7))
    with pytest.raises(UploadCutError):
        list(parts(io.BytesIO(whole[:cut]), MULTI, len(whole)))
    with pytest.raises(UploadCutError):
        list(parts(io.BytesIO(whole[:cut]), MULTI, cut))


def test_no_more_than_the_body_is_read() -> None:
    """A server's stream may block where it ends."""
    whole = body([Posted("file", b"x" * 300_000, "a.jpg")])
    source = Pieces(whole + b"next request", iter(()))
    list(parts(source, MULTI, len(whole)))
    assert sum(source.asked) <= len(whole)


def test_a_file_that_is_not_read_is_passed_over() -> None:
    whole = body([Posted("file", b"x" * 300_000, "a.jpg"), Posted("go", b"on")])
    assert [part.name for part in parts(io.BytesIO(whole), MULTI, len(whole))] == ["a.jpg", "go"]


@dataclass
class Endless:
    """A long file, made while it is read."""

    left: int
    head: bytes

    def read(self, size: int, /) -> bytes:
        if self.head:
            piece, self.head = self.head, b""
            return piece
        self.left -= size
        return bytes(size) if self.left > 0 else b""


def test_a_long_file_takes_little_memory() -> None:
    head = body([Posted("file", b"", "a.mp4")]).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    source = Endless(64 * MIB, head)
    (coming,) = (part for part in [next(parts(source, MULTI, 2**31))] if isinstance(part, FilePart))
    tracemalloc.start()
    with pytest.raises(UploadCutError):
        for _ in coming.content:
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * MIB


def too_many() -> bytes:
    return body([Posted(f"f{number}", b"") for number in range(10_000)])


@pytest.mark.parametrize(
    "whole",
    [
        too_many(),
        body([Posted("what", b"x" * (BODY_BYTES + 1))]),
        body([Posted("what", b"x" * (BODY_BYTES // 2))] * 3),
        body([Posted("x" * 300_000, b"", "a.jpg")]),
        b"x" * 400_000 + body([Posted("a", b"")]),
    ],
    ids=["parts", "one field", "fields", "a name", "what stands before"],
)
def test_more_than_a_form_may_hold_is_refused(whole: bytes) -> None:
    with pytest.raises(RequestEntityTooLarge):
        read(whole)


def test_as_many_parts_as_a_form_may_have_are_taken() -> None:
    assert len(read(body([Posted("f", b"")] * FORM_PARTS))) == FORM_PARTS


@pytest.mark.parametrize(
    "whole",
    [b"", b"what=ever", b"--" + BOUNDARY + b"\r\n\r\nx\r\n--" + BOUNDARY + b"--"],
)
def test_what_is_no_form_is_told(whole: bytes) -> None:
    with pytest.raises(UploadCutError):
        read(whole)
    with pytest.raises(UploadCutError):
        list(parts(io.BytesIO(whole), "multipart/form-data", len(whole)))


def test_a_name_that_is_no_text_is_no_reason_to_refuse_a_file() -> None:
    whole = body([Posted("file", b"x", "photo-\udcff.jpg")])
    assert read(whole) == [("photo-\ufffd\ufffd\ufffd.jpg", b"x", True)]


SENT_NAMES = [
    (r"C:\Users\ali\a.jpg", "a.jpg"),
    (r"C:\\Users\\ali\\a.jpg", "a.jpg"),  # as curl writes it
    (r"\\server\ali\صورة.jpg", "صورة.jpg"),
    (r"C:\Users/ali\a.jpg", "a.jpg"),
    (r"C:\Users\ali" + "\\", ""),
    (r"Users\%22ali%22\a %22b%22.jpg", 'a "b".jpg'),
    (r"Users\a \"b\" c.jpg", 'a "b" c.jpg'),  # as curl writes it
    ("/home/ali/a.jpg", "a.jpg"),
]


@pytest.mark.parametrize(("sent", "shown"), SENT_NAMES)
def test_a_name_is_without_folders_as_it_is_sent(sent: str, shown: str) -> None:
    """Browsers and programs write a backslash in different ways (RFC 7578, 4.2)."""
    whole = body([Posted("file", b"x", "NAME"), Posted("go", b"on")])
    whole = whole.replace(b"NAME", sent.encode())
    assert read(whole) == [(shown, b"x", True), ("go", b"on", False)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("a\x00b\u202egpj.exe\u2066", "abgpj.exe"),
        ("two\r\nlines .jpg", "two lines .jpg"),
        ("صورة من الهاتف.jpg", "صورة من الهاتف.jpg"),
        ("/", ""),
        ("", ""),
        ("x" * 10_000 + ".jpeg", "x" * (NAME_MAX - 6) + "….jpeg"),
        ("." + "x" * 200, "." + "x" * (NAME_MAX - 2) + "…"),
    ],
)
def test_a_name_is_shown_without_what_it_should_not_hold(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(max_size=400))
def test_a_name_is_one_short_line(name: str) -> None:
    shown = shown_name(name)
    assert len(shown) <= NAME_MAX
    assert not {"/", "\\", "\n", "\0", "\u202e"} & set(shown)


def test_a_gate_has_so_many_places_and_gives_them_back() -> None:
    gate = Gate(2)
    with gate.place() as first, gate.place() as second, gate.place() as third:
        assert (first, second, third) == (True, True, False)
    with pytest.raises(KeyError), gate.place():
        raise KeyError
    with gate.place() as first, gate.place() as second:
        assert (first, second) == (True, True)


def test_a_gate_is_shared_by_threads() -> None:
    gate, found = Gate(3), []
    inside = threading.Barrier(8)

    def enter() -> None:
        with gate.place() as there:
            found.append(there)
            inside.wait(5)

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(found) == [False] * 5 + [True] * 3


def test_a_sender_who_is_too_slow_is_given_up() -> None:
    now = 0.0
    source = Paced(Pieces(b"x" * 10_000_000, iter(())), lambda: now)
    for now in range(0, GRACE_SECONDS + 20, 10):  # noqa: B007 (the clock)
        source.read(SLOWEST * 10)
    now += 60
    with pytest.raises(UploadCutError):
        source.read(1)


def test_who_is_turned_away_is_heard_for_a_short_while_in_small_pieces() -> None:
    """A server's stream gives nothing before it has all that was asked for."""
    now = 0.0
    source = Pieces(b"x" * 10_000_000, iter(()))
    brief = Brief(source, lambda: now)
    assert len(brief.read(65536)) == 1024
    now = BRIEF_SECONDS
    brief.read(1)
    now += 1
    with pytest.raises(UploadCutError):
        brief.read(1)
    assert max(source.asked) <= 1024
