"""What the analysts' map is made of.

- ``window``: what a browser shows of it; ``drawn``: what it draws there.
- ``listing``: the list beside it; ``spans``: what all of it lies in, and when it came.
- ``exporting``: it as GeoJSON; ``spot_words``: our words for a spot.
"""

from tipline.review.charted.drawn import cameras, candidates, ground, marks, squares
from tipline.review.charted.exporting import exported
from tipline.review.charted.listing import by_area, lines
from tipline.review.charted.spans import bars, fit
from tipline.review.charted.window import Window

__all__ = [
    "Window",
    "bars",
    "by_area",
    "cameras",
    "candidates",
    "exported",
    "fit",
    "ground",
    "lines",
    "marks",
    "squares",
]
