"""One picture by HTTP, of cameras that stand in: what is had, and what is said where it is not."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.stills.camera import PASSWORD, PICTURE, USER, Camera, camera, unused_port
from tipline.errors import (
    StillBrokenError,
    StillElsewhereError,
    StillError,
    StillForbiddenError,
    StillInsecureError,
    StillLargeError,
    StillRefusedError,
    StillSignInError,
    StillSilentError,
)
from tipline.stills import pictures
from tipline.stills.parts import FirstPart
from tipline.stills.reaching import reach
from tipline.stills.sources import SignIn, Source, Sources, _network

HERE = "127.0.0.1"
MOST = 200_000


@pytest.fixture
def here() -> Iterator[Camera]:
    with camera() as made:
        yield made


def had(source: Source, most: int = MOST) -> bytes:
    return asyncio.run(asyncio.wait_for(pictures.fetch(source, HERE, most), 5))


def at(one: Camera, path: str, **more: Any) -> Source:
    return Source.parse(f"http://{HERE}:{one.port}/{path}", **more)


def signed(one: Camera, path: str, sign_in: SignIn, password: str = PASSWORD) -> Source:
    return at(one, path, user=USER, password=password, sign_in=sign_in)


def test_a_still_is_had(here: Camera) -> None:
    assert had(at(here, "still?channel=1")) == PICTURE
    assert here.asked == ["/still?channel=1"]


@pytest.mark.parametrize("path", ["stream", "stream-untold"])
def test_of_a_stream_of_pictures_the_first_whole_one_is_had_and_it_is_left(
    here: Camera, path: str
) -> None:
    assert had(at(here, path)) == PICTURE


@pytest.mark.parametrize("way", SignIn)
def test_a_camera_is_signed_in_at(here: Camera, way: SignIn) -> None:
    assert had(signed(here, way.value, way)) == PICTURE


def test_a_password_is_shown_in_the_clear_only_to_a_camera_that_is_known_to_want_it(
    here: Camera,
) -> None:
    with pytest.raises(StillSignInError):
        had(signed(here, "basic", SignIn.DIGEST))
    assert here.shown == [""]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("page", StillBrokenError),
        ("nothing-here", StillRefusedError),
        ("broken", StillBrokenError),
        ("noise", StillBrokenError),
        ("packed", StillBrokenError),
        ("endless", StillLargeError),
        ("stream-endless", StillLargeError),
        ("stream-cut", StillBrokenError),
        ("basic", StillSignInError),
        ("digest", StillSignInError),
    ],
)
def test_what_is_no_picture_is_told_as_what_it_is(
    here: Camera, path: str, error: type[StillError]
) -> None:
    with pytest.raises(error):
        had(at(here, path))


@pytest.mark.parametrize("way", SignIn)
def test_a_wrong_password_is_told_and_not_tried_on_and_on(here: Camera, way: SignIn) -> None:
    with pytest.raises(StillSignInError):
        had(signed(here, way.value, way, "wrong"))
    assert len(here.asked) == (1 if way is SignIn.BASIC else 2)


@pytest.mark.parametrize("asked", ["algorithm=SHA-512-256", "qop=auth-int", "stale"])
def test_a_challenge_that_cannot_be_met_is_a_refusal(here: Camera, asked: str) -> None:
    with pytest.raises(StillSignInError):
        had(signed(here, f"unknown-digest?{asked}", SignIn.DIGEST))


class Counted(bytearray):
    """What came, counting what is searched."""

    searched = 0

    def find(self, part: Any, begins: int = 0) -> int:  # type: ignore[override]  # as called
        self.searched += len(self) - begins
        return super().find(part, begins)


def test_what_has_come_is_not_searched_again_however_small_the_blocks_are() -> None:
    came = Counted()
    first = FirstPart(b"--frame", came)
    content = b"\r\nContent-Type: image/jpeg\r\n\r\n" + PICTURE + b"\r\n"
    sent = b"x" * 20_000 + b"--frame" + content + b"--frame"
    found = [first.add(sent[at : at + 1]) for at in range(len(sent))]
    assert found[-1] == PICTURE
    assert not any(found[:-1])
    assert came.searched < 20 * len(sent)


def test_what_a_camera_says_when_it_refuses_is_not_read(here: Camera) -> None:
    with pytest.raises(StillError):
        had(signed(here, "endless-refusal", SignIn.DIGEST))
    assert here.poured < 32 * 1024 * 1024  # what lies in buffers of the line, twice


@pytest.mark.parametrize("path", ["silent", "slow", "slow-head"])
def test_whoever_asks_bounds_the_time_whatever_is_slow(here: Camera, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(pictures.fetch(at(here, path), HERE), 0.5))
    assert time.monotonic() - began < 2


def test_a_camera_that_points_elsewhere_is_not_followed() -> None:
    with camera() as other, camera(other.port) as here:
        with pytest.raises(StillElsewhereError):
            had(at(here, "elsewhere"))
        assert here.asked == ["/elsewhere"]
        assert other.asked == []


def test_a_camera_that_is_off_is_silent() -> None:
    with pytest.raises(StillSilentError):
        had(Source.parse(f"http://{HERE}:{unused_port()}/still"))


def test_no_proxy_of_the_environment_is_asked(
    here: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    with camera() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{HERE}:{proxy.port}")
        monkeypatch.setenv("ALL_PROXY", f"http://{HERE}:{proxy.port}")
        assert had(at(here, "still")) == PICTURE
        assert proxy.asked == []


def test_the_connection_goes_to_the_address_that_was_checked_under_the_camera_s_name(
    here: Camera,
) -> None:
    named = Source.parse(f"http://gate.example:{here.port}/still")  # a name that leads nowhere
    assert had(named) == PICTURE
    assert here.hosts == [f"gate.example:{here.port}"]


def test_a_certificate_must_be_the_camera_s_own(tmp_path: Path) -> None:
    authority, other = trustme.CA(), trustme.CA()
    believed = tmp_path / "cameras.pem"
    authority.cert_pem.write_to_path(str(believed))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("gate.example").configure_cert(tls)
    with camera(tls=tls) as here:
        address = f"https://gate.example:{here.port}/still"
        assert had(Source.parse(address, authority=believed)) == PICTURE
        another = Source.parse(address.replace("gate", "pier"), authority=believed)
        other.cert_pem.write_to_path(str(tmp_path / "other.pem"))
        unknown = Source.parse(address, authority=tmp_path / "other.pem")
        missing = Source.parse(address, authority=tmp_path / "none.pem")
        for source in (another, unknown, Source.parse(address), missing):
            with pytest.raises(StillInsecureError):
                had(source)


def reached(host: str, *allowed: str) -> str:
    networks = tuple(_network(Path("stills.toml"), each) for each in allowed)
    return asyncio.run(reach(Sources(networks, {}), Source.parse(f"http://{host}/")))


def test_only_what_is_on_the_list_is_asked() -> None:
    assert reached("127.0.0.1", "10.0.0.0/8", "127.0.0.1") == "127.0.0.1"
    assert reached("[::1]", "::1") == "::1"
    for host, allowed in (
        ("127.0.0.2", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.0/8"),
        ("[::ffff:127.0.0.1]", "10.0.0.0/8"),
        ("0.0.0.0", "0.0.0.0/0"),  # noqa: S104 (it is refused)
        ("224.0.0.1", "0.0.0.0/0"),
        ("255.255.255.255", "0.0.0.0/0"),
    ):
        with pytest.raises(StillForbiddenError):
            reached(host, allowed)


def test_a_name_leads_only_where_the_list_allows() -> None:
    assert reached("localhost", "127.0.0.0/8", "::1") in {"127.0.0.1", "::1"}
    with pytest.raises(StillForbiddenError):
        reached("localhost", "10.0.0.0/8")
