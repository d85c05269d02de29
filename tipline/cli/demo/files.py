"""The files of the invented reports, drawn when they are sent: photos, a sound, a page."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Callable, Mapping
from random import Random

from PIL import ExifTags, Image, ImageDraw, ImageFilter

SIZE, SMALL = (1600, 1200), (640, 480)  # pixels
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
    chance = Random(225)  # noqa: S311 (the same noise each time)
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


def snapshot(chance: Random) -> bytes:
    """Return a small JPEG of cars in the dark, another one each time."""
    scene = Image.new("RGB", SMALL, NIGHT)
    draw = ImageDraw.Draw(scene)
    ground = chance.randrange(300, 360)
    draw.rectangle((0, ground, *SMALL), fill=ROAD)
    for _ in range(chance.randrange(2, 5)):
        left, top = chance.randrange(0, 480), ground + chance.randrange(-30, 60)
        colour = chance.choice((BODY, GLASS, TAPE, LAMP))
        draw.rounded_rectangle((left, top, left + 150, top + 46), 18, fill=colour)
        draw.rectangle((left + 30, top - 26, left + 110, top), fill=FENCE)
        for wheel in (left + 18, left + 104):
            draw.ellipse((wheel, top + 30, wheel + 30, top + 60), fill=WHEEL)
    return _saved(scene.filter(ImageFilter.GaussianBlur(2)), "JPEG", exif=_hidden())


def screen(chance: Random) -> bytes:
    """Return a PNG of messages on a telephone's screen, too small to be read."""
    return _saved(_lined(chance, (270, 480), "#e8ece4", "#6a7a70"), "PNG")


def page(chance: Random) -> bytes:
    """Return a PDF of a written page."""
    return _saved(_lined(chance, (420, 594), "#fbfaf6", "#333a44"), "PDF")


def _lined(chance: Random, size: tuple[int, int], ground: str, ink: str) -> Image.Image:
    scene = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(scene)
    for top in range(30, size[1] - 30, 22):
        left = chance.choice((24, 24, size[0] // 4))
        right = chance.randrange(left + 40, size[0] - 20)
        draw.rounded_rectangle((left, top, right, top + 9), 4, fill=ink)
    return scene


def _saved(scene: Image.Image, form: str, **more: object) -> bytes:
    kept = io.BytesIO()
    scene.save(kept, form, **more)
    return kept.getvalue()


FILES: Mapping[str, Callable[[], bytes]] = {
    "photo.jpg": photo,
    "engine.wav": engine,
    "forwarded.jpg": forwarded,
}
DRAWN: Mapping[str, Callable[[Random], bytes]] = {
    "snapshot.jpg": snapshot,
    "screen.png": screen,
    "page.pdf": page,
}
