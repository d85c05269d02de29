"""Whatever a file makes its parser do, it stays in the jail, and ends in a sentence."""

import io
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileEmptyError,
    FileKindRefusedError,
    FileTooComplexError,
    JailError,
)
from tipline.evidence.jail import Jail, bubblewrap, confining, keeper
from tipline.evidence.jail.frames import FRAME_MAX
from tipline.tips.evidence import Found, Kind

ROOT = Path(__file__).parents[3]
ATTACKS = bubblewrap.program("tests.evidence.jail.attacks", ROOT)
WITHOUT_WALLS = {"kill its keeper"}  # an old kernel's landlock does not see signals


@pytest.fixture(scope="module", params=["walls", "no walls"])
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    walls = request.param == "walls"
    made = Jail(bubblewrap.walled(ATTACKS, (ROOT / "tests",)) if walls else ATTACKS)
    yield made
    made.close()


def attack(jail: Jail, name: str, content: bytes = b"content") -> tuple[dict[str, object], bytes]:
    made: list[bytes] = []
    told = jail.run(name, None, io.BytesIO(content), made.append)
    return told, b"".join(made)


def processes() -> set[str]:
    """Return the processes that this one has started and that still are."""
    task = Path(f"/proc/{os.getpid()}/task")
    return {child for each in task.iterdir() for child in (each / "children").read_text().split()}


def handles() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_but_its_file_is_in_reach(jail: Jail) -> None:
    told, _ = attack(jail, "escapes")
    assert set(told["possible"]) <= WITHOUT_WALLS  # type: ignore[call-overload]  # a list of names


def test_it_is_told_nothing_of_its_keeper(jail: Jail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPLINE_VAR", "/somewhere")
    told, _ = attack(jail, "environment")
    assert set(told["names"]) <= {"LC_CTYPE", "PWD"}  # type: ignore[call-overload]  # a list


@pytest.mark.parametrize("size", [0, 1, FRAME_MAX, 3 * FRAME_MAX + 7])
def test_it_reads_its_file_and_writes_another(jail: Jail, size: int) -> None:
    content = secrets.token_bytes(size)
    told, made = attack(jail, "copy", content)
    assert made == content
    assert told == {"size": size, "beyond": 0, "first": content[:3].hex()}


@pytest.mark.parametrize(
    ("name", "ends_in"),
    [
        ("allocate", FileTooComplexError),
        ("recurse", FileTooComplexError),
        ("flood", FileTooComplexError),
        ("crash", FileDamagedError),
        ("leave", FileDamagedError),
        ("talk", FileDamagedError),
        ("huge", FileDamagedError),
        ("fail", FileDamagedError),
        ("unheard of", FileDamagedError),
    ],
)
def test_what_goes_wrong_is_a_sentence(jail: Jail, name: str, ends_in: type[EvidenceError]) -> None:
    with pytest.raises(ends_in):
        attack(jail, name)
    assert attack(jail, "copy", b"next")[1] == b"next"


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_what_takes_too_long_is_ended(
    jail: Jail, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "SECONDS", 0.3)
    started = time.monotonic()
    with pytest.raises(FileTooComplexError):
        attack(jail, name)
    assert time.monotonic() - started < 10


def test_what_a_library_prints_is_not_heard(jail: Jail) -> None:
    assert attack(jail, "print_much") == ({"said": True}, b"")


def test_what_reader_and_sink_raise_comes_through(jail: Jail) -> None:
    def refuse(_: bytes) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jail.run("copy", None, io.BytesIO(b"content"), refuse)


def test_nothing_is_left_behind() -> None:
    before = processes(), handles()
    made = Jail(bubblewrap.walled(ATTACKS, (ROOT / "tests",)))
    for name in ("copy", "crash", "flood"):
        with pytest.raises(EvidenceError) if name != "copy" else _nothing():
            attack(made, name)
    made.close()
    assert (processes(), handles()) == before


class _nothing:  # noqa: N801 (a context that expects nothing)
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_a_process_is_used_once(jail: Jail) -> None:
    assert attack(jail, "copy")[0]["size"] == 7
    one = processes()
    attack(jail, "copy")
    assert processes() != one


def test_a_picture_is_recognised_and_cleaned() -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "A maker of telephones"
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG", exif=exif)
    made: list[bytes] = []
    jail = Jail.make()
    try:
        assert jail.run("recognise", None, picture, len) == {"kind": "jpg"}
        told = jail.run("clean", Kind.JPEG, picture, made.append)
        with pytest.raises(FileEmptyError):
            jail.run("recognise", None, io.BytesIO(), len)
        with pytest.raises(FileKindRefusedError):
            jail.run("recognise", None, io.BytesIO(b"MZ\0\0"), len)
    finally:
        jail.close()
    assert Found.DEVICE in told["found"]
    assert b"maker of telephones" not in b"".join(made)


def test_a_jail_that_cannot_be_made_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(JailError):
        Jail.make()
    with pytest.raises(JailError):
        Jail(["/nowhere/bwrap"]).prove()
    with pytest.raises(JailError):
        Jail(["/bin/false"]).prove()


def test_this_kernel_can_refuse_every_path() -> None:
    assert confining.PATH_RIGHTS[5] == 16
    told = Path("/sys/kernel/security/lsm")
    if told.exists() and "landlock" not in told.read_text():
        pytest.skip("this kernel has no landlock")
