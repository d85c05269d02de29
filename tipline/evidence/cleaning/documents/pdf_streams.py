"""Streams of a PDF that hide something inside: pictures of cameras, colour profiles, XMP."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.documents import enclosed
from tipline.evidence.cleaning.documents.jpeg2000 import plain as plain_jpeg2000
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found, Kind

PICTURE_MAX = 64 * 1024 * 1024  # bytes of one stream that is looked into
MENDED_MAX = 64 * 1024 * 1024  # bytes of all streams written anew: they wait in memory
PROFILE_MAX = 4 * 1024 * 1024
METADATA_MAX = 1024 * 1024
DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
CODED = {Name.DCTDecode, Name.DCT, Name.JPXDecode}


class Streams:
    """Cleans streams one after another, and counts what is kept in memory for it."""

    def __init__(self, findings: Findings) -> None:
        """Tell what is found to ``findings``."""
        self._findings = findings
        self._mended = 0
        self._profiles: dict[tuple[int, int], bool] = {}  # which were looked at, and may stay

    def read_metadata(self, stream: Object) -> None:
        """Look at XMP that is about to be dropped."""
        if not isinstance(stream, Stream):
            self._findings.add(Found.REST)
            return
        try:
            self._findings.xmp(_content(stream, METADATA_MAX))
        except (PdfError, FileTooComplexError):
            self._findings.add(Found.REST)

    def clean(self, stream: Stream) -> None:
        """Clean a stream that is a picture; leave any other."""
        filters = [one for one in _list(stream.get("/Filter")) if isinstance(one, Name)]
        if filters and filters[-1] in CODED:
            self._picture(stream, filters)

    def _picture(self, stream: Stream, filters: list[Name]) -> None:
        parameters = _list(stream.get("/DecodeParms"))
        raw = stream.read_raw_bytes() if _length(stream) <= PICTURE_MAX else b""
        if len(filters) > 1:
            stream.write(raw, filter=Array(filters[:-1]), decode_parms=Array(parameters[:-1]))
            raw = _content(stream, PICTURE_MAX)
        if not raw:
            raise FileTooComplexError
        plain = self._plain(raw, filters[-1])
        if plain != raw or len(filters) > 1:
            last = parameters[-1] if len(parameters) == len(filters) else None
            kept = last if isinstance(last, Dictionary) else None
            self._write(stream, plain, filters[-1], kept)

    def _plain(self, raw: bytes, coding: Name) -> bytes:
        if coding != Name.JPXDecode:
            return enclosed.picture(Kind.JPEG, raw, self._findings)
        plain = plain_jpeg2000(raw)
        if plain != raw:
            self._findings.add(Found.WORDS)
        return plain

    def colours(self, space: Array) -> None:
        """Clean the profile of a colour space; without one (sRGB, broken) it is the device's."""
        profile = space[1]
        if not isinstance(profile, Stream):
            raise FileDamagedError
        if not self.profile(profile):
            del space[1]
            space[0] = DEVICES[int(profile["/N"])]

    def profile(self, stream: Stream) -> bool:
        """Clean a colour profile; tell whether it may stay."""
        if stream.objgen not in self._profiles:
            content = _content(stream, PROFILE_MAX)
            plain = self._findings.profile(content)
            if plain and plain != content:
                self._write(stream, plain, None, None)
            self._profiles[stream.objgen] = bool(plain)
        return self._profiles[stream.objgen]

    def _write(
        self, stream: Stream, content: bytes, coding: Name | None, parameters: Dictionary | None
    ) -> None:
        self._mended += len(content)
        if self._mended > MENDED_MAX:
            raise FileTooComplexError
        stream.write(content, filter=coding, decode_parms=parameters)


def _length(stream: Stream) -> int:
    length = stream.get("/Length", 0)
    return length if isinstance(length, int) else PICTURE_MAX + 1


def _content(stream: Stream, most: int) -> bytes:
    if _length(stream) > most:
        raise FileTooComplexError
    content = bytes(stream.read_bytes())  # decoding is bounded by qpdf's limits
    if len(content) > most:
        raise FileTooComplexError
    return content


def _list(value: object) -> list[Object]:
    if isinstance(value, Array):
        return list(value)
    return [value] if isinstance(value, Object) else []
