"""Sizes that tell little.

Source: docs/format.md, 3. Padmé: K. Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
and Communication with PURBs", PoPETs 2019(4), section 4: at most 12 % more, and O(log log n) bits.
"""

from __future__ import annotations

FLOOR_BYTES = 4608  # a report of a thousand Arabic letters, and every shorter one


def padme(size: int) -> int:
    """Return the Padmé size of ``size`` bytes: the same, or at most 12 % more."""
    if size < 2:  # noqa: PLR2004 (its logarithm has none)
        return size
    exponent = size.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << (exponent - kept)) - 1 if exponent > kept else 0
    return (size + mask) & ~mask


def padded_size(size: int) -> int:
    """Return the size, in bytes, that a body of ``size`` bytes is filled up to with spaces."""
    return max(FLOOR_BYTES, padme(size))
