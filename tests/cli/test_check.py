"""``tipline check``: each trouble, and a deployment without any."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tipline.cli import check as looks
from tipline.cli import main
from tipline.settings import Settings, variable
from tipline.store import migrate

RECIPIENT = "age1pq1qqqqqqqq\n"


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of a deployment that has no trouble, made for the process too."""
    settings = Settings(var=tmp_path / "var", keys=tmp_path / "keys", tls=True, languages=("en",))
    for name, url in (("inbox", settings.inbox_database), ("casebook", settings.casebook_database)):
        migrate.upgrade(url, name)
    settings.keys.mkdir(mode=0o700)
    (settings.keys / "README.md").write_text("What may lie here.")
    (settings.keys / "triage.txt").write_text("# triage\n" + RECIPIENT)
    pepper = settings.keys / "pepper"
    pepper.write_bytes(os.urandom(32))
    pepper.chmod(0o600)
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    for name, value in (("var", settings.var), ("keys", settings.keys), ("tls", "on")):
        monkeypatch.setenv(variable(name), str(value))
    monkeypatch.setenv("TIPLINE_LANGUAGES", "en")
    return settings


def found(look: looks.Look, settings: Settings) -> str:
    troubles = list(look(settings))
    assert all(trouble.mend for trouble in troubles)
    return " ".join(trouble.found for trouble in troubles)


def test_all_is_well(sound: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_a_trouble_is_said_with_its_mend(
    sound: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (sound.keys / "pepper").chmod(0o644)
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "pepper can be used by other users" in said
    assert f"chmod 600 {sound.keys / 'pepper'}" in said
    assert said.endswith("1 to mend.\n")


def test_keys_open_to_others(sound: Settings) -> None:
    (sound.keys / "triage.txt").chmod(0o644)
    assert found(looks.look_at_keys, sound) == ""
    sound.keys.chmod(0o755)
    assert "keys can be used by other users" in found(looks.look_at_keys, sound)


def test_no_keys(sound: Settings) -> None:
    shutil.rmtree(sound.keys)
    assert "There are no keys" in found(looks.look_at_keys, sound)


def test_a_missing_database(sound: Settings) -> None:
    (sound.var / "inbox" / "inbox.sqlite3").unlink()
    assert "The inbox is missing" in found(looks.look_at_databases, sound)


def test_a_file_that_is_no_database(sound: Settings) -> None:
    (sound.var / "casebook" / "casebook.sqlite3").write_bytes(b"nothing of the kind" * 100)
    assert "The casebook" in found(looks.look_at_databases, sound)


def test_a_clock_set_back(sound: Settings) -> None:
    assert found(looks.look_at_clock, sound) == ""
    later = time.time() + 365 * 24 * 3600
    os.utime(sound.var / "inbox" / "inbox.sqlite3", (later, later))
    assert "it was set back" in found(looks.look_at_clock, sound)


def test_a_full_disk(sound: Settings) -> None:
    free = shutil.disk_usage(sound.var).free // looks.MIB
    evidence = replace(sound, min_free_mib=free * 2)
    assert "no evidence is taken" in found(looks.look_at_disk, evidence)
    nothing = replace(evidence, reserve_mib=free * 2)
    assert "no report is taken" in found(looks.look_at_disk, nothing)


def test_no_var(sound: Settings) -> None:
    assert "There is no folder" in found(looks.look_at_disk, replace(sound, var=Path("nowhere")))


def test_a_language_without_words(sound: Settings) -> None:
    assert "xx has no words" in found(looks.look_at_translations, replace(sound, languages=("xx",)))


def test_words_that_are_not_compiled(
    sound: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "TRANSLATIONS", tmp_path)
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").touch()
    arabic = replace(sound, languages=("ar",))
    assert "ar are not compiled" in found(looks.look_at_translations, arabic)
    (folder / "messages.mo").touch()
    assert found(looks.look_at_translations, arabic) == ""
    os.utime(folder / "messages.mo", (0, 0))
    assert "ar are not compiled" in found(looks.look_at_translations, arabic)


def test_a_demo_that_others_can_reach(sound: Settings) -> None:
    demo = replace(sound, demo=True)
    assert found(looks.look_at_demo, demo) == ""
    for host in ("0.0.0.0", "tips.example", "::"):  # noqa: S104 (that it is found is the point)
        assert "other machines" in found(looks.look_at_demo, replace(demo, public_host=host))


def test_reports_in_the_clear(sound: Settings) -> None:
    assert "in the clear" in found(looks.look_at_tls, replace(sound, tls=False))
    assert found(looks.look_at_tls, replace(sound, tls=False, demo=True)) == ""
