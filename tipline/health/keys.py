"""Whether the keys are there, whole, of one deployment, and closed to others."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from tipline import configuration
from tipline.configuration import DeskKind
from tipline.errors import (
    ConfigurationError,
    ConfigurationFileError,
    KeyFileError,
    KeyFileExposedError,
)
from tipline.health.trouble import Trouble
from tipline.sealing.deployment import (
    AUDIT,
    AUDIT_DESK,
    AUDIT_SEALED,
    DESKS,
    RECOVERY,
    Deployment,
    read_pepper,
    read_review_secret,
)
from tipline.settings import Settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

# What each site's user may see, and so what there is to look at.
SECRETS: dict[str, tuple[Callable[[Path], bytes], ...]] = {
    "public": (read_pepper,),
    "review": (read_review_secret,),
}
SECRETS["both"] = SECRETS["public"] + SECRETS["review"]


def look_at_keys(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that the keys are there, whole, and closed to others."""
    keys = settings.keys
    if not keys.is_dir():
        yield Trouble(f"There are no keys in {keys}.", "Run `tipline init`, or correct `keys`.")
        return
    if keys.stat().st_mode & OTHERS:
        yield Trouble(f"{keys} can be entered by other users of this machine.", f"chmod 700 {keys}")
    yield from _of_too_many(keys)
    calls = (read_pepper,) if settings.hotline and site == "review" else ()
    readers: tuple[Callable[[Path], object], ...] = (Deployment.read, *SECRETS[site], *calls)
    for read in readers:
        try:
            read(keys)
        except KeyFileExposedError as error:
            yield Trouble(error.sentence, f"chmod 600 {error.values['file']}")
        except KeyFileError as error:
            yield Trouble(error.sentence, "Bring it back from your copy of the keys.")


def _of_too_many(keys: Path) -> Iterator[Trouble]:
    """See that nobody else can read the audit identity, or put another recipient in a file."""
    sealed = keys / AUDIT_SEALED
    if sealed.exists() and sealed.stat().st_mode & OTHERS:
        yield Trouble(f"Others can read the key file {sealed}.", f"chmod 600 {sealed}")
    for path in (keys / RECOVERY, keys / AUDIT, *sorted((keys / DESKS).glob("*.toml"))):
        if path.exists() and path.stat().st_mode & OTHERS_WRITE:
            yield Trouble(
                f"Others can write the key file {path}, and so have reports sealed to themselves.",
                f"chmod 644 {path}, and compare it with your copy of the keys.",
            )


def look_at_audit(settings: Settings) -> Iterator[Trouble]:
    """See that the audit trail is sealed to the key that the auditors have."""
    try:
        deployment = Deployment.read(settings.keys)
    except KeyFileError:
        return  # told with the keys
    card = deployment.desks.get(AUDIT_DESK)
    if card is None:
        yield Trouble(
            f"The key file {settings.keys / DESKS / AUDIT_DESK}.toml is missing.",
            "Bring it back from your copy of the keys.",
        )
    elif card.recipient != deployment.audit:
        yield Trouble(
            f"{AUDIT} and {DESKS}/{AUDIT_DESK}.toml in {settings.keys} name two keys: no auditor"
            " can open what is entered in the audit trail from now on.",
            "Bring both back from your copy of the keys.",
        )


def look_at_hotline(settings: Settings) -> Iterator[Trouble]:
    """See that somebody can take calls, where the hotline is on."""
    if not settings.hotline:
        return
    try:
        texts = configuration.load(settings.config, settings.languages)
        deployment = Deployment.read(settings.keys)
    except (ConfigurationError, ConfigurationFileError, KeyFileError):
        return  # told with the configuration or the keys
    desks = [desk.code for desk in texts.desks if desk.kind is DeskKind.HOTLINE]
    if not any(code in deployment.desks for code in desks):
        yield Trouble(
            "The hotline is on, and no desk of operators has keys: nobody can take a call.",
            f"Run `tipline desk add {desks[0] if desks else 'HOTLINE'} --first NAME`.",
            warning=True,
        )


def look_at_lanes(settings: Settings) -> Iterator[Trouble]:
    """See that the desks that reports are sealed to have keys: the public site needs both."""
    try:
        texts = configuration.load(settings.config, settings.languages)
        deployment = Deployment.read(settings.keys)
    except (ConfigurationError, ConfigurationFileError, KeyFileError):
        return  # told with the configuration or the keys
    for lane in (texts.intake, texts.oversight):
        if lane not in deployment.desks:
            yield Trouble(
                f"There is no desk {lane} among the keys, and reports are sealed to it.",
                f"Run `tipline desk add {lane} --first NAME`.",
            )
