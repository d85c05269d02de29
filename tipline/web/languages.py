"""Languages: in the path, then in every word and date; catalogues are read from their ``.po``.

Reading the text catalogues at the start (50 ms) leaves no compiled file that could be stale.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import current_app, g, has_request_context, request, url_for
from flask_babel import Babel, get_babel
from werkzeug.routing import BaseConverter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Flask

FOLDER = Path(__file__).parents[1] / "translations"
DOMAINS = ("public", "review", "access")
SOURCE_LANGUAGE = "en"  # the language of the message ids


def language() -> str:
    """Return the language of this request: of its path, else what the browser prefers."""
    known: str | None = g.get("language")
    if known is None:
        languages = current_app.config["LANGUAGES"]
        if not has_request_context():
            return str(languages[0])
        g.language = known = _from_request(languages)
    return known


def direction(code: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language code; UnknownLocaleError or ValueError for none."""
    return "rtl" if Locale.parse(code, sep="-").character_order == "right-to-left" else "ltr"


def own_name(code: str) -> str:
    """Return a language's name in itself: العربية, English."""
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]


def here(code: str) -> str:
    """Return the address of this page in another language; of its home, where there is none."""
    if request.endpoint is None or request.method not in {"GET", "HEAD"}:
        return f"/{code}/"
    if not current_app.url_map.is_endpoint_expecting(request.endpoint, "language"):
        return f"/{code}/"
    return url_for(request.endpoint, **{**(request.view_args or {}), "language": code})


def pick(text: Mapping[str, str]) -> str:
    """Return a configured text in this request's language."""
    return text.get(language()) or next(iter(text.values()))


def set_up(app: Flask, languages: Iterable[str]) -> None:
    """Give an application its languages: path converter, catalogues, ``url_for`` that keeps on."""
    app.config["LANGUAGES"] = tuple(languages)
    app.url_map.converters["language"] = _converter(app.config["LANGUAGES"])
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join([str(FOLDER)] * len(DOMAINS))
    Babel(
        app,
        default_locale=app.config["LANGUAGES"][0],
        default_domain=";".join(DOMAINS),
        locale_selector=language,
    )
    with app.app_context():
        domain = get_babel().instance.domain_instance
        for code in app.config["LANGUAGES"]:
            domain.cache[code, DOMAINS[0]] = catalogue(code)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)


def catalogue(code: str, folder: Path = FOLDER) -> Translations:
    """Return the words of one language: all domains in one; empty for the source language."""
    merged = Translations()
    for domain in DOMAINS:
        path = folder / code / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            one = _read(path, code)
            merged.merge(one)  # type: ignore[no-untyped-call]  # the library is not typed so far
            merged.plural = one.plural
    return merged


@cache
def _read(path: Path, code: str) -> Translations:
    with path.open("rb") as source:
        words = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


def _converter(languages: tuple[str, ...]) -> type[BaseConverter]:
    return type("LanguageConverter", (BaseConverter,), {"regex": "|".join(languages)})


def _from_request(languages: tuple[str, ...]) -> str:
    first = request.path.split("/", 2)[1] if "/" in request.path else ""
    if first in languages:
        return first
    return request.accept_languages.best_match(languages) or languages[0]


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "language" in values:
        g.language = values.pop("language")


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = language()
