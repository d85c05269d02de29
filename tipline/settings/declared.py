"""Every setting, declared once: its kind (type and bounds), default and meaning.

docs/settings.md is printed from these declarations.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from tipline.settings import kinds
from tipline.settings.kinds import Kind

T = TypeVar("T")

# Files that a worker of the review site shows, or lets wait for it, beside its `threads`.
SHOWN_AT_ONCE = 12
# Forms with files that a worker reads up to the first file when all `uploads` are taken.
TURNED_AWAY = 48

PUBLIC = frozenset({"public"})
REVIEW = frozenset({"review"})
AGENCIES = frozenset({"agencies"})
BOTH = PUBLIC | REVIEW
ALL = BOTH | AGENCIES
BROKER = frozenset({"broker"})  # what fetches pictures of cameras


def declared(kind: Kind[T], default: T, meaning: str, sites: frozenset[str] = ALL) -> T:
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
        "The inbox, which all sites open. Empty: SQLite in `var/inbox/inbox.sqlite3`.",
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
    agencies_host: str = declared(
        kinds.host, "127.0.0.1", "The address that the agencies' site listens on.", AGENCIES
    )
    agencies_port: int = declared(
        kinds.whole(1, 65535), 8002, "The port that the agencies' site listens on.", AGENCIES
    )
    agencies_url: str = declared(
        kinds.site_address,
        "",
        "The address by which outside agencies reach their site. Empty: they get no links, and"
        " what they say is entered by officers. In a demo: its host and port.",
        REVIEW | AGENCIES,
    )
    agencies_mail: str = declared(
        kinds.mailbox,
        "",
        "The mailbox whose mails `tipline agencies mail` takes; agencies write to it with their"
        " link's token after a +. Empty: no mail is taken.",
        REVIEW,
    )
    agencies_days: int = declared(
        kinds.whole(1, 90), 14, "An agency's link holds for so many days at most.", REVIEW
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
        BOTH | BROKER,
    )
    office_pages: bool = declared(
        kinds.switch,
        True,
        "Office files are shown page by page where LibreOffice is installed"
        " (`libreoffice-writer-nogui`, `libreoffice-calc-nogui`, `libreoffice-impress-nogui`) and"
        " `jail` is `bubblewrap`. Otherwise, and with `false`, their words are shown alone.",
        REVIEW,
    )
    workers: int = declared(kinds.whole(1, 64), 2, "Worker processes of each site.")
    threads: int = declared(kinds.whole(1, 64), 4, "Requests that one worker serves at a time.")
    demo: bool = declared(
        kinds.switch,
        False,
        "A demonstration with a known sign-in, marked so on each page. Never for real reports.",
    )
    tls: bool = declared(
        kinds.switch,
        False,
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
    agencies_hosts: tuple[str, ...] = declared(
        kinds.hosts, (), "Host names that the agencies' site answers to. Empty: any.", AGENCIES
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
    limit_agencies: str = declared(
        kinds.rate, "20 per minute", "Answers of outside agencies from one address.", AGENCIES
    )
    limit_pages: str = declared(kinds.rate, "600 per minute", "Pages asked for from one address.")
    limit_signin: str = declared(
        kinds.rate, "20 per minute", "Sign-ins tried from one address.", REVIEW
    )
    languages: tuple[str, ...] = declared(
        kinds.languages, ("ar", "en"), "Languages of all sites; the first is the default."
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
        False,
        "A reporter may be graded as a reliable source (1). A receipt code makes nobody reliable.",
        REVIEW,
    )
    hotline: bool = declared(
        kinds.switch,
        False,
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
    stills_socket: str = declared(
        kinds.socket,
        "",
        "The socket at which `tipline stills serve` answers, and at which the review site asks it"
        " for pictures of cameras. Empty: no still is offered.",
        REVIEW | BROKER,
    )
    stills_file: Path = declared(
        kinds.file,
        Path("stills.toml"),
        "What `tipline stills` reads: where cameras answer, its passwords there, and which"
        " addresses it may ask. For its own user alone.",
        BROKER,
    )
    stills_days: int = declared(
        kinds.whole(1, 366),
        30,
        "Pictures of cameras are destroyed so many days after they were taken.",
        REVIEW,
    )
    log_level: str = declared(
        kinds.choice("debug", "info", "warning", "error", "critical"),
        "info",
        "How much the server's own log tells. No level logs an address or what somebody wrote.",
        ALL | BROKER,
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
    def agencies_threads(self) -> int:
        """Return how many requests a worker of the agencies' site serves at a time."""
        return self.threads

    @property
    def public_threads(self) -> int:
        """Return how many requests a worker of the public site serves at a time, files included."""
        return self.threads + self.uploads + TURNED_AWAY


def declarations() -> tuple[Field[Any], ...]:
    """Return the declarations in order: ``name``, ``default`` and ``metadata`` of each."""
    return fields(Settings)
