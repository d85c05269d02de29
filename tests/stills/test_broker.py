"""The process that alone knows where cameras answer, asked over its socket."""

from __future__ import annotations

import logging
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.stills.camera import PASSWORD, PICTURE, USER, Camera, camera, eventually
from tests.stills.running import entry, running, write
from tipline.errors import (
    BrokerSilentError,
    BrokerUnreadyError,
    KeyFileExposedError,
    StillBrokenError,
    StillBusyError,
    StillForbiddenError,
    StillsFileError,
    StillSlowError,
    StillUnknownError,
    TiplineError,
)
from tipline.evidence.jail import Jail
from tipline.stills.asking import Broker
from tipline.stills.sources import Source, Sources

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here() -> Iterator[Camera]:
    with camera() as made:
        yield made


def at(one: Camera, path: str) -> str:
    return f"http://127.0.0.1:{one.port}/{path}"


def test_a_picture_is_had_by_a_camera_s_code(here: Camera, tmp_path: Path) -> None:
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, "still")))
    with running(file, tmp_path / "s"):
        asked = Broker(tmp_path / "s")
        asked.require()
        still = asked.still("EXAMPLE-01")
    assert still.content == PICTURE
    assert abs(still.at - datetime.now(UTC)) < timedelta(seconds=5)


def test_nothing_but_a_known_code_is_asked_for(here: Camera, tmp_path: Path) -> None:
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, "still")))
    with running(file, tmp_path / "s"):
        asked = Broker(tmp_path / "s")
        for code in ("EXAMPLE-02", at(here, "still"), "", "a\nb", "x" * 200, "../stills.toml"):
            with pytest.raises(StillUnknownError):
                asked.still(code)
    assert here.asked == []


def test_what_the_file_does_not_allow_is_not_asked(here: Camera, tmp_path: Path) -> None:
    entries = (
        entry("NUMBER", at(here, "still")),
        entry("NAME", f"http://localhost:{here.port}/still"),
    )
    file = write(tmp_path / "stills.toml", *entries, allowed='allow = ["10.0.0.0/8"]\n')
    with running(file, tmp_path / "s"):
        for code in ("NUMBER", "NAME"):
            with pytest.raises(StillForbiddenError):
                Broker(tmp_path / "s").still(code)
    assert here.asked == []


def test_a_file_that_others_can_read_gives_nothing(here: Camera, tmp_path: Path) -> None:
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, "still")))
    with running(file, tmp_path / "s"):
        file.chmod(0o640)
        with pytest.raises(BrokerUnreadyError):
            Broker(tmp_path / "s").still("EXAMPLE-01")
        with pytest.raises(BrokerUnreadyError):
            Broker(tmp_path / "s").require()
        file.chmod(0o600)
        Broker(tmp_path / "s").require()
    assert here.asked == []


@pytest.mark.parametrize("path", ["slow", "silent", "slow-head"])
def test_a_slow_camera_is_left_in_time(here: Camera, tmp_path: Path, path: str) -> None:
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, path)))
    with running(file, tmp_path / "s", seconds=0.5):
        began = time.monotonic()
        with pytest.raises(StillSlowError):
            Broker(tmp_path / "s").still("EXAMPLE-01")
    assert time.monotonic() - began < 3


def test_one_picture_at_a_time_of_a_camera_and_a_few_at_once(here: Camera, tmp_path: Path) -> None:
    slow = [entry(f"SLOW-{number}", at(here, "silent")) for number in range(5)]
    file = write(tmp_path / "stills.toml", *slow, entry("QUICK", at(here, "still")))
    with running(file, tmp_path / "s", seconds=2):
        asked = Broker(tmp_path / "s")

        def wait(code: str) -> None:
            with pytest.raises(StillSlowError):
                asked.still(code)

        threads = [threading.Thread(target=wait, args=(f"SLOW-{each}",)) for each in range(4)]
        threads[0].start()
        assert eventually(lambda: len(here.asked) == 1)
        with pytest.raises(StillBusyError):
            asked.still("SLOW-0")
        assert asked.still("QUICK").content == PICTURE
        for thread in threads[1:]:
            thread.start()
        assert eventually(lambda: len(here.asked) == 5)
        with pytest.raises(StillBusyError):
            asked.still("QUICK")
        for thread in threads:
            thread.join()
        assert asked.still("QUICK").content == PICTURE


def test_a_picture_of_a_video_comes_by_the_same_way(rtsp: int, jail: Jail, tmp_path: Path) -> None:
    address = f"rtsp://127.0.0.1:{rtsp}/live"
    known = entry("EXAMPLE-05", address, user=USER, password=PASSWORD)
    with running(write(tmp_path / "stills.toml", known), tmp_path / "s", jail):
        assert Broker(tmp_path / "s").still("EXAMPLE-05").content.startswith(b"\xff\xd8\xff")


def test_whoever_asks_nothing_or_too_much_is_left(here: Camera, tmp_path: Path) -> None:
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, "still")))
    with running(file, tmp_path / "s", asking_seconds=0.3):
        for said in (b"", b"x" * 100_000, b"\xff\n"):
            with socket.socket(socket.AF_UNIX) as one:
                one.settimeout(5)
                one.connect(str(tmp_path / "s"))
                one.sendall(said)
                assert one.recv(1) == b""
        assert Broker(tmp_path / "s").still("EXAMPLE-01").content == PICTURE


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"nonsense\n",
        b"x" * 5000,
        b'{"at": "2026-01-01T00:00:00Z", "size": 99999999999}\n',
        b'{"at": "2026-01-01T00:00:00Z", "size": 10}\nshort',
        b'{"trouble": "SystemExit"}\n',
        b'{"ready": true}\n',
    ],
)
def test_what_is_no_broker_is_told_as_silent(tmp_path: Path, said: bytes) -> None:
    def serve(listener: socket.socket) -> None:
        with listener.accept()[0] as one:
            one.recv(1000)
            one.sendall(said)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with pytest.raises(BrokerSilentError):
            Broker(tmp_path / "s", seconds=2).still("EXAMPLE-01")
        thread.join()


def test_where_no_broker_is_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokerSilentError):
        Broker(tmp_path / "none").still("EXAMPLE-01")


def test_a_log_names_no_camera_and_no_address(
    here: Camera, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    known = entry("EXAMPLE-01", at(here, "page"), user="the-user", password="the-word")
    file = write(tmp_path / "stills.toml", known)
    with running(file, tmp_path / "s"), pytest.raises(StillBrokenError):
        Broker(tmp_path / "s").still("EXAMPLE-01")
    assert "StillBrokenError" in caplog.text
    ours = "\n".join(it.getMessage() for it in caplog.records if it.name.startswith("tipline"))
    for secret in ("EXAMPLE-01", "127.0.0.1", str(here.port), "the-user", "the-word", "/page"):
        assert secret not in ours


FILES = {
    "": "allow",
    'allow = "10.0.0.1"': "allow",
    'allow = ["10.0.0.1/8"]': "allow",
    "allow = []\nmore = 1": "more",
    'allow = []\n[camera.A]\naddress = "ftp://10.0.0.1/"': "camera.A",
    'allow = []\n[camera.A]\naddress = "http://user:word@10.0.0.1/"': "camera.A",
    'allow = []\n[camera.A]\naddress = "http://10.0.0.1:port/"': "camera.A",
    'allow = []\n[camera.A]\naddress = "http://10.0.0.1/a b"': "camera.A",
    'allow = []\n[camera.A]\naddress = "http://10.0.0.1/"\nsign_in = "none"': "camera.A",
    'allow = []\n[camera.A]\naddress = "http://10.0.0.1/"\nword = "x"': "camera.A",
    "allow = [": "all of it",
}


@pytest.mark.parametrize("text", FILES)
def test_a_file_that_is_not_as_it_must_be_is_refused_by_its_place(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "stills.toml"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(StillsFileError) as told:
        Sources.read(file)
    assert told.value.values["place"] == FILES[text]
    assert "10.0.0.1" not in told.value.sentence


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with pytest.raises(KeyFileExposedError):
        Sources.read(write(tmp_path / "stills.toml", mode=0o604))


def test_an_address_and_a_password_are_in_no_repr() -> None:
    source = Source.parse("http://10.0.0.1/the-path", user="the-user", password="the-word")
    for secret in ("the-path", "the-user", "the-word"):
        assert secret not in repr(source)
        assert secret not in repr(Sources((), {"A": source}))


def test_the_process_serves_until_it_is_told_to_end(here: Camera, tmp_path: Path) -> None:
    """And leaves nothing behind it: no socket, no file among the temporary ones."""
    file = write(tmp_path / "stills.toml", entry("EXAMPLE-01", at(here, "still")))
    scratch, place = tmp_path / "tmp", tmp_path / "s"
    scratch.mkdir()
    environment = {
        "PATH": "/usr/bin:/bin",
        "TMPDIR": str(scratch),
        "TIPLINE_SETTINGS": "",
        "TIPLINE_STILLS_FILE": str(file),
        "TIPLINE_STILLS_SOCKET": str(place),
        "TIPLINE_LOG_LEVEL": "debug",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tipline", "stills", "serve"],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert eventually(lambda: answers(place), 20)
        assert stat.S_IMODE(place.stat().st_mode) == 0o660
        assert Broker(place).still("EXAMPLE-01").content == PICTURE
        with pytest.raises(StillUnknownError):
            Broker(place).still("EXAMPLE-02")
        process.terminate()
        said = process.communicate(timeout=10)[0].decode()
    assert process.returncode == 0, said
    assert not place.exists()
    assert list(scratch.iterdir()) == []
    for secret in ("EXAMPLE", "127.0.0.1", str(here.port)):
        assert secret not in said


def answers(place: Path) -> bool:
    try:
        Broker(place).require()
    except TiplineError:
        return False
    return True
