"""``tipline check``: each trouble, and a deployment without any."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tipline.cli import check as looks
from tipline.cli import main
from tipline.settings import Settings, variable

LANES = ("TRIAGE", "OVS")


@pytest.fixture
def sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Settings:
    """Return the settings of a deployment that has no trouble, made for the process too."""
    settings = Settings(var=tmp_path / "var", keys=tmp_path / "keys", tls=True, languages=("en",))
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    for name, value in (("var", settings.var), ("keys", settings.keys), ("tls", "on")):
        monkeypatch.setenv(variable(name), str(value))
    monkeypatch.setenv("TIPLINE_LANGUAGES", "en")
    recovery = str(tmp_path / "recovery")
    assert main(["init", "--recovery-file", recovery, "--auditor", "Noura"]) == 0
    for desk in LANES:
        assert main(["desk", "add", desk, "--first", "Ali"]) == 0
    capsys.readouterr()
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
    assert "pepper" in said
    assert f"chmod 600 {sound.keys / 'pepper'}" in said
    assert said.endswith("1 to mend.\n")


def test_keys_open_to_others(sound: Settings) -> None:
    assert found(partial(looks.look_at_keys, "both"), sound) == ""
    sound.keys.chmod(0o755)
    assert "keys can be entered by other users" in found(partial(looks.look_at_keys, "both"), sound)


def test_no_keys(sound: Settings) -> None:
    shutil.rmtree(sound.keys)
    assert "There are no keys" in found(partial(looks.look_at_keys, "both"), sound)


@pytest.mark.parametrize(
    ("name", "missed_by"),
    [
        ("pepper", {"public", "both"}),
        ("review.secret", {"review", "both"}),
        ("recovery.txt", {"public", "review", "both"}),
    ],
)
def test_a_missing_key(sound: Settings, name: str, missed_by: set[str]) -> None:
    (sound.keys / name).unlink()
    for site in ("public", "review", "both"):
        told = found(partial(looks.look_at_keys, site), sound)
        assert (name in told) == (site in missed_by)


@pytest.mark.parametrize("lane", LANES)
def test_a_lane_without_keys(sound: Settings, lane: str) -> None:
    (sound.keys / "desks" / f"{lane}.toml").unlink()
    assert f"no desk {lane}" in found(looks.look_at_lanes, sound)


def test_the_public_user_is_not_asked_for_the_casebook(sound: Settings) -> None:
    shutil.rmtree(sound.var / "casebook")
    assert found(partial(looks.look_at_databases, "public"), sound) == ""
    assert "casebook" in found(partial(looks.look_at_databases, "review"), sound)


def test_a_missing_database(sound: Settings) -> None:
    (sound.var / "inbox" / "inbox.sqlite3").unlink()
    assert "The inbox is missing" in found(partial(looks.look_at_databases, "both"), sound)


def test_a_file_that_is_no_database(sound: Settings) -> None:
    (sound.var / "casebook" / "casebook.sqlite3").write_bytes(b"nothing of the kind" * 100)
    assert "The casebook" in found(partial(looks.look_at_databases, "both"), sound)


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
    assert "xx lacks words" in found(looks.look_at_translations, replace(sound, languages=("xx",)))


def test_a_demo_that_others_can_reach(sound: Settings) -> None:
    demo = replace(sound, demo=True)
    assert found(looks.look_at_demo, demo) == ""
    for host in ("0.0.0.0", "tips.example", "::"):  # noqa: S104 (that it is found is the point)
        assert "other machines" in found(looks.look_at_demo, replace(demo, public_host=host))


def test_reports_in_the_clear(sound: Settings) -> None:
    assert "in the clear" in found(looks.look_at_tls, replace(sound, tls=False))
    assert found(looks.look_at_tls, replace(sound, tls=False, demo=True)) == ""
