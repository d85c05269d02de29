# noqa: INP001 (tests/ itself is no package)
"""Looks at a page: what none of either site may lack, and what none may have.

Every client of the tests does so with every page that it fetches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, KeysView

from tests.pages import CONTROLS, Has, Page

ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SCRIPT = "; script-src 'self'; connect-src 'self'"
MEDIA = "; media-src 'self'"
POLICIES = {POLICY, POLICY + SCRIPT, POLICY + MEDIA, POLICY + SCRIPT + MEDIA}
DRAWN = re.compile(  # made anew
    "/(ar|en)/(tips|cases)/[0-9a-f]{32}/(files/[0-9a-f]{32}|stills/[0-9]+)/[a-z]+(/[0-9]+)?"
)
COOKIE = re.compile("(__Host-)?(form|session|device|screen)=")  # of the review site alone
DIRECTIONS = {"ar": "rtl", "en": "ltr", "hi": "ltr", "ur": "rtl"}
LEFT_TO_RIGHT = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
SILENT = {"hidden", "submit", "image"}
POINTERS = {"aria-describedby", "aria-labelledby", "for", "list"}
DATA = "data:image/png;base64,"


def headers_are_right(
    lines: Iterable[tuple[str, str]], address: str, *, cookies: bool = False
) -> None:
    """Fail where an answer lacks a header that every answer has, or sets a cookie that it may not.

    Without ``cookies``, as for the public site, none is allowed.
    """
    headers: dict[str, list[str]] = {}
    for name, value in lines:
        headers.setdefault(name.lower(), []).append(value)
    for name, value in ALWAYS.items():
        assert headers.get(name.lower()) == [value], name
    [policy] = headers["content-security-policy"]
    assert policy in POLICIES
    assert "camera=()" in headers["permissions-policy"][0]
    if not address.startswith("/static/"):
        assert headers["cache-control"] == ["no-store"]
    for line in headers.get("set-cookie", []):
        assert cookies, line
        assert COOKIE.match(line), line
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(line.split("; ")), line


def page_is_whole(page: Page) -> None:
    """Fail with what is amiss in a page."""
    sheets = [has["href"] for tag, has in page.tags if has.get("rel") == "stylesheet"]
    review = any("/review" in sheet for sheet in sheets)
    headers_are_right(page.lines, page.address, cookies=review)
    names = Counter(tag for tag, _ in page.tags)
    assert (names["h1"], names["title"], names["main"], names["style"]) == (1, 1, 1, 0)
    assert page.title
    root = dict(page.tags)["html"]
    assert DIRECTIONS[root["lang"]] == root["dir"]
    ids = Counter(has["id"] for _, has in page.tags if "id" in has)
    assert not [each for each, times in ids.items() if times > 1], ids
    script = "script-src" in page.headers["content-security-policy"]
    labels = {has["for"] for tag, has in page.tags if tag == "label" and "for" in has}
    for tag, has in page.tags:
        _is_still(tag, has, script=script)
        _leads_somewhere(tag, has, ids.keys())
        if tag in CONTROLS and has.get("type") not in SILENT:
            assert has.get("id") in labels or has in page.labelled, has
            assert _is_not_remembered(tag, has, review=review) or has in page.labelled, has
    assert not set(LEFT_TO_RIGHT) & set(page.html)


def _is_still(tag: str, has: Has, *, script: bool) -> None:
    assert not [name for name in has if name == "style" or name[:2] == "on"], has
    if has.get("type") == "image":
        assert has["alt"]
        assert has["src"].startswith(DATA)
        assert {has["width"], has["height"]} == {"320"}
    if tag in {"script", "img", "audio", "video"}:
        drawn = tag != "script" and DRAWN.fullmatch(has["src"])
        assert drawn or has["src"].startswith("/static/")
        assert tag != "script" or script


def _leads_somewhere(tag: str, has: Has, ids: KeysView[str]) -> None:
    for name in POINTERS & has.keys():
        assert set(has[name].split()) <= ids, (name, has)
    if tag == "a" and has["href"].startswith("#"):
        assert has["href"][1:] in ids, has


def _is_not_remembered(tag: str, has: Has, *, review: bool) -> bool:
    """Tell whether a browser keeps nothing; an analyst's may keep what a page names."""
    kept = has.get("autocomplete", "")
    return kept == "off" or (review and bool(kept or tag == "select"))
