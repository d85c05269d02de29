"""The receipt code: 26 random digits and 2 check digits, in 7 groups of 4.

Source: docs/format.md, 8. The check is that of an IBAN (ISO/IEC 7064, MOD 97-10): a slip of the pen
is told at once from a code that no longer exists.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field

from tipline.errors import (
    ReceiptCodeIncompleteError,
    ReceiptCodeMissingError,
    ReceiptCodeMistypedError,
)

RANDOM_DIGITS = 26  # 86 bits: nobody guesses one of a million codes in the life of the universe
CHECK_DIGITS = 2  # ISO/IEC 7064: finds every wrong digit and every exchange of neighbours
DIGITS = RANDOM_DIGITS + CHECK_DIGITS
GROUP_DIGITS = 4
MODULUS = 97
TYPED_MAX = 400  # characters: each digit with room for spaces, dashes and marks of direction


@dataclass(frozen=True)
class ReceiptCode:
    """A code whose check digits fit. Its digits are a secret: its repr does not show them."""

    digits: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse digits that are not a code's."""
        if len(self.digits) != DIGITS:
            raise ReceiptCodeIncompleteError(wanted=DIGITS, found=len(self.digits))
        western = self.digits.isascii() and self.digits.isdecimal()
        if not western or int(self.digits) % MODULUS != 1:
            raise ReceiptCodeMistypedError

    @property
    def groups(self) -> tuple[str, ...]:
        """The seven groups of four Western digits, as they are shown and read out."""
        return tuple(
            self.digits[start : start + GROUP_DIGITS] for start in range(0, DIGITS, GROUP_DIGITS)
        )


def draw() -> ReceiptCode:
    """Draw a new code."""
    return _checked(secrets.randbelow(10**RANDOM_DIGITS))


def derived(secret: bytes) -> ReceiptCode:
    """Return the code that a secret gives: 32 bytes or more, which nobody can guess."""
    return _checked(int.from_bytes(secret) % 10**RANDOM_DIGITS)


def _checked(chosen: int) -> ReceiptCode:
    check = MODULUS + 1 - chosen * 10**CHECK_DIGITS % MODULUS
    return ReceiptCode(f"{chosen:0{RANDOM_DIGITS}}{check:0{CHECK_DIGITS}}")


def parse(typed: str) -> ReceiptCode:
    """Return the code that somebody typed, in the digits of any script.

    1. Take every decimal digit (Unicode category Nd) by its value.
    2. Pass over spaces, dashes, points, marks of direction and other invisible characters.
    3. No digit at all: ReceiptCodeMissingError.
    4. A number of digits other than 28: ReceiptCodeIncompleteError, which tells how many.
    5. Anything else that was typed, or check digits that do not fit: ReceiptCodeMistypedError.
    """
    if len(typed) > TYPED_MAX:
        raise ReceiptCodeMistypedError
    digits = "".join(str(unicodedata.decimal(it)) for it in typed if it.isdecimal())  # 1
    strange = [it for it in typed if not it.isdecimal() and not _passed_over(it)]  # 2
    if not digits:  # 3
        raise ReceiptCodeMissingError(wanted=DIGITS, found=0)
    if len(digits) != DIGITS:  # 4
        raise ReceiptCodeIncompleteError(wanted=DIGITS, found=len(digits))
    if strange:  # 5
        raise ReceiptCodeMistypedError
    return ReceiptCode(digits)


def _passed_over(character: str) -> bool:
    """Tell whether a character only sets digits apart: Z, P, C and M, the minus sign, tatweel."""
    return unicodedata.category(character)[0] in "ZPCM" or character in "\u2212\u0640"
