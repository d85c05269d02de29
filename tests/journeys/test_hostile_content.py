"""What strangers' files hold runs in no browser and fetches nothing, though no cleaner saw them.

The files lie in their blobs as they were made: as if the public site, or its jail, had been taken
over. Only how they are shown stands between them and whoever looks.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from playwright.sync_api import BrowserContext, Dialog
from playwright.sync_api import Error as BrowserError
from werkzeug.serving import make_server

from tests.evidence.documents import pdfs
from tests.evidence.documents.offices import OFFICES
from tests.evidence.pictures.drawing import drawn, encoded
from tests.journeys.browser import Tabs
from tests.journeys.walking import state_of
from tests.review.test_download import urgent
from tests.review.world import File, Sent, World, build
from tipline.tips.evidence import Kind

ELSEWHERE = "http://elsewhere.invalid/seen"
RUNS = "window.ran = true; document.title = 'ran'; alert(1)"
MARKUP = f"""<script>{RUNS}</script><svg xmlns="http://www.w3.org/2000/svg" onload="{RUNS}">
<script>{RUNS}</script><image href="{ELSEWHERE}"/></svg><img src="{ELSEWHERE}" onerror="{RUNS}">
<iframe srcdoc="<script>parent.ran = true</script>"></iframe><style>@import "{ELSEWHERE}";</style>
<meta http-equiv="refresh" content="0;url={ELSEWHERE}"><base href="{ELSEWHERE}">
<a href="javascript:{RUNS}">here</a><form action="{ELSEWHERE}"><button>Send</button></form>
</textarea></pre></span>{{{{ 7 * 7 }}}}"""
SPACE = "http://www.w3.org/2000/svg"
SVG = f'<svg xmlns="{SPACE}" onload="{RUNS}"><script>{RUNS}</script></svg>'.encode()
PICTURE = encoded(Kind.JPEG, drawn((640, 480)))


def acting() -> bytes:
    """Return a PDF that acts in every way when it is opened, and is one page of words."""
    pdf = pikepdf.open(io.BytesIO(pdfs.plain()))
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.launchURL('{ELSEWHERE}'); app.alert(1)"))
    address = Dictionary(S=Name.URI, URI=String(ELSEWHERE))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script, WS=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("0"), script])))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=address)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 200, 100]), A=address)
    page.Annots = Array([pdf.make_indirect(link)])
    sink = io.BytesIO()
    pdf.save(sink)
    return sink.getvalue()


FILES = (
    File(MARKUP.encode(), Kind.TXT, {"name": MARKUP[:100]}),
    File(f'"=HYPERLINK(""{ELSEWHERE}"")";{MARKUP}'.encode(), Kind.CSV),
    File(acting(), Kind.PDF),
    File(pdfs.marked(), Kind.PDF),
    *(File(made(), kind) for kind, made in OFFICES.items()),
    File(SVG, Kind.JPEG),  # what its report says of it is a lie
    File(MARKUP.encode(), Kind.PNG),
    File(MARKUP.encode(), Kind.PDF),
    File(SVG, Kind.MP4),
    File(PICTURE + MARKUP.encode(), Kind.JPEG),
)


@dataclass
class Heard:
    """What a page does that none may: it speaks, opens another, or asks another host."""

    acts: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to listen; a request elsewhere is noted and goes nowhere."""
        context.on("dialog", self._dialog)
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(message.text))

    def _dialog(self, dialog: Dialog) -> None:
        self.acts.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith("http://127.0.0.1:"):
            self.acts.append(f"request: {url}")

    def _said(self, text: str) -> None:
        own = "Applying inline style" in text  # of the page that a browser makes around a picture
        if "Content Security Policy" in text and not own:
            self.acts.append(f"refused by policy alone: {text}")


@dataclass(frozen=True)
class Office:
    """A review site in this process, a hostile tip, and somebody's session."""

    site: str
    sent: Sent
    session: str


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    world: World = build(tmp_path_factory.mktemp("office"))
    sent = world.send(MARKUP, files=FILES)
    noor = world.analyst("Noor")
    urgent(noor, sent.path)
    cookie = noor.get_cookie("session")
    assert cookie is not None
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Office(f"http://127.0.0.1:{server.port}", sent, cookie.value)
    server.shutdown()
    thread.join()
    server.server_close()
    world.house.viewer.jail.close()


def test_nothing_of_a_hostile_tip_runs_or_asks(tabs: Tabs, office: Office) -> None:
    heard, tab = (
        Heard(),
        tabs.open(scripts=True, state=state_of(office.site, {"session": office.session})),
    )
    tabs.watches.clear()  # files that cannot be shown are no fault here; ours hears the rest
    heard.over(tab.context)
    here = f"{office.site}/en/tips/{office.sent.id.hex()}"
    tab.goto(here, wait_until="networkidle")
    assert "<script>" in tab.inner_text("main")
    pages = [str(each.get_attribute("href")) for each in tab.locator(".files .seen").all()]
    assert len(pages) == len(FILES)
    for page in pages:
        tab.goto(f"{office.site}{page}", wait_until="networkidle")
        assert tab.title() != "ran"
        assert not tab.evaluate("Boolean(window.ran)")
        parts = tab.eval_on_selector_all(
            "main img, main video, main audio, main source", "all => all.map(it => it.src)"
        )
        for part in filter(None, parts):  # as if its address were opened by itself
            tab.goto(part, wait_until="load")
            assert not tab.evaluate("Boolean(window.ran)")
    assert heard.acts == []


def test_a_hostile_file_that_is_taken_is_saved_and_not_opened(tabs: Tabs, office: Office) -> None:
    heard, tab = (
        Heard(),
        tabs.open(scripts=True, state=state_of(office.site, {"session": office.session})),
    )
    tabs.watches.clear()
    heard.over(tab.context)
    saved: list[str] = []
    tab.on("download", lambda each: saved.append(each.suggested_filename))
    tab.goto(f"{office.site}/en/tips/{office.sent.id.hex()}")
    pages = [str(each.get_attribute("href")) for each in tab.locator(".files .seen").all()]
    for page in (pages[0], pages[2], pages[8]):
        tab.goto(f"{office.site}{page}/download")
        tab.fill("[name=to]", "The court")
        tab.fill("[name=purpose]", "Hearing 12")
        tab.fill("[name=text]", "The court asked for it.")
        tab.click("main button[name='as'][value='file']")
        copy = tab.locator("a[href*='/copies/']").get_attribute("href")
        with pytest.raises(BrowserError, match="ownload"):
            tab.goto(f"{office.site}{copy}")
        assert not tab.evaluate("Boolean(window.ran)")
    tab.wait_for_timeout(300)
    assert len(saved) == 3
    assert not [name for name in saved if "svg" in name or "htm" in name]
    assert heard.acts == []
