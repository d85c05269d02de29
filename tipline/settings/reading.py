"""The settings as they are read: from one TOML file and from the environment, which wins.

In the environment a setting is ``TIPLINE_`` and its name in capitals.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import Field
from pathlib import Path
from typing import Any

from tipline.errors import SettingsError, SettingsFileError, UnknownSettingError
from tipline.settings.declared import Settings, declarations
from tipline.settings.kinds import Kind

PREFIX = "TIPLINE_"
FILE_VARIABLE = "TIPLINE_SETTINGS"  # names the TOML file; empty: read none
DEBUG_VARIABLE = "TIPLINE_DEBUG"  # in a demo, shows the traceback of an unexpected error
NOT_SETTINGS = {FILE_VARIABLE, DEBUG_VARIABLE}
DEFAULT_FILE = Path("tipline.toml")


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
        values = _of_demo(Settings(**values)) | values
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


def require_two_addresses(settings: Settings, sites: Sequence[str] = ("public", "review")) -> None:
    """Raise ``SettingsError`` where two sites would listen on one address.

    For whoever serves several: a site by itself is not told where the others listen.
    """
    taken: dict[tuple[str, int], str] = {}
    for site in sites:
        port = getattr(settings, f"{site}_port")
        other = taken.setdefault((getattr(settings, f"{site}_host"), port), site)
        if other != site:
            wanted = f"another port than that of the {other} site, on the same address"
            raise SettingsError(name=f"{site}_port", found=port, wanted=wanted)


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def _of_demo(settings: Settings) -> dict[str, Any]:
    """Return what a demonstration has where nobody says otherwise."""
    return {
        "keys": settings.var / "keys",
        "hotline": True,
        "agencies_url": f"http://{settings.agencies_host}:{settings.agencies_port}",
    }


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
