"""Files in a real browser: chosen, looked at, kept or taken out, sent; with scripts and without."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.journeys.browser import Tabs
from tests.journeys.deployment import establish
from tests.journeys.test_axe import axe, faults, none_of
from tests.journeys.tour import WIDTHS
from tests.journeys.walking import enter, fill, look, press, send, step, walk
from tests.public.taking import JPEG, PDF, TELLING, WAV, Takes, stand_in
from tipline.public import create_app

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload
    from playwright.sync_api import Page as Tab

__all__ = ["axe"]  # a fixture

TOLD = {
    "danger": {"now": "no"},
    "what": {"what": "Two men cut the lock of the pump house"},
    "kind": {"category": "DRUG"},
}
WORDS = {
    "en": {
        "refused": "Files of this kind are not taken.",
        "found": "where it was taken",
        "plain": "Nothing hidden was found in it.",
        "kept": "Your name for it is kept.",
        "arrived": "has arrived and is sealed",
        "changed": "The pitch was changed.",
    },
    "ar": {
        "refused": "لا تُقبل ملفات من هذا النوع.",
        "found": "مكان التقاطه",
        "plain": "لم يُعثر فيه على شيء مخفي.",
        "kept": "سيبقى اسمه الذي على جهازك.",
        "arrived": "وصل ما أرسلته",
        "changed": "غُيّرت طبقة الصوت.",
    },
}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FOCUSED = "document.activeElement.name || document.activeElement.tagName"
LONG = "صورة من الهاتف WhatsApp Image 2026-11-20 at 22.14.05 (with no place to break)" + "x" * 40
every_way = pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
both_languages = pytest.mark.parametrize("language", ["ar", "en"])


@dataclass(frozen=True)
class Site:
    """A public site in this process, and what takes its files in place of jail and store."""

    address: str
    takes: Takes


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    deployment = establish(tmp_path_factory.mktemp("files"))
    app = create_app(deployment.settings)
    takes = stand_in(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", takes)
    server.shutdown()
    thread.join()
    server.server_close()


def to_files(tab: Tab, site: Site, language: str) -> None:
    """Walk a report to its files."""
    enter(tab, f"{site.address}/{language}/", "report")
    walk(tab, TOLD, until="files")


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def add(tab: Tab, files: Mapping[str, bytes], go: str = "attach") -> None:
    """Choose files and press a button."""
    tab.set_input_files("#chosen", [file(name, content) for name, content in files.items()])
    press(tab, go)


def shown(tab: Tab) -> str:
    return tab.inner_text("main")


@every_way
@both_languages
def test_files_go_into_a_report_and_into_the_mailbox(
    tabs: Tabs, site: Site, language: str, *, scripts: bool
) -> None:
    words = WORDS[language]
    tab = tabs.open(scripts=scripts, width=360)
    to_files(tab, site, language)
    add(tab, {"photo.jpg": TELLING, "run.exe": b"MZ", "plan.pdf": PDF})
    assert step(tab) == "files"
    assert f"run.exe: {words['refused']}" in tab.inner_text(".summary")
    names = tab.locator(".files h2")
    expect(names).to_have_text(["photo.jpg", "plan.pdf"])
    assert words["found"] in shown(tab)
    assert words["plain"] in shown(tab)
    expect(tab.locator("input:checked")).to_have_count(0)
    tab.locator("[name=keep_name]").first.check()
    add(tab, {"more.jpg": JPEG}, "continue")
    assert step(tab) == "check"
    row = tab.locator("dl.answers > div").last.inner_text()
    assert all(name in row for name in ("photo.jpg", "plan.pdf", "more.jpg"))
    assert row.count(words["kept"]) == 1
    press(tab, "change:files")
    assert tab.locator("[name=keep_name]").first.is_checked()
    tab.locator(".files button").nth(1).click()
    expect(tab.locator(".files > li")).to_have_count(2)
    expect(names).to_have_text(["photo.jpg", "more.jpg"])
    press(tab, "continue")
    look(tab, site.address, language, send(tab))
    fill(tab, {"text": "It is the same van"})
    add(tab, {"again.jpg": JPEG, "run.exe": b"MZ"})
    assert words["refused"] in tab.inner_text(".summary")
    assert tab.input_value("[name=text]") == "It is the same van"
    press(tab, "add")
    assert words["arrived"] in tab.inner_text("[role=status]")
    expect(tab.locator(".files")).to_have_count(0)


@every_way
@both_languages
def test_a_voice_is_changed_where_it_is_wished(
    tabs: Tabs, site: Site, language: str, *, scripts: bool
) -> None:
    changed = WORDS[language]["changed"]
    tab = tabs.open(scripts=scripts, width=360)
    to_files(tab, site, language)
    add(tab, {"as it was.wav": WAV})
    assert changed not in shown(tab)
    tab.check("[name=disguise]")
    add(tab, {"changed.wav": WAV})
    assert changed in tab.locator(".files > li").nth(1).inner_text()
    assert tab.is_checked("[name=disguise]")
    press(tab, "continue")
    assert tab.locator("dl.answers > div").last.inner_text().count(changed) == 1
    look(tab, site.address, language, send(tab))
    assert not tab.is_checked("[name=disguise]")
    tab.check("[name=disguise]")
    add(tab, {"changed.wav": WAV})
    assert changed in shown(tab)
    if scripts:
        tab.reload()
        tab.wait_for_selector(".files")
    assert tab.is_checked("[name=disguise]")


@both_languages
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_with_files_are_fit_for_everybody(
    tabs: Tabs, site: Site, axe: str, language: str, width: int
) -> None:
    tab = tabs.open(scripts=True, width=width)
    found = []

    def look_at(name: str) -> None:
        wanted, there = tab.evaluate(WIDTHS)
        assert wanted <= there, name
        for closed in tab.locator("details > summary").all():
            closed.click()
        found.extend(faults(tab, axe, name))

    to_files(tab, site, language)
    look_at("empty")
    add(tab, {f"{LONG}.jpg": TELLING, f"{LONG}.exe": b"MZ"})
    look_at("listed")
    press(tab, "continue")
    look_at("check")
    look(tab, site.address, language, send(tab))
    add(tab, {f"{LONG}.jpg": TELLING, f"{LONG}.exe": b"MZ"})
    look_at("mailbox")
    none_of(found)


@both_languages
def test_a_phone_offers_its_camera_and_a_computer_does_not(
    tabs: Tabs, site: Site, language: str
) -> None:
    tab = tabs.open()
    to_files(tab, site, language)
    assert not tab.is_visible("#camera")
    phone = tabs.browser.new_context(has_touch=True, is_mobile=True)
    tabs.contexts.append(phone)
    tab = phone.new_page()
    to_files(tab, site, language)
    assert tab.get_attribute("#camera", "capture") == "environment"
    assert tab.is_visible("#camera")
    tab.set_input_files("#camera", [file("now.jpg", JPEG)])
    press(tab, "attach")
    assert tab.inner_text(".files h2") == "now.jpg"


def test_the_keyboard_comes_to_everything_in_order(tabs: Tabs, site: Site) -> None:
    tab = tabs.open(scripts=True)
    to_files(tab, site, "en")
    add(tab, {"photo.jpg": TELLING})
    tab.locator(".files input").first.focus()
    passed = []
    for _ in range(10):
        passed.append(
            tab.evaluate("it => document.activeElement.name || document.activeElement.tagName")
        )
        tab.keyboard.press("Tab")
    assert passed[:5] == ["keep_name", "keep_origin", "go", "disguise", "file"]
    assert passed[5:] == ["go", "SUMMARY", "SUMMARY", "SUMMARY", "go"]


def test_with_scripts_the_device_shows_what_was_chosen_and_how_far_it_is(
    tabs: Tabs, site: Site
) -> None:
    tab = tabs.open(scripts=True)
    to_files(tab, site, "en")
    tab.set_input_files("#chosen", [file("dot.png", DOT), file("not-a-picture.jpg", JPEG)])
    tab.wait_for_selector(".previews canvas")
    expect(tab.locator(".previews li")).to_have_text(["dot.png", "not-a-picture.jpg"])
    assert tab.is_hidden("progress")
    site.takes.going.clear()
    tab.click("button[value=attach]")
    tab.wait_for_selector("progress", state="visible")
    site.takes.going.set()
    tab.wait_for_selector(".files")
    assert tab.is_hidden("progress")


def test_without_a_connection_what_was_chosen_stays(tabs: Tabs, site: Site) -> None:
    tab = tabs.open(scripts=True)
    to_files(tab, site, "en")
    tab.route("**/en/", lambda route: route.abort())
    add(tab, {"photo.jpg": JPEG})
    assert tab.is_visible("#unreached")
    assert tab.evaluate("document.querySelector('#chosen').files.length") == 1
    tab.unroute("**/en/")
    press(tab, "attach")
    assert tab.inner_text(".files h2") == "photo.jpg"


def test_a_reload_and_the_way_back_keep_the_files(tabs: Tabs, site: Site) -> None:
    tab = tabs.open(scripts=True)
    to_files(tab, site, "en")
    add(tab, {"photo.jpg": JPEG})
    tab.reload()
    tab.wait_for_selector(".files h2")
    tab.go_back()
    tab.wait_for_selector("input[name=step][value=safety]", state="attached")
    press(tab, "continue")
    assert step(tab) == "check"
    assert "photo.jpg" in tab.inner_text("dl.answers")


def test_no_name_of_a_file_is_in_an_address_or_kept_in_the_tab(tabs: Tabs, site: Site) -> None:
    tab = tabs.open(scripts=True)
    to_files(tab, site, "en")
    add(tab, {"a-telling-name.jpg": JPEG}, "continue")
    assert "a-telling-name" in shown(tab)
    assert not [it.url for it in tabs.watches[-1].requests if "telling" in it.url]
    assert "telling" not in str(tab.evaluate("[JSON.stringify(history.state), document.cookie]"))
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
