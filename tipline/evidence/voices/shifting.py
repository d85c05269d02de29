"""How the sound of a recording is made anew, higher or lower and as long as it was.

It is played faster or slower, which moves pitch and timbre together, and then stretched to its own
length (ffmpeg's ``atempo``). What comes out is speech in one channel: Ogg with Opus (RFC 7845).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import av
from av.audio.resampler import AudioResampler
from av.filter import Graph

from tipline.errors import FileDamagedError
from tipline.evidence.showing import recordings

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer

    from tipline.tips.evidence import Kind

RATE = 24_000  # samples a second: all of speech lies below 12 kHz
FRAME = RATE // 50  # samples: 20 ms, as Opus codes speech best
OCTAVE = 1200  # cents
OPTIONS = {"b": "32k", "application": "voip", "compression_level": "5"}


def shift(kind: Kind, source: BinaryIO, sink: BinaryIO, cents: int) -> bool:
    """Write a recording ``cents`` (hundredths of a semitone) higher, or lower if below zero.

    Returns False, with nothing written, for one that has pictures too. Raises FileDamagedError
    where nothing of it can be heard.
    """
    with recordings.opened(kind, source) as container:
        if container.streams.video:
            return False
        with av.open(sink, "w", format="ogg") as output:
            stream, heard = _speech(output), False
            for frame in _shifted(_samples(container), cents):
                output.mux(stream.encode(frame))
                heard = True
            output.mux(stream.encode(None))
    if not heard:
        raise FileDamagedError
    return True


def _speech(output: OutputContainer) -> AudioStream:
    stream = output.add_stream("libopus", rate=RATE, options=OPTIONS)
    stream.codec_context.layout = "mono"
    stream.codec_context.format = "s16"
    stream.codec_context.thread_count = 1  # threads are refused in the jail
    return stream


def _samples(container: InputContainer) -> Iterator[AudioFrame]:
    """Yield the first sound in one channel; a packet that does not decode is passed over.

    What changes its rate or its channels on the way, as recordings one after another do, goes on.
    """
    resampler: AudioResampler | None = None
    made_for: tuple[Any, ...] = ()
    for packet in container.demux(container.streams.audio[0]):
        frames: list[Any] = []
        with suppress(av.FFmpegError):
            frames = packet.decode()
        for frame in frames:
            comes = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or comes != made_for:
                yield from resampler.resample(None) if resampler else ()
                resampler, made_for = AudioResampler("s16", "mono", RATE), comes
            frame.pts = None
            yield from resampler.resample(frame)
    yield from resampler.resample(None) if resampler else ()


def _shifted(frames: Iterable[AudioFrame], cents: int) -> Iterator[AudioFrame]:
    """Yield the frames' sound so many cents higher, in frames as the coder takes them."""
    graph, at = _graph(2 ** (cents / OCTAVE)), 0
    for frame in frames:
        frame.pts, frame.time_base = at, Fraction(1, RATE)
        at += frame.samples
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[AudioFrame]:
    """Yield what a graph has ready; it says by an error that there is no more for now."""
    with suppress(BlockingIOError, av.EOFError):
        while True:
            yield cast("AudioFrame", graph.pull())


def _graph(ratio: float) -> Graph:
    graph = Graph()
    graph.threads = 1
    first = graph.add_abuffer(
        sample_rate=RATE, format="s16", layout="mono", time_base=Fraction(1, RATE)
    )
    steps = (
        ("asetrate", f"{round(RATE * ratio)}"),
        ("aresample", f"{RATE}"),
        ("atempo", f"{1 / ratio:.6f}"),
        ("asetnsamples", f"n={FRAME}:p=0"),
    )
    last = [graph.add(name, how) for name, how in steps]
    graph.link_nodes(first, *last, graph.add("abuffersink")).configure()
    return graph
