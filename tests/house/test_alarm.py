"""The sound of the wall is made here, so that it is ours: three notes, twice."""

from __future__ import annotations

import io
import math
import wave
from pathlib import Path

import tipline

SOUND = Path(tipline.__file__).parent / "static" / "review" / "alarm.wav"
RATE = 11_025  # frames a second
NOTES = (659.26, 783.99, 987.77, 0, 659.26, 783.99, 987.77)  # Hz: e, g, b (equal temperament)
NOTE_SECONDS, EDGE_SECONDS, LOUD = 0.16, 0.012, 100


def made() -> bytes:
    """Return the sound: 8 bits, mono, PCM; each note rises and falls, so that none clicks."""
    frames, long = bytearray(), int(RATE * NOTE_SECONDS)
    for note in NOTES:
        for at in range(long):
            edge = min(at, long - at, int(RATE * EDGE_SECONDS)) / (RATE * EDGE_SECONDS)
            high = LOUD * edge * math.sin(math.tau * note * at / RATE)
            frames.append(128 + round(high))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(frames))
    return out.getvalue()


def test_the_sound_of_the_wall_is_the_one_that_is_made_here() -> None:
    assert SOUND.read_bytes() == made()
