"""A deployment's keys, made for these tests."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tipline.age import HybridIdentity
from tipline.sealing.deployment import Deployment, DeskCard

PEPPER = bytes(range(32))


@dataclass(frozen=True)
class Keys:
    """A folder of keys, and the private halves that never lie in it."""

    folder: Path
    triage: HybridIdentity
    oversight: HybridIdentity
    recovery: HybridIdentity
    audit: HybridIdentity

    @property
    def deployment(self) -> Deployment:
        return Deployment.read(self.folder)


def write_keys(folder: Path) -> Keys:
    keys = Keys(folder, *(HybridIdentity.generate() for _ in range(4)))
    (folder / "desks").mkdir(parents=True)
    for code, identity in (("TRIAGE", keys.triage), ("OVS", keys.oversight)):
        card = DeskCard(code, identity.recipient, bytes(32))
        (folder / "desks" / f"{code}.toml").write_text(card.text())
    for name, identity in (("recovery", keys.recovery), ("audit", keys.audit)):
        (folder / f"{name}.txt").write_text(f"{identity.recipient}\n")
    for name in ("pepper", "review.secret"):
        (folder / name).write_text(PEPPER.hex() + "\n")
        (folder / name).chmod(0o600)
    return keys


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return write_keys(tmp_path / "keys")


@pytest.fixture(scope="session")
def shared_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """For tests that only read, so that hypothesis may run them many times."""
    return write_keys(tmp_path_factory.mktemp("shared") / "keys")
