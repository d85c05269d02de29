"""Passphrases. The file is authentic to whoever knows the passphrase, so it has no other recipient.

Source: C2SP age, "The scrypt recipient type"; RFC 7914.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tipline.age.primitives import KEY_BYTES, unwrap_key, wrap_key
from tipline.age.stanza import WRAPPED_BYTES, Stanza, decode64, encode64
from tipline.errors import AgeFormatError, AgeWorkFactorError

if TYPE_CHECKING:
    from collections.abc import Sequence

KIND = "scrypt"
SALT_LABEL = b"age-encryption.org/v1/scrypt"
SALT_BYTES = 16
BLOCK_SIZE = 8  # r; a work factor of 2^n takes n doublings of 1 KiB: 2^17 is 128 MiB
WORK_FACTOR = re.compile(r"[1-9][0-9]?")  # no leading zero, and no number that takes long to read


@dataclass(frozen=True)
class ScryptRecipient:
    """A passphrase that seals. It must be the only recipient of its file.

    ``work_factor`` is the base-two logarithm of scrypt's N: 17 takes 128 MiB and about a third of a
    second. The passphrase is used as its UTF-8 bytes, unchanged, as other age tools do.
    """

    passphrase: str = field(repr=False)
    work_factor: int = 17

    def wrap(self, file_key: bytes) -> list[Stanza]:
        """Seal 16 bytes under the passphrase: one stanza."""
        salt = secrets.token_bytes(SALT_BYTES)
        wrapping_key = stretch(self.passphrase, salt, self.work_factor)
        args = (KIND, encode64(salt), str(self.work_factor))
        return [Stanza(args, wrap_key(wrapping_key, file_key))]


@dataclass(frozen=True)
class ScryptIdentity:
    """A passphrase that opens.

    ``max_work_factor`` bounds what a stranger's file may cost: 22 takes 4 GiB, 17 takes 128 MiB.
    """

    passphrase: str = field(repr=False)
    max_work_factor: int = 22

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key, or None for a file without passphrase or with another one.

        Raises AgeFormatError for a malformed stanza or one that is not alone, AgeWorkFactorError
        for one that asks for more work than allowed.
        """
        if all(stanza.kind != KIND for stanza in stanzas):
            return None
        if len(stanzas) != 1:
            raise AgeFormatError
        salt, work_factor = read_parameters(stanzas[0])
        if work_factor > self.max_work_factor:
            raise AgeWorkFactorError
        return unwrap_key(stretch(self.passphrase, salt, work_factor), stanzas[0].body)


def read_parameters(stanza: Stanza) -> tuple[bytes, int]:
    """Return a stanza's salt (16 bytes) and work factor; AgeFormatError if it is malformed."""
    if len(stanza.args) != 3 or len(stanza.body) != WRAPPED_BYTES:  # noqa: PLR2004  kind, salt, work
        raise AgeFormatError
    salt = decode64(stanza.args[1])
    if len(salt) != SALT_BYTES or not WORK_FACTOR.fullmatch(stanza.args[2]):
        raise AgeFormatError
    return salt, int(stanza.args[2])


def stretch(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    """Return the wrapping key (32 bytes) of a passphrase."""
    kdf = Scrypt(salt=SALT_LABEL + salt, length=KEY_BYTES, n=1 << work_factor, r=BLOCK_SIZE, p=1)
    return kdf.derive(passphrase.encode())
