"""A file leaves on purpose: with a reason, an event and an entry, whole or in parts."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.evidence.pictures.drawing import drawn, encoded
from tests.review.test_evidence import pages, trail
from tests.review.world import File, World
from tests.visitor import look
from tipline.age import SealedFile
from tipline.sealing.envelope import open_identity
from tipline.tips.evidence import Kind

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PHOTO = File(encoded(Kind.JPEG, drawn((640, 480))), Kind.JPEG)
SIZE = len(PHOTO.content)
REASON = "The court asked for it."
LEAVING = {"to": "The prosecutor", "purpose": "Hearing 12"}


def asked(client: FlaskClient, path: str, way: str = "file", reason: str = REASON) -> Any:
    """Ask for the first file of an urgent tip as its page does; return the answer."""
    urgent(client, path)
    [address] = pages(client.get(path).text)
    form = look(client.get(f"{address}/download")).form_to("/download")
    return client.post(form.action, data=form.values | LEAVING | {"text": reason, "as": way})


def urgent(client: FlaskClient, path: str) -> None:
    """Classify a tip as an emergency: what leaves then leaves at once."""
    form = look(client.get(path)).form_to("/assessment")
    client.post(form.action, data=form.values | {"assess-priority": "P1"})


def saved(client: FlaskClient, path: str, way: str = "file") -> list[str]:
    """Ask for a file; return the addresses at which it can be fetched."""
    page = look(client.get(asked(client, path, way).location))
    return [link for link in page.links if "/copies/" in link or "/envelopes/" in link]


def test_the_page_warns_and_takes_nothing(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    [address] = pages(noor.get(sent.path).text)
    page = look(noor.get(f"{address}/download"))
    assert "A stranger made this file" in page.words
    assert "download" not in {entry["action"] for entry in trail(world)}


def test_a_reason_is_asked_for(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    answer = asked(noor, sent.path, reason="  ")
    assert answer.status_code == 422
    assert "Say why, in at least 10 characters." in look(answer).words
    assert "download" not in {entry["action"] for entry in trail(world)}


@pytest.mark.parametrize("way", ["file", "sealed", "else"])
def test_it_is_entered_before_it_is_given(world: World, noor: FlaskClient, way: str) -> None:
    sent = world.send(files=[PHOTO])
    asked(noor, sent.path, way)
    [evidence] = world.report(sent).evidence
    [entry] = [entry for entry in trail(world) if entry["action"] == "download"]
    wanted = {"tip": sent.id.hex(), "file": evidence.blob.hex(), "sealed": way != "file"}
    assert entry["facts"] == wanted
    page = look(noor.get(sent.path))
    words = "the file itself" if way == "file" else "sealed"
    assert (
        f"Noor downloaded an attachment: The prosecutor · Hearing 12 Attachment 1 {words} {REASON}"
        in page.words
    )


def test_the_file_itself_is_what_was_kept(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    [address] = saved(noor, sent.path)
    answer = noor.get(address)
    assert answer.data == PHOTO.content
    assert answer.headers["Content-Length"] == str(SIZE)
    assert answer.mimetype == "application/octet-stream"
    name = f"{sent.id.hex()[:8]}-1.jpg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_sealed_it_opens_with_the_desks_identity_in_two_steps(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(files=[PHOTO])
    copy, envelope = saved(noor, sent.path, "sealed")
    sealed, key = noor.get(copy), noor.get(envelope)
    assert sealed.headers["Content-Disposition"].endswith('-1.jpg.age"')
    assert key.headers["Content-Disposition"].endswith('-envelope.age"')
    identity = open_identity(key.data, [world.desks["TRIAGE"].identity])
    assert SealedFile(io.BytesIO(sealed.data), [identity]).readall() == PHOTO.content


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-", 0, SIZE), ("bytes=100-199", 100, 200), ("bytes=-50", SIZE - 50, SIZE),
     (f"bytes={SIZE - 1}-{SIZE + 90}", SIZE - 1, SIZE), ("bytes=0-0", 0, 1),
     (f"bytes=-{SIZE}", 0, SIZE), (f"bytes=-{SIZE + 1}", 0, SIZE), (f"bytes=-{10**30}", 0, SIZE)],
)  # fmt: skip
def test_a_part_is_the_same_bytes(
    world: World, noor: FlaskClient, wanted: str, start: int, end: int
) -> None:
    [address] = saved(noor, world.send(files=[PHOTO]).path)
    answer = noor.get(address, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.data == PHOTO.content[start:end]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["Content-Length"] == str(end - start)


def test_a_tip_that_is_destroyed_while_its_file_is_sent_lets_it_end(
    world: World, noor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """What was opened is read to its end; nothing further of the tip is given."""
    content = PHOTO.content * 60  # several pieces of it
    sent = world.send(files=[File(content, Kind.JPEG)])
    [address] = saved(noor, sent.path)
    answer = noor.get(address, buffered=False)
    coming = answer.iter_encoded()
    first = next(coming)
    for blob in world.house.shelf.destroy(sent.id):
        world.house.viewer.blobs.remove(blob)
    assert len(first) < len(content) // 2
    assert first + b"".join(coming) == content
    answer.close()
    for way in (address, sent.path, f"{address}x"):
        assert noor.get(way, headers={"Range": "bytes=100-"}).status_code == 404
    assert not [record for record in caplog.records if record.exc_info]


def test_a_part_of_the_age_file_is_the_same_bytes(world: World, noor: FlaskClient) -> None:
    address, _ = saved(noor, world.send(files=[PHOTO]).path, "sealed")
    part = noor.get(address, headers={"Range": "bytes=1000-2999"})
    assert part.status_code == 206
    assert part.data == noor.get(address).data[1000:3000]


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "lines=0-5", "bytes=x", "bytes", ""])
def test_what_is_no_single_range_of_bytes_gives_all(
    world: World, noor: FlaskClient, wanted: str
) -> None:
    [address] = saved(noor, world.send(files=[PHOTO]).path)
    answer = noor.get(address, headers={"Range": wanted})
    assert (answer.status_code, len(answer.data)) == (200, SIZE)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_range_beyond_the_end_is_refused(world: World, noor: FlaskClient) -> None:
    [address] = saved(noor, world.send(files=[PHOTO]).path)
    answer = noor.get(address, headers={"Range": f"bytes={SIZE}-"})
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


def test_a_download_goes_on_only_with_the_same_file(world: World, noor: FlaskClient) -> None:
    [address] = saved(noor, world.send(files=[PHOTO]).path)
    tag = noor.get(address).headers["ETag"]
    for known, status in ((tag, 206), ('"other"', 200)):
        headers = {"Range": "bytes=5-", "If-Range": known}
        assert noor.get(address, headers=headers).status_code == status


def test_a_ticket_is_for_one_analyst_one_file_and_an_hour(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    [address] = saved(noor, world.send(files=[PHOTO]).path)
    other = pages(noor.get(world.send(files=[PHOTO]).path).text)[0]
    ticket = address.rpartition("/")[2]
    assert noor.get(address).status_code == 200
    assert sami.get(address).status_code == 404
    assert noor.get(f"{other}/copies/{ticket}").status_code == 404
    assert noor.get(f"{address}x").status_code == 404
    later = datetime.now(UTC) + timedelta(minutes=59)
    with time_machine.travel(later, tick=False):
        assert noor.get(address).status_code in {200, 303}  # signed out for idling, perhaps
    with time_machine.travel(later + timedelta(minutes=2), tick=False):
        assert noor.get(address).status_code != 200


def test_a_blob_that_was_changed_is_not_given(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    [evidence] = world.report(sent).evidence
    [address] = saved(noor, sent.path)
    path = world.house.viewer.blobs.folder / evidence.blob.hex()
    content = bytearray(path.read_bytes())
    content[evidence.sealed_size - 40] ^= 1
    path.write_bytes(content)
    for way in ("file", "sealed"):
        answer = noor.get(saved(noor, sent.path, way)[0])
        assert answer.status_code == 500
        assert "This file does not open" in look(answer).words
    assert noor.get(address).status_code == 500


@pytest.mark.parametrize(("language", "comma"), [("en", ", "), ("ar", "، ")])
def test_the_titles_take_the_comma_of_their_language(
    world: World, noor: FlaskClient, language: str, comma: str
) -> None:
    sent = world.send(files=[PHOTO])
    path = sent.path.replace("/en/", f"/{language}/")
    [address] = pages(noor.get(path).text)
    ready = noor.get(asked(noor, path).location)
    for page in (look(noor.get(f"{address}/download")), look(ready)):
        assert page.title.count(comma) == 1
