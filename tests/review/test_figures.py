"""The figures of a desk: whose, of what, and how they leave."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.review.test_actions import done
from tests.review.test_case_list import case
from tests.review.test_desks import took
from tests.visitor import look
from tipline.keyring.card import Role
from tipline.review.counted.slots import slots
from tipline.review.counted.spreadsheet import inert, written
from tipline.review.counted.tabulating import Line, Percent, Seconds, Sheet
from tipline.review.views.figures import NAMES
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from flask.testing import FlaskClient

    from tests.review.world import World


def sheet(client: FlaskClient, name: str, language: str = "en", **asked: str) -> list[list[str]]:
    """Return the lines of a table as a spreadsheet reads them."""
    answer = client.get(f"/{language}/figures/{name}.csv", query_string=asked)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    assert answer.get_data().startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(text)))


def test_what_happened_to_tips_is_counted(world: World, huda: FlaskClient) -> None:
    world.moment = datetime.now(UTC) - timedelta(minutes=20)
    first, second = world.send(category="DRUG"), world.send(language="ar", category="DRUG")
    world.send(category="WEAP")
    done(huda, first, "assessment", category="DRUG", priority="P3")
    done(huda, first, "replies", text="Thank you.")
    world.add(second, "And a boat.")
    huda.get(second.path)
    done(huda, first, "closing", outcome="OUT_ADVICE")
    page = look(huda.get("/en/figures"))
    glance = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.html)
    assert glance == [
        ("Tips that arrived", "3"),
        ("Opened in time", "67%"),
        ("With an answer to the reporter", "33%"),
        ("With a second message of the reporter", "33%"),
    ]
    assert sheet(huda, "category")[1:] == [
        ["Drugs", "2", "67"],
        ["Weapons or explosives", "1", "33"],
    ]
    assert sheet(huda, "outcome")[1:] == [["Not finished", "2", "67"], ["Advice given", "1", "33"]]
    assert sheet(huda, "language")[1:] == [["English", "2", "67"], ["Arabic", "1", "33"]]
    assert sheet(huda, "channel")[1:] == [["Public site", "3", "100"]]
    [head, *_, p3, everything] = sheet(huda, "answered")
    assert head[3:5] == ["Half within (minutes)", "Nine in ten within (minutes)"]
    assert p3[:3] == ["P3 Priority", "2", "1"]
    assert everything[:3] == ["All", "3", "1"]
    assert sheet(huda, "finished")[-1][:3] == ["All", "3", "1"]
    assert sum(int(line[1]) for line in sheet(huda, "arrivals")[1:]) == 3


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_table_stands_on_the_page_and_is_given_out(
    world: World, huda: FlaskClient, language: str
) -> None:
    huda.get(world.send().path)
    page = look(huda.get(f"/{language}/figures"))
    for name in NAMES:
        lines = sheet(huda, name, language)
        assert f'id="sheet-{name}"' in page.html
        assert f"/figures/{name}.csv" in page.html
        assert len(lines) > 1, name
        assert {len(line) for line in lines} == {len(lines[0])}
    assert "<svg" in page.html
    assert " style=" not in page.html


def test_only_days_that_are_asked_for_count(world: World, huda: FlaskClient) -> None:
    world.moment = datetime.now(UTC) - timedelta(days=40)
    world.send()
    world.moment = datetime.now(UTC) - timedelta(minutes=5)
    world.send()
    today = datetime.now(UTC).date()
    for since, count in ((today - timedelta(days=1), 1), (today - timedelta(days=50), 2)):
        until = today + timedelta(days=1)
        asked = {"since": since.isoformat(), "until": until.isoformat()}
        page = look(huda.get("/en/figures", query_string=asked))
        assert f"<dt>Tips that arrived</dt><dd>{count}</dd>" in page.html


def test_spaces_ask_for_nothing(huda: FlaskClient) -> None:
    for spaces in (" ", "\u2028"):
        asked = {"since": spaces, "until": spaces}
        assert huda.get("/en/figures", query_string=asked).status_code == 200


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "31/2/2026"}, "no such day"),
        ({"since": "2/1/2026", "until": "1/1/2026"}, "The first day comes after the last"),
        ({"since": "1/1/2016", "until": "1/1/2026"}, "five years"),
        ({"until": "31/12/9999"}, "no such day"),
        ({"desk": "OVS"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_a_sentence(
    huda: FlaskClient, asked: dict[str, str], told: str
) -> None:
    answer = huda.get("/en/figures", query_string=asked)
    assert answer.status_code == 422
    assert told in look(answer).words
    assert huda.get("/en/figures/desk.csv", query_string=asked).status_code == 404


def test_another_desks_tips_are_in_nobody_elses_figures(world: World, huda: FlaskClient) -> None:
    world.send(lane="OVS")
    assert "<dt>Tips that arrived</dt><dd>0</dd>" in huda.get("/en/figures").text
    assert world.analyst("Sami").get("/en/figures").status_code == 404
    theirs = world.analyst("Mona", role=Role.SUPERVISOR, desks=("OVS",))
    assert "<dt>Tips that arrived</dt><dd>1</dd>" in theirs.get("/en/figures").text
    assert theirs.get("/en/figures?desk=TRIAGE").status_code == 422


def test_the_figures_have_no_words_of_a_tip(world: World, huda: FlaskClient) -> None:
    huda.get(world.send("Zanzibar caravan").path)
    for path in ("figures", *(f"figures/{name}.csv" for name in NAMES), "wall"):
        assert "Zanzibar" not in huda.get(f"/en/{path}").text


@pytest.mark.parametrize("text", ["=1+1", "+973", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    assert inert(text) == "'" + text
    assert inert("مخدرات") == "مخدرات"


def test_a_cell_that_looks_like_a_formula_is_none(world: World) -> None:
    lines = (Line(("=cmd|'/c calc'!A0", 3, Seconds(90), Seconds(None), Percent(7))),)
    with world.app.test_request_context("/en/figures"):
        body = written(Sheet("category", ("a", "=b", "c", "d", "e"), lines)).decode("utf-8-sig")
    [heads, cells] = csv.reader(io.StringIO(body))
    assert heads == ["a", "'=b", "c (minutes)", "d (minutes)", "e (%)"]
    assert cells == ["'=cmd|'/c calc'!A0", "3", "1.5", "", "7"]


@pytest.mark.parametrize("days", [1, 2, 3, 62, 63, 400])
def test_a_time_is_cut_into_parts_that_hold_each_tip_once(world: World, days: int) -> None:
    zone: ZoneInfo = world.house.configuration.site.timezone
    since = date(2026, 3, 1)
    until = since + timedelta(days=days - 1)
    begin = datetime(2026, 3, 1, tzinfo=zone)
    arrivals = {begin + timedelta(minutes=15 * at): 1 for at in range(0, days * 96, 7)}
    with world.app.test_request_context("/en/figures"):
        found = slots(arrivals, since, until, zone)
    assert sum(slot.count for slot in found) == len(arrivals)
    assert len({slot.shown for slot in found}) == len(found)
    assert len(found) == (24 * days if days <= 2 else days if days <= 62 else len(found))


def test_a_desk_that_responds_counts_its_own_part_of_what_it_was_given(
    world: World, noor: FlaskClient
) -> None:
    chief = world.analyst("Chief", role=Role.SUPERVISOR, desks=("CG",))
    case(world, noor, "A skiff off the reef.", Priority.P1)
    took(chief, "accept")
    took(chief, "start", text="A boat is out.")
    took(chief, "done", outcome="OUT_SAFE", text="Two were brought in.")
    case(world, noor, "Nets across the channel.")
    case(world, noor, "Of another desk.", lead="OPS")
    page = look(chief.get("/en/figures"))
    glance = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.html)
    assert glance == [("Cases given", "2"), ("Accepted in time", "100%"), ("Finished", "50%")]
    assert sheet(chief, "outcome")[1:] == [
        ["Not finished", "1", "50"],
        ["A person protected", "1", "50"],
    ]
    assert sheet(chief, "accepted")[-1][:3] == ["All", "2", "1"]
    assert sheet(chief, "finished")[-1][:3] == ["All", "2", "1"]
    assert sum(int(line[1]) for line in sheet(chief, "arrivals")[1:]) == 2
    for name in ("language", "channel", "opened", "languages"):
        assert chief.get(f"/en/figures/{name}.csv").status_code == 404
    assert "skiff" not in page.html
    assert look(chief.get("/ar/figures")).status == 200
