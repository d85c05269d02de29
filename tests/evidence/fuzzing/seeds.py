"""Small whole files, one or more of each kind, that are then spoilt."""

from __future__ import annotations

from collections.abc import Mapping

from tests.evidence.documents.test_hostile import DOCUMENTS
from tests.evidence.media.recording import H264, made, metadata, recorded
from tests.evidence.pictures.drawing import PICTURES, drawn, encoded
from tipline.tips.evidence import Family, Kind

SCENE = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=8:duration=1")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1:sample_rate=16000")
LIVE = ("-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4")
WORDS = "time,place,what\n10:00,North gate,\u0633\u064a\u0627\u0631\u0629\u200b\n" * 8
WEBM = (*("-c:v", "libvpx", "-deadline", "realtime", "-g", "4"), "-c:a", "libvorbis")


def seeds() -> Mapping[str, bytes]:
    """Return files by name; what stands before the dash is the kind."""
    media = [kind for kind in Kind if kind.family in {Family.VIDEO, Family.SOUND}]
    return {
        **{f"{kind}-drawn": encoded(kind, drawn((40, 24))) for kind in PICTURES},
        **{f"{kind}-written": written() for kind, written in DOCUMENTS.items()},
        **{f"{kind}-recorded": recorded(kind) for kind in media},
        "txt-written": ("Look: " + WORDS.replace(",", " ")).encode(),
        "csv-written": WORDS.encode("utf-16"),
        "jpg-turned": encoded(Kind.JPEG, drawn((40, 24)), progressive=True, comment=b"comment"),
        "mp4-live": _piped(*H264, *LIVE),
        "webm-live": _piped(*WEBM, "-f", "webm"),
    }


def _piped(*coder: str) -> bytes:
    return made(*SCENE, *TONE, *coder, *metadata(), "pipe:1")
