"""Sound and video, cleaned without decoding: what is heard and seen goes over as it was coded.

The simple formats are walked here, frame by frame or page by page, and no library reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipline.evidence.cleaned import Cleaner
from tipline.evidence.cleaning.media import amr, movie, mp3, ogg, wav, webm
from tipline.tips.evidence import Kind

CLEANERS: Mapping[Kind, Cleaner] = MappingProxyType(
    {
        Kind.AMR: amr.clean,
        Kind.M4A: movie.cleaner(movie.M4A),
        Kind.MOV: movie.cleaner(movie.MOV),
        Kind.MP3: mp3.clean,
        Kind.MP4: movie.cleaner(movie.MP4),
        Kind.OGG: ogg.clean,
        Kind.THREE_GP: movie.cleaner(movie.THREE_GP),
        Kind.WAV: wav.clean,
        Kind.WEBM: webm.clean,
    }
)
