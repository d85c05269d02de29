"""The npm package age-encryption, which seals in browsers, and we read each other's files."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.interop.node import NODE, asked
from tipline.age import (
    HybridIdentity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    armor,
    dearmor,
    open_bytes,
    parse_identities,
    parse_recipient,
    seal_bytes,
)

if TYPE_CHECKING:
    from tipline.age import Identity, Recipient

node = partial(asked, "age.mjs")  # its bytes are base64
CHUNK = 64 * 1024
SIZES = pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK])
KINDS = pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
PASSPHRASE = "çay ve simit ٣"


def body(size: int) -> bytes:
    """Bytes of which no two chunks are alike."""
    return bytes(place * 7 % 251 for place in range(size))


@KINDS
@SIZES
def test_we_seal_and_they_open(kind: type[HybridIdentity | X25519Identity], size: int) -> None:
    """Ours opens there, sealed to two, at the borders of chunks."""
    identity, other = kind.generate(), kind.generate()
    sealed = seal_bytes(body(size), [other.recipient, identity.recipient])
    answer = node("open", identities=[identity.text], sealed=b64encode(sealed).decode())
    assert b64decode(answer["plain"]) == body(size)


@KINDS
@SIZES
def test_they_seal_and_we_open(kind: type[HybridIdentity | X25519Identity], size: int) -> None:
    """Theirs opens here, sealed to a recipient that we wrote."""
    identity, other = kind.generate(), kind.generate()
    recipients = [str(other.recipient), str(identity.recipient)]
    answer = node("seal", recipients=recipients, plain=b64encode(body(size)).decode())
    assert open_bytes(b64decode(answer["sealed"]), [identity]) == body(size)


@pytest.mark.parametrize("name", ["hybrid", "x25519"])
def test_their_keys_are_ours(name: str) -> None:
    """A key that they made is read here, and has the same recipient."""
    answer = node("keys", kind=name)
    [identity] = parse_identities(answer["identity"])
    assert isinstance(identity, HybridIdentity | X25519Identity)
    assert identity.recipient == parse_recipient(answer["recipient"])
    assert str(identity.recipient) == answer["recipient"]


def test_passphrases() -> None:
    """Both ways, in letters beyond ASCII."""
    recipient: Recipient = ScryptRecipient(PASSPHRASE, work_factor=12)
    sealed = b64encode(seal_bytes(b"yes", [recipient])).decode()
    assert b64decode(node("open", passphrases=[PASSPHRASE], sealed=sealed)["plain"]) == b"yes"
    answer = node("seal", passphrase=PASSPHRASE, plain=b64encode(b"no").decode())
    identity: Identity = ScryptIdentity(PASSPHRASE, max_work_factor=12)
    assert open_bytes(b64decode(answer["sealed"]), [identity]) == b"no"


def test_armor() -> None:
    """Both ways."""
    identity = HybridIdentity.generate()
    text = armor(seal_bytes(body(1000), [identity.recipient]))
    ours = b64encode(text.encode()).decode()
    opened = node("open", identities=[identity.text], sealed=ours, armored=True)
    assert b64decode(opened["plain"]) == body(1000)
    plain = b64encode(body(1000)).decode()
    theirs = node("seal", recipients=[str(identity.recipient)], plain=plain, armored=True)
    assert open_bytes(dearmor(b64decode(theirs["sealed"]).decode()), [identity]) == body(1000)


def test_packages_come_from_whichever_registry_is_set() -> None:
    """The lock file names versions and digests, and no address."""
    lock = json.loads((NODE / "package-lock.json").read_text())
    packages = [entry for path, entry in lock["packages"].items() if path]
    assert packages
    assert all("resolved" not in entry and entry["integrity"] for entry in packages)
