"""The settings: read once, checked, refused with a sentence.

Each is declared once, below, with its kind (type and bounds), default and meaning; docs/settings.md
is printed from these declarations. Values come from one TOML file and from the environment, where
``TIPLINE_`` and the name in capitals wins over the file.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from tipline import settings_kinds as kinds
from tipline.errors import SettingsError, SettingsFileError, UnknownSettingError
from tipline.settings_kinds import Kind

T = TypeVar("T")

PREFIX = "TIPLINE_"
FILE_VARIABLE = "TIPLINE_SETTINGS"  # names the TOML file; empty: read none
DEBUG_VARIABLE = "TIPLINE_DEBUG"  # in a demo, shows the traceback of an unexpected error
NOT_SETTINGS = {FILE_VARIABLE, DEBUG_VARIABLE}
DEFAULT_FILE = Path("tipline.toml")
SHOWN_AT_ONCE = (
    12  # files that a worker of the review site shows, or lets wait for it, beside its `threads`
)
TURNED_AWAY = (
    48  # forms with files that a worker reads up to the first file when all `uploads` are taken
)

PUBLIC = frozenset({"public"})
REVIEW = frozenset({"review"})
BOTH = PUBLIC | REVIEW


def declared(kind: Kind[T], default: T, meaning: str, sites: frozenset[str] = BOTH) -> T:
    """Declare one setting; ``sites`` says which site's process is told its value."""
    metadata = {"kind": kind, "meaning": meaning, "sites": sites}
    declaration: T = field(default=default, metadata=metadata)
    return declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of a deployment. What people read on the sites is in ``config``, not here."""

    var: Path = declared(
        kinds.folder,
        Path("var"),
        "Where databases and evidence lie; only the sites may read it.",
    )
    keys: Path = declared(
        kinds.folder,
        Path("keys"),
        "Where the public recipients and the pepper lie. In a demo: `keys` inside `var`.",
    )
    config: Path = declared(
        kinds.folder, Path("config"), "Where desks, categories, texts and places are described."
    )
    inbox_url: str = declared(
        kinds.database,
        "",
        "The inbox, which both sites open. Empty: SQLite in `var/inbox/inbox.sqlite3`.",
    )
    casebook_url: str = declared(
        kinds.database,
        "",
        "The casebook, which only the review site opens."
        " Empty: SQLite in `var/casebook/casebook.sqlite3`.",
        REVIEW,
    )
    public_host: str = declared(
        kinds.host, "127.0.0.1", "The address that the public site listens on.", PUBLIC
    )
    public_port: int = declared(
        kinds.whole(1, 65535), 8000, "The port that the public site listens on.", PUBLIC
    )
    review_host: str = declared(
        kinds.host, "127.0.0.1", "The address that the review site listens on.", REVIEW
    )
    review_port: int = declared(
        kinds.whole(1, 65535), 8001, "The port that the review site listens on.", REVIEW
    )
    files: int = declared(
        kinds.whole(0, 50),
        20,
        "Files that a report can hold, and each message that a reporter adds afterwards. With 0,"
        " no page asks for files, and the sites start without a jail.",
    )
    file_mb: int = declared(
        kinds.whole(1, 100_000), 250, "Size of one file, in MB (a million bytes).", PUBLIC
    )
    files_mb: int = declared(
        kinds.whole(1, 100_000),
        1000,
        "Size of all files of a report or message together, in MB. At least `file_mb`.",
        PUBLIC,
    )
    uploads: int = declared(
        kinds.whole(1, 256),
        12,
        "Forms with files that one worker of the public site reads at a time, each in a thread"
        " beside the `threads`: files come as slowly as a reporter's line, and must keep nobody"
        " waiting. Who comes when all are taken is told to add the files in a minute.",
        PUBLIC,
    )
    jail: str = declared(
        kinds.choice("bubblewrap", "off"),
        "bubblewrap",
        "What walls in the process that parses strangers' files, beside its own limits. `off` takes"
        " the risk that a file breaks out of its parser.",
    )
    office_pages: bool = declared(
        kinds.switch,
        True,  # noqa: FBT003 (a default, as for every other setting)
        "Office files are shown page by page where LibreOffice is installed"
        " (`libreoffice-writer-nogui`, `libreoffice-calc-nogui`, `libreoffice-impress-nogui`) and"
        " `jail` is `bubblewrap`. Otherwise, and with `false`, their words are shown alone.",
        REVIEW,
    )
    workers: int = declared(kinds.whole(1, 64), 2, "Worker processes of each site.")
    threads: int = declared(kinds.whole(1, 64), 4, "Requests that one worker serves at a time.")
    demo: bool = declared(
        kinds.switch,
        False,  # noqa: FBT003 (a default, as for every other setting)
        "A demonstration with a known sign-in, marked so on each page. Never for real reports.",
    )
    tls: bool = declared(
        kinds.switch,
        False,  # noqa: FBT003 (a default, as for every other setting)
        "The sites are reached over HTTPS: cookies are secure and browsers are told to stay on it.",
    )
    hsts_seconds: int = declared(
        kinds.whole(0, 63_072_000),
        31_536_000,
        "With `tls`: how long a browser must come back over HTTPS only. 0 takes it back.",
    )
    onion_location: str = declared(
        kinds.onion, "", "The public site's onion address, offered to Tor Browser.", PUBLIC
    )
    public_hosts: tuple[str, ...] = declared(
        kinds.hosts, (), "Host names that the public site answers to. Empty: any.", PUBLIC
    )
    review_hosts: tuple[str, ...] = declared(
        kinds.hosts, (), "Host names that the review site answers to. Empty: any.", REVIEW
    )
    trusted_proxies: int = declared(
        kinds.whole(0, 10),
        0,
        "Reverse proxies in front of the sites whose `X-Forwarded-*` headers are believed.",
    )
    limiter_storage: str = declared(
        kinds.shared_store,
        "memory://",
        "Where rates are counted: in each worker's memory, or in a Redis for all workers.",
    )
    limit_report: str = declared(
        kinds.rate, "60 per minute", "Steps of a report from one address.", PUBLIC
    )
    limit_mailbox: str = declared(
        kinds.rate,
        "30 per minute",
        "Receipt codes tried from one address, on the public site and by the hotline's operators.",
    )
    limit_files: str = declared(
        kinds.rate, "120 per hour", "Files that one address may add to reports.", PUBLIC
    )
    limit_pages: str = declared(kinds.rate, "600 per minute", "Pages asked for from one address.")
    limit_signin: str = declared(
        kinds.rate, "20 per minute", "Sign-ins tried from one address.", REVIEW
    )
    languages: tuple[str, ...] = declared(
        kinds.languages, ("ar", "en"), "Languages of both sites; the first is the default."
    )
    status_delay_minutes: tuple[int, int] = declared(
        kinds.span(0, 1440),
        (5, 60),
        "A new status reaches the reporter after a random wait between these, in minutes,"
        " so that it does not tell when somebody was at work.",
        REVIEW,
    )
    joined_days: int = declared(
        kinds.whole(1, 80),
        30,
        "A reporter whose tip has joined another's case is told that it is closed so many days"
        " after or up to a quarter sooner, whatever becomes of the case: a suspect who reports"
        " himself learns nothing.",
        REVIEW,
    )
    surge_tips: int = declared(
        kinds.whole(2, 1000),
        10,
        "So many tips of nearly the same words within `surge_minutes` are pointed out: somebody may"
        " have called on many to report.",
        REVIEW,
    )
    surge_minutes: int = declared(
        kinds.whole(1, 1440), 60, "The time for `surge_tips`, in minutes.", REVIEW
    )
    repeated_tips: int = declared(
        kinds.whole(2, 100),
        3,
        "So many tips on one vehicle, boat, number, address or account within a day are pointed"
        " out: it may be a feud.",
        REVIEW,
    )
    handover_days: int = declared(
        kinds.whole(1, 366),
        30,
        "What a shift handed over to the next is kept for so many days.",
        REVIEW,
    )
    review_days: int = declared(
        kinds.whole(1, 366),
        30,
        "Finished cases are listed for review so many days before they are deleted.",
        REVIEW,
    )
    question_days: int = declared(
        kinds.whole(2, 90),
        14,
        "A reporter has so many days to answer a question; after half of them the mailbox says that"
        " it still waits, and after all somebody decides with what is known.",
    )
    reliable_sources: bool = declared(
        kinds.switch,
        False,  # noqa: FBT003 (a default, as for every other setting)
        "A reporter may be graded as a reliable source (1). A receipt code makes nobody reliable.",
        REVIEW,
    )
    hotline: bool = declared(
        kinds.switch,
        False,  # noqa: FBT003 (a default, as for every other setting)
        "Operators write down at the review site what callers say. It then needs a copy of the"
        " pepper: see docs/how-to/hotline.md. In a demo: `true`.",
        REVIEW,
    )
    call_minutes: int = declared(
        kinds.whole(1, 240),
        30,
        "A call that its operator has not saved for so many minutes may be taken up, or sent as it"
        " is, by the desk that it would go to.",
        REVIEW,
    )
    draft_hours: int = declared(
        kinds.whole(1, 24), 24, "A report that is not sent within these hours is forgotten.", PUBLIC
    )
    idle_minutes: int = declared(
        kinds.whole(1, 240), 15, "An analyst is signed out after so many idle minutes.", REVIEW
    )
    absolute_hours: int = declared(
        kinds.whole(1, 24), 12, "An analyst is signed out after so many hours, busy or not.", REVIEW
    )
    invitation_hours: int = declared(
        kinds.whole(1, 168), 24, "An analyst's invitation works for so many hours.", REVIEW
    )
    signin_parallel: int = declared(
        kinds.whole(1, 16),
        2,
        "Passphrases that a worker checks at a time; each takes 128 MiB.",
        REVIEW,
    )
    signin_queue: int = declared(
        kinds.whole(0, 256),
        8,
        "Sign-ins that may wait behind them, while one of the worker's `threads` stays free;"
        " more are told to come back.",
        REVIEW,
    )
    queue_page: int = declared(
        kinds.whole(10, 200), 50, "Tips on one page of the work list.", REVIEW
    )
    reserve_mib: int = declared(
        kinds.whole(1, 1_048_576),
        64,
        "Size, in MiB, of a file in `var/inbox` that is given up when the disk is full, so that"
        " text reports still fit. `tipline sweep` makes it whole again.",
    )
    min_free_mib: int = declared(
        kinds.whole(1, 1_048_576),
        128,
        "Free disk, in MiB, below which `tipline check` raises an alarm. At least `reserve_mib`.",
    )
    log_level: str = declared(
        kinds.choice("debug", "info", "warning", "error", "critical"),
        "info",
        "How much the server's own log tells. No level logs an address or what somebody wrote.",
    )

    @property
    def inbox_database(self) -> str:
        """Return the inbox's address, the default filled in."""
        return self.inbox_url or f"sqlite:///{self.var.absolute()}/inbox/inbox.sqlite3"

    @property
    def casebook_database(self) -> str:
        """Return the casebook's address, the default filled in."""
        return self.casebook_url or f"sqlite:///{self.var.absolute()}/casebook/casebook.sqlite3"

    @property
    def review_threads(self) -> int:
        """Return how many requests one worker of the review site serves at a time, files or not."""
        return self.threads + SHOWN_AT_ONCE

    @property
    def public_threads(self) -> int:
        """Return how many requests a worker of the public site serves at a time, files included."""
        return self.threads + self.uploads + TURNED_AWAY


def settings_file(environ: Mapping[str, str]) -> Path | None:
    """Return the TOML file to read, if any: ``TIPLINE_SETTINGS``, else tipline.toml right here."""
    named = environ.get(FILE_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def load(environ: Mapping[str, str], file: Path | None) -> Settings:
    """Return the settings of a file (TOML, optional) and an environment, which wins.

    Raises ``SettingsFileError`` for a file that cannot be read, ``UnknownSettingError`` for a name
    that is not declared, ``SettingsError`` for a value that is not of the setting's kind.
    """
    values = _from_file(file) | _from_environment(environ)
    if values.get("demo"):
        of_demo = {"keys": values.get("var", Settings().var) / "keys", "hotline": True}
        values = of_demo | values
    settings = Settings(**values)
    if settings.min_free_mib < settings.reserve_mib:
        wanted = f"at least reserve_mib, which is {settings.reserve_mib}"
        raise SettingsError(name="min_free_mib", found=settings.min_free_mib, wanted=wanted)
    if settings.files_mb < settings.file_mb:
        wanted = f"at least file_mb, which is {settings.file_mb}"
        raise SettingsError(name="files_mb", found=settings.files_mb, wanted=wanted)
    return settings


def from_environment() -> Settings:
    """Return the settings of this process: its environment, and the file that this names."""
    return load(os.environ, settings_file(os.environ))


def environment(settings: Settings, site: str) -> dict[str, str]:
    """Return the ``TIPLINE_`` variables that tell a site's process what concerns it, no more.

    Folders become absolute, and the settings file is switched off: these variables are all.
    """
    told = {FILE_VARIABLE: ""}
    for setting in declarations():
        value = getattr(settings, setting.name)
        if site in setting.metadata["sites"] and value != setting.default:
            told[variable(setting.name)] = setting.metadata["kind"].show(value)
    folders = {"var": settings.var, "keys": settings.keys, "config": settings.config}
    return told | {variable(name): str(path.absolute()) for name, path in folders.items()}


def require_two_addresses(settings: Settings) -> None:
    """Raise ``SettingsError`` where both sites would listen on one address.

    For whoever serves both: a site by itself is not told where the other listens.
    """
    public = (settings.public_host, settings.public_port)
    if public == (settings.review_host, settings.review_port):
        wanted = "another port than that of the public site, on the same address"
        raise SettingsError(name="review_port", found=settings.review_port, wanted=wanted)


def declarations() -> tuple[Field[Any], ...]:
    """Return the declarations in order: ``name``, ``default`` and ``metadata`` of each."""
    return fields(Settings)


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def reference() -> Iterator[str]:
    """Yield the lines of docs/settings.md."""
    yield from REFERENCE_HEAD.splitlines()
    for setting in declarations():
        kind: Kind[Any] = setting.metadata["kind"]
        shown = kind.show(setting.default)
        default = f"`{shown}`" if shown else "empty"
        meaning = setting.metadata["meaning"]
        yield f"| `{setting.name}` | {kind.wants} | {default} | {meaning} |"


REFERENCE_HEAD = """\
# Settings

Settings come from one TOML file and from the environment; the environment wins. The file is
`tipline.toml` in the working directory, or the one that `TIPLINE_SETTINGS` names; an empty
`TIPLINE_SETTINGS` reads none. The variable of a setting is `TIPLINE_` and its name in capitals:
`public_port = 8080` in the file is `TIPLINE_PUBLIC_PORT=8080` in the environment. A list is
`["ar", "en"]` in the file and `ar, en` in the environment.

A name that is not below, a value of the wrong kind or one out of bounds refuses to start, with a
sentence that names the setting, what was found and what is wanted. What people read on the sites
(names, numbers, categories, desks) is not a setting: it lies in the folder `config`.

This page is what `python -m tipline settings` prints.

| setting | what it must be | default | meaning |
|---|---|---|---|"""


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingsFileError(file=file, reason=reason) from error
    known = {setting.name: setting for setting in declarations()}
    return {name: _accepted(_known(name, name, known), name, found[name]) for name in found}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {variable(setting.name): setting for setting in declarations()}
    ours = {name for name in environ if name.startswith(PREFIX)} - NOT_SETTINGS
    settings = {name: _known(name, name, known) for name in sorted(ours)}
    return {
        setting.name: _accepted(setting, name, environ[name], text=True)
        for name, setting in settings.items()
    }


def _known(name: str, key: str, known: Mapping[str, Field[Any]]) -> Field[Any]:
    if key not in known:
        nearest = difflib.get_close_matches(key, known, n=1, cutoff=0) or list(known)
        raise UnknownSettingError(name=name, nearest=nearest[0])
    return known[key]


def _accepted(setting: Field[Any], name: str, value: object, *, text: bool = False) -> object:
    kind: Kind[Any] = setting.metadata["kind"]
    try:
        return kind.accept(kind.parse(str(value)) if text else value)
    except ValueError as error:
        found = "not shown, as it may hold a password" if kind.secret else repr(value)
        raise SettingsError(name=name, found=found, wanted=kind.wants) from error
