"""`tipline stills`: enrolling a device, and what `tipline check` says of the broker."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stills.camera import PASSWORD, USER
from tests.stills.device import device
from tests.stills.running import running, write
from tipline.cli.demo.stills import stand_in
from tipline.errors import StillError
from tipline.health.stills import look_at_stills
from tipline.settings import Settings, variable
from tipline.stills.asking import Broker
from tipline.stills.sources import Sources

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = write(tmp_path / "stills.toml")
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    monkeypatch.setenv(variable("stills_file"), str(made))
    return made


def test_enrolling_without_the_file_says_which_setting_names_it(run: Run, file: Path) -> None:
    file.unlink()
    said = run("stills", "enrol", "127.0.0.1")
    assert said.code == 1
    assert f"The file of the broker, {file}, is missing." in said.err
    assert "`stills_file`" in said.err


def test_what_enrolling_prints_is_what_the_file_takes(run: Run, file: Path) -> None:
    with device() as one:
        at = f"127.0.0.1:{one.port}"
        said = run("stills", "enrol", at, "--code", "GATE/1", typed=f"{USER}\n{PASSWORD}\n")
    assert said.code == 0, said.err
    assert PASSWORD not in said.out + said.err
    first = said.out.split("\n\n")[0]
    assert tomllib.loads(first)["camera"]["GATE/1"] == {
        "address": "http://127.0.0.1:8080/still.jpg?a=1&b=2",
        "user": USER,
        "password": "",
    }
    write(file, first)
    assert Sources.read(file).of("GATE/1").port == 8080
    assert "rtsp://127.0.0.1:554/live" in said.out


def test_a_device_that_names_another_host_is_not_enrolled(run: Run, file: Path) -> None:
    with device("10.9.9.9") as one:
        said = run("stills", "enrol", f"127.0.0.1:{one.port}", typed=f"{USER}\n{PASSWORD}\n")
    assert said.code == 1
    assert "an address of another host" in said.err
    assert said.out == ""


def test_enrolling_and_serving_want_a_file_of_ones_own(run: Run, file: Path) -> None:
    file.chmod(0o644)
    said = run("stills", "enrol", "127.0.0.1", typed="a\nb\n")
    assert (said.code, "Others can read the key file" in said.err) == (1, True)
    said = run("stills", "serve")
    assert (said.code, "`stills_socket` is empty" in said.err) == (1, True)


def test_check_tells_of_a_file_that_others_read_and_of_a_broker_that_is_silent(
    file: Path, tmp_path: Path
) -> None:
    assert list(look_at_stills(Settings(stills_file=file))) == []
    settings = Settings(stills_file=file, stills_socket=str(tmp_path / "s"))
    (silent,) = look_at_stills(settings)
    assert "does not answer" in silent.found
    assert not silent.warning
    with running(file, tmp_path / "s"):
        assert list(look_at_stills(settings)) == []
        file.chmod(0o640)
        exposed, unready = look_at_stills(settings)
        assert f"Others can read the key file {file} (mode 0640)" in exposed.found
        assert "not as it must be" in unready.found


def test_the_demonstration_s_cameras_show_the_time(tmp_path: Path) -> None:
    with stand_in(Settings(var=tmp_path)) as settings:
        place = Path(settings.stills_socket)
        assert settings.stills_file.stat().st_mode & 0o777 == 0o600
        with running(settings.stills_file, place):
            assert Broker(place).still("EXAMPLE-05").content.startswith(b"\xff\xd8\xff")
            with pytest.raises(StillError):
                Broker(place).still("EXAMPLE-03")  # whose pictures its keeper gives
    with stand_in(Settings(var=tmp_path, stills_socket="mine")) as settings:
        assert settings.stills_socket == "mine"
