"""The headers that stand on every answer, errors included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import g, request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask, Response

    from tipline.settings import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OWN_SCRIPT = "; script-src 'self'; connect-src 'self'"
OWN_MEDIA = "; media-src 'self'"

PERMISSIONS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial",
    "storage-access", "usb", "xr-spatial-tracking",
)  # fmt: skip

OWN_PERMISSIONS = {"public": {"geolocation"}}  # a reporter may let the device say where it is

ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def script_allowed(source: str) -> str:
    """Return ``source``, a script's address, and let this answer's policy run our own scripts."""
    g.script = True
    return source


def media_allowed(source: str) -> str:
    """Return ``source``, the address of sound or video of ours, and let this answer play it."""
    g.media = True
    return source


def policy() -> str:
    """Return the policy of this answer: its templates said what it needs."""
    script = OWN_SCRIPT if g.get("script") else ""
    return POLICY + script + (OWN_MEDIA if g.get("media") else "")


def permissions(site: str) -> str:
    """Return the policy of what a site's own pages may ask of a device."""
    own = OWN_PERMISSIONS.get(site, set())
    return ", ".join(f"{name}=({'self' * (name in own)})" for name in PERMISSIONS)


def set_up(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of an application; ``Cache-Control`` unless it has one.

    Those that are always the same are put on as the answer leaves.
    """
    fixed = ALWAYS | {"Permissions-Policy": permissions(app.name)} | _by_setting(settings)
    app.wsgi_app = Fixed(app.wsgi_app, fixed)  # type: ignore[method-assign]  # the way that Flask documents

    @app.after_request
    def put(response: Response) -> Response:
        headers = response.headers
        if "Content-Security-Policy" not in headers:
            headers["Content-Security-Policy"] = policy()
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if onion and response.mimetype == "text/html":
            headers["Onion-Location"] = onion + quote(request.path)
        return response

    onion = settings.onion_location.rstrip("/")


class Fixed:
    """An application whose every answer bears the same few headers."""

    def __init__(self, inner: WSGIApplication, headers: Mapping[str, str]) -> None:
        """Take the application and the headers."""
        self._inner = inner
        self._headers = list(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, with the headers added."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 (as PEP 3333 has it)
            return start_response(status, [*headers, *self._headers], *more)

        return self._inner(environ, start)


def _by_setting(settings: Settings) -> dict[str, str]:
    if not settings.tls:
        return {}
    return {"Strict-Transport-Security": f"max-age={settings.hsts_seconds}; includeSubDomains"}
