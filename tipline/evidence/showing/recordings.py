"""Sound and video, read by ffmpeg's libraries: one format a kind, one thread, no other file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import BinaryIO

import av
import av.subtitles.stream
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from PIL import Image

from tipline.errors import FileDamagedError
from tipline.evidence.showing.bounds import SECONDS_MAX
from tipline.tips.evidence import Kind

MICROSECONDS = 1_000_000  # of a second: how a container counts
FORMATS: Mapping[Kind, str] = {
    Kind.MP4: "mov",
    Kind.MOV: "mov",
    Kind.THREE_GP: "mov",
    Kind.M4A: "mov",
    Kind.WEBM: "matroska",
    Kind.MP3: "mp3",
    Kind.OGG: "ogg",
    Kind.WAV: "wav",
    Kind.AMR: "amr",
}
TURNS = {  # degrees against the clock, as a display matrix tells them: what turns a frame so
    90: (("transpose", "cclock"),),
    180: (("hflip", None), ("vflip", None)),
    -180: (("hflip", None), ("vflip", None)),
    -90: (("transpose", "clock"),),
}
av.logging.set_level(None)


@contextmanager
def opened(kind: Kind, source: BinaryIO) -> Iterator[InputContainer]:
    """Open a recording; FileDamagedError where it has neither sound nor video."""
    source.seek(0)
    try:
        container = av.open(source, "r", format=FORMATS[kind], options={"protocol_whitelist": ""})
    except av.FFmpegError:
        raise FileDamagedError from None
    with container:
        if not (container.streams.video or container.streams.audio):
            raise FileDamagedError
        for stream in (*container.streams.video, *container.streams.audio):
            stream.codec_context.thread_count = 1  # threads are refused in the jail
            stream.codec_context.thread_type = "NONE"
        yield container


def seconds(kind: Kind, source: BinaryIO) -> int:
    """Return how long a recording is, rounded up."""
    with opened(kind, source) as container:
        length = Fraction(container.duration or 0, MICROSECONDS) or _by_its_packets(container)
        return min(SECONDS_MAX, max(0, -(-length.numerator // length.denominator)))


def _by_its_packets(container: InputContainer) -> Fraction:
    """Return when the last packet ends, for a file that does not say how long it is."""
    ends = (
        ((packet.pts or 0) + (packet.duration or 0)) * packet.time_base
        for packet in container.demux()
        if packet.pts is not None and packet.time_base is not None
    )
    return max(ends, default=Fraction(0))


def begin(container: InputContainer) -> float:
    """Return the time of the container's first moment, in seconds: not every file begins at 0."""
    return (container.start_time or 0) / MICROSECONDS


def go(container: InputContainer, at: int) -> None:
    """Go to the last place before a second from which decoding can begin."""
    if at:
        container.seek(round((begin(container) + at) * MICROSECONDS), backward=True)


def pictures(
    kind: Kind, source: BinaryIO, at: Sequence[int], side: int
) -> Iterator[Image.Image | None]:
    """Yield a picture near each of these seconds, of at most ``side`` pixels: the whole one before.

    None where a file cannot be searched, or does not decode.
    """
    upright = Upright(side)
    with opened(kind, source) as container:
        stream = first_video(container)
        stream.codec_context.skip_frame = "NONKEY"
        for moment in at:
            try:
                go(container, moment)
                frame = next(container.decode(stream))
            except (av.FFmpegError, StopIteration):
                yield None
                continue
            picture: Image.Image = upright(frame).to_image(threads=1)
            yield picture


def first_video(container: InputContainer) -> VideoStream:
    """Return the video that is shown; FileDamagedError for a recording of sound alone."""
    if not container.streams.video:
        raise FileDamagedError
    return container.streams.video[0]


class Upright:
    """Turns frames as their file says, and makes them smaller: even sides, at most ``side``."""

    def __init__(self, side: int) -> None:
        """Begin with no frame."""
        self._side = side
        self._reformatter = VideoReformatter()
        self._graph: Graph | None = None
        self._made_for: tuple[int, int, int] = (0, 0, 0)

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """Return a frame as it is to be seen."""
        smaller = min(Fraction(1), Fraction(self._side, max(frame.width, frame.height)))
        width, height = (
            max(2, int(each * smaller) // 2 * 2) for each in (frame.width, frame.height)
        )
        small = self._reformatter.reformat(frame, width, height, "yuv420p", threads=1)
        turned = round(frame.rotation / 90) * 90
        return self._turn(small, turned) if turned in TURNS else small

    def _turn(self, frame: VideoFrame, turned: int) -> VideoFrame:
        made_for = (frame.width, frame.height, turned)
        if self._graph is None or made_for != self._made_for:
            self._graph, self._made_for = _graph(frame, turned), made_for
        self._graph.vpush(frame)
        return self._graph.vpull()


def _graph(frame: VideoFrame, turned: int) -> Graph:
    graph = Graph()
    graph.threads = 1
    first = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=frame.time_base or Fraction(1, MICROSECONDS),
    )
    steps = [graph.add(name, how) for name, how in TURNS[turned]]
    graph.link_nodes(first, *steps, graph.add("buffersink")).configure()
    return graph
