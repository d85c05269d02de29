"""Pictures of cameras in a case: asked for, approved or urgent, taken, seen, expired."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from PIL import Image
from sqlalchemy import select

from tests.places.test_seeing import camera as seen_camera
from tests.review.test_actions import answered, done, press
from tests.review.test_cameras import imported
from tests.review.test_desks import given
from tests.review.test_download import urgent
from tests.review.test_evidence import trail
from tests.review.test_leaving import taken
from tests.review.world import Sent, World, build, due
from tests.stills.camera import PICTURE, Camera, camera
from tests.stills.running import entry, running, write
from tests.visitor import look
from tipline.age import FileKey
from tipline.casework.case.pictures import Picture, pictures
from tipline.casework.matter.joining import join
from tipline.casework.tip.opening import unentered
from tipline.cli import main
from tipline.places.cameras.camera import Stills
from tipline.places.cameras.seeing import MARGINS
from tipline.places.geodesic import direct
from tipline.settings import variable
from tipline.store.casebook.stills import Stills as Rows
from tipline.store.casebook.tables import still
from tipline.store.transactions import reading
from tipline.tips.point import Point
from tipline.tips.report import Exactness, Place

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page

WHY = "The boats leave in ten minutes."
GATE = seen_camera("GATE-1", sees={"en": "The west gate"}, stills=Stills.HTTP)
VIDEO = seen_camera("VIDEO-2", stills=Stills.RTSP)
KEEPER = seen_camera("KEEPER-3", stills=Stills.KEEPER)
PLACE = Place(point=Point.of_degrees(50.5803, 26.23))  # 30 metres east of them: in their view


@dataclass
class Street:
    """A camera, and the file that says where it is."""

    file: Path
    camera: Camera

    def at(self, path: str) -> None:
        """Let the camera be one of those of the stand-in."""
        write(self.file, entry("GATE-1", f"http://127.0.0.1:{self.camera.port}/{path}"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = build(tmp_path / "deployed", stills_socket=str(tmp_path / "s"))
    imported(made, GATE, VIDEO, KEEPER)
    yield made
    made.house.viewer.close()
    assert made.house.taker is not None
    made.house.taker.jail.close()


@pytest.fixture
def street(world: World, tmp_path: Path) -> Iterator[Street]:
    with camera() as one:
        made = Street(tmp_path / "stills.toml", one)
        made.at("still")
        with running(made.file, tmp_path / "s", seconds=4):
            yield made


def there(world: World) -> Sent:
    """Send a report of a place that the cameras may have seen."""
    return world.send(place=PLACE)


def asking(sent: Sent) -> str:
    return f"{sent.path}/cameras/{GATE.id.hex()}/still"


def asked(client: FlaskClient, sent: Sent, text: str = WHY) -> Page:
    """Ask for a picture, and return the page that follows."""
    page = look(client.get(asking(sent)))
    form = page.form_to("/still")
    typed = form.values | {"still-text": text}
    return look(client.post(form.action, data=typed, follow_redirects=True))


def in_vain(world: World, client: FlaskClient, street: Street) -> tuple[Sent, Page]:
    """Ask a camera that has no picture, at once; return the tip and its page then."""
    sent = there(world)
    urgent(client, sent.path)
    street.at("nothing-here")
    return sent, asked(client, sent)


def again(client: FlaskClient, page: Page) -> Page:
    form = page.form_to("/again")
    return look(client.post(form.action, data=form.values, follow_redirects=True))


def of_case(world: World, client: FlaskClient, sent: Sent) -> list[Picture]:
    with world.at_work(client) as here:
        return list(pictures(unentered(here, sent.id).case))


def test_a_picture_is_asked_for_approved_and_taken(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    near = look(noor.get(f"{sent.path}/cameras"))
    form = near.form_to("/cameras")
    today = f"{datetime.now(UTC):%d/%m/%Y}"
    typed = form.values | {"place": GATE.point.written, "day": today}
    found = look(noor.post(form.action, data=typed))
    offered = [link for link in found.links if link.endswith("/still")]
    assert asking(sent) in offered
    assert not any(KEEPER.id.hex() in link for link in offered)
    page = asked(noor, sent)
    assert "Have a camera give a picture · GATE-1" in page.words
    assert WHY in page.words
    assert not [it for it in page.forms if "/permits/" in it.action]
    assert street.camera.asked == []
    answered(sami, sent)
    assert street.camera.asked == []
    page = look(noor.get(taken(noor, sent).location))
    assert street.camera.asked == ["/still"]
    (one,) = of_case(world, noor, sent)
    for told in ("Pictures of cameras", "GATE-1", "Noor", "Restricted",
                 "Noor had a camera asked for a picture: GATE-1",
                 "Noor brought in the picture of a camera",
                 hashlib.sha256(PICTURE).hexdigest(), one.evidence.kept.hex()):  # fmt: skip
        assert told in page.words, told
    assert not [it for it in page.forms if "/permits/" in it.action or "/again" in it.action]
    assert one.taken.urgent is False


def test_the_picture_is_seen_restricted_and_the_look_is_entered(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    page = asked(noor, sent)
    (link,) = {it for it in page.links if "/stills/" in it}
    assert noor.get(f"{link}/thumbnail").mimetype == "image/jpeg"
    assert not [it for it in trail(world) if it["action"] == "look"]
    shown = look(sami.get(link))
    assert "Restricted" in shown.words
    assert "GATE-1" in shown.words
    (entered,) = [it for it in trail(world) if it["action"] == "look"]
    assert entered["name"] == "Sami"
    drawn = noor.get(f"{link}/picture")
    with Image.open(io.BytesIO(drawn.data)) as picture:
        assert picture.size == (320, 180)


def test_what_lies_there_is_sealed_and_cleaned_of_what_the_camera_wrote_into_it(
    world: World, noor: FlaskClient, street: Street
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    asked(noor, sent)
    (one,) = of_case(world, noor, sent)
    assert one.told is not None
    blobs = world.house.viewer.blobs
    with blobs.open(one.id) as blob:
        assert blob.read(22) == b"age-encryption.org/v1\n"
    for path in world.settings.var.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert b"\xff\xd8\xff" not in held, path
            assert b"GATE-1" not in held, path
    with world.house.viewer.open(one.evidence, FileKey(one.told.key)) as opened:
        kept = opened.read()
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"Example Cameras" in PICTURE
    assert b"Example Cameras" not in kept
    assert hashlib.sha256(kept).digest() == one.evidence.kept


def test_to_save_a_life_it_is_taken_at_once_and_another_officer_looks(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    assert "it is taken at once" in look(noor.get(asking(sent))).words
    page = asked(noor, sent)
    assert "another officer has yet to look at it" in page.words
    assert not [form for form in page.forms if "/review#" in form.action]
    form = look(sami.get(sent.path)).form_to("/review")
    objecting = form.values | {"answer": "object"}
    assert sami.post(form.action, data=objecting).status_code == 422
    typed = form.values | {"answer": "right"}
    page = look(sami.post(form.action, data=typed, follow_redirects=True))
    assert "looked at by another officer" in page.words


def test_the_trail_has_each_attempt_before_the_camera_is_asked(
    world: World, noor: FlaskClient, street: Street
) -> None:
    sent, page = in_vain(world, noor, street)
    again(noor, page)
    entries = [it for it in trail(world) if it["action"] == "still"]
    about = {"tip": sent.id.hex(), "desk": "TRIAGE", "camera": GATE.id.hex()}
    assert [(it["name"], it["facts"]) for it in entries] == [("Noor", about)] * 2


def blobs(world: World) -> list[Path]:
    """Return the files of tips and cameras that lie there."""
    return [it for it in world.house.viewer.blobs.folder.iterdir() if it.name != "mark"]


FAILING = {
    "slow": "did not give a whole picture in time",
    "silent": "did not give a whole picture in time",
    "broken": "no picture, or not a whole one",
    "page": "no picture, or not a whole one",
    "endless": "more than a picture can be",
    "basic": "refuses the name or the password",
    "nothing-here": "gives no picture at its address",
    "elsewhere": "points to another address",
}


@pytest.mark.parametrize("path", FAILING)
def test_a_camera_that_fails_is_told_plainly_and_can_be_tried_again(
    world: World, noor: FlaskClient, street: Street, path: str
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    street.at(path)
    page = asked(noor, sent)
    assert FAILING[path] in page.words
    assert "No picture came of it." in page.words
    assert blobs(world) == []
    street.at("still")
    page = again(noor, look(noor.get(sent.path)))
    assert "No picture came of it." not in page.words
    (one,) = of_case(world, noor, sent)
    assert one.told is not None
    assert not [form for form in page.forms if "/again" in form.action]


def test_a_cut_picture_is_none(world: World, noor: FlaskClient, street: Street) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    street.at("cut")
    asked(noor, sent)
    (one,) = of_case(world, noor, sent)
    assert one.told is None
    assert blobs(world) == []


def test_only_who_asked_tries_again_and_only_for_an_hour(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent, page = in_vain(world, noor, street)
    form = page.form_to("/again")
    assert not [it for it in look(sami.get(sent.path)).forms if "/again" in it.action]
    (mine,) = [name for name in form.values if name.endswith("csrf_token")]
    typed = form.values | {
        mine: look(sami.get(sent.path)).form_to("/notes").values["note-csrf_token"]
    }
    refused = look(sami.post(form.action, data=typed))
    assert "not yours to take any more" in refused.words
    street.at("still")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61), tick=False):
        late = world.analyst("Noor")
        page = look(late.get(sent.path))
        assert not [it for it in page.forms if "/again" in it.action]
    assert "/still" not in street.camera.asked


def test_no_camera_is_asked_again_for_a_case_that_has_ended(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent, page = in_vain(world, noor, street)
    form = page.form_to("/again")
    street.at("still")
    done(noor, sent, "closing", outcome="OUT_PROTECTED", text="Only an opinion was told.")
    answered(sami, sent, "approve")
    page = look(noor.get(sent.path))
    assert not [it for it in page.forms if "/again" in it.action]
    page = look(noor.post(form.action, data=form.values))
    assert "/still" not in street.camera.asked
    (one,) = of_case(world, noor, sent)
    assert one.told is None


def test_a_camera_that_the_register_has_no_more_is_not_asked_again(
    world: World, noor: FlaskClient, street: Street
) -> None:
    _, page = in_vain(world, noor, street)
    form = page.form_to("/again")
    street.at("still")
    imported(world, VIDEO, KEEPER)
    assert noor.post(form.action, data=form.values).status_code == 404
    assert "/still" not in street.camera.asked


def test_without_a_broker_that_is_told(world: World, noor: FlaskClient) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    page = asked(noor, sent)
    assert "What fetches pictures of cameras does not answer." in page.words


def test_what_for_must_be_said(world: World, noor: FlaskClient, street: Street) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    page = asked(noor, sent, "short")
    assert "Say why, in at least 10 characters." in page.words
    assert street.camera.asked == []
    assert of_case(world, noor, sent) == []


def test_no_address_and_no_other_camera_is_asked_for(
    world: World, noor: FlaskClient, street: Street
) -> None:
    sent = there(world)
    for camera_id in (KEEPER.id, bytes(16)):
        assert noor.get(f"{sent.path}/cameras/{camera_id.hex()}/still").status_code == 404
    form = look(noor.get(asking(sent))).form_to("/still")
    assert not [name for name in form.values if "address" in name or "camera" in name]


def test_a_finished_case_gets_none(world: World, noor: FlaskClient, street: Street) -> None:
    sent = there(world)
    done(noor, sent, "closing", outcome="OUT_TEST")
    assert "This case is finished." in asked(noor, sent).words


def test_desks_that_see_cameras_see_the_pictures_of_their_cases(
    world: World, noor: FlaskClient, ali: FlaskClient, street: Street
) -> None:
    sent = given(noor, world, place=PLACE)
    urgent(noor, sent.path)
    asked(noor, sent)
    (case,) = [it for it in look(ali.get("/en/cases")).links if "/cases/" in it]
    page = look(ali.get(case))
    assert "Pictures of cameras" in page.words
    (link,) = {it for it in page.links if "/stills/" in it}
    assert "Restricted" in look(ali.get(link)).words
    path, _, query = link.partition("?")
    assert ali.get(f"{path}/picture?{query}").mimetype == "image/jpeg"
    assert ali.get(asking(sent)).status_code == 404
    assert not [form for form in page.forms if "/stills/" in form.action]


def test_who_sees_no_cameras_sees_no_picture_of_one(
    world: World, noor: FlaskClient, ali: FlaskClient, street: Street
) -> None:
    sent = given(noor, world, place=PLACE)
    urgent(noor, sent.path)
    asked(noor, sent)
    (case,) = [it for it in look(ali.get("/en/cases")).links if "/cases/" in it]
    (link,) = {it for it in look(ali.get(case)).links if "/stills/" in it}
    object.__setattr__(world.house.configuration, "cameras", ("TRIAGE",))
    page = look(ali.get(case))
    assert "Pictures of cameras" not in page.words
    assert "GATE-1" not in page.words
    assert ali.get(link).status_code == 404
    path, _, query = link.partition("?")
    assert ali.get(f"{path}/thumbnail?{query}").status_code == 404
    other = world.analyst("Hassan", desks=("OPS",))
    assert other.get(link).status_code == 404


def test_it_expires_and_the_case_says_so(world: World, noor: FlaskClient, street: Street) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    page = asked(noor, sent)
    (link,) = {it for it in page.links if "/stills/" in it}
    (one,) = of_case(world, noor, sent)
    rows = Rows(world.house.cases.engine)
    today = datetime.now(UTC).date()
    assert one.goes == today + timedelta(30)
    assert rows.named() == {one.id}
    assert rows.end(today + timedelta(29)) == []
    assert rows.end(today + timedelta(30)) == [one.id]
    with time_machine.travel(datetime.now(UTC) + timedelta(30), tick=False):
        late = world.analyst("Huda")
        page = look(late.get(sent.path))
        assert "Expired: the picture was destroyed on" in page.words
        assert not [it for it in page.links if "/stills/" in it]
        assert late.get(link).status_code == 404
        assert late.get(f"{link}/picture").status_code == 404


def test_a_hold_keeps_it_too(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    asked(noor, sent)
    until = datetime.now(UTC).date() + timedelta(170)
    hold = {"order": "Public prosecution 12/2026", "text": "The judge ordered it."}
    done(noor, sent, "hold", until=f"{until:%d/%m/%Y}", **hold)
    answered(sami, sent)
    (one,) = of_case(world, noor, sent)
    assert one.goes == until
    rows = Rows(world.house.cases.engine)
    shorter = datetime.now(UTC).date() + timedelta(60)
    done(noor, sent, "hold", until=f"{shorter:%d/%m/%Y}", **hold)
    answered(sami, sent)
    (one,) = of_case(world, noor, sent)
    assert one.goes == shorter
    assert rows.end(shorter - timedelta(1)) == []
    assert rows.end(shorter) == [one.id]


def test_where_no_broker_is_set_no_picture_is_offered(tmp_path: Path) -> None:
    world = build(tmp_path / "plain")
    imported(world, GATE)
    client = world.analyst("Noor")
    assert client.get(asking(there(world))).status_code == 404
    world.house.viewer.close()


def test_a_form_of_an_older_page_is_told_what_was_done_meanwhile(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    form = look(noor.get(asking(sent))).form_to("/still")
    press(sami, sent, "notes", None, text="Something new.")
    answer = noor.post(form.action, data=form.values | {"still-text": WHY})
    assert answer.status_code == 409
    page = look(answer)
    assert WHY in page.html
    assert "Entered meanwhile" in page.words
    assert "Something new." in page.words
    second = page.form_to("/still")
    assert noor.post(second.action, data=second.values).status_code == 303


def test_a_hold_brings_no_picture_back_that_was_destroyed(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    urgent(noor, sent.path)
    asked(noor, sent)
    day = datetime.now(UTC).date() + timedelta(30)
    with time_machine.travel(datetime.now(UTC) + timedelta(30), tick=False):
        late, other = world.analyst("Huda"), world.analyst("Reem")
        until = day + timedelta(90)
        hold = {"order": "Public prosecution 12/2026", "text": "The judge ordered it."}
        done(late, sent, "hold", until=f"{until:%d/%m/%Y}", **hold)
        answered(other, sent)
        page = look(late.get(sent.path))
        assert "Expired: the picture was destroyed on" in page.words
        (one,) = of_case(world, late, sent)
        assert one.goes == day


FAR = Place(point=Point.of_degrees(50.60, 26.23))  # two kilometres east of them
ELSEWHERE = "The car that was told of goes there next."
AWAY = "This camera does not look at the place of this case, nor near it, or no place is known."


def away(client: FlaskClient, sent: Sent, why: str = ELSEWHERE) -> Page:
    """Ask for a picture of a camera that is elsewhere, and return the page that follows."""
    form = look(client.get(asking(sent))).form_to("/still")
    typed = form.values | {"still-text": WHY, "still-elsewhere": why}
    return look(client.post(form.action, data=typed, follow_redirects=True))


def moved(client: FlaskClient, sent: Sent, place: Place) -> None:
    """Enter where it happens."""
    assert place.point is not None
    done(client, sent, "place", where=place.point.written)


@pytest.mark.parametrize("place", [FAR, Place(block="346")])
def test_a_camera_elsewhere_takes_a_reason_and_two_officers_though_a_life_is_at_stake(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street, place: Place
) -> None:
    sent = world.send(place=place)
    urgent(noor, sent.path)
    page = look(noor.get(asking(sent)))
    assert "it is taken at once" not in page.words
    assert (
        "2,000 m from there" if place is FAR else "No place of this case is known."
    ) in page.words
    page = away(noor, sent, "")
    assert AWAY in page.words
    assert WHY in page.html
    assert "Say why, in at least 10 characters." in away(noor, sent, "short").words
    assert of_case(world, noor, sent) == []
    page = away(noor, sent)
    assert ELSEWHERE in page.words
    assert "elsewhere than the case" in page.words
    assert street.camera.asked == []
    assert ELSEWHERE in look(sami.get(sent.path)).words
    answered(sami, sent)
    page = look(noor.get(taken(noor, sent).location))
    assert street.camera.asked == ["/still"]
    (one,) = of_case(world, noor, sent)
    assert one.taken.elsewhere
    assert not one.taken.urgent


def test_without_its_reason_nothing_is_taken(
    world: World, noor: FlaskClient, street: Street
) -> None:
    sent = world.send(place=FAR)
    urgent(noor, sent.path)
    form = look(noor.get(asking(sent))).form_to("/still")
    values = {name: told for name, told in form.values.items() if "elsewhere" not in name}
    assert AWAY in look(noor.post(form.action, data=values | {"still-text": WHY})).words
    assert street.camera.asked == []


def test_an_officer_who_says_where_it_is_has_the_cameras_there_and_that_is_seen(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = world.send(place=FAR)
    urgent(noor, sent.path)
    moved(noor, sent, PLACE)
    assert "30 m from the place of the case" in asked(noor, sent).words
    assert street.camera.asked == ["/still"]
    assert "where it happens is the same officer's word" in look(sami.get(sent.path)).words
    other = there(world)
    urgent(noor, other.path)
    asked(noor, other)
    assert "the same officer's word" not in look(sami.get(other.path)).words


def test_what_another_report_tells_of_the_place_brings_no_camera_near(
    world: World, noor: FlaskClient, street: Street
) -> None:
    host, guest = world.send(place=FAR), there(world)
    urgent(noor, host.path)
    with world.at_work(noor) as present:
        tip = unentered(present, guest.id)
        join(present, tip, host.id, "The same car, they say.", tip.case.number)
    assert AWAY in away(noor, guest, "").words
    assert street.camera.asked == []
    moved(noor, host, PLACE)
    asked(noor, guest)
    assert street.camera.asked == ["/still"]


def test_what_was_approved_is_not_taken_once_the_case_is_elsewhere(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent = there(world)
    asked(noor, sent)
    answered(sami, sent)
    moved(sami, sent, FAR)
    assert AWAY in look(taken(noor, sent)).words
    assert of_case(world, noor, sent) == []
    assert street.camera.asked == []
    moved(sami, sent, PLACE)
    assert taken(noor, sent).status_code == 303
    assert street.camera.asked == ["/still"]


def test_a_camera_is_not_tried_again_once_the_case_is_elsewhere(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    sent, page = in_vain(world, noor, street)
    street.at("still")
    moved(sami, sent, FAR)
    assert AWAY in again(noor, page).words
    assert "/still" not in street.camera.asked


@pytest.mark.parametrize("exact", Exactness)
@pytest.mark.parametrize("beside", [20, 140, 160, 490, 510])
def test_those_that_are_listed_for_the_case_are_those_that_may_be_asked(
    world: World, noor: FlaskClient, street: Street, exact: Exactness, beside: int
) -> None:
    point = direct(GATE.point, 90, GATE.reach + beside)
    sent = world.send(place=Place(point=point, exact=exact))
    form = look(noor.get(f"{sent.path}/cameras")).form_to("/cameras")
    typed = form.values | {"day": f"{datetime.now(UTC):%d/%m/%Y}"}
    listed = asking(sent) in look(noor.post(form.action, data=typed)).links
    assert listed == (beside < MARGINS[exact])
    assert ("does not look at the place" in look(noor.get(asking(sent))).words) != listed


def swept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `tipline sweep` over the deployment."""
    for name in ("var", "keys", "config"):
        monkeypatch.setenv(variable(name), str(getattr(world.settings, name)))
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    assert main(["sweep"]) == 0


def test_a_case_that_is_destroyed_takes_its_pictures_along(
    world: World,
    noor: FlaskClient,
    sami: FlaskClient,
    street: Street,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, going_on = there(world), there(world)
    for sent in (ended, going_on):
        urgent(noor, sent.path)
        asked(noor, sent)
    (one,), (other,) = of_case(world, noor, ended), of_case(world, noor, going_on)
    done(noor, ended, "closing", outcome="OUT_TEST", text="A test of the line.")
    answered(sami, ended)
    done(noor, ended, "destroying", text="It was a test of the line.")
    swept(world, monkeypatch)
    assert len(blobs(world)) == 2
    answered(sami, ended)
    assert noor.get(f"{ended.path}/stills/{one.number}").status_code == 404
    swept(world, monkeypatch)
    assert [it.name for it in blobs(world)] == [other.id.hex()]
    assert Rows(world.house.cases.engine).named() == {other.id}
    assert noor.get(f"{going_on.path}/stills/{other.number}").status_code == 200


def going(world: World) -> dict[bytes, date]:
    """Return the day on which each picture goes, as the sweeper has it."""
    with reading(world.house.cases.engine) as connection:
        rows = connection.execute(select(still.c.blob, still.c.due_day))
        return {row.blob: row.due_day for row in rows}


def test_a_picture_goes_with_a_case_that_ends_before_its_day_unless_that_goes_on(
    world: World, noor: FlaskClient, sami: FlaskClient, street: Street
) -> None:
    object.__setattr__(world.house.settings, "stills_days", 366)
    sent = there(world)
    urgent(noor, sent.path)
    asked(noor, sent)
    done(noor, sent, "closing", outcome="OUT_TEST", text="A test of the line.")
    answered(sami, sent)
    (one,) = of_case(world, noor, sent)
    day, _ = due(world, sent)
    assert day is not None
    assert one.goes == day < datetime.now(UTC).date() + timedelta(366)
    assert going(world) == {one.id: day}
    done(noor, sent, "reopening", text="It was none after all.")
    (one,) = of_case(world, noor, sent)
    assert one.goes == datetime.now(UTC).date() + timedelta(366)
    assert going(world) == {one.id: one.goes}
