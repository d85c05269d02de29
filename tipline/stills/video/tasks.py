"""What can be asked of the jail: a picture of a video, written as JPEG."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias, cast
from urllib.parse import quote

import av
import av.subtitles.stream
import av.video.stream
from av.video.frame import VideoFrame
from PIL import JpegImagePlugin as JpegImagePlugin

from tipline.errors import FileDamagedError, FileKindRefusedError, FileLockedError
from tipline.stills.video.bounds import PICTURE, PICTURE_SIDE, SECONDS, STAND_IN
from tipline.stills.video.relay import Coming, Going, Relay, port
from tipline.tips.evidence import Kind

Task: TypeAlias = Callable[..., dict[str, Any]]
QUALITY = 95  # of 100: it is coded once more, and is to lose nothing that is seen
PIECE_BYTES = 128 * 1024
OPTIONS = {
    "rtsp_transport": "tcp",  # all of it inside of the one connection
    "allowed_media_types": "video",  # what is heard is not wanted
    "probesize": "32",  # what a camera says of its video is enough: nothing is guessed from it
    "fpsprobesize": "0",
    "protocol_whitelist": "tcp,rtp,udp",  # udp is named in any description; no socket of it is had
}
av.logging.set_level(None)


def still(
    _: Kind | None, source: BinaryIO, sink: BinaryIO, *, target: str, user: str, password: str
) -> dict[str, Any]:
    """Write the first whole picture of a camera's video.

    Raises FileLockedError where the camera refuses the name or the password, FileKindRefusedError
    where it has no such video, FileDamagedError.
    """
    coming = cast("Coming", cast("io.BufferedReader", source).raw)
    going = cast("Going", cast("io.BufferedWriter", sink).raw)
    shown = f"{quote(user, '')}:{quote(password, '')}@" if user else ""
    with Relay(coming, going):
        frame = _first(f"rtsp://{shown}{STAND_IN}:{port()}{target}")
    picture = io.BytesIO()
    frame.to_image().save(picture, "JPEG", quality=QUALITY, subsampling=0)
    content = picture.getvalue()
    for at in range(0, len(content), PIECE_BYTES):
        going.write(PICTURE + content[at : at + PIECE_BYTES])
    return {}


def _first(address: str) -> VideoFrame:
    """Return the first picture that is coded without others, and so is whole."""
    try:
        with av.open(address, format="rtsp", options=OPTIONS, timeout=SECONDS) as container:
            stream = next(iter(container.streams.video), None)
            if stream is None:
                raise FileKindRefusedError
            stream.codec_context.thread_count = 1
            stream.codec_context.thread_type = "NONE"
            for frame in container.decode(stream):
                if frame.key_frame and not frame.is_corrupt:
                    return _bounded(frame)
    except (av.HTTPUnauthorizedError, av.HTTPForbiddenError):
        raise FileLockedError from None
    except (av.HTTPClientError, av.HTTPServerError, av.ProtocolNotFoundError):
        raise FileKindRefusedError from None
    except (av.FFmpegError, OSError):
        raise FileDamagedError from None
    raise FileDamagedError


def _bounded(frame: VideoFrame) -> VideoFrame:
    if max(frame.width, frame.height) > PICTURE_SIDE:
        raise FileDamagedError
    return frame


TASKS: Mapping[str, Task] = MappingProxyType({"still": still})
