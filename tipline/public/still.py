"""Pages that ask nothing: answered once by the application, then from memory.

What is remembered is the application's own answer, headers included, plain and compressed. Only the
very address is answered so; with a query, a foreign host or another method the application answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, url_for
from flask_babel import lazy_gettext as _l

from tipline.intake.kinds import tops
from tipline.public import figures
from tipline.web import PREFIX, Who, open_to
from tipline.web.app import settings_here
from tipline.web.statics import pack, takes_gzip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Flask

NOBODY = {"REMOTE_ADDR": ""}  # no address: what is asked at the start counts for nobody
Headers = list[tuple[str, str]]

ADVICE = {  # by addresses that any public site might have
    "privacy": _l("How we protect you"),
    "guide": _l("What to report, and what not"),
    "help": _l("Staying safe"),
    "questions": _l("Your receipt code and our answers"),
    "accessibility": _l("Accessibility"),
}

blueprint = Blueprint("still", __name__)


@blueprint.get("/", endpoint="front")
@blueprint.get(PREFIX + "/", endpoint="home")
@open_to(Who.ANYONE)
def home() -> str:
    """Show what this site is for, and its two doors."""
    return render_template("public/still/home.html")


@blueprint.get(f"{PREFIX}/<any({','.join(ADVICE)}):name>", endpoint="page")
@open_to(Who.ANYONE)
def page(name: str) -> str:
    """Show a page of advice."""
    hours = settings_here().draft_hours
    return render_template(
        f"public/still/{name}.html", title=ADVICE[name], kinds=tops(), draft_hours=hours
    )


def links() -> list[tuple[str, str]]:
    """Return (address, title) of each page of advice and of the figures, in this language."""
    pages = [(url_for("still.page", name=name), str(title)) for name, title in ADVICE.items()]
    return [*pages, (url_for("figures.show"), str(figures.TITLE))]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it goes over the wire: plain, and compressed."""

    plain: tuple[Headers, bytes]
    packed: tuple[Headers, bytes]


class Remembered:
    """The application, with the pages that ask nothing answered from memory."""

    def __init__(self, app: Flask) -> None:
        """Ask the application for each page, in each language, once."""
        self._inner = app.wsgi_app
        trusted = app.config["TRUSTED_HOSTS"]
        self._hosts = None if trusted is None else frozenset(trusted)
        names = [f"/{code}/{name}" for code in app.config["LANGUAGES"] for name in ("", *ADVICE)]
        base = "http://" + (trusted[0].lstrip(".") if trusted else "localhost")
        self._answers: Mapping[str, Answered] = {name: asked(app, name, base) for name in names}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 (the library's own signature takes anything)
        """Answer from memory where the very page is asked for; else let the application answer."""
        answered = self._answers.get(environ.get("PATH_INFO", ""))
        if answered is None or not self._is_plain(environ):
            return self._inner(environ, start_response)
        packs = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers, body = answered.packed if packs else answered.plain
        start_response("200 OK", list(headers))
        return [body]

    def _is_plain(self, environ: Mapping[str, Any]) -> bool:
        known = self._hosts is None or environ.get("HTTP_HOST", "") in self._hosts
        return environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING") and known


def asked(app: Flask, path: str, base: str) -> Answered:
    """Return what the application answers to a plain request for ``path``."""
    response = app.test_client().get(path, base_url=base, environ_overrides=NOBODY)
    body = response.get_data()
    if response.status_code != 200:  # noqa: PLR2004 (a page that fails must stop the start)
        raise RuntimeError(path)
    kept = [(name, value) for name, value in response.headers if name != "Content-Length"]
    packed = pack(body)
    encoded = [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
    return Answered(([*kept, ("Content-Length", str(len(body)))], body), (encoded, packed))


def set_up(app: Flask) -> None:
    """Serve the pages, and remember them; call it when all routes are there."""
    app.register_blueprint(blueprint)
    app.wsgi_app = Remembered(app)  # type: ignore[method-assign]  # the way that Flask documents
