"""The files of a tip: who sees what of them, made anew, and what looking leaves behind."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.evidence.documents.pdfs import plain
from tests.evidence.documents.test_hostile import DOCUMENTS
from tests.evidence.offices.drawn import docx
from tests.evidence.pictures.drawing import drawn, encoded
from tests.evidence.showing import recorded
from tests.review.world import File, World
from tests.visitor import look
from tipline.errors import JailBusyError
from tipline.evidence.offices.walls import PACKAGES
from tipline.evidence.showing.bounds import PAGE_SIDE
from tipline.evidence.showing.viewing import Viewer
from tipline.review.house import lays_out
from tipline.review.looking import clock, seconds
from tipline.sealing.audit import open_entry
from tipline.settings import SHOWN_AT_ONCE, Settings
from tipline.tips.evidence import Found, Kind

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tipline.age import Identity
    from tipline.evidence.showing.viewing import Words
    from tipline.tips.evidence import Evidence

SIDES = (640, 480)
PHOTO = File(encoded(Kind.JPEG, drawn(SIDES)), Kind.JPEG)
NOTE = File("First line.\n\u202eSecond\nسطر ثالث".encode(), Kind.TXT)
POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def addresses(html: str, end: str = "") -> list[str]:
    """Return the addresses of files in a page."""
    found = [each.split('"')[0] for each in html.split('src="')[1:]]
    return [each for each in found if "/files/" in each and each.endswith(end)]


def pages(html: str) -> list[str]:
    """Return the addresses of the pages of a tip's files."""
    found = [each.split('"')[0] for each in html.split('class="seen" href="')[1:]]
    assert found
    return found


def trail(world: World) -> list[Any]:
    """Return the entries of the audit trail."""
    rows = world.house.audit.entries()
    return [open_entry(row.sealed, world.audit)["entry"] for row in rows]


def test_a_tip_shows_its_files_with_what_is_known_of_them(world: World, noor: FlaskClient) -> None:
    told = {"found": (Found.PLACE, Found.DEVICE), "lossless": False, "name": "the \u202eboat.jpg"}
    sent = world.send(files=[File(PHOTO.content, Kind.JPEG, told), NOTE])
    [photo, note] = world.report(sent).evidence
    html = noor.get(sent.path).text
    page = look(noor.get(sent.path))
    for shown in ("Attachment 1", "Picture (JPEG)", photo.kept.hex(), photo.received.hex(),
                  "where it was taken, which phone or camera", "Not all of it could be kept",
                  "U+202E boat.jpg", "Attachment 2", "Text (TXT)", note.kept.hex(),
                  "Nothing hidden was found", "unchanged", "First line."):  # fmt: skip
        assert shown in page.words.replace("U+202E", "U+202E ")
    [small] = addresses(html, "/thumbnail")
    picture = noor.get(small)
    assert picture.mimetype == "image/jpeg"
    assert picture.headers["Content-Security-Policy"] == POLICY
    assert picture.headers["Cache-Control"] == "no-store"
    assert max(Image.open(io.BytesIO(picture.data)).size) == 320
    assert [entry["action"] for entry in trail(world)].count("look") == 0


def test_a_changed_voice_is_told_of(world: World, noor: FlaskClient) -> None:
    told = {"lossless": False, "disguised": True}
    sent = world.send(files=[File(recorded.sound(Kind.OGG), Kind.OGG, told)])
    [address] = pages(noor.get(sent.path).text)
    for path in (sent.path, address):
        words = look(noor.get(path)).words
        assert "The reporter had the pitch changed: voices are not as they were." in words
        assert "Not all of it" not in words
        assert "unchanged" not in words


def test_a_tip_without_files_says_nothing_of_them(world: World, noor: FlaskClient) -> None:
    assert "Attachment" not in look(noor.get(world.send().path)).words


def test_a_file_that_came_later_stands_with_its_message(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    world.add(sent, "", files=[NOTE])
    page = look(noor.get(sent.path))
    added = page.words.partition("Added later")[2]
    assert "Attachment 2" in added.partition("Attachments")[0]
    assert "Came later:" in added
    assert len(pages(page.html)) == 2


def test_a_report_that_was_sent_again_shows_its_files_once(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    world.send_again(sent, what="The same, told better, with more words.")
    assert len(pages(noor.get(sent.path).text)) == 1


def test_a_picture_is_large_and_can_be_looked_at_closely(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    [address] = pages(noor.get(sent.path).text)
    page = look(noor.get(address))
    zooms = [has["value"] for _, has in page.tags if has.get("name") == "zoom"]
    assert zooms == ["fit", "own", "twice", "four"]
    [large] = addresses(page.html)
    shown = noor.get(large)
    assert Image.open(io.BytesIO(shown.data)).size == SIDES
    assert shown.data != PHOTO.content


def test_a_picture_that_moves_has_a_strip(world: World, noor: FlaskClient) -> None:
    frames = [Image.new("RGB", (64, 48), (grey, grey, grey)) for grey in (0, 128, 255)]
    moving = encoded(Kind.GIF, frames[0], save_all=True, append_images=frames[1:])
    [address] = pages(noor.get(world.send(files=[File(moving, Kind.GIF)]).path).text)
    page = look(noor.get(address))
    assert "3 pictures" in page.words
    [strip] = addresses(page.html, "/frames")
    assert noor.get(strip).mimetype == "image/jpeg"


@pytest.mark.parametrize(("asked", "shown"), [("", 1), ("2", 2), ("99", 2), ("0", 1), ("x", 1)])
def test_a_pdf_is_read_page_by_page(
    world: World, noor: FlaskClient, asked: str, shown: int
) -> None:
    content = File(plain(pages=2), Kind.PDF)
    [address] = pages(noor.get(world.send(files=[content]).path).text)
    page = look(noor.get(f"{address}?at={asked}"))
    assert f"Page {shown} of 2" in page.words
    assert ("Next page" in page.words) == (shown == 1)
    assert ("Page before" in page.words) == (shown == 2)
    [drawn_page] = addresses(page.html)
    assert drawn_page.endswith(f"/pages/{shown}")
    assert noor.get(drawn_page).mimetype == "image/jpeg"


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.ODS])
def test_an_office_file_shows_its_words_where_nothing_draws_it_and_says_so(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(world.house.viewer, "pager", None)
    [address] = pages(noor.get(world.send(files=[File(DOCUMENTS[kind](), kind)]).path).text)
    said = look(noor.get(address)).words
    assert "Only the words of this document are shown" in said
    assert all(package in said for package in PACKAGES)
    assert noor.get(f"{address}/pages/1").status_code == 422


def test_an_office_file_is_shown_page_by_page_beside_its_words(
    world: World, noor: FlaskClient
) -> None:
    letter = File(docx(*(f"Line {number}." for number in range(100))), Kind.DOCX)
    [address] = pages(noor.get(world.send(files=[letter]).path).text)
    second = noor.get(f"{address}?at=2")
    assert "Page 2 of 3" in look(second).words
    assert "Line 99." in look(second).words
    [source] = addresses(second.text)
    assert source.endswith("/pages/2")
    page = noor.get(source)
    assert (page.mimetype, page.headers["Content-Security-Policy"]) == ("image/jpeg", POLICY)
    assert max(Image.open(io.BytesIO(page.data)).size) == PAGE_SIDE


def test_an_office_file_that_is_not_drawn_shows_its_words_and_says_why(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.evidence.offices.pages.FILE_BYTES", 10)
    [address] = pages(noor.get(world.send(files=[File(docx("Said."), Kind.DOCX)]).path).text)
    said = look(noor.get(address)).words
    assert "takes too much to draw" in said
    assert "Said." in said


@pytest.mark.parametrize("settings", [{"office_pages": False}, {"jail": "off"}])
def test_pages_are_laid_out_as_the_settings_say(settings: dict[str, Any]) -> None:
    assert lays_out(Settings())
    assert not lays_out(Settings(**settings))


def test_a_text_is_text(world: World, noor: FlaskClient) -> None:
    [address] = pages(noor.get(world.send(files=[NOTE]).path).text)
    page = look(noor.get(address))
    assert "Second" in page.words
    assert "سطر ثالث" in page.words
    assert "Only the words" not in page.words
    assert "U+202E" in page.words


def test_a_video_is_played_from_where_one_points(world: World, noor: FlaskClient) -> None:
    content = File(recorded.video(seconds=4), Kind.MP4)
    sent = world.send(files=[content])
    [address] = pages(noor.get(sent.path).text)
    page = look(noor.get(f"{address}?at=0:02"))
    assert "From 0:02 to 0:04, of 0:04" in page.words
    assert page.headers["content-security-policy"].endswith("; media-src 'self'")
    [clip] = addresses(page.html, "/clips/2")
    assert noor.get(clip).mimetype == "video/webm"
    assert [link for link in page.links if "at=3" in link]
    [strip] = addresses(page.html, "/frames")
    assert noor.get(strip).mimetype == "image/jpeg"


def test_sound_has_a_wave_and_a_player(world: World, noor: FlaskClient) -> None:
    content = File(recorded.sound(), Kind.WAV)
    [address] = pages(noor.get(world.send(files=[content]).path).text)
    wave, clip = addresses(noor.get(address).text)
    assert noor.get(wave).mimetype == "image/png"
    assert noor.get(clip).mimetype == "video/webm"
    words = look(noor.get(address)).words
    assert "What is heard in it is unchanged." in words
    assert "What it shows" not in words


def test_looking_is_entered_once_before_anything_is_opened(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    [address] = pages(noor.get(sent.path).text)
    for each in (address, f"{address}/picture", address):
        noor.get(each)
    [entry] = [entry for entry in trail(world) if entry["action"] == "look"]
    [evidence] = world.report(sent).evidence
    assert entry["facts"] == {"tip": sent.id.hex(), "file": evidence.blob.hex()}


def test_what_is_damaged_says_so_and_the_rest_is_shown(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[File(b"\xff\xd8\xff no picture", Kind.JPEG), PHOTO])
    broken, whole = pages(noor.get(sent.path).text)
    assert "It can still be downloaded" in look(noor.get(broken)).words
    assert noor.get(f"{broken}/picture").status_code == 422
    assert noor.get(f"{whole}/picture").status_code == 200


def test_a_blob_that_is_gone_or_another_is_not_shown(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO, NOTE])
    photo, note = world.report(sent).evidence
    folder = world.house.viewer.blobs.folder
    (folder / photo.blob.hex()).unlink()
    (folder / note.blob.hex()).write_bytes(b"age-encryption.org/v1\n")
    for address in pages(noor.get(sent.path).text):
        assert "This file does not open" in look(noor.get(address)).words


def test_a_store_of_blobs_that_is_away_hides_no_words(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[NOTE])
    [address] = pages(noor.get(sent.path).text)
    folder = world.house.viewer.blobs.folder
    folder.rename(folder.with_name("away"))
    tip = noor.get(sent.path)
    assert (tip.status_code, pages(tip.text)) == (200, [address])
    assert "This file does not open" in look(noor.get(address)).words


def test_files_that_take_long_leave_room_for_the_rest(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send(files=[PHOTO])
    [address] = pages(noor.get(sent.path).text)
    begun, going = threading.Semaphore(0), threading.Event()
    answers: list[int] = []
    cookie = noor.get_cookie("session")
    assert cookie is not None
    session = cookie.value

    def slow(*_: object, **__: object) -> dict[str, Any]:
        begun.release()
        going.wait(10)
        return {}

    def ask() -> None:
        client = world.app.test_client()
        client.set_cookie("session", session)
        answers.append(client.get(f"{address}/thumbnail").status_code)

    monkeypatch.setattr(world.house.viewer.jail, "run", slow)
    threads = [threading.Thread(target=ask) for _ in range(SHOWN_AT_ONCE)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert begun.acquire(timeout=10)
    assert noor.get(f"{address}/thumbnail").status_code == 503
    assert noor.get(sent.path).status_code == 200
    going.set()
    for thread in threads:
        thread.join()
    assert answers == [422] * SHOWN_AT_ONCE  # it wrote nothing


def test_only_who_may_open_the_tip_sees_its_files(world: World, noor: FlaskClient) -> None:
    theirs = world.send(lane="OVS", files=[PHOTO])
    ours = world.send(files=[NOTE])
    [evidence] = world.report(theirs).evidence
    [our_note] = world.report(ours).evidence
    huda = world.analyst("Huda", desks=("OVS",))
    [address] = pages(huda.get(theirs.path).text)
    assessed = look(huda.get(theirs.path)).form_to("/assessment")
    huda.post(assessed.action, data=assessed.values | {"assess-priority": "P1"})
    form = look(huda.get(f"{address}/download")).form_to("/download")
    wanted = {"to": "The court", "purpose": "Hearing 12", "text": "They asked for it."}
    ready = huda.post(form.action, data=form.values | wanted | {"as": "file"}).location
    ticket = ready.rpartition("/")[2]
    missing = look(noor.get(f"/en/tips/{'0' * 32}")).words
    of_another = f"{ours.path}/files/{evidence.blob.hex()}"
    for file in (address, of_another, f"{theirs.path}/files/{our_note.blob.hex()}"):
        for end in ("", "/thumbnail", "/picture", "/frames", "/pages/1", "/waves/0", "/clips/0",
                    "/download", f"/download/{ticket}", f"/copies/{ticket}",
                    f"/envelopes/{ticket}"):  # fmt: skip
            answer = noor.get(file + end)
            assert (answer.status_code, look(answer).words) == (404, missing), end
        assert noor.post(f"{file}/download", data=_token(noor, ours.path)).status_code == 404


def test_the_review_site_never_loads_what_parses_files() -> None:
    """Pillow, ffmpeg and PDFium read a stranger's bytes in the jail alone."""
    loaded = "import sys, tipline.review; print(*{'PIL', 'av', 'pypdfium2'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", loaded], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == ""


@given(st.integers(0, 999_999))
def test_a_time_is_read_as_it_is_shown(count: int) -> None:
    assert seconds(clock(count)) == count


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    found = seconds(typed)
    assert found is None or found >= 0


def _token(client: FlaskClient, path: str) -> dict[str, str]:
    return look(client.get(path)).form_to("/notes").values


def test_a_tip_s_page_waits_for_no_further_words_when_the_jail_is_busy(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send(files=[NOTE, File(b"another note", Kind.TXT)])
    asked: list[Evidence] = []

    def busy(_: Viewer, evidence: Evidence, __: Identity) -> Words:
        asked.append(evidence)
        raise JailBusyError

    monkeypatch.setattr(Viewer, "words", busy)
    page = noor.get(sent.path)
    assert (page.status_code, len(pages(page.text)), len(asked)) == (200, 2, 1)
