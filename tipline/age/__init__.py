"""The age file format, version 1 (c2sp.org/age): bytes in, bytes out; it knows no tip.

A ``Recipient`` seals and cannot open; an ``Identity`` opens. Code that only seals imports no
identity. This room may import ``cryptography``, ``tipline.errors`` and ``tipline.seeking``; the
rest of the project imports this module and nothing inside it. All its errors are AgeError.

What it does not do: tell how old a file is or who sealed it (anyone can seal to a public key), hide
the length of what it holds (pad before), or wipe keys from memory (Python cannot).
"""

from tipline.age.armor import ArmorWriter, armor, dearmor, open_armor
from tipline.age.hybrid import HybridIdentity, HybridRecipient
from tipline.age.keys import parse_identities, parse_recipient
from tipline.age.known import FileKey
from tipline.age.opening import copy_opened, open_bytes, open_stream
from tipline.age.scrypt import ScryptIdentity, ScryptRecipient
from tipline.age.sealing import SealingWriter, seal_bytes, seal_stream
from tipline.age.seeking import SealedFile
from tipline.age.stanza import Identity, Recipient, Stanza
from tipline.age.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "ArmorWriter",
    "FileKey",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "SealedFile",
    "SealingWriter",
    "Stanza",
    "X25519Identity",
    "X25519Recipient",
    "armor",
    "copy_opened",
    "dearmor",
    "open_armor",
    "open_bytes",
    "open_stream",
    "parse_identities",
    "parse_recipient",
    "seal_bytes",
    "seal_stream",
]
