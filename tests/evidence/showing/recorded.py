"""Recordings for the tests: each second has a grey of its own, and the second half is loud."""

from __future__ import annotations

import io
import math
from array import array
from fractions import Fraction
from typing import cast

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame
from PIL import Image

from tipline.tips.evidence import Kind

RATE, PICTURES = 48_000, 10  # a second
SIDES = (96, 64)
VIDEO = {
    Kind.MP4: ("mp4", "libx264", "aac"),
    Kind.MOV: ("mov", "libx264", "aac"),
    Kind.THREE_GP: ("3gp", "libx264", "aac"),
    Kind.WEBM: ("webm", "libvpx", "libopus"),
}
SOUND = {
    Kind.MP3: ("mp3", "libmp3lame"),
    Kind.M4A: ("ipod", "aac"),
    Kind.OGG: ("ogg", "libopus"),
    Kind.WAV: ("wav", "pcm_s16le"),
}
AMR = b"#!AMR\n" + (b"\x3c" + bytes(range(31))) * 100  # two seconds of frames of 12.2 kbit/s


def grey(second: int) -> int:
    return 40 + 30 * second


def video(kind: Kind = Kind.MP4, seconds: int = 4, *, turned: int = 0) -> bytes:
    """Record a video with sound; its left third is black."""
    name, codec, sound = VIDEO[kind]
    made = io.BytesIO()
    with av.open(made, "w", format=name) as container:
        stream = cast("av.VideoStream", container.add_stream(codec, rate=PICTURES))
        stream.width, stream.height = SIDES
        stream.pix_fmt, stream.gop_size = "yuv420p", PICTURES
        if turned:
            stream.set_display_rotation(turned)
        heard = cast("av.AudioStream", container.add_stream(sound, rate=RATE))
        for number in range(seconds * PICTURES):
            frame = VideoFrame.from_image(_picture(grey(number // PICTURES)))
            frame.pts, frame.time_base = number, Fraction(1, PICTURES)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        _hear(container, heard, seconds)
    return made.getvalue()


def sound(kind: Kind = Kind.WAV, seconds: int = 4) -> bytes:
    """Record sound alone."""
    if kind is Kind.AMR:
        return AMR
    name, codec = SOUND[kind]
    made = io.BytesIO()
    with av.open(made, "w", format=name) as container:
        _hear(container, cast("av.AudioStream", container.add_stream(codec, rate=RATE)), seconds)
    return made.getvalue()


def _picture(level: int) -> Image.Image:
    picture = Image.new("RGB", SIDES, (level, level, level))
    picture.paste((0, 0, 0), (0, 0, SIDES[0] // 3, SIDES[1]))
    return picture


def _hear(container: OutputContainer, stream: av.AudioStream, seconds: int) -> None:
    half = seconds * RATE // 2
    tone = array("h", (int(20_000 * math.sin(at * 440 * 2 * math.pi / RATE)) for at in range(half)))
    samples = array("h", bytes(2 * half)) + tone
    resampler = av.AudioResampler("s16", "mono", RATE, 960)
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.planes[0].update(samples.tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    for part in (*resampler.resample(frame), *resampler.resample(None)):
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))
