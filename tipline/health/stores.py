"""Whether databases and files are there and closed to others, and have their reserve."""

from __future__ import annotations

from collections.abc import Iterator

from tipline.errors import TiplineError
from tipline.health.trouble import Trouble
from tipline.settings import Settings
from tipline.store import belonging, migrate
from tipline.store.authorizer import PUBLIC
from tipline.store.blobs import FOLDER_MODE, Blobs
from tipline.store.engine import open_inbox
from tipline.store.granted import differences
from tipline.store.reserve import Reserve

# What each site's user may see, and so what there is to look at.
DATABASES: dict[str, tuple[str, ...]] = {
    "public": ("inbox",),
    "agencies": ("inbox",),
    "review": ("inbox", "casebook"),
}
DATABASES["both"] = DATABASES["review"]


def look_at_databases(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that the databases answer and are of the newest form."""
    for name, address in _addresses(site, settings):
        try:
            outdated = migrate.pending(address, name)
        except TiplineError as error:
            yield Trouble(
                f"The {name} does not answer: {error.sentence}",
                f"See that its server or folder is there and may be used, or correct {name}_url.",
            )
            continue
        if outdated:
            yield Trouble(
                f"The {name} is missing or of an older form.",
                "Run `tipline init`: it brings both databases up to date and keeps what they hold.",
            )


def look_at_public_role(settings: Settings) -> Iterator[Trouble]:
    """See that the public site's role may do what that site needs, and nothing else."""
    engine = open_inbox(settings.inbox_database, public=True, connections=1)
    try:
        lacking, beyond = differences(engine, PUBLIC)
    except TiplineError:
        return  # told with the databases
    finally:
        engine.dispose()
    if lacking:
        yield Trouble(
            f"The public site cannot work: its role lacks {', '.join(lacking)}.",
            "Run the grants that postgresql.md has for tipline_public.",
        )
    if beyond:
        yield Trouble(
            f"The public site may do what it need not: {', '.join(beyond)}.",
            "Give it a role of its own, with the grants that postgresql.md has for tipline_public.",
        )


def look_at_modes(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that no user may use a database's files who was not meant to."""
    for name, address in _addresses(site, settings):
        for path, mode in migrate.exposed(address, name):
            yield Trouble(
                f"{path}, of the {name}, can be used by other users of this machine.",
                f"chmod {mode:o} {path}",
            )


def look_at_blobs(settings: Settings) -> Iterator[Trouble]:
    """See that files have a folder, which no other users may use."""
    folder = Blobs.of(settings.var).folder
    if settings.var.is_dir() and not folder.is_dir():
        yield Trouble(f"There is no folder {folder}: no file can be kept.", "Run `tipline init`.")
    elif folder.is_dir() and folder.stat().st_mode & migrate.PERMISSIONS & ~FOLDER_MODE:
        yield Trouble(
            f"{folder}, of the files, can be used by other users of this machine.",
            f"chmod {FOLDER_MODE:o} {folder}",
        )
    try:
        belonging.require(folder)
    except TiplineError as error:
        yield Trouble(error.sentence, "Until then, no file is taken, shown or swept.")


def look_at_reserve(settings: Settings) -> Iterator[Trouble]:
    """See that the reserve is there to be given up; beside a database elsewhere it is none."""
    reserve = Reserve.of(settings.var, settings.reserve_mib)
    if not settings.inbox_url and settings.var.is_dir() and not reserve.whole:
        yield Trouble(
            f"The reserve {reserve.path} is not whole: on a full disk no report can be kept.",
            "Make room if there is none, then run `tipline sweep`, which makes it whole.",
        )


def _addresses(site: str, settings: Settings) -> Iterator[tuple[str, str]]:
    addresses = {"inbox": settings.inbox_database, "casebook": settings.casebook_database}
    return ((name, addresses[name]) for name in DATABASES[site])
