"""``make_app``: an application with all that the sites share, and no route of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import jinja2
from flask import Flask, Request, Response, current_app, g
from flask.typing import RouteCallable
from flask_wtf import CSRFProtect
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import RequestRedirect

from tipline.web import bodies, headers, languages, limits, refusals, statics
from tipline.web.entrance import refuse_unmarked

if TYPE_CHECKING:
    from tipline.configuration import Configuration
    from tipline.settings import Settings

PREFIX = "/<language:language>"  # of every page: the language stands first in the path
TEMPLATES = Path(__file__).parents[2] / "templates"
SITES = frozenset({"public", "review", "agencies"})
LOOKS = {"agencies": "public"}  # whose style sheet a site wears that has none of its own
PACK_FROM = 1024  # bytes; shorter pages are not worth compressing
PACK_LEVEL = 1  # of pages made for one reader: speed counts


class Site(Flask):
    """A Flask application that refuses, at its start, a route that does not say who may enter."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 (Flask's own signature)
        **options: Any,  # noqa: ANN401 (Flask's own signature)
    ) -> None:
        """Add a route; raises ``EntranceMissingError`` for a view without ``open_to``."""
        refuse_unmarked(rule, view_func)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def raise_routing_exception(self, request: Request) -> NoReturn:
        """Raise what the routing found; a redirect leads on within this site, whatever the host."""
        if isinstance(request.routing_exception, RequestRedirect):
            request.routing_exception.new_url = urlsplit(request.routing_exception.new_url).path
        super().raise_routing_exception(request)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func`` itself: nothing here is asynchronous, and asking on each call is dear."""
        return func


def make_app(
    name: str,
    settings: Settings,
    configuration: Configuration,
    *,
    csrf: bool,
    self_counted: frozenset[str] = frozenset(),
) -> Site:
    """Return an application for the site ``name``, one of ``SITES``, without pages yet.

    With ``csrf`` every posted form needs Flask-WTF's token, kept in a session cookie: the caller
    then sets ``secret_key``. Without it the site sets no cookie at all. The endpoints in
    ``self_counted`` limit their rate themselves, so that a refusal keeps what was typed.
    """
    app = Site(
        name, root_path=str(TEMPLATES.parent), static_folder=None, template_folder=str(TEMPLATES)
    )
    app.config["WTF_I18N_ENABLED"] = False  # our fields bring their own words
    app.config["TRUSTED_HOSTS"] = _hosts(name, settings)
    app.extensions["tipline.settings"] = settings
    app.extensions["tipline.configuration"] = configuration
    languages.set_up(app, settings.languages)
    bodies.set_up(app)
    headers.set_up(app, settings)
    limits.set_up(app, settings, self_counted)
    refusals.set_up(app)
    files = statics.set_up(app, SITES - {LOOKS.get(name, name)})
    _set_up_templates(app, settings, configuration, files)
    if csrf:
        _set_up_session(app, settings)
    else:
        app.after_request(_pack)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]  # the way that Flask documents
    return app


def settings_here() -> Settings:
    """Return the settings of the application that serves this request."""
    found: Settings = current_app.extensions["tipline.settings"]
    return found


def configuration_here() -> Configuration:
    """Return the deployment's configuration of the application that serves this request."""
    found: Configuration = current_app.extensions["tipline.configuration"]
    return found


def bdi(value: object) -> Markup:
    """Return a number, plate, code or address, isolated and left to right."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(value)


def _hosts(name: str, settings: Settings) -> list[str] | None:
    hosts: tuple[str, ...] = getattr(settings, f"{name}_hosts")
    return list(hosts) or None


def _set_up_templates(
    app: Flask, settings: Settings, configuration: Configuration, files: statics.StaticFiles
) -> None:
    environment = app.jinja_env
    environment.undefined = jinja2.StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(text=languages.pick, bdi=bdi)
    made: dict[str, Callable[..., object] | object] = {
        "language": languages.language,
        "direction": languages.direction,
        "own_name": languages.own_name,
        "languages": settings.languages,
        "here": languages.here,
        "static_file": files.address,
        "script_allowed": headers.script_allowed,
        "media_allowed": headers.media_allowed,
        "site": configuration.site,
        "demo": settings.demo,
        "own_sheet": f"{LOOKS.get(app.name, app.name)}.css",
        "own_page": f"{app.name}/page.html",  # extends layout.html with the site's head and foot
    }
    environment.globals.update(made)


def _set_up_session(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="__Host-form" if settings.tls else "form",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_SSL_STRICT=False,  # our pages send no referrer; Origin and Sec-Fetch-Site decide
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    CSRFProtect(app)


def _pack(response: Response) -> Response:
    fit = response.mimetype == "text/html" and not response.direct_passthrough
    if not fit or "Content-Encoding" in response.headers or g.get("unpacked"):
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if not statics.accepts_gzip():
        return response
    body = response.get_data()
    if len(body) >= PACK_FROM:
        response.set_data(statics.pack(body, PACK_LEVEL))
        response.headers["Content-Encoding"] = "gzip"
    return response
