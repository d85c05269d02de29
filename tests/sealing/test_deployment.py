"""The keys on disk, and the sentence for each trouble with them."""

from pathlib import Path

import pytest

from tests.sealing.conftest import PEPPER, Keys
from tipline.errors import (
    DeskUnknownError,
    KeyFileError,
    KeyFileExposedError,
    KeyFileMissingError,
    KeyFileUnreadableError,
    KeyFileWrongError,
)
from tipline.sealing.deployment import Deployment, DeskCard, read_pepper, read_review_secret


def test_the_deployment_is_read(keys: Keys) -> None:
    deployment = Deployment.read(keys.folder)
    assert deployment.recovery == keys.recovery.recipient
    assert deployment.audit == keys.audit.recipient
    assert deployment.desks == {
        "TRIAGE": DeskCard("TRIAGE", keys.triage.recipient, bytes(32)),
        "OVS": DeskCard("OVS", keys.oversight.recipient, bytes(32)),
    }
    assert deployment.desk("OVS") is deployment.desks["OVS"]
    with pytest.raises(DeskUnknownError):
        deployment.desk("OPS")


def test_the_secrets_are_read(keys: Keys) -> None:
    assert read_pepper(keys.folder) == PEPPER
    assert read_review_secret(keys.folder) == PEPPER


@pytest.mark.parametrize("name", ["recovery.txt", "audit.txt"])
def test_a_missing_recipient_is_named(keys: Keys, name: str) -> None:
    (keys.folder / name).unlink()
    with pytest.raises(KeyFileMissingError, match="tipline init") as caught:
        Deployment.read(keys.folder)
    assert name in caught.value.sentence


def test_a_missing_pepper_is_named(keys: Keys) -> None:
    (keys.folder / "pepper").unlink()
    with pytest.raises(KeyFileMissingError, match="pepper"):
        read_pepper(keys.folder)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_pepper_that_others_can_reach_is_refused(keys: Keys, mode: int) -> None:
    (keys.folder / "pepper").chmod(mode)
    with pytest.raises(KeyFileExposedError, match=f"{mode:04o}"):
        read_pepper(keys.folder)


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 33, "\u0660" * 64, "\x00"])
def test_a_pepper_of_another_form_is_refused_and_not_shown(keys: Keys, text: str) -> None:
    (keys.folder / "pepper").write_text(text)
    with pytest.raises(KeyFileWrongError) as caught:
        read_pepper(keys.folder)
    assert not text or text not in caught.value.sentence.replace("64 hex digits", "")


def test_a_folder_in_place_of_a_file_is_told(keys: Keys) -> None:
    (keys.folder / "pepper").unlink()
    (keys.folder / "pepper").mkdir()
    with pytest.raises(KeyFileUnreadableError):
        read_pepper(keys.folder)


@pytest.mark.parametrize("text", ["", "age1pq1", "AGE-SECRET-KEY-PQ-1QQQQ", "é"])
def test_a_recipient_of_another_form_is_refused(keys: Keys, text: str) -> None:
    (keys.folder / "recovery.txt").write_text(text)
    with pytest.raises(KeyFileWrongError, match=r"recovery\.txt"):
        Deployment.read(keys.folder)


def test_a_private_key_in_place_of_a_recipient_is_not_shown(keys: Keys) -> None:
    (keys.folder / "recovery.txt").write_text(keys.recovery.text)
    with pytest.raises(KeyFileWrongError) as caught:
        Deployment.read(keys.folder)
    assert keys.recovery.text not in str(caught.value)


def broken(text: str) -> list[str]:
    recipient = text.split('"')[3]
    return [
        "",
        "code",
        text.replace("TRIAGE", "OPS"),
        text.replace(recipient, recipient[:-1]),
        text.replace("verifier", "verified"),
        text.replace("AAAA", "AA", 1),
        text + 'more = "x"\n',
        text.replace('"TRIAGE"', "5"),
        text.replace(f'"{recipient}"', "5"),
        text.replace("AAAA", "é", 1),
    ]


@pytest.mark.parametrize("which", range(10))
def test_a_desk_file_of_another_form_is_refused(keys: Keys, which: int) -> None:
    path = keys.folder / "desks" / "TRIAGE.toml"
    path.write_text(broken(path.read_text())[which])
    with pytest.raises(KeyFileWrongError, match=r"TRIAGE\.toml"):
        Deployment.read(keys.folder)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        Deployment.read(tmp_path / "nowhere")


def test_a_deployment_does_not_show_its_keys(keys: Keys) -> None:
    assert "age1pq1" not in repr(Deployment.read(keys.folder))
