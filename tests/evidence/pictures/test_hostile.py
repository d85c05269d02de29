"""Pictures that are cut, flipped, absurd or enormous: a sentence to the person and nothing else."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.evidence.pictures.drawing import PICTURES, drawn, encoded
from tests.evidence.pictures.tiles import box, full, tiled
from tipline.errors import EvidenceError, FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning import CLEANERS, clean
from tipline.tips.evidence import Kind

FLIPS = 250
SEED = 20260301
SMALL = drawn((40, 24))


def cleaned(kind: Kind, picture: bytes) -> bytes:
    sink = io.BytesIO()
    clean(kind, io.BytesIO(picture), sink)
    return sink.getvalue()


def tagged(kind: Kind) -> bytes:
    exif = Image.Exif()
    exif[0x0131] = "program"
    exif.get_ifd(0x8825)[1] = "N"
    if kind is Kind.GIF:
        return encoded(kind, SMALL, comment="program")
    return encoded(kind, SMALL, exif=exif.tobytes())


@pytest.mark.parametrize("kind", PICTURES)
def test_a_cut_picture_is_damaged(kind: Kind) -> None:
    whole = encoded(kind, SMALL)
    for tenth in range(10):
        with pytest.raises(FileDamagedError):
            cleaned(kind, whole[: len(whole) * tenth // 10])
    with pytest.raises(FileDamagedError):
        cleaned(kind, whole[:-1])


@pytest.mark.parametrize("kind", PICTURES)
def test_flipped_bits_give_a_refusal_or_a_clean_picture(kind: Kind) -> None:
    chance, whole = random.Random(f"{SEED}{kind}"), tagged(kind)  # noqa: S311 (seeded on purpose)
    clean_ones = 0
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 8))):
            flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        try:
            once = cleaned(kind, bytes(flipped))
        except EvidenceError:
            continue
        clean_ones += 1
        assert cleaned(kind, once) == once
    assert 0 < clean_ones < FLIPS or kind is Kind.PNG  # every bit of a PNG is under a checksum


@pytest.mark.parametrize("kind", PICTURES)
@given(st.binary(max_size=200))
def test_any_bytes_behind_the_first_are_refused(kind: Kind, noise: bytes) -> None:
    first = encoded(kind, Image.new("RGB", (8, 8)))[:12]
    with pytest.raises(EvidenceError):
        cleaned(kind, first + noise)


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(name + content)
        return len(content).to_bytes(4) + name + content + crc.to_bytes(4)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + packed + chunk(b"IEND", b"")


def resized(kind: Kind, width: int, height: int) -> bytes:
    """A small picture that says that it is enormous."""
    whole = encoded(kind, SMALL)
    places = {
        Kind.JPEG: (whole.find(b"\xff\xc0") + 5, struct.pack(">HH", height, width)),
        Kind.GIF: (6, struct.pack("<HH", width, height)),
        Kind.WEBP: (26, struct.pack("<HH", width & 0x3FFF, height & 0x3FFF)),
        Kind.HEIC: (whole.find(b"ispe") + 8, struct.pack(">II", width, height)),
        Kind.AVIF: (whole.find(b"ispe") + 8, struct.pack(">II", width, height)),
    }
    at, sides = places[kind]
    return whole[:at] + sides + whole[at + len(sides) :]


@pytest.mark.parametrize("kind", [kind for kind in PICTURES if kind is not Kind.PNG])
def test_a_bomb_of_pixels_is_told_by_its_header(kind: Kind) -> None:
    with pytest.raises(FileTooComplexError):
        cleaned(kind, resized(kind, 65_000, 65_000))


def test_a_png_that_unpacks_to_other_than_its_rows_is_refused() -> None:
    rows = b"".join(b"\0" + bytes(12) for _ in range(4))
    assert cleaned(Kind.PNG, png(4, 4, rows))
    with pytest.raises(FileTooComplexError):
        cleaned(Kind.PNG, png(65_000, 65_000, rows))
    for other in (rows[:-1], rows + b"\0", bytes(50_000_000)):
        with pytest.raises(FileDamagedError):
            cleaned(Kind.PNG, png(4, 4, other))


def test_a_row_of_absurd_lengths_is_refused() -> None:
    huge = b"\xff\xff\xff\xff"
    jpeg, heic = encoded(Kind.JPEG, SMALL), encoded(Kind.HEIC, SMALL)
    for kind, picture in (
        (Kind.JPEG, b"\xff\xd8\xff\xe1\0\0" + jpeg[2:]),
        (Kind.JPEG, b"\xff\xd8" + b"\xff\xe1\0\2" * 30_000 + jpeg[2:]),
        (Kind.PNG, encoded(Kind.PNG, SMALL)[:33] + huge + b"IDAT"),
        (Kind.WEBP, b"RIFF" + huge + b"WEBP" + b"VP8 " + huge),
        (Kind.GIF, encoded(Kind.GIF, SMALL)[:-1] + b"\x21\xfe\1a\0" * 40_000 + b"\x3b"),
        (Kind.HEIC, heic[:24] + b"\0\0\0\1meta" + huge * 2 + heic[24:]),
        (Kind.HEIC, b"\0\0\0\x08free" * 30_000 + heic),
        (Kind.HEIC, heic.replace(b"iinf", b"meta").replace(b"iloc", b"meta")),
    ):
        with pytest.raises(EvidenceError):
            cleaned(kind, picture)


PITM = full(b"pitm", struct.pack(">H", 1))
IINF = full(
    b"iinf", struct.pack(">H", 1), full(b"infe", struct.pack(">HH4sx", 1, 0, b"hvc1"), version=2)
)
ILOC = full(b"iloc", struct.pack(">HHHHHHII", 0x4400, 1, 1, 0, 0, 1, 0, 9), version=1)
IPRP = box(b"iprp", box(b"ipco", box(b"ispe", bytes(12))), full(b"ipma", bytes(4)))


@pytest.mark.parametrize(
    "parts",
    [
        # extents of no bytes, 65,535 to each item
        [full(b"iloc", struct.pack(">HH", 0, 9_000), struct.pack(">HHH", 1, 0, 0xFFFF) * 9_000)],
        # one property said of each of 9,000 items, 255 times
        [
            ILOC,
            box(
                b"iprp",
                box(b"ipco", box(b"colr", bytes(100_000))),
                full(b"ipma", struct.pack(">I", 9_000), (b"\0\1\xff" + b"\1" * 255) * 9_000),
            ),
        ],
        [ILOC, full(b"iref", *[box(b"dimg", struct.pack(">HH", 1, 60_000), bytes(120_000))] * 20)],
        [ILOC, full(b"iinf", b"\xff\xff", *[box(b"free")] * 30_000)],
    ],
)
def test_counts_that_cost_a_sender_nothing_are_refused(parts: list[bytes]) -> None:
    meta = full(b"meta", PITM, IINF, IPRP, *parts)
    with pytest.raises(FileTooComplexError):
        cleaned(Kind.HEIC, box(b"ftyp", b"heic", bytes(4)) + meta + box(b"mdat"))


def test_bytes_that_are_used_many_times_are_refused() -> None:
    twice = tiled(Kind.HEIC)
    start = twice.find(b"iloc") + 12
    both = struct.unpack(">HHHHII", twice[start : start + 16])
    again = struct.pack(">HHHHII", 2, *both[1:])
    larger = again[:-4] + struct.pack(">I", both[5])
    assert cleaned(Kind.HEIC, twice[: start + 16] + larger + twice[start + 32 :])
    size = struct.pack(">I", len(twice) - both[4])
    whole = (
        struct.pack(">HHHHI", 1, *both[1:5]) + size + struct.pack(">HHHHI", 2, *both[1:5]) + size
    )
    with pytest.raises(FileTooComplexError):
        cleaned(Kind.HEIC, twice[:start] + whole + twice[start + 32 :])


def test_every_picture_has_a_cleaner() -> None:
    assert set(PICTURES) <= CLEANERS.keys()


LARGE = """
import io, resource, sys
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Kind
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as source, open("/dev/null", "wb") as sink:
    clean(Kind(sys.argv[2]), source, sink)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG])
def test_a_picture_of_108_megapixels_passes_in_little_memory(
    kind: Kind, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("large") / "large"
    path.write_bytes(encoded(kind, Image.new("L", (12_000, 9_000))))
    done = subprocess.run(
        [sys.executable, "-c", LARGE, path, kind], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 48 * 1024  # KiB above what an idle process has
