"""The few colours of the map.

Land and sea, sea and coast, letters and their halo keep their distance in lightness, which is what
is left of a colour for whoever does not see it as others do. Letters go from halo to ink in steps,
so that their edges are smooth without a colour for every grey.
"""

from __future__ import annotations

from enum import IntEnum


class Ink(IntEnum):
    """A colour by its place in the palette."""

    SEA = 0
    LAND = 1
    COAST = 2
    BORDER = 3
    HALO = 4
    PALE = 5
    MIDDLE = 6
    WORD = 7
    AREA_PALE = 8
    AREA_MIDDLE = 9
    AREA_WORD = 10
    DOT = 11
    MARK = 12
    MARK_HALO = 13


COLOURS = {
    Ink.SEA: "a9cbdb",
    Ink.LAND: "f7f2e4",
    Ink.COAST: "3f6373",
    Ink.BORDER: "96806a",
    Ink.HALO: "ffffff",
    Ink.PALE: "b9c2c6",
    Ink.MIDDLE: "6a7b83",
    Ink.WORD: "14262f",
    Ink.AREA_PALE: "d5cbc2",
    Ink.AREA_MIDDLE: "a28f7f",
    Ink.AREA_WORD: "6a513a",
    Ink.DOT: "14262f",
    Ink.MARK: "a3160e",
    Ink.MARK_HALO: "ffffff",
}
ENTRIES = 256  # with all of them a pixel is a byte, which packs better than half of one
PALETTE = bytes.fromhex("".join(COLOURS[ink] for ink in Ink)).ljust(3 * ENTRIES, b"\0")

PLACES = (Ink.PALE, Ink.MIDDLE, Ink.WORD)  # from the edge of a letter to its middle
AREAS = (Ink.AREA_PALE, Ink.AREA_MIDDLE, Ink.AREA_WORD)
