"""What somebody wrote or sent, a receipt code or an address: nothing of it stays anywhere.

Real servers, on each site a plain client from an address of its own and a real browser; then
databases, their journals, logs, temporary folders, shared memory, and the servers' processes are
searched.
"""

from __future__ import annotations

import io
import re
import secrets
import shutil
import struct
import subprocess
import sys
import wave
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from PIL import ExifTags, Image
from playwright.sync_api import Browser, BrowserContext, FilePayload
from playwright.sync_api import Page as Tab

from tests.dispatch.conftest import MailHost, mail_host, serving_context
from tests.evidence.offices.drawn import docx
from tests.journeys import walking
from tests.journeys.analyst import Analyst, hire, sign_in, tips, write
from tests.journeys.browser import chromium
from tests.journeys.deployment import HOTLINE, TRIAGE, Deployment, establish
from tests.journeys.reporter import CODE, Sent, Visitor, add, look, onward, send, sent_from, walk
from tests.journeys.servers import ROOT, addresses, serving
from tests.journeys.traces import Search, Trace, family, spellings
from tests.journeys.walking import enter
from tests.pages import Page
from tipline.age import HybridIdentity
from tipline.cli.init import make_deliverer
from tipline.configuration import Tls
from tipline.keyring import totp
from tipline.keyring.card import Role
from tipline.store.casebook.changes import removed
from tipline.store.engine import open_casebook
from tipline.store.transactions import writing
from tipline.tips.point import Point

CLIENT = "127.83.21.9"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (searched, not used)
ATTACHED = re.compile(r"/files/[^/]+$")
STEPS_MAX = 30
RATE = 8000  # samples a second
LONG, SHORT = 5 * 1024 * 1024, 5 * 1024  # bytes
REPORTS = ("what", "browser", "called what")
CAMERAS = "latitude,longitude,code,direction,angle,reach,kept_hours,owner,contact,stills,sees.ar"
FORMS = ("note", "summary", "reply", "question")
KEEPER = "KEEPER"  # the channel of a camera's
CHANNEL = """
[mail]
host = "localhost"
port = {port}
tls = "implicit"
sender = "tipline@example.org"

[[channel]]
code = "{code}"
desk = "X-PP"
by = "mail"
to = "keeper@example.org"
recipient = "{recipient}"
"""


def latin() -> str:
    return secrets.token_hex(10)


def digits() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(10))


def arabic() -> str:
    return "".join(secrets.choice(ARABIC) for _ in range(14))


@dataclass(frozen=True)
class Marks:
    """Random words, one for each thing that somebody writes."""

    by_place: dict[str, str] = field(default_factory=dict)

    def new(self, place: str, *, western: bool = False) -> str:
        """Draw a word that will be written in one place only."""
        return self.by_place.setdefault(place, latin() if western else arabic())

    def known(self, place: str, mark: str) -> None:
        """Note a word that somebody else drew: a receipt code."""
        self.by_place[place] = mark


def answers(marks: Marks) -> Mapping[str, Mapping[str, str]]:
    """Return a report with a mark in each of its texts."""
    return {
        "danger": {"now": "no"},
        "what": {"what": f"رأيت {marks.new('what')} عند الباب, {marks.new('w', western=True)}"},
        "kind": {"category": "THRT"},
        "where": {"landmark": marks.new("landmark"), "road": marks.new("road", western=True)},
        "when": {"note": marks.new("when")},
        "people": {"people-0-name": marks.new("name"), "people-0-looks": marks.new("looks")},
        "vehicles": {"vehicles-0-plate": marks.new("plate", western=True)},
        "online": {"accounts-0-account": marks.new("account", western=True)},
        "weapons": {"weapons": "yes", "weapons_note": marks.new("weapons")},
    }


def files(marks: Marks, which: str) -> Mapping[str, bytes]:
    """Return files with marks in their names, in what they hide, and in what they tell.

    The long text that is sent first does not fit into the memory of a spool: it lies on the disk on
    its way.
    """
    photo, hidden = io.BytesIO(), Image.Exif()
    hidden[ExifTags.Base.Make] = marks.new(f"{which} maker", western=True)
    hidden[ExifTags.Base.ImageDescription] = marks.new(f"{which} caption", western=True)
    Image.new("RGB", (320, 240), "teal").save(photo, "JPEG", exif=hidden)
    title = marks.new(f"{which} title", western=True).encode()
    line = f"{marks.new(f'{which} line')} {marks.new(f'{which} word', western=True)}\n".encode()
    long = marks.new(f"{which} long", western=True).encode() + b" and so on.\n"
    return {
        f"{marks.new(f'{which} name', western=True)}.jpg": photo.getvalue(),
        f"{marks.new(f'{which} arabic name')}.txt": line * 20,
        f"{marks.new(f'{which} long name', western=True)}.txt": long
        * ((LONG if which == "sent" else SHORT) // len(long)),
        f"{marks.new(f'{which} voice', western=True)}.wav": recording(title),
        f"{marks.new(f'{which} letter name', western=True)}.docx": docx(
            f"{marks.new(f'{which} letter')} {marks.new(f'{which} letter 2', western=True)}"
        ),
        f"{marks.new(f'{which} refused', western=True)}.exe": b"MZ\x90\x00" + line * 20,
    }


def recording(title: bytes) -> bytes:
    """Return two seconds of sound with a title: a WAV file (RIFF, a list of type INFO)."""
    told = io.BytesIO()
    with wave.open(told, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(secrets.token_bytes(4 * RATE))
    name = b"INAM" + struct.pack("<I", len(title)) + title  # of an even length
    words = b"INFO" + name
    whole = told.getvalue() + b"LIST" + struct.pack("<I", len(words)) + words
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def by_plain_client(site: str, marks: Marks) -> Sent:
    """Send a report with files, look into its mailbox and add to it, all from CLIENT."""
    with Visitor(site, CLIENT) as visitor:
        visitor.enter("mailbox")
        told = answers(marks)
        page = pointed(visitor, walk(visitor, told, until="where"), told["where"], marks)
        page = onward(visitor, page, told, until="files")
        sending = files(marks, "sent")
        page = visitor.attach(page, page.form("draft", "step"), sending, ("go", "attach"))
        assert {name for name in sending if name in titles(page)} == set(list(sending)[:5])
        page = visitor.submit(page, page.form("draft", "step"), {}, ("go", "continue"))
        sent = sent_from(send(visitor, page))
        mailbox = look(visitor, sent.code)
        page = visitor.attach(
            mailbox, mailbox.form("text", "ticket"), files(marks, "later"), ("go", "attach")
        )
        add(visitor, page, f"{marks.new('added')} هذا كل ما أعرفه")
        visitor.get(f"/ar/{marks.new('path', western=True)}")
        visitor.post("/ar/", [("draft", marks.new("draft", western=True))])
        visitor.post("/ar/", [("page", "mailbox"), ("code", marks.new("mistyped", western=True))])
        visitor.get(f"/ar/?q={marks.new('query', western=True)}")
    marks.known("receipt code", sent.code)
    return sent


def pointed(visitor: Visitor, page: Page, where: Mapping[str, str], marks: Marks) -> Page:
    """Look for a place on the map, and choose one, from the page of the place in words."""
    form = page.form("draft", "step")
    page = visitor.submit(page, form, dict(where), ("go", "change:map"))
    form = page.form("draft", "sought")
    page = visitor.submit(page, form, {"sought": marks.new("sought")}, ("go", "find"))
    form = page.form("draft", "sought")
    page = visitor.post(form.action, [*form.held, ("at.x", "60"), ("at.y", "70")])
    latitude, longitude = f"26.1{digits()}", f"50.5{digits()}"
    marks.known("latitude", latitude)
    form = page.form("draft", "sought")
    page = visitor.submit(page, form, {}, ("go", f"here:{latitude},{longitude}"))
    point = Point.of_degrees(float(longitude), float(latitude))
    marks.known("point", f"{point.latitude},{point.longitude}")
    marks.known("point as people write it", point.written)
    assert page.hidden["view"].startswith(marks.by_place["point"])
    return page


def by_browser(browser: Browser, site: str, marks: Marks) -> None:
    """Send a report with Chromium, scripts off, and look into its mailbox."""
    tab = browser.new_context(java_script_enabled=False).new_page()
    enter(tab, f"{site}/ar/", "report")
    words = {
        "what": f"شاهدت {marks.new('browser')} في الطريق",
        "landmark": marks.new("browser place"),
    }
    code = walked(tab, words, files(marks, "browser's"))
    enter(tab, f"{site}/ar/", "mailbox")
    tab.fill("[name=code]", code)
    tab.press("[name=code]", "Enter")
    tab.wait_for_selector("textarea[name=text]")
    marks.known("the browser's receipt code", code)


def walked(tab: Tab, words: Mapping[str, str], chosen: Mapping[str, bytes]) -> str:
    """Go from the first question to the receipt code and return its 28 digits."""
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in list(chosen.items())[:5]
    ]
    for _ in range(STEPS_MAX):
        found = CODE.search(" ".join(tab.inner_text("main").split()))
        if found:
            return found.group().replace(" ", "")
        for name, text in words.items():
            if tab.locator(f"[name={name}]").count():
                tab.fill(f"[name={name}]", text)
        if tab.locator("#chosen").count():
            tab.check("[name=disguise]")  # then a file lies in spools twice on its way
            tab.set_input_files("#chosen", payloads)
        sending = tab.locator("button[value=send], button[value=send-anyway]")
        onward = sending if sending.count() else tab.locator("button[value=continue]")
        onward.first.click()
    message = f"no code after {STEPS_MAX} pages"
    raise AssertionError(message)


def titles(page: Page) -> str:
    """Return the headings of a page: of each file that was taken, its name."""
    return " ".join(re.findall(r"<h2>.*?</h2>", page.html))


def hired(deployment: Deployment, marks: Marks, who: str) -> Analyst:
    """Let somebody join whose name and passphrase hold marks."""
    passphrase = f"{marks.new(f'{who} passphrase', western=True)} correct horse"
    analyst = hire(deployment, f"{who} {marks.new(who, western=True)}", passphrase)
    marks.known(f"{who} authenticator", analyst.secret.hex())
    return analyst


def by_plain_analyst(deployment: Deployment, site: str, marks: Marks) -> None:
    """Open every tip and write a note, a summary, a question and a reply on one, from CLIENT."""
    noora = hired(deployment, marks, "Noora")
    with Visitor(site, CLIENT) as visitor:
        queue = sign_in(visitor, noora)
        for address in tips(queue):
            page = visitor.get(address)
            assert any(marks.by_place[place] in page.words for place in REPORTS)
        for form in FORMS:
            page = write(visitor, page, form, f"{marks.new(form)} {marks.new(f'{form} 2')}")
            assert marks.by_place[form] in page.words
        seen = " ".join(words for address in tips(queue) for words in attached(visitor, address))
        of_cameras(deployment, visitor, tips(queue)[0], marks)
        lines = ("sent line", "sent long", "later line", "browser's line", "browser's long")
        for place in (*lines, "sent letter", "later letter 2", "browser's letter"):
            assert marks.by_place[place] in seen
        searched(deployment, visitor, marks)
        marks.known("session", visitor.cookies["session"])


def of_cameras(deployment: Deployment, visitor: Visitor, tip: str, marks: Marks) -> None:
    """Import a register, find a camera by its words, and those that may have seen where it was."""
    told = [
        marks.new(f"camera {place}", western=place == "code")
        for place in ("code", "owner", "contact", "view")
    ]
    line = ",".join(["26.23", "50.58", told[0], "90", "60", "100", "720", told[1], told[2], "none"])
    file = deployment.folder / "home" / "cameras.csv"
    file.write_text(f"{CAMERAS}\n{line},{told[3]}\n")
    command = [sys.executable, "-m", "tipline", "cameras", "import", str(file)]
    said = subprocess.run(
        command, check=True, cwd=ROOT, env=dict(deployment.env), capture_output=True, timeout=60
    )
    assert not [mark for mark in told if mark.encode() in said.stdout + said.stderr]
    file.unlink()
    page = visitor.get("/en/cameras")
    page = visitor.submit(page, page.form("words"), {"words": told[3]}, ("", ""))
    assert told[1] in page.words
    page = visitor.get(tip)
    place = {"place-where": "26.23, 50.5803", "place-text": marks.new("placed")}
    page = visitor.submit(page, page.form("place-where"), place, ("", ""))
    assert marks.by_place["placed"] in page.words
    page = visitor.get(f"{tip}/cameras")
    asked = {"place": "26.23, 50.5803", "day": f"{datetime.now(UTC):%d/%m/%Y}", "hour": ""}
    page = visitor.submit(page, page.form("place", "day"), asked, ("", ""))
    assert told[3] in page.words
    asked_for(deployment, visitor, page, marks)


def asked_for(deployment: Deployment, visitor: Visitor, page: Page, marks: Marks) -> None:
    """Ask the camera's keeper for recordings, take the order, and have it mailed.

    It is an emergency: it leaves at once.
    """
    page = visitor.submit(
        page, page.form_to("/cameras/keeper"), {}, ("owner", marks.by_place["camera owner"])
    )
    form = page.form_to("/footage")
    written = {"purpose": marks.new("keeper purpose"), "place": marks.new("keeper place")}
    typed = {**written, "starts": "00:00", "text": f"{marks.new('keeper reason')} is needed."}
    fields = {f"footage-{name}": value for name, value in typed.items()}
    page = visitor.submit(page, replace(form, held=chosen(form.held)), fields, ("", ""))
    assert marks.by_place["camera code"] in visitor.take(page.address + "/txt")
    assert marks.by_place["keeper place"] in visitor.get(page.address + "/sheet").words
    visitor.submit(page, page.form("channel"), {"channel": KEEPER}, ("", ""))
    command = [sys.executable, "-m", "tipline", "deliver", "--once"]
    subprocess.run(command, check=True, cwd=ROOT, env=dict(deployment.env), timeout=60)


def chosen(held: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what a form holds, with the channel of the keeper chosen."""
    return [*held, ("footage-channels", KEEPER)]


@contextmanager
def reached(folder: Path) -> Iterator[tuple[Mapping[str, str], MailHost]]:
    """Run the mail server of a camera's keeper; yield the settings by which it is reached."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    with mail_host(Tls.IMPLICIT, serving_context(authority)) as host:
        told = CHANNEL.format(
            port=host.port, code=KEEPER, recipient=HybridIdentity.generate().recipient
        )
        file = config / "channels.toml"
        shipped = file.read_text("utf-8").replace("hosts = []", 'hosts = ["localhost"]')
        file.write_text(shipped + told, "utf-8")
        yield {"TIPLINE_CONFIG": str(config)}, host


def by_operator(browser: Browser, deployment: Deployment, site: str, marks: Marks) -> None:
    """Write down what a caller says, with a browser that dies meanwhile; then let one come back."""
    passphrase = f"{marks.new('Maryam passphrase', western=True)} correct horse"
    name = f"Maryam {marks.new('Maryam', western=True)}"
    maryam = hire(deployment, name, passphrase, role=Role.OPERATOR, desk=HOTLINE)
    first = browser.new_context()
    tab = first.new_page()
    code = totp.code_at(maryam.secret, totp.step_at(datetime.now(UTC)))
    walking.sign_in(tab, site, "ar", maryam, code)
    tab.click("button.main.large")
    tab.fill("[name=what]", f"رأيت {marks.new('called what')} عند البحر")
    tab.fill("[name=landmark]", marks.new("called place"))
    noted = quote(marks.new("called time"))
    with tab.expect_response(lambda answer: noted in (answer.request.post_data or "")):
        tab.press("[name=landmark]", "F2")  # saves, too, and F9 meanwhile once more
        tab.fill("[name=stamps-0-note]", marks.by_place["called time"])
        tab.press("[name=what]", "F9")
    address, state = tab.url, first.storage_state()
    first.close()
    second = browser.new_context(storage_state=state)
    tab = second.new_page()
    tab.goto(address)
    assert marks.by_place["called what"] in tab.input_value("[name=what]")
    assert tab.input_value("[name=stamps-0-note]") == marks.by_place["called time"]
    tab.press("[name=what]", "Control+Enter")
    code = tab.inner_text(".receipt >> nth=0").replace("\n", "").replace(" ", "")
    marks.known("the caller's receipt code", code)
    tab.check("[name=read_back]")
    tab.fill("[name=text]", marks.new("called note"))
    tab.click("main button.main")
    tab.goto(f"{site}/ar/hotline/return")
    tab.fill("[name=code]", code)
    tab.press("[name=code]", "Enter")
    tab.fill("[name=text]", marks.new("called again"))
    tab.click("button[value=add]")
    tab.wait_for_selector("p.done")
    second.close()


def searched(deployment: Deployment, visitor: Visitor, marks: Marks) -> None:
    """Search for words that are there, that are not, and with a mistake; the index is kept."""
    known = [marks.by_place[place] for place in ("what", "w", "added", "note", "plate")]
    for words in (*known, " ".join(known[:3]), marks.new("asked", western=True)):
        page = find(visitor, words)
        assert bool(tips(page)) == (words != marks.by_place["asked"])
    find(visitor, marks.new("asked wrong"), since=marks.new("asked since", western=True))
    visitor.get(f"/en/search?words={marks.new('asked by address', western=True)}")
    keep(visitor, marks.new("kept words"), marks.new("kept name"))
    engine = open_casebook(deployment.settings.casebook_database)
    with writing(engine) as connection:
        removed(connection)  # what forgets is written at once
    engine.dispose()
    find(visitor, marks.by_place["asked"])
    assert (deployment.settings.var / "casebook" / "indexes" / f"{TRIAGE}.age").stat().st_size


def find(visitor: Visitor, words: str, **more: str) -> Page:
    page = visitor.get("/en/search")
    return visitor.submit(page, page.form("words"), {"words": words, **more}, ("", ""))


def keep(visitor: Visitor, words: str, name: str) -> None:
    """Keep a search for oneself and for the desk."""
    for owner in ("", TRIAGE):
        page = visitor.get("/en/search")
        form = replace(page.form("words"), action="/en/search/saved")
        typed = {"words": words, "keep-name": name, "keep-owner": owner}
        assert name in visitor.submit(page, form, typed, ("", "")).words


def attached(visitor: Visitor, tip: str) -> Iterator[str]:
    """Yield the words on the page of each file of a tip; take each out of the house, too.

    It is an emergency: what leaves then leaves at once.
    """
    page = visitor.get(tip)
    visitor.submit(page, page.form_to("/assessment"), {"assess-priority": "P1"})
    for address in sorted({link for link in visitor.get(tip).links if ATTACHED.search(link)}):
        yield visitor.get(address).words
        page = visitor.get(f"{address}/download")
        form = page.form_to("/download")
        page = visitor.submit(
            page,
            form,
            {"text": "For the court.", "to": "The court", "purpose": "Hearing"},
            ("as", "sealed"),
        )
        assert any("/copies/" in link for link in page.links), page.words


def by_analyst(browser: Browser, deployment: Deployment, site: str, marks: Marks) -> None:
    """Do the same with Chromium, scripts on; then go astray."""
    huda = hired(deployment, marks, "Huda")
    context = browser.new_context()
    tab = context.new_page()
    code = totp.code_at(huda.secret, totp.step_at(datetime.now(UTC)))
    walking.sign_in(tab, site, "ar", huda, code)
    tab.wait_for_selector("#queue a.open")
    marks.known("the browser's session", session_of(context))
    for address in [link.get_attribute("href") for link in tab.locator("#queue a.open").all()]:
        tab.goto(f"{site}{address}")
        words = tab.inner_text("main")
        assert any(marks.by_place[place] in words for place in REPORTS)
        for file in {link.get_attribute("href") for link in tab.locator("ol.files a.seen").all()}:
            tab.goto(f"{site}{file}", wait_until="networkidle")
        tab.goto(f"{site}{address}")
    tab.route("**/thumbnail", lambda route: route.abort())  # each was seen: they take long
    tab.goto(f"{site}/ar/search")
    tab.fill("[name=words]", marks.by_place["what"])
    tab.press("[name=words]", "Enter")
    tab.wait_for_selector("mark")
    tab.goto(f"{site}{address}")
    for form in FORMS:
        typed(tab, form, marks.new(f"browser {form}"))
    tab.goto(f"{site}/ar/queue?older={marks.new('browser query', western=True)}")
    tab.goto(f"{site}/ar/{marks.new('browser path', western=True)}")
    context.close()


def typed(tab: Tab, form: str, mark: str) -> None:
    """Write on the tip's page: first more than it takes, which comes back, then what it takes."""
    for text in (f"{mark} " * 1000, mark):
        if tab.locator(f"#act-{form}[open]").count() == 0:
            tab.click(f"#act-{form} summary")
        tab.fill(f"[name={form}-text]", text)
        with tab.expect_navigation():  # else the next look may be at the page that goes
            tab.click(f"#act-{form} button.main")
    tab.wait_for_selector(f"ol.events >> text={mark}")


def session_of(context: BrowserContext) -> str:
    return next(one["value"] for one in context.cookies() if one["name"] == "session")


def answered(site: str, marks: Marks) -> None:
    """See, as a reporter, what the analyst wrote to one of the two."""
    codes = [marks.by_place[place] for place in ("receipt code", "the browser's receipt code")]
    with Visitor(site, CLIENT) as visitor:
        pages = [look(visitor, code) for code in codes]
    for question in ("question", "browser question"):
        assert any(marks.by_place[question] in page.words for page in pages)


def search_for(marks: Marks) -> Search:
    codes = [word for place, word in marks.by_place.items() if "receipt code" in place]
    words = [word for place, word in marks.by_place.items() if "receipt code" not in place]
    spelled = [each for code in codes for each in spellings(code)]
    return Search([*words, *spelled, CLIENT])


def everywhere(search: Search, folder: Path, leader: int | None) -> list[Trace]:
    """Search the deployment's folder, shared memory and, if they run, the servers' processes."""
    found = search.files(folder) + search.files(SHARED_MEMORY)
    return found + (search.processes(family(leader)) if leader else [])


@pytest.mark.timeout(1200)  # LibreOffice lays out a letter for each that is looked at
def test_nothing_that_was_written_stays_anywhere(tmp_path: Path) -> None:
    small = {"TIPLINE_RESERVE_MIB": "1", "TIPLINE_MIN_FREE_MIB": "1", "TIPLINE_HOTLINE": "yes"}
    marks = Marks()
    with reached(tmp_path) as (settings, keeper):
        deployment = establish(tmp_path, TIPLINE_LOG_LEVEL="debug", **small, **settings)
        make_deliverer(deployment.settings.keys)
        believing = {"SSL_CERT_FILE": str(tmp_path / "authority.pem")}
        deployment = replace(deployment, env={**deployment.env, **believing})
        worked_with(tmp_path, deployment, marks)
    (mail,) = keeper.mails
    assert b".age" in mail
    (tmp_path / "mail").write_bytes(mail)
    assert everywhere(search_for(marks), tmp_path, None) == []


def worked_with(tmp_path: Path, deployment: Deployment, marks: Marks) -> None:
    """Let everybody do what they do; while the sites run, and after, nothing of it is found."""
    sites = addresses(deployment.env)
    with serving(tmp_path, "both", deployment.env) as process:
        by_plain_client(sites["public"], marks)
        with chromium() as browser:
            by_browser(browser, sites["public"], marks)
            by_operator(browser, deployment, sites["review"], marks)
            by_plain_analyst(deployment, sites["review"], marks)
            by_analyst(browser, deployment, sites["review"], marks)
        answered(sites["public"], marks)
        search = search_for(marks)
        assert everywhere(search, tmp_path, process.pid) == []
        assert len(family(process.pid)) >= 7  # the parent, two sites, two workers each
        planted = plant(tmp_path, marks)
        assert {trace.mark for trace in everywhere(search, tmp_path, process.pid)} == planted
        unplant(tmp_path)
    assert everywhere(search, tmp_path, None) == []


def plant(folder: Path, marks: Marks) -> set[str]:
    """Write some of the marks where the servers write: the search must find each of them."""
    planted = {
        "var/inbox/planted.sqlite3-wal": marks.by_place["name"],
        "var/casebook/planted": marks.by_place["note"],
        "var/casebook/indexes/planted": marks.by_place["asked"],
        "tmp/planted letter": marks.by_place["sent letter 2"],
        "server.log.planted": CLIENT,
        "tmp/planted": marks.by_place["receipt code"],
        "tmp/planted call": marks.by_place["called what"],
        "var/casebook/planted code": marks.by_place["the caller's receipt code"],
        "var/inbox/planted point": marks.by_place["point"],
        "var/inbox/blobs/planted": marks.by_place["sent long"],
        "tmp/planted camera": marks.by_place["camera view"],
        "server.log.planted camera": marks.by_place["placed"],
        "tmp/planted name": marks.by_place["later name"],
        "tmp/planted order": marks.by_place["keeper purpose"],
    }
    for place, mark in planted.items():
        (folder / place).write_bytes(secrets.token_bytes(100) + mark.encode() + b"\n")
    return set(planted.values())


def unplant(folder: Path) -> None:
    for path in folder.rglob("*planted*"):
        path.unlink()
