"""An analyst looks at the files of a tip in a real browser, and takes one; scripts on and off."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.evidence.documents.pdfs import plain
from tests.evidence.offices.drawn import docx
from tests.evidence.pictures.drawing import drawn, encoded
from tests.evidence.pictures.test_shapes import oriented
from tests.evidence.showing import recorded
from tests.journeys.browser import ANSWER_SECONDS, Tabs
from tests.journeys.test_axe import axe, faults, none_of
from tests.journeys.tour import Shape
from tests.journeys.walking import state_of
from tests.review.test_actions import LEAVING
from tests.review.world import PEPPER, WHAT, File, Sent, World, build
from tipline.evidence.jail import Jail
from tipline.evidence.taking import Taker
from tipline.sealing.draft import DraftBox
from tipline.sealing.tip import pack
from tipline.tips.evidence import Evidence, Kind, Upload
from tipline.tips.report import Answers

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

__all__ = ["axe"]  # a fixture

WORDS = "\n".join(["قارب عند الرصيف القديم.", "كان فيه ثلاثة رجال وصناديق طويلة."] * 30)
FILES = {
    "photo.jpg": encoded(Kind.JPEG, drawn((800, 600)), exif=oriented(6)),
    "large.png": encoded(Kind.PNG, drawn((1600, 1000))),
    "plan.pdf": plain(pages=3),
    "list.docx": docx(*(f"سطر {number} من القائمة" for number in range(100))),
    "note.txt": WORDS.encode(),
    "call.wav": recorded.sound(Kind.WAV, 8),
}
LOADED = """[...document.querySelectorAll("main img")].every(
    one => one.complete && one.naturalWidth > 0)"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
PLAYED = """async it => {
    await it.play();
    await new Promise(done => setTimeout(done, 300));
    it.pause();
    const [length, begun] = [it.duration, it.currentTime];
    await new Promise(done => { it.onseeked = done; it.currentTime = length - 0.5 });
    return [length, begun > 0, it.currentTime > length - 1];
}"""
every_shape = pytest.mark.parametrize(
    ("shape", "scripts"),
    [(Shape("ar", 360), False), (Shape("en", 360), True), (Shape("ar", 1280), True),
     (Shape("en", 1280, dark=True), False)],
    ids=str,
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A review site in this process, a tip with a file of each family, and who may open it."""

    site: str
    world: World
    sent: Sent
    files: tuple[Evidence, ...]
    session: str

    def open(self, tabs: Tabs, shape: Shape, *, scripts: bool) -> Tab:
        """Open the tip."""
        state = state_of(self.site, {"session": self.session})
        tab = tabs.open(scripts=scripts, width=shape.width, dark=shape.dark, state=state)
        tab.goto(f"{self.site}/{shape.language}/tips/{self.sent.id.hex()}")
        return tab


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    world = build(tmp_path_factory.mktemp("office"))
    sent, files = send(world)
    cookie = world.analyst("Noor").get_cookie("session")
    assert cookie is not None
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Office(f"http://127.0.0.1:{server.port}", world, sent, files, cookie.value)
    server.shutdown()
    thread.join()
    server.server_close()
    world.house.viewer.close()


def send(world: World) -> tuple[Sent, tuple[Evidence, ...]]:
    """Send a report whose files were taken in and cleaned as the public site does."""
    jail = Jail()
    taker = Taker(world.house.viewer.blobs, jail)
    draft = replace(DraftBox(PEPPER, 24).begin("en"), answers=Answers(what=WHAT, category="WEAP"))
    recipient = draft.identity.recipient
    taken = [taker.take([content], name, recipient) for name, content in FILES.items()]
    jail.close()
    taken += world.take([File(recorded.video(seconds=6), Kind.MP4)], recipient)
    files = tuple(Upload(evidence=each.evidence, keep_name=True) for each in taken)
    draft = replace(draft, files=files)
    packed = pack(draft, datetime.now(UTC), world.house.deployment, PEPPER, "TRIAGE")
    world.drop.put(packed)
    return Sent(packed, draft, "TRIAGE"), tuple(each.evidence for each in files)


def shown_whole(tab: Tab) -> None:
    """Wait until each picture of a page is there; fail where the page is wider than its window."""
    for picture in tab.locator("main img").all():
        picture.scroll_into_view_if_needed()
    end = time.monotonic() + ANSWER_SECONDS
    while not tab.evaluate(LOADED):  # without scripts, no waiting within the page
        assert time.monotonic() < end, tab.url
        tab.wait_for_timeout(50)
    assert tab.evaluate(FITS), tab.url


@every_shape
def test_the_files_are_seen(
    tabs: Tabs, office: Office, axe: str, shape: Shape, *, scripts: bool
) -> None:
    tab = office.open(tabs, shape, scripts=scripts)
    shown_whole(tab)
    found = faults(tab, axe, "tip") if scripts else []  # axe waits with a script's clock
    pages = [str(link.get_attribute("href")) for link in tab.locator(".files .seen").all()]
    assert len(pages) == len(office.files)
    for file, page in zip(office.files, pages, strict=True):
        tab.goto(office.site + page)
        shown_whole(tab)
        expect(tab.locator("main")).to_contain_text(file.kept.hex())
        found += faults(tab, axe, file.kind) if scripts else []
        tab.goto(f"{office.site}{page}/download")
        found += faults(tab, axe, f"{file.kind} download") if scripts else []
        assert tab.evaluate(FITS), tab.url
    none_of(found)


def test_a_picture_grows_without_scripts(tabs: Tabs, office: Office) -> None:
    tab = office.open(tabs, Shape("en", 1280), scripts=False)
    tab.click("#file-2 .seen")
    shown_whole(tab)
    widths = []
    for way in ("fit", "own", "twice", "four"):
        tab.check(f"[name=zoom][value={way}]")
        box = tab.locator(".pane img").bounding_box()
        assert box is not None
        widths.append(round(box["width"]))
        assert tab.evaluate(FITS)
    assert widths == sorted(set(widths))
    assert widths[1] == 1600


def test_a_pdf_is_leafed_through(tabs: Tabs, office: Office) -> None:
    tab = office.open(tabs, Shape("ar", 360), scripts=False)
    tab.click("#file-3 .seen")
    tab.get_by_role("link", name="الصفحة التالية").click()
    expect(tab.locator("#look")).to_contain_text("الصفحة 2 من 3")
    tab.fill("[name=at]", "3")
    tab.press("[name=at]", "Enter")
    expect(tab.locator("#look")).to_contain_text("الصفحة 3 من 3")
    shown_whole(tab)


def test_a_letter_is_leafed_through_and_its_words_are_beside_it(tabs: Tabs, office: Office) -> None:
    tab = office.open(tabs, Shape("ar", 360), scripts=False)
    tab.click("#file-4 .seen")
    expect(tab.locator("#look")).to_contain_text("الصفحة 1 من 3")
    tab.get_by_role("link", name="الصفحة التالية").click()
    expect(tab.locator("#look")).to_contain_text("الصفحة 2 من 3")
    expect(tab.locator(".pane.words")).to_contain_text("سطر 99 من القائمة")
    shown_whole(tab)


@pytest.mark.parametrize(("number", "player", "seconds"), [(6, "audio", 8), (7, "video", 6)])
def test_a_recording_is_played(
    tabs: Tabs, office: Office, number: int, player: str, seconds: int
) -> None:
    tab = office.open(tabs, Shape("en", 1280), scripts=True)
    tab.click(f"#file-{number} .seen")
    length, begun, reached = tab.locator(player).evaluate(PLAYED)
    assert abs(length - seconds) < 0.5
    assert (begun, reached) == (True, True)


def test_a_picture_of_a_video_leads_to_its_moment(tabs: Tabs, office: Office) -> None:
    tab = office.open(tabs, Shape("ar", 360), scripts=False)
    tab.click("#file-7 .seen")
    tab.click(".strip a >> nth=3")
    assert str(tab.locator("video").get_attribute("src")).endswith("/clips/3")


def test_a_file_is_taken_on_purpose(tabs: Tabs, office: Office) -> None:
    tab = office.open(tabs, Shape("en", 1280), scripts=False)
    tab.click("#act-assess summary")
    tab.check("#act-assess [name=assess-priority][value=P1]")  # what leaves then leaves at once
    tab.click("#act-assess button.main")
    tab.click("#file-2 .seen")
    tab.get_by_role("link", name="Download").click()
    for field, words in LEAVING.items():
        tab.fill(f"[name={field}]", words)
    tab.click("button[value=file]")
    link = tab.get_by_role("link", name="Save the file")
    link.wait_for()
    assert tab.evaluate(FITS)
    with tab.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == f"{office.sent.id.hex()[:8]}-2.png"
    content = saved.value.path().read_bytes()
    assert len(content) == office.files[1].size
    tab.goto(f"{office.site}/en/tips/{office.sent.id.hex()}")
    told = f"{LEAVING['to']} · {LEAVING['purpose']} Attachment 2 the file itself"
    expect(tab.locator(".events")).to_contain_text(f"downloaded an attachment: {told}")
