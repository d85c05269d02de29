"""The audit trail on the review site: what an auditor reads, of whom, and how it tells a break."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from tests.review.routes import token_of
from tests.visitor import look
from tipline.casework.audit import opened_trail, openings, sampling
from tipline.casework.audit.opened_trail import Entry, Wanted, between
from tipline.errors import TipKeyRefusedError
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.opening import open_key
from tipline.keyring.sampling import lots
from tipline.review import clock
from tipline.sealing.audit import Action, chain, entry, seal_entry
from tipline.store.casebook.tables import audit
from tipline.store.transactions import writing
from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy import Delete, Update

    from tests.review.world import World

ROW = re.compile(r'<td role="cell" class="number"><bdi dir="ltr">(\d+)</bdi></td>')
NOTE = re.compile(r'<code class="note" dir="ltr">([^<]+)</code>')


@pytest.fixture
def yusuf(world: World) -> FlaskClient:
    return world.analyst("Yusuf", role=Role.AUDITOR, desks=("AUDIT",))


def numbers(client: FlaskClient, **asked: str) -> list[int]:
    """Return the numbers of the entries on a page of the trail."""
    return [int(each) for each in ROW.findall(client.get("/en/audit", query_string=asked).text)]


def test_what_was_done_is_told_with_who_and_to_what_and_no_word_of_it(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    sent = world.send("Crates of oranges at the old pier.")
    noor.get(sent.path)
    page = look(yusuf.get("/en/audit"))
    assert "Opened a tip" in page.words
    assert "Noor" in page.words
    assert sent.id.hex()[:8] in page.words
    assert "oranges" not in page.html
    assert "The trail is whole" in page.words
    assert "Read this trail" in page.words
    assert not [link for link in page.links if "/tips/" in link or "/cases/" in link]
    assert "فتح بلاغًا" in look(yusuf.get("/ar/audit")).words


def test_the_newest_stand_first_and_pages_hold_each_entry_once(
    world: World, noor: FlaskClient, yusuf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.review.views.auditing.PAGE", 3)
    for _ in range(5):
        noor.get(world.send().path)
    found, asked = list[int](), dict[str, str]()
    while True:
        page = yusuf.get("/en/audit", query_string=asked).text
        found += [int(each) for each in ROW.findall(page)]
        onward = re.search(r'rel="next" href="[^"]*before=(\d+)', page)
        if onward is None:
            break
        asked = {"before": onward[1]}
    assert found == list(range(found[0], 0, -1))
    assert len(found) > 3


def test_entries_are_found_by_what_by_whom_to_what_and_when(
    world: World, noor: FlaskClient, sami: FlaskClient, yusuf: FlaskClient
) -> None:
    first, second = world.send(), world.send()
    noor.get(first.path)
    sami.get(first.path)
    noor.get(second.path)
    assert len(numbers(yusuf, action="open")) == 3
    assert len(numbers(yusuf, action="open", name="noo")) == 2
    assert len(numbers(yusuf, action="open", about=first.id.hex())) == 2
    assert len(numbers(yusuf, action="open", about=first.id.hex()[:9].upper())) == 2
    today = clock.now().astimezone(world.house.configuration.site.timezone).date()
    assert len(numbers(yusuf, action="open", since=f"{today:%d/%m/%Y}")) == 3
    assert numbers(yusuf, action="open", until=f"{today - timedelta(days=2):%d/%m/%Y}") == []
    text = yusuf.get("/en/audit/entries.csv", query_string={"action": "open"}).get_data()
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert [line[3] for line in lines[1:]] == ["Noor", "Sami", "Noor"]
    assert f"tip={second.id.hex()}" in lines[-1][5]


def test_entries_are_found_by_the_hour_of_the_day(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    noor.get(world.send().path)
    now = clock.now().astimezone(world.house.configuration.site.timezone)
    hour, next_hour = now.hour, (now.hour + 2) % 24
    within = {"from_hour": f"{hour}", "until_hour": f"{next_hour}:00"}
    assert len(numbers(yusuf, action="open", **within)) == 1
    without = {"from_hour": f"{next_hour}:00", "until_hour": f"{hour}"}
    assert numbers(yusuf, action="open", **without) == []


@given(st.times(), st.times(), st.times())
def test_an_hour_is_in_a_time_or_in_what_that_leaves_of_the_day(
    moment: time, first: time, last: time
) -> None:
    assume(first != last)
    assert between(moment, first, last) is not between(moment, last, first)
    assert between(first, first, last)
    assert not between(last, first, last)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"about": "the pier"}, "is made of digits and letters a to f"),
        ({"from_hour": "night"}, "Write the hour as on a clock of 24 hours"),
        ({"since": "soon"}, "Write the day as day, month and year"),
        ({"noted": "12:abc"}, "Copy it whole"),
        ({"action": "breakfast"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_a_sentence(
    yusuf: FlaskClient, asked: dict[str, str], told: str
) -> None:
    answer = yusuf.get("/en/audit", query_string=asked)
    assert answer.status_code == 422
    page = look(answer)
    assert told in page.words
    assert "action" in asked or next(iter(asked.values())) in page.html
    assert yusuf.get("/en/audit/entries.csv", query_string=asked).status_code == 404


@pytest.mark.parametrize(
    "spoil",
    [
        delete(audit).where(audit.c.number == 2),
        update(audit).where(audit.c.number == 2).values(chain=bytes(32)),
        update(audit).where(audit.c.number == 2).values(sealed=b"another"),
    ],
    ids=["taken out", "another chain", "another entry"],
)
def test_a_break_is_loud_and_what_comes_before_it_is_told(
    world: World, noor: FlaskClient, yusuf: FlaskClient, spoil: Delete | Update
) -> None:
    for _ in range(3):
        noor.get(world.send().path)
    with writing(world.house.cases.engine) as connection:
        connection.execute(spoil)
    page = look(yusuf.get("/en/audit"))
    assert "THE AUDIT TRAIL IS BROKEN at entry 2" in page.words
    assert "The trail is whole" not in page.words
    assert ROW.findall(page.html) == ["1"]


def test_what_was_read_is_not_believed_once_its_end_is_another(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    noor.get(world.send().path)
    [note] = NOTE.findall(yusuf.get("/en/audit").text)
    last = int(note.partition(":")[0])
    with writing(world.house.cases.engine) as connection:
        connection.execute(delete(audit).where(audit.c.number >= last - 1))
    assert "THE AUDIT TRAIL IS BROKEN" in look(yusuf.get("/en/audit")).words


def test_a_note_shows_what_the_chain_cannot(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    noor.get(world.send().path)
    [note] = NOTE.findall(yusuf.get("/en/audit").text)
    noor.get(world.send().path)
    held = look(yusuf.get("/en/audit", query_string={"noted": note}))
    assert "It is what you noted" in held.words
    last = int(note.partition(":")[0])
    world.house.forget(["AUDIT"])
    with writing(world.house.cases.engine) as connection:
        connection.execute(delete(audit).where(audit.c.number >= last - 1))
    page = look(yusuf.get("/en/audit", query_string={"noted": note}))
    assert "NOT WHAT YOU NOTED" in page.words
    other = look(yusuf.get("/en/audit", query_string={"noted": "1:" + "0" * 64}))
    assert "NOT WHAT YOU NOTED, from entry 1 on" in other.words


def test_a_long_trail_is_read_a_part_at_a_time(
    world: World, noor: FlaskClient, yusuf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor.get(world.send().path)
    noor.get(world.send().path)
    kept = opened_trail.Trail.read_on
    with monkeypatch.context() as slow:
        slow.setattr(
            opened_trail.Trail, "read_on", lambda self, rows, key, _until: kept(self, rows, key, 0)
        )
        page = look(yusuf.get("/en/audit"))
        assert "The trail is being read: 1 of" in page.words
        assert ROW.findall(page.html) == ["3"]
        assert NOTE.findall(page.html) == []
        assert "The trail is being read: 2 of" in look(yusuf.get("/en/audit")).words
    assert "The trail is whole" in look(yusuf.get("/en/audit")).words


def test_an_entry_that_was_made_anew_is_told_though_the_chain_holds(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    """Whoever has the database makes a chain; the entries after it name another one."""
    for _ in range(3):
        noor.get(world.send().path)
    forge(world, 2)
    page = look(yusuf.get("/en/audit"))
    assert "THE AUDIT TRAIL IS BROKEN at entry 3" in page.words
    assert ROW.findall(page.html) == ["2", "1"]


def test_the_first_entries_are_missed_though_they_were_linked(
    world: World, noor: FlaskClient, yusuf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        noor.get(world.send().path)
    kept = opened_trail.Trail.read_on
    with monkeypatch.context() as slow:
        slow.setattr(
            opened_trail.Trail, "read_on", lambda self, rows, key, _until: kept(self, rows, key, 0)
        )
        yusuf.get("/en/audit")
    with writing(world.house.cases.engine) as connection:
        connection.execute(delete(audit).where(audit.c.number == 1))
    page = look(yusuf.get("/en/audit"))
    assert "THE AUDIT TRAIL IS BROKEN at entry 1" in page.words
    assert ROW.findall(page.html) == []


def forge(world: World, number: int) -> None:
    """Put another entry in a place, and make the chain anew from there on."""
    rows = list(world.house.audit.entries())
    before = rows[number - 2].chain
    made = entry(Action.SIGN_OUT, {}, at=clock.now(), analyst=None, name="Nobody")
    with writing(world.house.cases.engine) as connection:
        for row in rows[number - 1 :]:
            sealed, value = seal_entry(made, number, before, world.house.deployment.audit)
            if row.number > number:
                sealed, value = row.sealed, chain(row.number, before, row.sealed)
            changed = update(audit).where(audit.c.number == row.number)
            connection.execute(changed.values(sealed=sealed, chain=value))
            before = value


def test_reading_it_is_an_entry_once_in_a_while(yusuf: FlaskClient) -> None:
    for _ in range(3):
        yusuf.get("/en/audit")
    assert len(numbers(yusuf, action="audit")) == 1


def test_it_leaves_memory_with_the_auditor(world: World, yusuf: FlaskClient) -> None:
    yusuf.get("/en/audit")
    assert world.house.trails.get("AUDIT") is not None
    yusuf.post("/en/sign-out", data={"csrf_token": token_of(yusuf)})
    assert world.house.trails.get("AUDIT") is None


def test_people_are_counted_and_nights_told(
    world: World, noor: FlaskClient, yusuf: FlaskClient
) -> None:
    sent = world.send()
    noor.get(sent.path)
    noor.get(sent.path)
    page = look(yusuf.get("/en/audit/people"))
    row = re.search(r"<bdi>Noor</bdi>.*?</tr>", page.html, re.DOTALL)
    assert row is not None
    assert re.findall(r'<td role="cell" data-what="[^"]+">(\d+)</td>', row[0])[:2] == ["2", "1"]
    assert sampling.by_night(clock.now().replace(hour=23))
    assert sampling.by_night(clock.now().replace(hour=5))
    assert not sampling.by_night(clock.now().replace(hour=6))


def test_a_person_has_a_page_of_what_they_opened_and_a_tip_of_who_opened_it(
    world: World, noor: FlaskClient, sami: FlaskClient, yusuf: FlaskClient
) -> None:
    often, once = world.send(), world.send()
    noor.get(often.path)
    noor.get(often.path)
    noor.get(once.path)
    sami.get(once.path)
    people = look(yusuf.get("/en/audit/people"))
    noors, *_ = (link for link in people.links if re.search(r"/audit/people/[0-9a-f]{32}", link))
    page = look(yusuf.get(noors))
    assert "Audit trail: Noor" in page.words
    assert [title for _, has in page.tags if (title := has.get("title"))] == [
        often.id.hex(),
        once.id.hex(),
    ]
    hour = clock.now().astimezone(world.house.configuration.site.timezone).hour
    assert f'<th scope="row">{hour:02}:00</th><td class="number">3</td>' in page.html
    assert not [link for link in page.links if "/tips/" in link or "/cases/" in link]
    opened = look(yusuf.get(f"/en/audit/opened/{once.id.hex()}"))
    assert "Noor" in opened.words
    assert "Sami" in opened.words
    of_often = look(yusuf.get(f"/en/audit/opened/{often.id.hex()}")).words
    assert "Noor" in of_often
    assert "Sami" not in of_often
    assert "Nobody opened it." in look(yusuf.get(f"/en/audit/opened/{bytes(16).hex()}")).words
    for nobody in (bytes(16).hex(), "somebody", once.id.hex()):
        assert yusuf.get(f"/en/audit/people/{nobody}").status_code == 404
    assert yusuf.get("/en/audit/opened/pier").status_code == 404


def test_openings_are_counted_by_night_and_by_hour_of_the_place(world: World) -> None:
    zone = world.house.configuration.site.timezone
    at = [datetime(2026, 11, day, hour, tzinfo=zone) for day, hour in ((1, 23), (2, 5), (2, 6))]
    entries = [opening(number, moment) for number, moment in enumerate(at, start=1)]
    [one] = openings.by_matter(entries, zone)
    assert (one.count, one.at_night) == (3, 2)
    assert (one.first, one.last) == (at[0], at[2])
    counted = openings.by_hour(entries, zone)
    assert [hour for hour, count in enumerate(counted) if count] == [5, 6, 23]


def opening(number: int, at: datetime) -> Entry:
    """Return the entry of a tip that was opened."""
    facts = {"tip": bytes(16).hex()}
    return Entry.of(number, bytes(32), {"at": write_time(at), "action": "open", "facts": facts})


def test_what_is_in_the_sample_is_judged_and_that_is_an_entry(
    world: World, noor: FlaskClient, yusuf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SHARE", 1.0)
    sent = world.send()
    noor.get(sent.path)
    page = look(yusuf.get("/en/audit/sample"))
    assert "0 of 1 were judged." in page.words
    [number] = ROW.findall(page.html)
    form = page.form("entry")
    data = form.values | {"found": "explained"}
    answer = yusuf.post(form.action, data=data)
    assert answer.status_code == 303
    page = look(yusuf.get(answer.location))
    assert "1 of 1 were judged." in page.words
    assert "found by Yusuf" in page.words
    assert int(number) in numbers(yusuf, action="open")
    assert len(numbers(yusuf, action="audited")) == 1
    for found in ("forgotten", ""):
        assert yusuf.post(form.action, data=data | {"found": found}).status_code == 422
    assert yusuf.post(form.action, data=data | {"entry": "999999"}).status_code == 404


def test_a_concern_says_who_was_asked_and_nothing_that_was_written_is_lost(
    world: World, noor: FlaskClient, yusuf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SHARE", 1.0)
    noor.get(world.send().path)
    form = look(yusuf.get("/en/audit/sample")).form("entry")
    data = form.values | {"found": "concern"}
    refused = look(yusuf.post(form.action, data=data))
    assert refused.status == 422
    assert "a concern needs that" in refused.words
    assert numbers(yusuf, action="audited") == []
    long = look(yusuf.post(form.action, data=data | {"note": "Noor said " + "so " * 200}))
    assert long.status == 422
    assert "Noor said so so" in long.html
    answer = yusuf.post(form.action, data=data | {"note": "=Noor: no reason"})
    page = look(yusuf.get(answer.location))
    assert "=Noor: no reason" in page.words
    assert "A concern" in page.words
    assert "note: =Noor: no reason" in look(yusuf.get("/en/audit?action=audited")).words


def test_an_auditor_opens_no_tip_and_nobody_else_reads_the_trail(
    world: World, noor: FlaskClient, huda: FlaskClient, yusuf: FlaskClient
) -> None:
    sent = world.send()
    for client in (noor, huda, world.analyst("Named only", role=Role.AUDITOR)):
        assert client.get("/en/audit").status_code == 404
    for path in (sent.path, "/en/queue", "/en/search", "/en/wall"):
        assert yusuf.get(path).status_code == 404
    row = world.house.shelf.tip(sent.id, ["TRIAGE"])
    with pytest.raises(TipKeyRefusedError):
        open_key(row, {"TRIAGE": world.desks["AUDIT"]})


@given(st.binary(min_size=32, max_size=32), st.integers(1, 2**40))
def test_a_lot_hangs_on_key_and_number_alone(seed: bytes, number: int) -> None:
    key = DeskIdentity("AUDIT", seed)
    assert 0 <= lots(key)(number) < 1
    assert lots(key)(number) == lots(DeskIdentity("AUDIT", seed))(number)


def test_two_in_a_hundred_are_drawn() -> None:
    key = DeskIdentity("AUDIT", bytes(range(32)))
    drawn = sum(map(sampling.SHARE.__gt__, map(lots(key), range(20_000))))
    assert 320 < drawn < 480


@given(st.sampled_from([*Action]), st.text(max_size=5), st.binary(min_size=16, max_size=16))
def test_what_is_asked_for_fits_itself(action: Action, name: str, about: bytes) -> None:
    at = write_time(clock.now().replace(microsecond=0))
    facts = {"tips": [about.hex()]}
    record = {"at": at, "action": action.value, "name": name, "facts": facts}
    entry = Entry.of(1, bytes(32), record)
    wanted = Wanted(action=action, name=name, about=about.hex()[3:], since=entry.at)
    assert wanted.fits(entry)
    assert not Wanted(until=entry.at).fits(entry)
