"""Every setting: declared, documented, read from both sources, refused with a sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from tipline.cli import cli
from tipline.errors import SettingsError, SettingsFileError, TiplineError, UnknownSettingError
from tipline.settings import (
    Settings,
    declarations,
    environment,
    load,
    reference,
    require_two_addresses,
    settings_file,
    variable,
)

ROOT = Path(__file__).resolve().parents[2]

# For each setting: a good text from the environment, what it becomes, and texts that are refused.
EXAMPLES: dict[str, tuple[str, object, tuple[str, ...]]] = {
    "var": ("/srv/tips", Path("/srv/tips"), ("", "a\0b")),
    "keys": ("secret", Path("secret"), ("",)),
    "config": ("here", Path("here"), ("",)),
    "inbox_url": ("sqlite:////srv/i.db", "sqlite:////srv/i.db", ("mysql://u:p@h/d", "sqlite://")),
    "casebook_url": (
        "postgresql+psycopg://h/d",
        "postgresql+psycopg://h/d",
        ("oracle://h", "postgresql", "postgresql://h:port/d", "postgresql://[h/d"),
    ),
    "public_host": ("::1", "::1", ("", "a b", "http://a")),
    "public_port": ("8080", 8080, ("0", "65536", "http", "", "80.0", "-1")),
    "review_host": ("review.example", "review.example", ("", "a/b")),
    "review_port": ("9001", 9001, ("0", "x")),
    "agencies_host": ("::1", "::1", ("", "a b")),
    "agencies_port": ("8082", 8082, ("0", "65536")),
    "agencies_url": (
        "https://answers.example",
        "https://answers.example",
        ("answers.example", "https://a/b", "https://a/", "ftp://a", "https://a b", "https://u@a"),
    ),
    "agencies_mail": (
        "answers@example.org",
        "answers@example.org",
        ("answers", "a+b@example.org", f"{'a' * 31}@example.org", "a@b c"),
    ),
    "agencies_days": ("7", 7, ("0", "91")),
    "files": ("50", 50, ("-1", "51")),
    "file_mb": ("25", 25, ("0", "100001", "1 GB")),
    "files_mb": ("2000", 2000, ("0", "100001")),
    "uploads": ("4", 4, ("0", "257")),
    "jail": ("off", "off", ("", "on")),
    "office_pages": ("off", False, ("", "maybe")),
    "workers": ("3", 3, ("0", "65")),
    "threads": ("8", 8, ("0", "1e2")),
    "demo": ("yes", True, ("", "maybe", "2")),
    "tls": ("on", True, ("tls",)),
    "hsts_seconds": ("0", 0, ("-1", "forever")),
    "onion_location": (
        f"http://{'a' * 56}.onion",
        f"http://{'a' * 56}.onion",
        ("tipline.onion", "http://example.org", f"http://{'1' * 56}.onion"),
    ),
    "public_hosts": ("tips.example, .example", ("tips.example", ".example"), ("a, a", "a/b")),
    "review_hosts": ("", (), ("https://a",)),
    "agencies_hosts": ("answers.example", ("answers.example",), ("https://a",)),
    "trusted_proxies": ("1", 1, ("-1", "11", "all")),
    "limiter_storage": ("redis://h:6379/0", "redis://h:6379/0", ("", "mysql://h")),
    "limit_report": ("5 per hour", "5 per hour", ("", "often", "5")),
    "limit_mailbox": ("1/minute", "1/minute", ("x per minute",)),
    "limit_files": ("9 per day", "9 per day", ("9", "per day")),
    "limit_agencies": ("3/hour", "3/hour", ("often",)),
    "limit_pages": ("10 per second", "10 per second", ("per second",)),
    "limit_signin": ("2 per 10 minutes", "2 per 10 minutes", ("2 per eon",)),
    "languages": ("en,ar,ur", ("en", "ar", "ur"), ("", "en, en", "English", "e")),
    "status_delay_minutes": ("0, 0", (0, 0), ("60, 5", "5", "1,2,3", "-1,5", "0,1441")),
    "joined_days": ("7", 7, ("0", "81")),
    "surge_tips": ("20", 20, ("1", "1001")),
    "surge_minutes": ("30", 30, ("0", "1441")),
    "repeated_tips": ("4", 4, ("1", "101")),
    "handover_days": ("7", 7, ("0", "367")),
    "review_days": ("7", 7, ("0", "367")),
    "question_days": ("7", 7, ("1", "91", "")),
    "reliable_sources": ("yes", True, ("", "maybe")),
    "hotline": ("yes", True, ("", "maybe")),
    "call_minutes": ("45", 45, ("0", "241", "soon")),
    "draft_hours": ("12", 12, ("0", "25")),
    "idle_minutes": ("5", 5, ("0", "241")),
    "absolute_hours": ("8", 8, ("0", "25")),
    "invitation_hours": ("48", 48, ("0", "169")),
    "signin_parallel": ("1", 1, ("0", "17")),
    "signin_queue": ("0", 0, ("-1", "257")),
    "queue_page": ("25", 25, ("9", "201")),
    "reserve_mib": ("100", 100, ("0", "a lot")),
    "min_free_mib": ("512", 512, ("0", "1", "1.5")),
    "stills_socket": ("/run/stills.sock", "/run/stills.sock", ("a\0b", "a" * 108)),
    "stills_file": ("/etc/stills.toml", Path("/etc/stills.toml"), ("", "a\0b")),
    "stills_days": ("7", 7, ("0", "367")),
    "log_level": ("warning", "warning", ("", "loud", "WARNING")),
}


def test_every_setting_has_an_example_and_a_sentence() -> None:
    assert list(EXAMPLES) == [setting.name for setting in declarations()]
    for setting in declarations():
        assert setting.metadata["meaning"].endswith("."), setting.name


def test_every_command_that_a_setting_names_is_one() -> None:
    named = re.compile(r"`tipline ([a-z -]+)`")
    said = [words for each in declarations() for words in named.findall(each.metadata["meaning"])]
    assert said
    for words in said:
        command: click.Command | None = cli
        for word in words.split():
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(command), word)
                assert command, words


def test_the_page_says_what_is_declared() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert page == "\n".join(reference()) + "\n", "python -m tipline settings > docs/settings.md"


def test_defaults_are_of_their_own_kind() -> None:
    for setting in declarations():
        assert setting.metadata["kind"].accept(setting.default) == setting.default, setting.name
    assert load({}, None) == Settings()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_setting_is_read_from_the_environment(name: str) -> None:
    text, value, _ = EXAMPLES[name]
    assert getattr(load({variable(name): text}, None), name) == value


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, row in EXAMPLES.items() for text in row[2]]
)
def test_a_wrong_setting_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({variable(name): text}, None)
    assert name in refused.value.sentence.lower()
    assert "it must be" in refused.value.sentence


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_setting_survives_the_way_to_a_site(name: str) -> None:
    text, value, _ = EXAMPLES[name]
    settings = load({variable(name): text}, None)
    sites = next(each for each in declarations() if each.name == name).metadata["sites"]
    for site in ("public", "review"):
        told = load(environment(settings, site), None)
        if site in sites and not isinstance(value, Path):
            assert getattr(told, name) == value
        elif site not in sites:
            assert variable(name) not in environment(settings, site)


def test_the_public_site_is_not_told_of_the_casebook() -> None:
    settings = load({"TIPLINE_CASEBOOK_URL": "postgresql+psycopg://u:secret@h/d"}, None)
    assert "secret" not in repr(environment(settings, "public"))
    assert "secret" in repr(environment(settings, "review"))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tipline.toml"
    file.write_text('public_port = 1\nlanguages = ["en"]\nstatus_delay_minutes = [1, 2]\n')
    settings = load({"TIPLINE_PUBLIC_PORT": "2"}, file)
    assert (settings.public_port, settings.languages) == (2, ("en",))
    assert settings.status_delay_minutes == (1, 2)


@pytest.mark.parametrize(
    "line",
    [
        'public_port = "8000"',
        "public_port = true",
        "public_port = 8000.0",
        "demo = 1",
        'demo = "true"',
        'languages = "ar"',
        "languages = [1]",
        "var = 1",
        "limit_pages = 60",
        "status_delay_minutes = 5",
        "inbox_url = []",
    ],
)
def test_a_file_must_use_the_right_type(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tipline.toml"
    file.write_text(line)
    with pytest.raises(SettingsError, match=line.split(maxsplit=1)[0]):
        load({}, file)


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "tipline.toml"
    file.write_text("publik_port = 1")
    with pytest.raises(UnknownSettingError, match=r"publik_port; did you mean public_port\?"):
        load({}, file)
    with pytest.raises(
        UnknownSettingError, match=r"TIPLINE_WORKER; did you mean TIPLINE_WORKERS\?"
    ):
        load({"TIPLINE_WORKER": "1"}, None)


@pytest.mark.parametrize(
    "content", [b"public_port = ", b"\xff\xfe", b"x=" + b"[" * 100_000, None], ids=range(4)
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "tipline.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsFileError, match=r"tipline\.toml cannot be read"):
        load({}, file)


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(TiplineError) as refused:
        load({"TIPLINE_INBOX_URL": "mysql://user:hunter2@host/db"}, None)
    assert "hunter2" not in refused.value.sentence


def test_settings_must_agree() -> None:
    with pytest.raises(SettingsError, match="min_free_mib"):
        load({"TIPLINE_MIN_FREE_MIB": "63"}, None)
    with pytest.raises(SettingsError, match="files_mb"):
        load({"TIPLINE_FILE_MB": "1001"}, None)


def test_two_sites_need_two_addresses() -> None:
    with pytest.raises(SettingsError, match="review_port"):
        require_two_addresses(load({"TIPLINE_REVIEW_PORT": "8000"}, None))
    require_two_addresses(load({"TIPLINE_REVIEW_PORT": "8000", "TIPLINE_PUBLIC_PORT": "1"}, None))


def test_three_sites_need_three_addresses() -> None:
    sites = ("public", "review", "agencies")
    with pytest.raises(SettingsError, match="agencies_port"):
        require_two_addresses(load({"TIPLINE_AGENCIES_PORT": "8001"}, None), sites)
    require_two_addresses(load({}, None), sites)


@pytest.mark.parametrize("site", ["public", "review"])
def test_a_site_may_listen_where_the_other_would_by_default(site: str) -> None:
    settings = load({"TIPLINE_PUBLIC_PORT": "8001", "TIPLINE_REVIEW_PORT": "8000"}, None)
    told = load(environment(settings, site), None)
    assert getattr(told, f"{site}_port") == getattr(settings, f"{site}_port")


def test_a_demo_keeps_its_keys_in_var() -> None:
    demo: dict[str, Any] = {"TIPLINE_DEMO": "1", "TIPLINE_VAR": "/v"}
    assert load(demo, None).keys == Path("/v/keys")
    assert load(demo | {"TIPLINE_KEYS": "/k"}, None).keys == Path("/k")


def test_the_file_is_the_named_one_or_the_one_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings_file({}) is None
    (tmp_path / "tipline.toml").touch()
    assert settings_file({}) == Path("tipline.toml")
    assert settings_file({"TIPLINE_SETTINGS": "other.toml"}) == Path("other.toml")
    assert settings_file({"TIPLINE_SETTINGS": ""}) is None
