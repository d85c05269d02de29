"""Clips: some seconds of a recording, made anew for a player as WebM with VP8 and Opus.

Both are free to use, and every browser of an office plays them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame

from tipline.errors import FileDamagedError
from tipline.evidence.showing import recordings
from tipline.evidence.showing.bounds import CLIP_SECONDS, CLIP_SIDE, STRETCH_SECONDS

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream

    from tipline.tips.evidence import Kind

RATE = 48_000  # samples a second: Opus has no other
PICTURES_A_SECOND = 30  # at most
BETWEEN = Fraction(1, PICTURES_A_SECOND + 1)  # seconds
BUSY_SECONDS = 12  # of computing; then whole pictures only, so that nothing of a clip is missing
MILLISECOND = Fraction(1, 1000)
INDEX = {"reserve_index_space": "8192"}  # bytes: a place for each five seconds of ten minutes
VIDEO_OPTIONS = {"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "2500k"}


def write(kind: Kind, source: BinaryIO, sink: BinaryIO, start: int) -> dict[str, Any]:
    """Write the clip that begins at a second: 20 seconds of video, or ten minutes of sound."""
    made = io.BytesIO()  # a player wants its length at the beginning, which is known at the end
    with recordings.opened(kind, source) as container, _new(made) as output:
        clip = _Clip(container, output, start)
        clip.make()
        if not clip.frames:
            raise FileDamagedError
    sink.write(made.getbuffer())
    return {"frames": clip.frames}


def _new(sink: BinaryIO) -> OutputContainer:
    """Begin a clip with room for its index in front: a player then asks for nothing twice."""
    return av.open(sink, "w", format="webm", options=INDEX)


class _Clip:
    """One clip on its way. Times of frames become times from the clip's beginning, in seconds."""

    def __init__(self, container: InputContainer, output: OutputContainer, start: int) -> None:
        self._input, self._output = container, output
        self._begin = Fraction(container.start_time or 0, recordings.MICROSECONDS) + start
        self._seconds = CLIP_SECONDS if container.streams.video else STRETCH_SECONDS
        self._start = start
        self._last = Fraction(-1)
        self.frames = 0

    def make(self) -> None:
        """Decode, and encode what is within the clip, until all its streams are beyond its end."""
        streams: list[Stream] = [
            *self._input.streams.video[:1],
            *self._input.streams.audio[:1],
        ]
        legs = {stream.index: self._leg(stream) for stream in streams}
        recordings.go(self._input, self._start)
        beyond: set[int] = set()
        busy = time.process_time() + BUSY_SECONDS
        for packet in self._input.demux(streams):
            if time.process_time() > busy and self._input.streams.video:
                self._input.streams.video[0].codec_context.skip_frame = "NONKEY"
            for frame, at in self._decoded(packet):
                if at >= self._seconds:
                    beyond.add(packet.stream.index)
                elif at >= 0:
                    legs[packet.stream.index].take(frame, at)
                    self.frames += 1
            if len(beyond) == len(legs):
                break
        for leg in legs.values():
            leg.close()

    def _leg(self, stream: Stream) -> _Pictures | _Sound:
        return _Pictures(self._output) if stream.type == "video" else _Sound(self._output)

    def _decoded(self, packet: Any) -> Iterator[tuple[Any, Fraction]]:  # noqa: ANN401 (a packet of either)
        """Yield frames with their times; a packet that does not decode is passed over."""
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return
        for frame in frames:
            if frame.pts is not None and frame.time_base is not None:
                yield frame, frame.pts * frame.time_base - self._begin


class _Pictures:
    """The video of a clip, upright and small."""

    def __init__(self, output: OutputContainer) -> None:
        self._output = output
        self._stream = output.add_stream("libvpx", rate=PICTURES_A_SECOND, options=VIDEO_OPTIONS)
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = MILLISECOND
        self._stream.codec_context.thread_count = 1
        self._upright = recordings.Upright(CLIP_SIDE)
        self._last = -BETWEEN
        self._sides: tuple[int, int] | None = None

    def take(self, frame: VideoFrame, at: Fraction) -> None:
        """Encode a frame, unless another was shown just before."""
        if at - self._last < BETWEEN:
            return
        self._last = at
        shown = self._upright(frame)
        if self._sides is None:
            self._stream.width, self._stream.height = self._sides = shown.width, shown.height
        elif (shown.width, shown.height) != self._sides:
            return  # a player shows one size
        shown.pts, shown.time_base = int(at / MILLISECOND), MILLISECOND
        self._output.mux(self._stream.encode(shown))

    def close(self) -> None:
        """Write what is still to come."""
        if self._sides is not None:
            self._output.mux(self._stream.encode())


class _Sound:
    """The sound of a clip."""

    def __init__(self, output: OutputContainer) -> None:
        self._output = output
        self._stream = output.add_stream("libopus", rate=RATE, options={"b": "64k"})
        self._stream.codec_context.time_base = Fraction(1, RATE)
        self._resampler = AudioResampler("s16", "stereo", RATE, self._frame_size())

    def _frame_size(self) -> int:
        self._stream.codec_context.layout = "stereo"
        self._stream.codec_context.format = "s16"
        self._stream.codec_context.open()
        return int(self._stream.codec_context.frame_size)

    def take(self, frame: AudioFrame, at: Fraction) -> None:
        """Encode a frame."""
        frame.pts, frame.time_base = int(at * RATE), Fraction(1, RATE)
        for part in self._resampler.resample(frame):
            self._output.mux(self._stream.encode(part))

    def close(self) -> None:
        """Write what is still to come."""
        for part in self._resampler.resample(None):
            self._output.mux(self._stream.encode(part))
        self._output.mux(self._stream.encode())
