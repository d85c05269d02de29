"""Cameras and the jail that tests of stills share."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stills.camera import PASSWORD, USER
from tipline.evidence.jail import Jail
from tipline.stills.video.keeping import video_jail

DEBIAN = "/usr/bin/python3"  # whose packages have GStreamer's bindings
PROGRAM = Path(__file__).with_name("rtsp_camera.py")


@contextmanager
def rtsp_camera(way: str = "digest") -> Iterator[int]:
    """Run a camera that speaks RTSP; its port."""
    command = [DEBIAN, str(PROGRAM), USER, PASSWORD, way]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            assert running.stdout is not None
            yield int(running.stdout.readline())
        finally:
            running.kill()


@pytest.fixture(scope="session")
def rtsp() -> Iterator[int]:
    """The port of a camera that speaks RTSP, and wants Digest."""
    with rtsp_camera() as port:
        yield port


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    """The jail that reads video."""
    made = video_jail("bubblewrap")
    made.require()
    yield made
    made.close()
