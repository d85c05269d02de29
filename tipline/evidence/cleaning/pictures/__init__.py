"""Pictures, cleaned without touching a pixel: their parts are walked, and few are written again.

What a decoder needs goes over byte by byte. Whatever else a file has (and whatever follows its
end) stays behind; it is read only to tell in kinds what was there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipline.evidence.cleaned import Cleaner
from tipline.evidence.cleaning.pictures import gif, heif, jpeg, png, webp
from tipline.tips.evidence import Kind

CLEANERS: Mapping[Kind, Cleaner] = MappingProxyType(
    {
        Kind.JPEG: jpeg.clean,
        Kind.PNG: png.clean,
        Kind.WEBP: webp.clean,
        Kind.GIF: gif.clean,
        Kind.HEIC: heif.clean,
        Kind.AVIF: heif.clean,
    }
)
