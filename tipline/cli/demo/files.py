"""The files of the invented reports, drawn when they are sent: a photo, twice, and a sound."""

from __future__ import annotations

import io
import math
import random
import wave
from collections.abc import Callable, Mapping

from PIL import ExifTags, Image, ImageDraw, ImageFilter

SIZE = (1600, 1200)  # pixels
GROUND = 820  # where the road begins, in pixels from the top
NIGHT, ROAD, FENCE, LAMP = "#0b1622", "#1d2329", "#46525c", "#ffd98a"
BODY, GLASS, TAPE, WHEEL = "#d9dcdc", "#27343f", "#b9ae8c", "#0a0a0a"
RATE, SECONDS = 8000, 8
QUIET = 9000  # of 32,767


def photo() -> bytes:
    """Return a JPEG of a white car at a fence; it tells when, where and by which phone."""
    scene = Image.new("RGB", SIZE, NIGHT)
    light = ImageDraw.Draw(scene)
    light.ellipse((880, 60, 1500, 700), fill="#2c3036")
    light.ellipse((1130, 250, 1250, 370), fill=LAMP)
    scene = scene.filter(ImageFilter.GaussianBlur(60))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, GROUND, *SIZE), fill=ROAD)
    for post in range(0, SIZE[0], 90):
        draw.line((post, 470, post, GROUND), fill=FENCE, width=8)
    for wire in range(500, GROUND, 70):
        draw.line((0, wire, SIZE[0], wire), fill=FENCE, width=3)
    draw.line((1190, 300, 1190, GROUND), fill="#5a6670", width=18)
    draw.ellipse((1150, 280, 1230, 340), fill=LAMP)
    _car(draw)
    grain = Image.effect_noise(SIZE, 28).convert("RGB")
    taken = io.BytesIO()
    Image.blend(scene, grain, 0.09).save(taken, "JPEG", quality=88, exif=_hidden())
    return taken.getvalue()


def _car(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((300, 780, 980, 930), 60, fill=BODY)
    draw.polygon([(420, 785), (520, 670), (780, 670), (880, 785)], fill=BODY)
    draw.polygon([(450, 780), (530, 690), (640, 690), (640, 780)], fill=TAPE)
    draw.polygon([(660, 780), (660, 690), (770, 690), (845, 780)], fill=GLASS)
    for left in (380, 760):
        draw.ellipse((left, 860, left + 130, 990), fill=WHEEL)


def _hidden() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Example", "Phone 3"
    exif[ExifTags.Base.DateTime] = "2026:03:05 23:14:08"
    place = {1: "N", 2: (26.0, 14.0, 31.2), 3: "E", 4: (50.0, 35.0, 9.6)}
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return exif


def engine() -> bytes:
    """Return a WAV file of an engine that idles."""
    chance = random.Random(225)  # noqa: S311 (the same noise each time)
    samples = bytearray()
    for moment in range(RATE * SECONDS):
        seconds = moment / RATE
        hum = math.sin(2 * math.pi * 46 * seconds) + 0.5 * math.sin(2 * math.pi * 93 * seconds)
        beat = 0.6 + 0.4 * math.sin(2 * math.pi * 11 * seconds)
        heard = QUIET * (hum * beat * 0.6 + chance.uniform(-0.25, 0.25))
        samples += int(heard).to_bytes(2, "little", signed=True)
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(bytes(samples))
    return kept.getvalue()


def forwarded() -> bytes:
    """Return the photo as it comes after it went through several hands: small and saved anew."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(photo())) as first:
        first.resize((800, 600)).save(kept, "JPEG", quality=60)
    return kept.getvalue()


FILES: Mapping[str, Callable[[], bytes]] = {
    "photo.jpg": photo,
    "engine.wav": engine,
    "forwarded.jpg": forwarded,
}
