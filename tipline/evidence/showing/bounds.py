"""How large what is shown may be: both sides of the jail's wall read these."""

from __future__ import annotations

THUMBNAIL_SIDE = 320  # pixels
PICTURE_SIDE = 4096  # pixels: a photo of 12 megapixels keeps its own
PAGE_SIDE = 2000  # pixels: A4 at 170 dots an inch
STRIP_FRAMES, STRIP_COLUMNS, STRIP_SIDE = 12, 4, 320  # pictures of a strip; pixels of each
CLIP_SIDE = 854  # pixels: "480p", sideways or upright
CLIP_SECONDS = 20  # of a video, made anew in some four seconds
STRETCH_SECONDS = 600  # of a sound recording
WAVE_SIDES = (1200, 160)  # pixels
TEXT_MAX = 100_000  # code points
PAGES_MAX = 1_000_000
SECONDS_MAX = 1_000_000
SHOWN_BYTES = 32 * 1024 * 1024  # of one thing that is shown, in memory
