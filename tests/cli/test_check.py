"""``tipline check``: each trouble, and a deployment without any."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click
import pytest
from sqlalchemy import insert, text

from tipline.cli import main
from tipline.cli.check import check
from tipline.cli.serve import SITES
from tipline.health import agencies, keys, looks, machine, schedule, stores, words
from tipline.health.trouble import Look
from tipline.settings import Settings, variable
from tipline.store import belonging
from tipline.store.engine import open_inbox
from tipline.store.inbox.tables import envelope, tip
from tipline.store.transactions import writing

LANES = ("TRIAGE", "OVS")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Settings:
    """Return the settings of a deployment that has no trouble, made for the process too."""
    settings = Settings(
        var=tmp_path / "var", keys=tmp_path / "keys", tls=True, languages=("en",), reserve_mib=1
    )
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    for name, value in (("var", settings.var), ("keys", settings.keys), ("tls", "on")):
        monkeypatch.setenv(variable(name), str(value))
    monkeypatch.setenv("TIPLINE_LANGUAGES", "en")
    monkeypatch.setenv("TIPLINE_RESERVE_MIB", "1")
    recovery = str(tmp_path / "recovery")
    assert main(["init", "--recovery-file", recovery, "--auditor", "Noura"]) == 0
    for desk in LANES:
        assert main(["desk", "add", desk, "--first", "Ali"]) == 0
    capsys.readouterr()
    return settings


def found(look: Look, settings: Settings) -> str:
    troubles = list(look(settings))
    assert all(trouble.mend for trouble in troubles)
    return " ".join(trouble.found for trouble in troubles)


def test_all_is_well(sound: Settings, capsys: Capture) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_a_trouble_is_said_with_its_mend(sound: Settings, capsys: Capture) -> None:
    (sound.keys / "pepper").chmod(0o644)
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "pepper" in said
    assert f"chmod 600 {sound.keys / 'pepper'}" in said
    assert said.endswith("1 to mend.\n")


def test_keys_open_to_others(sound: Settings) -> None:
    assert found(partial(keys.look_at_keys, "both"), sound) == ""
    sound.keys.chmod(0o755)
    assert "keys can be entered by other users" in found(partial(keys.look_at_keys, "both"), sound)


def test_no_keys(sound: Settings) -> None:
    shutil.rmtree(sound.keys)
    assert "There are no keys" in found(partial(keys.look_at_keys, "both"), sound)


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
        told = found(partial(keys.look_at_keys, site), sound)
        assert (name in told) == (site in missed_by)


@pytest.mark.parametrize("lane", LANES)
def test_a_lane_without_keys(sound: Settings, lane: str) -> None:
    (sound.keys / "desks" / f"{lane}.toml").unlink()
    assert f"no desk {lane}" in found(keys.look_at_lanes, sound)


def test_the_public_user_is_not_asked_for_the_casebook(sound: Settings) -> None:
    shutil.rmtree(sound.var / "casebook")
    assert found(partial(stores.look_at_databases, "public"), sound) == ""
    assert "casebook" in found(partial(stores.look_at_databases, "review"), sound)


def test_a_missing_database(sound: Settings) -> None:
    (sound.var / "inbox" / "inbox.sqlite3").unlink()
    assert "The inbox is missing" in found(partial(stores.look_at_databases, "both"), sound)


def test_a_file_that_is_no_database(sound: Settings) -> None:
    (sound.var / "casebook" / "casebook.sqlite3").write_bytes(b"nothing of the kind" * 100)
    assert "The casebook" in found(partial(stores.look_at_databases, "both"), sound)


def test_a_clock_set_back(sound: Settings) -> None:
    assert found(machine.look_at_clock, sound) == ""
    later = time.time() + 365 * 24 * 3600
    os.utime(sound.var / "inbox" / "inbox.sqlite3", (later, later))
    assert "it was set back" in found(machine.look_at_clock, sound)


def test_a_jail_that_cannot_be_made(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(machine.look_at_jail, sound) == ""
    monkeypatch.setenv("PATH", str(sound.var))
    assert "bwrap is not here" in found(machine.look_at_jail, sound)
    assert "no walls but its own" in found(machine.look_at_jail, replace(sound, jail="off"))


def test_an_office_program_that_does_not_start(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "installed", lambda: True)
    monkeypatch.setenv("PATH", "")
    for settings in (replace(sound, office_pages=False), replace(sound, jail="off")):
        assert found(machine.look_at_office, settings) == ""
    assert "as words, not as pages" in found(machine.look_at_office, sound)
    assert machine.look_at_office not in looks("public")


def test_a_map_whose_names_cannot_be_written(
    sound: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(machine.look_at_map, sound) == ""
    lame = "features.check = lambda _: False; runpy.run_module('{}', run_name='__main__')"
    program = "import runpy; from PIL import features; " + lame.format(machine.DRAWING[-1])
    monkeypatch.setattr(machine, "DRAWING", (sys.executable, "-c", program))
    assert "Pillow was built without RAQM" in found(machine.look_at_map, sound)
    assert machine.look_at_map in looks("public")


def test_a_disk_that_fills(sound: Settings) -> None:
    assert found(machine.look_at_disk, sound) == ""
    free = shutil.disk_usage(sound.var).free // machine.MIB
    told = found(machine.look_at_disk, replace(sound, min_free_mib=free * 2))
    assert f"fewer than min_free_mib ({free * 2})" in told
    assert "reports too once the reserve is used up" in told


def test_an_original_that_nobody_of_its_desk_let_go(sound: Settings) -> None:
    now = datetime.now(UTC)
    engine = open_inbox(sound.inbox_database, public=False)
    ids = [bytes([number]) * 16 for number in range(3)]
    with writing(engine) as connection:
        for tip_id, late in zip(ids, (0, 2, 3), strict=True):
            row = {"id": tip_id, "hour": now, "recipient": b"", "first_part": tip_id}
            connection.execute(insert(tip).values(**row))
            day = now.date() - timedelta(days=late)
            row = {"tip_id": tip_id, "hour": now, "desk": "OVS", "sealed": b"", "original_day": day}
            connection.execute(insert(envelope).values(**row))
    engine.dispose()
    told = found(schedule.look_at_originals, sound)
    assert told == "What reporters wrote is past its day and not destroyed, at desk OVS: 1."


def test_a_reserve_that_was_given_up(sound: Settings) -> None:
    assert found(stores.look_at_reserve, sound) == ""
    elsewhere = replace(sound, inbox_url="postgresql+psycopg://h/inbox")
    os.truncate(sound.var / "inbox" / "reserve", 0)
    assert "is not whole" in found(stores.look_at_reserve, sound)
    assert found(stores.look_at_reserve, elsewhere) == ""


@pytest.mark.parametrize(
    ("name", "mode", "seen_by"),
    [
        ("inbox", 0o2775, {"public", "review", "both"}),
        ("inbox/inbox.sqlite3", 0o664, {"public", "review", "both"}),
        ("casebook", 0o750, {"review", "both"}),
        ("casebook/casebook.sqlite3", 0o640, {"review", "both"}),
        ("casebook/casebook.sqlite3-wal", 0o640, {"review", "both"}),
    ],
)
def test_a_database_open_to_others(
    sound: Settings, name: str, mode: int, seen_by: set[str]
) -> None:
    path = sound.var / name
    path.touch()
    path.chmod(mode)
    for site in ("public", "review", "both"):
        told = found(partial(stores.look_at_modes, site), sound)
        assert (f"{path}, of the" in told) == (site in seen_by)


def test_the_folder_of_the_files_is_there_and_closed_to_others(sound: Settings) -> None:
    folder = sound.var / "inbox" / "blobs"
    assert found(stores.look_at_blobs, sound) == ""
    belonging.settle(folder)
    assert found(stores.look_at_blobs, sound) == ""
    (folder / belonging.MARK).rename(sound.var / "away")
    assert "is not the one where this deployment keeps" in found(stores.look_at_blobs, sound)
    belonging.beside(folder).unlink()
    folder.chmod(0o2775)
    assert "can be used by other users" in found(stores.look_at_blobs, sound)
    folder.rmdir()
    assert "no file can be kept" in found(stores.look_at_blobs, sound)


@pytest.mark.parametrize(
    ("name", "mode", "told"),
    [
        ("audit.age", 0o640, "Others can read the key file"),
        ("audit.txt", 0o664, "Others can write the key file"),
        ("recovery.txt", 0o646, "Others can write the key file"),
        ("desks/AUDIT.toml", 0o666, "Others can write the key file"),
    ],
)
def test_a_key_file_open_to_others(sound: Settings, name: str, mode: int, told: str) -> None:
    (sound.keys / name).chmod(mode)
    assert f"{told} {sound.keys / name}" in found(partial(keys.look_at_keys, "both"), sound)


def test_an_audit_trail_that_no_auditor_could_read(sound: Settings) -> None:
    assert found(keys.look_at_audit, sound) == ""
    shutil.copy(sound.keys / "recovery.txt", sound.keys / "audit.txt")
    assert "name two keys" in found(keys.look_at_audit, sound)
    (sound.keys / "desks" / "AUDIT.toml").unlink()
    assert "AUDIT.toml is missing" in found(keys.look_at_audit, sound)


def test_one_file_that_is_no_toml_hides_no_other_trouble(
    sound: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    config = tmp_path / "config"
    shutil.copytree("config", config)
    monkeypatch.setenv("TIPLINE_CONFIG", str(config))
    (config / "site.toml").write_text("name = ")
    (config / "replies.toml").write_text("[[reply")
    sound.keys.chmod(0o755)
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "site.toml cannot be read" in said
    assert "replies.toml cannot be read" in said
    assert "can be entered by other users" in said
    assert said.endswith("3 to mend.\n")


def test_places_that_cannot_be_read(sound: Settings, tmp_path: Path) -> None:
    assert found(words.look_at_places, sound) == ""
    assert found(words.look_at_places, replace(sound, config=tmp_path)) == ""  # there is no map
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "places.csv").write_text("name_en,latitude,longitude\nNowhere,95,50\n")
    said = found(words.look_at_places, replace(sound, config=tmp_path))
    assert "places.csv, line 2 must be mended: latitude and longitude are not degrees" in said


def test_texts_that_fall_back_are_a_warning(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    troubles = list(words.look_at_configuration(replace(sound, languages=("en", "ur"))))
    assert all(trouble.warning for trouble in troubles)
    assert "texts of site.toml are shown in another language: name, title," in troubles[1].found
    monkeypatch.setattr(words, "SOURCE_LANGUAGE", "ur")  # as if it had its catalogues
    monkeypatch.setenv("TIPLINE_LANGUAGES", "ur")
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "- Warning: Where ur is wanted" in said
    assert said.endswith("Nothing has to be mended.\n")


def test_no_var(sound: Settings) -> None:
    assert "There is no folder" in found(machine.look_at_disk, replace(sound, var=Path("nowhere")))


def test_a_language_without_words(sound: Settings) -> None:
    assert "xx lacks words" in found(words.look_at_translations, replace(sound, languages=("xx",)))


def test_a_demo_that_others_can_reach(sound: Settings) -> None:
    demo = replace(sound, demo=True)
    assert found(machine.look_at_demo, demo) == ""
    for host in ("0.0.0.0", "tips.example", "::"):  # noqa: S104 (that it is found is the point)
        assert "other machines" in found(machine.look_at_demo, replace(demo, public_host=host))


def test_a_store_of_rates_that_does_not_answer(sound: Settings) -> None:
    nobody = replace(sound, limiter_storage="redis://127.0.0.1:9/0")
    assert "nobody's rates are limited" in found(machine.look_at_rates, nobody)
    assert found(machine.look_at_rates, sound) == ""


def test_a_driver_that_is_not_installed(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    for name in ("psycopg", "psycopg.adapt"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("TIPLINE_INBOX_URL", "postgresql+psycopg://nobody@127.0.0.1:9/inbox")
    assert main(["check"]) == 1
    assert "is not installed (docs/how-to/postgresql.md)" in capsys.readouterr().out


def test_links_of_agencies_in_the_clear(sound: Settings) -> None:
    clear = replace(sound, agencies_url="http://answers.example.org")
    assert "in the clear" in found(machine.look_at_links, clear)
    assert found(machine.look_at_links, replace(clear, demo=True)) == ""
    assert found(machine.look_at_links, sound) == ""
    sealed = replace(sound, agencies_url="https://answers.example.org")
    assert found(machine.look_at_links, sealed) == ""


def test_reports_in_the_clear(sound: Settings) -> None:
    assert "in the clear" in found(machine.look_at_tls, replace(sound, tls=False))
    assert found(machine.look_at_tls, replace(sound, tls=False, demo=True)) == ""


URL = "https://answers.example.org"


@pytest.fixture
def answering(sound: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of an agencies' site that has no trouble, made for the process too."""
    (tmp_path / "held").mkdir(mode=0o700)
    monkeypatch.setenv("TIPLINE_KEYS", str(tmp_path / "held"))
    monkeypatch.setenv("TIPLINE_AGENCIES_URL", URL)
    return replace(sound, keys=tmp_path / "held", agencies_url=URL)


def secrets(settings: Settings, text: str, mode: int = 0o600) -> None:
    file = settings.keys / "channels.secret"
    file.write_text(text)
    file.chmod(mode)


def test_all_is_well_where_agencies_answer(answering: Settings, capsys: Capture) -> None:
    shutil.rmtree(answering.var / "casebook")
    assert main(["check", "--site", "agencies"]) == 0
    assert capsys.readouterr().out == "All is well.\n"
    answering.keys.rmdir()
    assert main(["check", "--site", "agencies"]) == 0


def test_where_agencies_answer_a_trouble_is_said(answering: Settings, capsys: Capture) -> None:
    (answering.var / "inbox" / "inbox.sqlite3").unlink()
    assert main(["check", "--site", "agencies"]) == 1
    said = capsys.readouterr().out
    assert "The inbox is missing" in said
    assert "What agencies say cannot be kept" in said


def test_an_address_that_agencies_cannot_use(answering: Settings) -> None:
    look = partial(agencies.look_at_address, "agencies")
    assert found(look, answering) == ""
    assert found(look, replace(answering, agencies_hosts=("answers.example.org",))) == ""
    wrong = replace(answering, agencies_hosts=("answer.example.org",))
    assert "does not answer to answers.example.org" in found(look, wrong)
    unset = replace(answering, agencies_url="")
    assert "agencies_url is empty" in found(look, unset)
    elsewhere = partial(agencies.look_at_address, "review")
    assert found(elsewhere, unset) == ""
    assert "is empty" in found(elsewhere, replace(unset, agencies_mail="answers@example.org"))
    clear = replace(answering, agencies_url=URL.replace("https", "http"))
    assert any(list(look(clear)) for look in looks("agencies"))


def test_what_agencies_say_that_cannot_be_kept(answering: Settings) -> None:
    assert found(agencies.look_at_doorstep, answering) == ""
    unwritable = replace(answering, inbox_url=f"{answering.inbox_database}?mode=ro")
    assert "What agencies say cannot be kept" in found(agencies.look_at_doorstep, unwritable)
    engine = open_inbox(answering.inbox_database, public=False)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE agency_link"))
    engine.dispose()
    assert "What agencies say cannot be kept" in found(agencies.look_at_doorstep, answering)


def test_keys_that_are_another_users_are_told(
    answering: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_folder: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refused)
    assert "cannot be read by this user" in found(agencies.look_at_held, answering)


def test_the_agencies_site_holds_no_more_than_it_needs(answering: Settings) -> None:
    assert found(agencies.look_at_held, answering) == ""
    secrets(answering, f'[inbound]\nCOAST = ["whsec_{"A" * 32}"]\n')
    assert "there are not: COAST" in found(agencies.look_at_held, answering)
    secrets(answering, "[mail]\nuser = 'a'\npassword = 'b'\n")
    assert "does not need: mail" in found(agencies.look_at_held, answering)
    secrets(answering, "[inbound")
    assert "is no TOML" in found(agencies.look_at_held, answering)
    secrets(answering, "", 0o640)
    assert "channels.secret" in found(agencies.look_at_held, answering)
    secrets(answering, "")
    (answering.keys / "pepper").touch()
    assert "does not need: pepper" in found(agencies.look_at_held, answering)
    answering.keys.chmod(0o750)
    assert "can be entered by other users" in found(agencies.look_at_held, answering)


def test_each_site_is_looked_at_by_its_name() -> None:
    (option,) = (each for each in check.params if each.name == "site")
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == {*SITES, "both"}
    assert main(["check", "--site", "nowhere"]) == 2
