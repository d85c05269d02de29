"""Files that an operator names: trouble is said in a sentence, and nothing is ever overwritten."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity, parse_identities
from tipline.errors import AgeKeyError, AlreadyThereError, IdentityFileError, OperatorFileError
from tipline.sealing.deployment import DeskCard

if TYPE_CHECKING:
    from pathlib import Path

DEMO_FILE = "demo.json"  # in var/: only a demonstration has it; its sign-in page reads it too
PRIVATE = 0o600
PUBLIC = 0o644
FOLDER = 0o700
PARENT = 0o755  # less what the umask takes; never to be written by others
IDENTITY_BYTES_MAX = 64 * 1024


def read_bytes(path: Path) -> bytes:
    """Return a file's contents; OperatorFileError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperatorFileError(file=path, reason=error.strerror) from None


def read_identities(path: Path) -> list[HybridIdentity]:
    """Return the post-quantum identities of a stock identity file; IdentityFileError."""
    try:
        found = parse_identities(read_bytes(path)[:IDENTITY_BYTES_MAX].decode("utf-8"))
    except (UnicodeDecodeError, AgeKeyError):
        raise IdentityFileError(file=path) from None
    ours = [identity for identity in found if isinstance(identity, HybridIdentity)]
    if not ours:
        raise IdentityFileError(file=path)
    return ours


def read_desk_card(path: Path) -> DeskCard:
    """Return a desk's public card; OperatorFileError for a file that is none."""
    try:
        return DeskCard.parse(read_bytes(path).decode("ascii"))
    except ValueError:
        raise OperatorFileError(file=path, reason="it is not a desk's card") from None


def write_new(path: Path, content: str | bytes, mode: int = PRIVATE) -> None:
    """Write a file that must not be there yet, for its owner alone; it is on disk on return.

    Raises AlreadyThereError, which also stands for a link of this name, or OperatorFileError.
    """
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, mode)
        with os.fdopen(file, "wb") as sink:
            os.fchmod(sink.fileno(), mode)
            sink.write(content.encode() if isinstance(content, str) else content)
            sink.flush()
            os.fsync(sink.fileno())
    except FileExistsError:
        raise AlreadyThereError(file=path) from None
    except OSError as error:
        raise OperatorFileError(file=path, reason=error.strerror) from None


def make_folder(path: Path, mode: int = FOLDER) -> None:
    """Make a folder where there is none; one that is there keeps its mode. OperatorFileError."""
    try:
        if not path.is_dir():
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir(mode=PARENT, exist_ok=True)
            path.mkdir()
            path.chmod(mode)
    except OSError as error:
        raise OperatorFileError(file=path, reason=error.strerror) from None
