"""The hotline: a call written down, saved, sent once, taken up; a caller who comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import func, select, update

from tests.review.routes import token_of
from tests.review.world import PEPPER, World, build
from tests.visitor import look
from tipline.age import open_bytes
from tipline.errors import AgeNoMatchError, HotlineUnreadyError
from tipline.keyring.card import Role
from tipline.review import create_app
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.envelope import open_identity
from tipline.sealing.mailbox import derive
from tipline.sealing.receipt import parse
from tipline.store.casebook.calls import OPEN_MAX, CallRow
from tipline.store.casebook.tables import audit, call, hail
from tipline.store.inbox.tables import part, tip
from tipline.store.transactions import reading, writing
from tipline.tips.point import Point
from tipline.tips.report import Channel, Message, Now, Report, YesNo, part_from_json
from tipline.tips.shape import from_json
from tipline.tips.unsent import Unsent

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.pages import Page

WHAT = "A boat comes to the old pier each night and men carry boxes away."
DIGITS = re.compile(r"(?:\d{4} ){6}\d{4}")
CONFLICT, REFUSED = 409, 422


@pytest.fixture
def maryam(world: World) -> FlaskClient:
    return world.operator("Maryam")


@dataclass
class Calling:
    """An operator's browser on a call's page."""

    client: FlaskClient
    address: str
    page: Page = field(repr=False)

    @classmethod
    def begin(cls, client: FlaskClient) -> Calling:
        start = look(client.get("/en/hotline"))
        answer = client.post("/en/hotline/calls", data=start.hidden)
        return cls(client, answer.location, look(client.get(answer.location)))

    def filled(self, **typed: str) -> dict[str, str]:
        form = self.page.form("revision", "what")
        return dict(form.filled({name.replace("__", "-"): typed[name] for name in typed}, None))

    def press(self, go: str, **typed: str) -> TestResponse:
        return self.client.post(self.address, data=self.filled(**typed) | {"go": go})

    def save(self, *, go: str = "", **typed: str) -> TestResponse:
        pressed = {"go": go} if go else {}
        return self.client.post(f"{self.address}/save", data=self.filled(**typed) | pressed)

    def load(self) -> Page:
        self.page = look(self.client.get(self.address))
        return self.page


def rows(world: World) -> int:
    with reading(world.house.cases.engine) as connection:
        return connection.execute(select(func.count()).select_from(call)).scalar() or 0


def tips(world: World) -> int:
    with reading(world.house.shelf.engine) as connection:
        return connection.execute(select(func.count()).select_from(tip)).scalar() or 0


def parts(world: World, lane: str = "TRIAGE") -> list[Report | Message]:
    """Return the parts of the only tip, as its desk reads them."""
    with reading(world.house.shelf.engine) as connection:
        tip_id = connection.execute(select(tip.c.id)).scalar_one()
        bodies = connection.execute(select(part.c.sealed).order_by(part.c.id)).scalars().all()
    row = world.house.shelf.tip(tip_id, [lane])
    identity = open_identity(row.envelope, [world.desks[lane].identity])
    found = [part_from_json(open_body(body, [identity])) for body in bodies]
    return sorted(found, key=lambda each: each.arrived)


def code_on(answer: TestResponse) -> str:
    found = DIGITS.search(look(answer).words)
    assert found, look(answer).words[:500]
    return found.group()


def trail(world: World) -> list[dict[str, Any]]:
    with reading(world.house.cases.engine) as connection:
        sealed = connection.execute(select(audit.c.sealed).order_by(audit.c.number)).scalars()
        return [open_body(each, [world.audit])["entry"] for each in sealed]  # type: ignore[misc] # JSON of ours


def test_a_call_becomes_a_tip_of_the_intake_desk(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    answer = calling.press(
        "send", what=WHAT, now="yes", sort="SEAC.LANDING", landmark="Old pier",
        people__0__name="The captain", when__note="At night", weapons="unknown", spoken="ar",
    )  # fmt: skip
    key = derive(parse(code_on(answer)), PEPPER)
    [report] = parts(world)
    assert isinstance(report, Report)
    assert report.channel is Channel.PHONE
    assert (report.language, report.lane, report.mailbox) == ("ar", "TRIAGE", key.id)
    said = report.answers
    assert (said.what, said.now, said.place.landmark) == (WHAT, Now.YES, "Old pier")
    assert (said.category, said.subcategory) == ("SEAC", "SEAC.LANDING")
    assert (said.people[0].name, said.when.note) == ("The captain", "At night")
    assert (report.call.name, report.call.spoken) == ("Maryam", "ar")
    assert report.call.began is not None
    assert world.drop.mailbox(key.id) is not None
    assert rows(world) == 0


def test_however_often_it_is_sent_it_is_one_tip_and_one_code(
    world: World, maryam: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    first, second = (code_on(calling.press("send", what=WHAT)) for _ in range(2))
    assert first == second
    assert tips(world) == 1
    assert len(parts(world)) == 1


def test_a_crash_between_the_databases_makes_no_second_tip(
    world: World, maryam: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calling = Calling.begin(maryam)
    with monkeypatch.context() as broken:
        broken.setattr("tipline.store.casebook.calls.Calls.end", lambda *_: False)
        first = code_on(calling.press("send", what=WHAT))
    assert rows(world) == 1
    calling.load()
    assert code_on(calling.press("send")) == first
    assert (tips(world), rows(world)) == (1, 0)


def test_what_was_typed_is_there_after_the_browser_died(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    for number in range(3):
        told = calling.save(what=f"{WHAT} {number}", landmark="Old pier").get_json()
        assert told["told"].startswith("Saved at")
    assert rows(world) == 1
    page = look(maryam.get(calling.address))
    form = page.form("revision", "what")
    assert form.values["what"] == f"{WHAT} 2"
    assert form.values["landmark"] == "Old pier"
    assert calling.address in look(maryam.get("/en/hotline")).links


def test_a_save_whose_answer_was_lost_does_not_shut_its_page_out(
    world: World, maryam: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    for what in (WHAT, WHAT + " More.", WHAT + " Even more."):
        assert calling.save(what=what).status_code == 200  # each with the first revision
    assert rows(world) == 1


def test_another_page_of_the_call_is_told_first(world: World, maryam: FlaskClient) -> None:
    one, other = Calling.begin(maryam), None
    other = Calling(maryam, one.address, look(maryam.get(one.address)))
    assert other.save(what="From the second page.").status_code == 200
    refused = one.save(what="From the first page.")
    assert refused.status_code == CONFLICT
    assert "another page" in refused.get_json()["told"]
    page = look(one.press("send", what="From the first page."))
    assert page.status == CONFLICT
    assert "From the first page." in page.html
    assert tips(world) == 0


def test_a_save_opens_for_the_operator_and_the_intake_desk_alone(
    world: World, maryam: FlaskClient
) -> None:
    Calling.begin(maryam).save(what=WHAT)
    with reading(world.house.cases.engine) as connection:
        [row] = connection.execute(select(call)).all()
    assert WHAT.encode() not in row.sealed
    unsent = from_json(Unsent, open_body(row.sealed, [world.desks["TRIAGE"].identity]))
    assert unsent.answers.what == WHAT
    for code in ("OVS", "HOTLINE", "ADMIN"):
        with pytest.raises(AgeNoMatchError):
            open_bytes(row.sealed, [world.desks[code].identity])


def test_no_save_holds_a_code_that_a_desk_could_read(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT)
    with reading(world.house.cases.engine) as connection:
        sealed = connection.execute(select(call.c.sealed)).scalar_one()
    opened = open_bytes(sealed, [world.desks["TRIAGE"].identity]).decode()
    digits = code_on(calling.press("send", what=WHAT)).replace(" ", "")
    assert digits not in opened


def test_about_the_police_it_is_oversights_from_that_save_on(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, about_police="yes")
    with reading(world.house.cases.engine) as connection:
        [row] = connection.execute(select(call)).all()
    assert row.desk == "OVS"
    with pytest.raises(AgeNoMatchError):
        open_bytes(row.sealed, [world.desks["TRIAGE"].identity])
    calling.press("send", what=WHAT, about_police="yes")
    [report] = parts(world, "OVS")
    assert isinstance(report, Report)
    assert report.lane == "OVS"
    assert "pier" not in look(noor.get("/en/queue")).words


def test_the_operator_reads_no_tip_by_role_or_by_key(world: World, maryam: FlaskClient) -> None:
    sent = world.send()
    assert maryam.get(sent.path).status_code == 404
    assert maryam.get("/en/queue").status_code == 404
    row = world.house.shelf.tip(sent.id, ["TRIAGE"])
    with pytest.raises(AgeNoMatchError):
        open_identity(row.envelope, [world.desks["HOTLINE"].identity])
    with world.at_work(maryam, "/en/hotline") as visit:
        assert visit.desks == []


def test_it_stands_in_the_work_list_and_on_its_page_as_by_phone(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.press("handed", now="yes")
    assert "Handed over to the emergency number" in calling.load().words
    after = look(calling.press("send", what=WHAT, spoken="ur"))
    note = after.hidden | {"read_back": "1", "text": "The caller sounded very afraid."}
    assert maryam.post("/en/hotline/notes", data=note).location == "/en/hotline?done=1"
    assert "By phone" in look(noor.get("/en/queue")).words
    [report, added] = parts(world)
    assert isinstance(added, Message)
    assert added.call.own
    page = look(noor.get(f"/en/tips/{report.tip.hex()}"))
    for shown in ("By phone", "Maryam", "Urdu", "Handed over", "The caller sounded very afraid.",
                  "Note of the operator"):  # fmt: skip
        assert shown in page.words, shown
    assert [entry["facts"] for entry in trail(world) if entry["action"] == "call-note"] == [
        {"tip": report.tip.hex(), "read_back": True, "noted": True}
    ]


def test_the_trail_tells_of_calls_and_never_of_words_or_codes(
    world: World, maryam: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    digits = code_on(calling.press("send", what=WHAT)).replace(" ", "")
    entries = trail(world)
    assert [entry["action"] for entry in entries] == ["call-begun", "call-sent"]
    assert {entry["name"] for entry in entries} == {"Maryam"}
    assert "pier" not in str(entries)
    assert digits not in str(entries)


def test_words_that_name_the_caller_are_warned_of_once(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    saved = calling.save(what=f"My name is Ali. {WHAT}").get_json()
    assert "my name is" in saved["named"]
    page = look(calling.press("send", what=f"My name is Ali. {WHAT}"))
    assert page.status == REFUSED
    assert tips(world) == 0
    calling.page = page
    code_on(calling.press("send-anyway"))
    assert tips(world) == 1


def test_what_happened_must_be_told(world: World, maryam: FlaskClient) -> None:
    page = look(Calling.begin(maryam).press("send", landmark="Old pier"))
    assert page.status == REFUSED
    assert "Old pier" in page.html
    assert "in a few words at least" in page.words


def test_what_is_too_long_or_no_choice_is_cut_and_not_lost(
    world: World, maryam: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    assert calling.save(what="x" * 6000, now="yes", sort="NONE", when__date="?").status_code == 200
    form = calling.load().form("revision", "what")
    assert len(form.values["what"]) == 5000
    assert form.values["now"] == "yes"


def test_a_call_ends_without_a_report(world: World, maryam: FlaskClient) -> None:
    assert Calling.begin(maryam).press("end", what="Hello?").location == "/en/hotline?ended=1"
    assert (rows(world), tips(world)) == (0, 0)
    assert trail(world)[-1]["action"] == "call-ended"


def test_the_calls_of_an_operator_stay_few(world: World, maryam: FlaskClient) -> None:
    for _ in range(OPEN_MAX):
        Calling.begin(maryam)
    start = look(maryam.get("/en/hotline"))
    page = look(maryam.post("/en/hotline/calls", data=start.hidden))
    assert page.status == CONFLICT
    assert rows(world) == OPEN_MAX


def test_room_for_one_more_person(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    answer = calling.press("more:people", people__0__name="One")
    form = look(maryam.get(answer.location)).form("revision", "what")
    assert form.values["people-0-name"] == "One"
    assert "people-1-name" in form.names


def test_a_call_is_its_operators_alone(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    other = world.operator("Salma")
    assert other.get(calling.address).status_code == 404
    assert calling.address not in look(other.get("/en/hotline")).links
    token = look(other.get("/en/hotline")).hidden
    assert other.post(f"{calling.address}/save", data=token).status_code == CONFLICT
    assert other.post(calling.address, data=token | {"go": "end"}).status_code == 404


def left_behind(world: World, calling: Calling, minutes: int) -> None:
    """Let a call's newest save be so many minutes old."""
    with reading(world.house.cases.engine) as connection:
        [row] = connection.execute(select(call)).all()
    desk = world.desks[row.desk]
    record = open_body(row.sealed, [desk.identity])
    then = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=minutes)
    record["saved"] = f"{then.replace(tzinfo=None).isoformat()}Z"
    was = CallRow(**row._mapping)
    found = CallRow(
        id=row.id, analyst_id=row.analyst_id, desk=row.desk, revision=row.revision + 1,
        sealed=seal_body(record, [desk.recipient]),
    )  # fmt: skip
    world.house.calls.save(found, was)


def test_triage_takes_up_what_an_operator_left(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, now="unsure")
    page = look(noor.get("/en/hotline"))
    assert "Maryam" not in page.words
    assert noor.post(f"{calling.address}/taking", data=page.hidden).status_code == CONFLICT
    assert "left unfinished" not in look(noor.get("/en/queue")).words
    left_behind(world, calling, 31)
    assert "1 call to the hotline was left unfinished." in look(noor.get("/en/queue")).words
    page = look(noor.get("/en/hotline"))
    assert "Maryam" in page.words
    assert "pier" not in page.words
    assert noor.post(f"{calling.address}/taking", data=page.hidden).location == calling.address
    assert calling.save(what="The operator goes on.").status_code == CONFLICT
    taken = Calling(noor, calling.address, look(noor.get(calling.address)))
    assert taken.page.form("revision", "what").values["what"] == WHAT
    code_on(taken.press("send"))
    [report] = parts(world)
    assert isinstance(report, Report)
    assert report.call.name == "Maryam"
    assert [entry["action"] for entry in trail(world)] == ["call-begun", "call-taken", "call-sent"]


def test_triage_sends_it_as_it_stands_and_is_told_no_code(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what="Help")
    left_behind(world, calling, 31)
    token = look(noor.get("/en/hotline")).hidden
    answer = noor.post(f"{calling.address}/sending", data=token)
    assert answer.location == "/en/hotline?sent=1"
    assert not DIGITS.search(look(noor.get(answer.location)).words)
    assert (tips(world), rows(world)) == (1, 0)


def test_oversights_call_is_not_triages_to_take(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, about_police="yes")
    left_behind(world, calling, 31)
    page = look(noor.get("/en/hotline"))
    assert "Maryam" not in page.words
    assert noor.post(f"{calling.address}/taking", data=page.hidden).status_code == 404
    oversight = world.analyst("Huda", desks=("OVS",))
    assert "Maryam" in look(oversight.get("/en/hotline")).words


# --- a caller who comes back ---------------------------------------------------------------------


def come_back(client: FlaskClient, code: str) -> Page:
    start = look(client.get("/en/hotline/return"))
    return look(client.post("/en/hotline/return", data=start.hidden | {"code": code}))


def test_a_caller_is_found_by_the_code_in_any_digits(world: World, maryam: FlaskClient) -> None:
    sent = world.send()
    groups = " ".join(sent.receipt.groups)
    arabic = groups.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    page = come_back(maryam, arabic)
    assert (page.status, "Received" in page.words) == (200, True)
    assert "blue" not in page.words
    added = page.form_to("/return").filled({"text": "They came again last night."}, ("go", "add"))
    after = look(maryam.post("/en/hotline/return", data=dict(added)))
    assert "Added to the report" in after.words
    [_, message] = parts(world)
    assert isinstance(message, Message)
    assert message.text == "They came again last night."
    assert (message.call.name, message.call.own) == ("Maryam", False)
    told = [(entry["action"], entry["facts"]) for entry in trail(world)]
    assert told == [
        ("call-back", {"known": True, "tip": sent.id.hex()}),
        ("call-added", {"tip": sent.id.hex()}),
    ]
    assert sent.receipt.digits not in str(told)


def test_sent_twice_under_one_page_it_is_one_message(world: World, maryam: FlaskClient) -> None:
    sent = world.send()
    page = come_back(maryam, sent.receipt.digits)
    added = dict(page.form_to("/return").filled({"text": "Once."}, ("go", "add")))
    for _ in range(2):
        maryam.post("/en/hotline/return", data=added)
    assert len(parts(world)) == 2


def test_the_open_question_is_shown_and_answers_that_wait_are_not(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    sent = world.send()
    tip_page = look(noor.get(sent.path))
    for field_name, text in (("question-text", "Which pier?"), ("reply-text", "Thank you.")):
        form = look(noor.get(sent.path)).form(field_name)
        noor.post(form.action, data=dict(form.filled({field_name: text}, None)))
    assert tip_page.status == 200
    page = come_back(maryam, sent.receipt.digits)
    assert "Which pier?" in page.words
    assert "Thank you." not in page.words
    assert "We have a question for you" in page.words


def test_unknown_and_spam_codes_are_answered_alike(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    spam = world.send()
    form = look(noor.get(spam.path)).form_to("/spam")
    noor.post(form.action, data=dict(form.filled({}, None)))
    unknown = "1234 5678 9012 3456 7890 1234 5688"
    first, second = (come_back(maryam, code) for code in (spam.receipt.digits, parse_fit(unknown)))
    assert (first.status, first.words) == (second.status, second.words)
    facts = [entry["facts"] for entry in trail(world) if entry["action"] == "call-back"]
    assert facts == [{"known": False}] * 2


def parse_fit(groups: str) -> str:
    """Return the code that begins so: its last two digits are made to fit."""
    front = int(groups.replace(" ", "")[:26])
    return f"{front:026}{98 - front * 100 % 97:02}"


def test_tries_are_limited_as_on_the_public_site(tmp_path: Path) -> None:
    world = build(tmp_path, limit_mailbox="2 per minute")
    operator = world.operator("Maryam")
    unknown = parse_fit("1234 5678 9012 3456 7890 1234 5688")
    assert [come_back(operator, unknown).status for _ in range(3)] == [REFUSED, REFUSED, 429]


# --- the setting and the pepper ------------------------------------------------------------------


def test_without_the_hotline_its_pages_are_not_there(tmp_path: Path) -> None:
    world = build(tmp_path, hotline=False)
    operator, analyst = world.operator("Maryam"), world.analyst("Noor")
    for client in (operator, analyst):
        assert client.get("/en/hotline").status_code == 404
    page = look(analyst.get("/en/queue"))
    assert "/en/hotline" not in page.links
    assert "Hotline" not in page.words  # nor is its desk one that tips could lie with


@pytest.mark.parametrize("amiss", ["missing", "exposed", "cut"])
def test_a_hotline_without_the_pepper_does_not_start(world: World, amiss: str) -> None:
    pepper = world.settings.keys / "pepper"
    if amiss == "missing":
        pepper.unlink()
    elif amiss == "exposed":
        pepper.chmod(0o640)
    else:
        pepper.write_text("00")
    with pytest.raises(HotlineUnreadyError) as told:
        create_app(world.settings)
    assert str(pepper) in told.value.sentence
    assert "hotline = false" in told.value.sentence


def test_a_report_about_the_police_by_phone_is_told_apart(world: World) -> None:
    assert world.house.counter is not None
    answers = world.send(about_police=YesNo.YES).draft.answers
    assert world.house.counter.lane(answers) == "OVS"


# --- who is an operator --------------------------------------------------------------------------


def test_operators_are_given_by_the_hotlines_supervisor_and_analysts_are_not(world: World) -> None:
    salma = world.seated("Salma", {"HOTLINE": Role.SUPERVISOR})
    page = look(salma.get("/en/members/invite"))
    form = page.form("role", "desk")
    assert form.choices["role"] == ["operator", "supervisor"]
    typed = {"name": "Maryam", "desk": "HOTLINE", "language": "en"}
    refused = salma.post(
        "/en/members/invite", data=dict(form.filled(typed, None)) | {"role": "analyst"}
    )
    assert "Choose one of the answers" in look(refused).words
    made = salma.post("/en/members/invite", data=dict(form.filled(typed, None)))
    assert "Maryam" in look(made).words


def test_a_role_is_given_at_the_desks_that_it_belongs_to(world: World) -> None:
    both = world.seated("Both", {"HOTLINE": Role.SUPERVISOR, "TRIAGE": Role.SUPERVISOR})
    form = look(both.get("/en/members/invite")).form("role", "desk")
    typed = {"name": "Maryam", "desk": "TRIAGE", "language": "en", "role": "operator"}
    refused = look(both.post("/en/members/invite", data=dict(form.filled(typed, None))))
    assert "belongs to another kind of desk" in refused.words


def test_a_note_is_its_operators_alone_and_survives_a_new_sign_in(
    world: World, maryam: FlaskClient
) -> None:
    after = look(Calling.begin(maryam).press("send", what=WHAT))
    other = world.operator("Salma")
    carried = {"carried": after.hidden["carried"], "text": "Not mine."}
    token = look(other.get("/en/hotline")).hidden
    assert other.post("/en/hotline/notes", data=token | carried).status_code == CONFLICT
    maryam.delete_cookie("form")
    fresh = look(maryam.get("/en/hotline")).hidden
    kept = fresh | carried | {"text": "Mine."}
    assert maryam.post("/en/hotline/notes", data=kept).location == "/en/hotline?done=1"
    assert [part.text for part in parts(world) if isinstance(part, Message)] == ["Mine."]


def test_a_place_is_found_by_its_name_and_what_was_typed_is_not_kept(
    world: World, maryam: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    answer = calling.press("find", what=WHAT, sought="ستره")
    calling.page = look(answer)
    assert "No point on the map Sitra, Capital Governorate" in calling.page.words
    assert 'name="sought" value="ستره"' in calling.page.html
    assert ("option", {"value": "Sitra"}) in calling.page.tags  # offered while one types
    assert calling.save(spot="26.15472,50.62056").status_code == 200
    page = calling.load()
    assert 'name="sought" value=""' in page.html
    assert "No point on the map Sitra, Capital Governorate" in page.words
    calling.press("send")
    [report] = parts(world)
    assert isinstance(report, Report)
    place = report.answers.place
    assert place.point == Point(latitude=2615472, longitude=5062056)
    assert place.said == "Sitra, Capital Governorate"


def test_a_point_that_nobody_offered_is_none(world: World, maryam: FlaskClient) -> None:
    calling = Calling.begin(maryam)
    assert calling.press("find", what=WHAT, sought="Atlantis").status_code == 200
    forged = calling.filled() | {"spot": "26.00000,50.00000"}
    assert maryam.post(f"{calling.address}/save", data=forged).status_code == 200
    assert "No point on the map" not in calling.load().words


def test_who_interpreted_stays_though_the_list_is_another_by_now(
    maryam: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    calling = Calling.begin(maryam)
    calling.save(spoken="hi", interpreter="INT-02")
    monkeypatch.setattr("tipline.review.hotline.interpreting.codes", lambda: ("INT-01",))
    calling.load()
    assert calling.save(what=WHAT).status_code == 200
    assert 'value="INT-02" selected' in calling.load().html


ASKS = "Maryam asks for you at the phone"


def test_a_supervisor_is_called_without_a_sound_and_the_operator_reads_who_comes(
    world: World, maryam: FlaskClient, huda: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    assert ASKS not in look(huda.get("/en/queue")).words
    answer = calling.save(what=WHAT, go="hail").get_json()
    assert (answer["waiting"], answer["hailed"]) == (
        True, "The supervisor was called. Nobody has answered yet.",
    )  # fmt: skip
    assert ASKS not in look(noor.get("/en/queue")).words
    page = look(huda.get("/en/queue"))
    assert ASKS in page.words
    assert WHAT not in page.html
    form = page.form_to(f"{calling.address}/coming")
    values = form.values | {"csrf_token": token_of(noor)}
    assert noor.post(form.action, data=values).status_code in {403, 404}
    answer = huda.post(form.action, data=form.values)
    assert (answer.status_code, answer.location) == (303, "/en/queue")
    assert ASKS not in look(huda.get("/en/queue")).words
    assert "Huda is coming (" in calling.load().words
    answer = calling.save().get_json()
    assert not answer["waiting"]
    assert answer["hailed"].startswith("Huda is coming (")
    actions = [each["action"] for each in trail(world)]
    assert [each for each in actions if each in {"call-hail", "call-coming"}] == [
        "call-hail", "call-coming",
    ]  # fmt: skip


def test_a_supervisor_of_the_hotline_is_called_too(world: World, maryam: FlaskClient) -> None:
    fatima = world.analyst("Fatima", role=Role.SUPERVISOR, desks=("HOTLINE",))
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    form = look(fatima.get("/en/account")).form_to(f"{calling.address}/coming")
    assert fatima.post(form.action, data=form.values).status_code == 303
    assert "Fatima is coming" in calling.load().words


def test_without_scripts_the_button_does_it_and_it_can_be_pressed_again(
    maryam: FlaskClient, huda: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    assert calling.press("hail", what=WHAT).status_code == 303
    page = calling.load()
    assert "Nobody has answered yet." in page.words
    assert WHAT in page.html
    form = look(huda.get("/en/queue")).form_to(f"{calling.address}/coming")
    huda.post(form.action, data=form.values)
    assert "Huda is coming" in calling.load().words
    calling.press("hail")
    assert "Nobody has answered yet." in calling.load().words
    assert ASKS in look(huda.get("/en/queue")).words


def test_a_call_of_the_police_is_told_to_supervisors_and_of_oversight_too(
    world: World, maryam: FlaskClient, huda: FlaskClient
) -> None:
    mona = world.analyst("Mona", role=Role.SUPERVISOR, desks=("OVS",))
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    assert ASKS not in look(mona.get("/en/queue")).words
    calling.load()
    calling.save(about_police="yes", go="hail")
    assert ASKS in look(mona.get("/en/queue")).words
    assert ASKS in look(huda.get("/en/queue")).words
    calling.load()
    calling.press("end")
    assert ASKS not in look(huda.get("/en/queue")).words
    form = {"csrf_token": token_of(huda)}
    assert huda.post(f"{calling.address}/coming", data=form).status_code == 404


def test_oversights_supervisors_see_a_hail_that_was_made_before_it_was_their_call(
    world: World, maryam: FlaskClient
) -> None:
    mona = world.analyst("Mona", role=Role.SUPERVISOR, desks=("OVS",))
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    calling.load()
    calling.save(about_police="yes")
    assert ASKS in look(mona.get("/en/queue")).words


@pytest.mark.parametrize("answered", [False, True])
def test_who_takes_a_call_up_called_nobody_yet(
    world: World, maryam: FlaskClient, huda: FlaskClient, noor: FlaskClient, *, answered: bool
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    if answered:
        form = look(huda.get("/en/queue")).form_to(f"{calling.address}/coming")
        huda.post(form.action, data=form.values)
    left_behind(world, calling, 31)
    noor.post(f"{calling.address}/taking", data=look(noor.get("/en/hotline")).hidden)
    assert ASKS not in look(huda.get("/en/queue")).words
    taken = Calling(noor, calling.address, look(noor.get(calling.address)))
    assert "Nobody has answered yet." not in taken.page.words
    taken.press("hail")
    assert "Nobody has answered yet." in taken.load().words
    assert "Noor asks for you at the phone" in look(huda.get("/en/queue")).words


def test_one_supervisor_comes_and_nobody_to_themselves(
    world: World, maryam: FlaskClient, huda: FlaskClient
) -> None:
    mona = world.analyst("Mona", role=Role.SUPERVISOR)
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    forms = [look(each.get("/en/queue")).form_to("/coming") for each in (huda, mona)]
    for client, form in zip((huda, mona), forms, strict=True):
        assert client.post(form.action, data=form.values).status_code == 303
    assert "Huda is coming" in calling.load().words
    assert [each["action"] for each in trail(world)].count("call-coming") == 1
    both = world.seated("Both", {"HOTLINE": Role.OPERATOR, "TRIAGE": Role.SUPERVISOR})
    calling = Calling.begin(both)
    calling.save(what=WHAT, go="hail")
    own = {"csrf_token": token_of(both)}
    assert both.post(f"{calling.address}/coming", data=own).status_code == 404


def test_who_waits_for_a_supervisor_is_signed_out_and_the_call_is_left(world: World) -> None:
    begun = datetime.now(UTC).replace(microsecond=0)
    with time_machine.travel(begun, tick=False) as clock:
        maryam, noor = world.operator("Maryam"), world.analyst("Noor")
        calling = Calling.begin(maryam)
        calling.save(what=WHAT, go="hail")
        (asked,) = re.findall(r'data-hailed="([^"]+)"', calling.load().html)
        told = maryam.get(asked).get_json()
        assert told == {
            "waiting": True,
            "hailed": "The supervisor was called. Nobody has answered yet.",
        }
        for minutes in range(5, 45, 10):
            clock.move_to(begun + timedelta(minutes=minutes))
            maryam.get(asked)
            noor.get("/en/queue")
        assert "/sign-in" in maryam.get(asked).location
        assert "Maryam" in look(noor.get("/en/hotline")).words
        other = world.operator("Salma")
        assert other.get(asked).status_code == 404


def test_a_hail_that_does_not_open_breaks_no_page(
    world: World, maryam: FlaskClient, huda: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(what=WHAT, go="hail")
    with writing(world.house.cases.engine) as connection:
        connection.execute(update(hail).values(sealed=b"x", answer=None))
    assert ASKS not in look(huda.get("/en/queue")).words
    with writing(world.house.cases.engine) as connection:
        connection.execute(update(hail).values(answer=b"x"))
    assert calling.load().status == 200


def test_who_interprets_is_told_by_language_and_hour(world: World) -> None:
    sunday = datetime(2026, 3, 1, 9, tzinfo=UTC)  # noon at the place
    with time_machine.travel(sunday, tick=False):
        calling = Calling.begin(world.operator("Maryam"))
        words = calling.load().words
        assert "INT-01 · now, until 15:00 · ☎ 5101" in words
        assert "INT-02 · from 15:00 · ☎ 5102" in words
        assert "INT-04 · from Friday 08:00" in words
        shown = re.findall(r'<div data-spoken="([a-z]+)">', calling.page.html)
        assert shown == ["en"]
        of_ours = re.findall(r'<div data-spoken="(?:en|ar)"[^>]*>\s*</div>', calling.page.html)
        assert len(of_ours) == 2  # the operator speaks them
        calling.save(spoken="ml")
        page = calling.load()
        assert re.findall(r'<div data-spoken="([a-z]+)">', page.html) == ["ml"]
        told = page.html.split('<div data-spoken="ml">')[1].split("</div>")[0]
        assert "Nobody interprets it now." in told
        assert ("INT-02" in told, "INT-01" in told) == (True, False)


def test_of_who_interpreted_the_code_is_kept_and_nothing_that_is_none(
    world: World, maryam: FlaskClient, noor: FlaskClient
) -> None:
    calling = Calling.begin(maryam)
    calling.save(spoken="hi", interpreter="INT-02")
    assert 'value="INT-02" selected' in calling.load().html
    answer = calling.press("send", what=WHAT)
    assert code_on(answer)
    [report] = parts(world)
    assert report.call.interpreter == "INT-02"
    (path,) = re.findall(r"/en/tips/[0-9a-f]{32}", look(noor.get("/en/queue")).html)[:1]
    assert "Interpreter INT-02" in look(noor.get(path)).words
    calling = Calling.begin(maryam)
    data = calling.filled(what=WHAT) | {"interpreter": "Amina Khan", "go": "save"}
    maryam.post(calling.address, data=data)
    assert "Amina" not in calling.load().html


@pytest.mark.parametrize("page", ["queue", "map", "search"])
def test_lists_can_be_narrowed_to_what_callers_speak(noor: FlaskClient, page: str) -> None:
    assert '<option value="ur"' in look(noor.get(f"/en/{page}")).html
