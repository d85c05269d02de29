"""What metadata tells: which kinds, when, where, which way is up; and that none of it can harm."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from tipline.evidence.cleaning.pictures import exif, iptc, xmp
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.origin import moment, place
from tipline.tips.evidence import ORIGIN_MAX, Found

EXIF, GPS = 0x8769, 0x8825


def tagged(base: dict[int, object], more: dict[int, object], gps: dict[int, object]) -> bytes:
    tags = Image.Exif()
    tags.update(base)
    tags.get_ifd(EXIF).update(more)
    tags.get_ifd(GPS).update(gps)
    return tags.tobytes()


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (tagged({0x010F: "maker"}, {}, {}), Found.DEVICE),
        (tagged({}, {0x927C: b"notes"}, {}), Found.DEVICE),
        (tagged({0x0131: "program"}, {}, {}), Found.PROGRAM),
        (tagged({0x013B: "somebody"}, {}, {}), Found.PERSON),
        (tagged({0x010E: "title"}, {}, {}), Found.WORDS),
        (tagged({}, {0x9003: "2026:03:01 12:34:56"}, {}), Found.TIME),
        (tagged({}, {}, {2: (26.0, 13.0, 42.6)}), Found.PLACE),
        (tagged({}, {}, {29: "2026:03:01"}), Found.TIME),
        (tagged({0xFDE8: "unknown"}, {}, {}), Found.REST),
    ],
)
def test_each_field_is_told_by_its_kind(raw: bytes, found: Found) -> None:
    assert exif.read(raw).found == {found}


@pytest.mark.parametrize("raw", [tagged({0x0112: 6, 0x011A: 72.0}, {0xA001: 1, 0xA002: 40}, {})])
def test_how_it_is_stored_is_nothing_found(raw: bytes) -> None:
    assert not exif.read(raw).found


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({0x9003: "2026:03:01 12:34:56", 0x9011: "+03:00"}, "2026-03-01T12:34:56+03:00"),
        ({0x9003: "2026:03:01 12:34:56"}, "2026-03-01T12:34:56"),
        ({0x9003: "0000:00:00 00:00:00", 0x9004: "2026:03:01 12:34:56"}, "2026-03-01T12:34:56"),
        ({0x9003: "yesterday"}, ""),
        ({0x9003: "2026:03:01 12:34:56\0<script>", 0x9011: "'); --"}, "2026-03-01T12:34:56"),
    ],
)
def test_when_it_was_taken(tags: dict[int, object], taken: str) -> None:
    assert exif.read(tagged({}, tags, {})).taken == taken


@pytest.mark.parametrize(
    ("gps", "told"),
    [
        ({1: "N", 2: (26.0, 13.0, 42.6), 3: "E", 4: (50.0, 35.0, 9.6)}, "26.22850,50.58600"),
        ({1: "S", 2: (26.0, 13.0, 42.6), 3: "W", 4: (50.0, 35.0, 9.6)}, "-26.22850,-50.58600"),
        ({2: (91.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, ""),
        ({2: (26.0, 13.0, 42.6)}, ""),
        ({2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, ""),
    ],
)
def test_where_it_was_taken(gps: dict[int, object], told: str) -> None:
    assert exif.read(tagged({}, {}, gps)).place == told


def structure(*fields: tuple[int, int, int, bytes], little: bool = False) -> bytes:
    """A TIFF structure with a GPS directory of these fields: tag, type, count, content."""
    sign = "<" if little else ">"
    inner, content, at = b"", b"", 26 + 2 + 12 * len(fields) + 4
    for tag, kind, count, raw in fields:
        place = raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack(sign + "I", at + len(content))
        inner += struct.pack(sign + "HHI", tag, kind, count) + place
        content += raw if len(raw) > 4 else b""
    order = b"II*\0" if little else b"MM\0*"
    first = struct.pack(sign + "IHHHIII", 8, 1, GPS, 4, 1, 26, 0)
    return order + first + struct.pack(sign + "H", len(fields)) + inner + bytes(4) + content


@pytest.mark.parametrize("kind", [5, 10])
@pytest.mark.parametrize("little", [True, False])
def test_signed_fractions_are_read_as_some_telephones_write_them(
    kind: int, *, little: bool
) -> None:
    sign = "<6i" if little else ">6i"
    north, east = (struct.pack(sign, each, 1, 13, 1, 4260, 100) for each in (26, 50))
    gps = structure((1, 2, 2, b"N"), (2, kind, 3, north), (4, kind, 3, east), little=little)
    assert exif.read(gps).place == "26.22850,50.22850"


def test_a_place_of_no_number_is_none() -> None:
    broken = struct.pack(">6I", 26, 0, 13, 1, 4260, 100)
    gps = structure((2, 5, 3, broken), (4, 5, 3, broken))
    assert exif.read(gps).place == ""
    assert exif.read(gps).found == {Found.PLACE}


def test_thousands_of_fields_over_the_same_bytes_cost_little() -> None:
    fields = [(tag, 7, 2**31, b"") for tag in range(5000)]
    assert exif.read(structure(*fields)).found == {Found.PLACE, Found.TIME}
    findings = Findings()
    for _ in range(100_000):
        findings.exif(b"MM\0*")
    assert findings.cleaned().found == {Found.REST}


def test_a_panorama_is_told() -> None:
    findings = Findings()
    findings.xmp(b'<rdf:Description GPano:ProjectionType="equirectangular"/>')
    assert findings.cleaned().found == {Found.AROUND}


def test_xmp_tells_the_same() -> None:
    packet = (
        b'<rdf:Description exif:DateTimeOriginal="2026-03-01T12:34:56+03:00" '
        b'exif:GPSLatitude="26,13.71N" exif:GPSLongitude="50,35,9.6E" tiff:Make="x"/>'
    )
    origin = xmp.read(packet)
    assert (origin.taken, origin.place) == ("2026-03-01T12:34:56+03:00", "26.22850,50.58600")
    assert origin.found == {Found.TIME, Found.PLACE, Found.DEVICE}


def test_an_empty_packet_of_xmp_is_nothing_found() -> None:
    assert not xmp.read(b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="x"/>').found


def test_photoshop_tells_what_it_holds() -> None:
    def resource(number: int, content: bytes) -> bytes:
        padded = content + bytes(len(content) % 2)
        return b"8BIM" + number.to_bytes(2) + b"\0\0" + len(content).to_bytes(4) + padded

    by_line = b"\x1c\2\x50\0\3abc"
    raw = b"Photoshop 3.0\0" + resource(0x0404, by_line) + resource(0x040C, b"small")
    assert iptc.read_resources(raw).found == {Found.PERSON, Found.PREVIEW}
    assert iptc.read_resources(raw + resource(0x0425, b"digest")).found == {
        Found.PERSON,
        Found.PREVIEW,
    }


@given(st.integers(2, 8))
def test_which_way_is_up_is_written_as_it_is_read(way: int) -> None:
    assert exif.orientation(exif.upright(way)) == way
    assert not exif.read(exif.upright(way)).found


@given(st.binary(max_size=400))
@example(b"Exif\0\0MM\0*" + b"\0\0\0\x08\xff\xff" + bytes(60))
@example(b"II*\0\x08\0\0\0\1\0\x69\x87\4\0\1\0\0\0\x08\0\0\0")  # a directory that holds itself
def test_no_metadata_breaks_its_reader(noise: bytes) -> None:
    findings = Findings()
    for look in (findings.exif, findings.xmp, findings.photoshop, findings.iptc, findings.profile):
        look(noise)
        look(b"MM\0*\0\0\0\x08" + noise)
    done = findings.cleaned()
    assert len(done.taken) <= ORIGIN_MAX
    assert len(done.place) <= ORIGIN_MAX


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_time_is_digits_or_nothing(text: str, zone: str) -> None:
    assert len(moment(text, zone)) <= ORIGIN_MAX
    assert set(moment("2026:03:01 12:34" + text, zone)) <= set("0123456789-:T+Z")


@given(st.floats(), st.floats())
def test_a_place_is_on_earth_or_nothing(latitude: float, longitude: float) -> None:
    told = place(latitude, longitude)
    if told:
        assert abs(float(told.split(",")[0])) <= 90
        assert abs(float(told.split(",")[1])) <= 180
