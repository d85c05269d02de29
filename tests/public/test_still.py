"""Pages that ask nothing, and the way out."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.pages import Visitor, headers_are_right
from tests.public.walk import SHORT, to_check
from tipline.public import create_app
from tipline.public.still import ADVICE

if TYPE_CHECKING:
    from flask import Flask

    from tests.journeys.deployment import Deployment

VISIT_BYTES, VISIT_REQUESTS, REPORT_BYTES = 30_000, 3, 15_000
TITLES = {"ar": "الخدمات العامة", "en": "Public services"}
PACKED = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", ["", *ADVICE])
def test_a_page_is_whole_and_its_title_tells_nothing(
    visitor: Visitor, language: str, name: str
) -> None:
    page = visitor.get(f"/{language}/{name}")
    assert page.title == TITLES[language]
    assert "tel:999" in page.links
    assert f"/{language}/next" in page.links


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("door", ["report", "mailbox"])
def test_behind_both_doors_the_address_and_the_title_tell_nothing(
    visitor: Visitor, language: str, door: str
) -> None:
    page = visitor.enter(door, language)
    assert (page.title, page.address) == (TITLES[language], f"/{language}/")
    assert all(form.action in {f"/{code}/" for code in TITLES} for form in page.forms)


@pytest.mark.parametrize("path", ["/ar/", "/en/guide"])
def test_memory_answers_as_the_application_does(app: Flask, path: str) -> None:
    remembered = app.test_client().get(path)
    computed = app.test_client().get(path + "?x=1")
    packed = app.test_client().get(path, headers=PACKED)
    assert remembered.data == computed.data == gzip.decompress(packed.data)
    assert dict(remembered.headers) == dict(computed.headers)
    assert app.test_client().head(path).data == b""
    headers_are_right(packed)


def test_only_our_hosts_are_answered(deployment: Deployment) -> None:
    settings = replace(deployment.settings, public_hosts=("tips.example", ".tips.example"))
    client = create_app(settings).test_client()
    for host, status in (("tips.example", 200), ("a.tips.example", 200), ("evil.example", 400)):
        for path in ("/ar/", "/ar/help"):
            assert client.get(path, base_url=f"http://{host}").status_code == status


def test_the_front_page_speaks_the_browser_s_language(visitor: Visitor) -> None:
    arabic, english = (
        visitor.get("/", headers={"Accept-Language": it}) for it in ("fr, ar;q=0.5", "en-GB, en")
    )
    assert 'lang="ar"' in arabic.html
    assert 'lang="en"' in english.html
    assert 'lang="ar"' in visitor.get("/").html


def test_a_first_visit_is_light(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/ar/", headers=PACKED)
    html = gzip.decompress(page.data).decode()
    needed = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(/[^"]+)"', html)
    assert '<link rel="icon" href="data:,">' in html
    assert len(needed) + 1 <= VISIT_REQUESTS
    answers = [client.get(path, headers=PACKED) for path in needed]
    assert sum(len(it.data) for it in [page, *answers]) <= VISIT_BYTES
    report = client.post("/ar/", data={"page": "report"}, headers=PACKED)
    assert len(report.data) <= REPORT_BYTES


def test_the_longest_page_of_the_report_is_light(app: Flask, visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT, "ar")
    held = dict(check.form("draft").held) | {"go": "change:kind"}
    page = visitor.press(visitor.press(check, "change:kind"), "more")
    assert len(gzip.compress(page.html.encode())) <= REPORT_BYTES
    assert held


def test_a_redirect_leads_on_within_the_site(app: Flask) -> None:
    for host in ("localhost", "evil.example"):
        response = app.test_client().get("/en", base_url=f"http://{host}")
        assert response.headers["Location"] == "/en/"


def test_leaving_forgets_and_goes_elsewhere(app: Flask) -> None:
    response = app.test_client().get("/ar/next")
    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Location"].startswith("https://")
    headers_are_right(response)


def test_settings_put_their_headers(deployment: Deployment) -> None:
    onion = f"http://{'a' * 56}.onion"
    app = create_app(replace(deployment.settings, tls=True, onion_location=onion))
    for path in ("/en/help", "/en/", "/en/none"):
        headers = app.test_client().get(path).headers
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert headers["Onion-Location"] == onion + path


@pytest.mark.parametrize("path", ["/%D8%A8", "/en/%0D%0ASet-Cookie:%20a=b", "/en/?%00"])
def test_no_address_breaks_a_header(deployment: Deployment, path: str) -> None:
    onion = f"http://{'a' * 56}.onion"
    app = create_app(replace(deployment.settings, onion_location=onion))
    response = app.test_client().get(path)
    assert response.status_code < 500
    assert response.headers["Onion-Location"].isascii()
    headers_are_right(response)


def test_a_demonstration_says_so(deployment: Deployment) -> None:
    demo = Visitor.of(create_app(replace(deployment.settings, demo=True)))
    for path in ("/en/", "/en/help", "/en/none"):
        status = 404 if path.endswith("none") else 200
        assert "Demonstration" in demo.get(path, status).words
