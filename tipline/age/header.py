"""The textual header: a version line, stanzas, and a MAC over them.

Source: C2SP age, "Header" and "ABNF definition of file header".
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from tipline.age import hybrid, scrypt
from tipline.age.primitives import header_mac
from tipline.age.stanza import Stanza, decode64, encode64
from tipline.errors import (
    AgeFormatError,
    AgeHeaderTamperedError,
    AgeNoMatchError,
    AgeRecipientsError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.age.stanza import Identity, Recipient

VERSION_LINE = "age-encryption.org/v1"
COLUMNS = 64
MAC_BYTES = 32
HEADER_LIMIT = 1024 * 1024  # bytes; ours, not the spec's: room for 640 hybrid stanzas


@dataclass(frozen=True)
class Header:
    """A parsed header: its stanzas, the bytes that the MAC covers, and the MAC (32 bytes)."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes

    def open(self, identities: Sequence[Identity]) -> bytes:
        """Return the file key (16 bytes) that the first matching identity gives.

        1. Ask each identity in turn; the first that answers decides. Else AgeNoMatchError.
        2. Check the MAC under that file key, or AgeHeaderTamperedError.
        """
        keys = (identity.unwrap(self.stanzas) for identity in identities)
        file_key = next((key for key in keys if key is not None), None)  # 1
        if file_key is None:
            raise AgeNoMatchError
        if not hmac.compare_digest(header_mac(file_key, self.signed), self.mac):  # 2
            raise AgeHeaderTamperedError
        return file_key


def write_header(file_key: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Seal a file key (16 bytes) to all recipients and return the header.

    Raises AgeRecipientsError if there are none, if they may not stand together, or if the header
    would be longer than 1 MiB.
    """
    stanzas = [stanza for recipient in recipients for stanza in recipient.wrap(file_key)]
    _refuse_bad_company(stanzas)
    signed = "".join([f"{VERSION_LINE}\n", *map(_write_stanza, stanzas), "---"]).encode("ascii")
    header = signed + f" {encode64(header_mac(file_key, signed))}\n".encode("ascii")
    if len(header) > HEADER_LIMIT:
        raise AgeRecipientsError
    return header


def read_header(source: BinaryIO) -> Header:
    """Read a header and leave the source at the payload's first byte.

    Raises AgeFormatError if it does not follow the grammar, has a passphrase stanza beside others,
    or is longer than 1 MiB.
    """
    lines = _Lines(source)
    if lines.take() != VERSION_LINE:
        raise AgeFormatError
    stanzas: list[Stanza] = []
    while (line := lines.take()).startswith("-> "):
        stanzas.append(Stanza(tuple(line[3:].split(" ")), _read_body(lines)))
    if not stanzas or not line.startswith("--- ") or not _scrypt_is_alone(stanzas):
        raise AgeFormatError
    mac = decode64(line[4:])
    if len(mac) != MAC_BYTES:
        raise AgeFormatError
    return Header(tuple(stanzas), bytes(lines.taken[: 3 - len(line) - 1]), mac)


def _refuse_bad_company(stanzas: Sequence[Stanza]) -> None:
    """Raise AgeRecipientsError where one stanza would undo what another promises.

    A passphrase must be alone (the spec, "scrypt recipient stanza"), and a file with a hybrid
    stanza has hybrid ones only: beside any other, a quantum computer opens it all the same. What
    will stand in the header decides, not what a recipient says about itself.
    """
    kinds = [stanza.kind for stanza in stanzas]
    mixed = hybrid.KIND in kinds and set(kinds) != {hybrid.KIND}
    if not kinds or mixed or not _scrypt_is_alone(stanzas):
        raise AgeRecipientsError


def _scrypt_is_alone(stanzas: Sequence[Stanza]) -> bool:
    return len(stanzas) == 1 or all(stanza.kind != scrypt.KIND for stanza in stanzas)


def _write_stanza(stanza: Stanza) -> str:
    """Write the argument line and the body, whose last line is always short, if need be empty."""
    text = encode64(stanza.body)
    rows = [text[start : start + COLUMNS] for start in range(0, len(text) + 1, COLUMNS)]
    return "\n".join([f"-> {' '.join(stanza.args)}", *rows, ""])


def _read_body(lines: _Lines) -> bytes:
    body = bytearray()
    while len(line := lines.take()) == COLUMNS:
        body += decode64(line)
    if len(line) > COLUMNS:
        raise AgeFormatError
    return bytes(body + decode64(line))


class _Lines:
    """The header's lines, one by one, and the bytes taken so far."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.taken = bytearray()

    def take(self) -> str:
        """Return the next line without its line feed; AgeFormatError at the end or the limit."""
        line = self._source.readline(HEADER_LIMIT - len(self.taken))
        self.taken += line
        if not line.endswith(b"\n") or not line.isascii():
            raise AgeFormatError
        return line[:-1].decode("ascii")
