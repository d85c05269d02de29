"""Pages that ask nothing: rendered once a language, and answered from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, g, render_template, url_for
from flask_babel import lazy_gettext as _l

from tipline.public.kinds import tops
from tipline.web import PREFIX, Who, language, open_to
from tipline.web.app import settings_here
from tipline.web.statics import answer, pack

if TYPE_CHECKING:
    from flask import Flask

HOME = "home"
ADVICE = {
    "protection": _l("How we protect you"),
    "topics": _l("What to report, and what not"),
    "advice": _l("Staying safe"),
    "answers": _l("Your receipt code and our answers"),
    "accessibility": _l("Accessibility"),
}


def links() -> list[tuple[str, str]]:
    """Return (address, title) of each page of advice, in this request's language."""
    return [(url_for("still.page", name=name), str(title)) for name, title in ADVICE.items()]


def set_up(app: Flask) -> None:
    """Serve the pages, each rendered now in every language."""
    ready: dict[tuple[str, str], tuple[bytes, bytes]] = {}
    blueprint = Blueprint("still", __name__)

    @app.get("/", endpoint="front")
    @blueprint.get(PREFIX + "/", endpoint="home")
    @open_to(Who.ANYONE)
    def home() -> Response:
        return answer(*ready[language(), HOME], "text/html")

    @blueprint.get(PREFIX + "/<any(" + ",".join(ADVICE) + "):name>", endpoint="page")
    @open_to(Who.ANYONE)
    def page(name: str) -> Response:
        return answer(*ready[language(), name], "text/html")

    app.register_blueprint(blueprint)
    for code in app.config["LANGUAGES"]:
        for name in (HOME, *ADVICE):
            ready[code, name] = rendered(app, code, name)


def rendered(app: Flask, code: str, name: str) -> tuple[bytes, bytes]:
    """Return a page in a language, plain and compressed."""
    path = f"/{code}/" if name == HOME else f"/{code}/{name}"
    hosts = app.config["TRUSTED_HOSTS"] or ["localhost"]
    with app.test_request_context(path, base_url=f"http://{hosts[0].lstrip('.')}"):
        g.language = code
        body = render_template(
            f"public/still/{name}.html",
            kinds=tops(),
            title=ADVICE.get(name, ""),
            draft_hours=settings_here().draft_hours,
        ).encode()
    return body, pack(body)
