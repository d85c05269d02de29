"""`tipline demo --tips`: a world of its own, the same each time, whose reports are real ones."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cli.conftest import Demo, Run
from tipline import configuration
from tipline.casework.tip.opening import open_tip
from tipline.cli.demo import FIRST, lives, peopling
from tipline.cli.demo.files import DRAWN
from tipline.cli.demo.ground import own
from tipline.cli.demo.lives import MOST, is_lived, lead
from tipline.cli.demo.people import Known
from tipline.cli.demo.world import A_DAY, Told, days, tell, templates
from tipline.cli.deployed import Deployed
from tipline.cli.files import DEMO_FILE
from tipline.places.geodesic import metres
from tipline.places.reading import read
from tipline.settings import load
from tipline.tips.point import Point
from tipline.tips.report import Channel
from tipline.tips.state import State

CONFIG = Path(__file__).resolve().parents[2] / "config"
DONE = {
    "accept", "approve", "assess", "begin", "closed", "done", "give", "hand-off", "join", "message",
    "note", "open", "question", "reply", "set-aside", "summary", "take", "tick",
}  # fmt: skip
MANY = 4000
UNTIL = datetime(2026, 11, 28, 16, 20, tzinfo=ZoneInfo("Asia/Bahrain"))


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return list(tell(MANY, read(CONFIG, ["ar", "en"]).gazetteer.places, UNTIL))


def test_a_seed_gives_the_same_world(told: list[Told]) -> None:
    places = read(CONFIG, ["ar", "en"]).gazetteer.places
    assert list(tell(MANY, places, UNTIL)) == told
    assert list(tell(MANY, places, UNTIL, seed=2)) != told


def test_the_shares_are_those_of_the_guide(told: list[Told]) -> None:
    shares = {
        "again": sum(each.again for each in told),
        "malicious": sum(each.sort == "malicious" for each in told),
        "urgent": sum(each.sort == "urgent" for each in told),
        "english": sum(each.language == "en" for each in told),
        "mixed": sum(each.mixed for each in told),
    }
    meant = {"again": 0.20, "malicious": 0.02, "urgent": 0.17, "english": 0.30, "mixed": 0.07}
    for name, share in meant.items():
        assert shares[name] / MANY == pytest.approx(share, abs=0.025), name
    assert shares["malicious"]


def test_every_template_is_told_in_both_languages_with_nothing_left_open(told: list[Told]) -> None:
    assert len(templates()) >= 60
    codes = {each.code for each in configuration.load(CONFIG, ["ar", "en"]).categories}
    values = dict.fromkeys(("place", "hour", "colour", "plate", "count", "days"), "x")
    for each in templates():
        assert each.category in codes
        assert each.en.isascii()
        assert not each.ar.isascii()
        for text in (each.en, each.ar):
            assert "{" not in text.format(**values)
    for one in told:
        assert not set("{}") & set(one.answers.what)


def test_what_is_told_again_is_the_same_thing_in_about_the_same_hour(told: list[Told]) -> None:
    first = {each.happening: each for each in told if not each.again}
    assert len({each.answers.what for each in told}) > 0.9 * MANY
    for each in told:
        of = first[each.happening]
        assert each.answers.category == of.answers.category
        assert 0 <= of.minutes - each.minutes <= 45
    assert max(Counter(each.happening for each in told).values()) > 2


def test_most_have_a_point_and_those_of_one_thing_lie_together(told: list[Told]) -> None:
    pointed = [each for each in told if each.answers.place.point]
    assert len(pointed) / MANY == pytest.approx(0.6, abs=0.025)
    things = defaultdict[int, list[Point]](list)
    for each in pointed:
        things[each.happening].append(each.answers.place.point)  # type: ignore[arg-type]  # has one
        assert each.answers.place.exact
    assert max(len({point.written for point in points}) for points in things.values()) > 2
    assert all(metres(points[0], each) <= 201 for points in things.values() for each in points)


def test_they_come_in_the_order_of_time_and_few_at_night(told: list[Told]) -> None:
    minutes = [each.minutes for each in told]
    assert minutes == sorted(minutes, reverse=True)
    assert max(minutes) < MANY // A_DAY * 1440
    hours = Counter((UNTIL - timedelta(minutes=each)).hour for each in minutes)
    assert sum(hours[hour] for hour in range(2, 6)) < MANY * 0.06
    assert sum(hours[hour] for hour in range(18, 22)) > MANY * 0.2
    few = [each.minutes for each in tell(60, read(CONFIG, ["ar"]).gazetteer.places, UNTIL)]
    assert 5 * 1440 < max(few) <= 7 * 1440


def test_every_report_gets_a_life_whose_desks_and_texts_are_whole(told: list[Told]) -> None:
    found = list(lead(told[:600], {"SITE", "ATTK", "THRT"}, "x"))
    assert [each.told for each in found] == told[:600]
    assert found == list(lead(told[:600], {"SITE", "ATTK", "THRT"}, "x"))
    deeds = [deed for each in found for deed in each.deeds]
    assert {deed["what"] for deed in deeds} == DONE
    assert not [deed for deed in deeds if "{" in deed["text"] or not isinstance(deed["text"], str)]
    for each in found:
        whats = [deed["what"] for deed in each.deeds]
        after = [deed["after"] for deed in each.deeds]
        assert after == sorted(after)
        if each.told.answers.category in {"SITE", "ATTK", "THRT"}:
            assert "give" not in whats
        for deed in each.deeds:
            if "desk" in deed:
                at_sea = each.told.answers.category == "SEAC" and "hand-off" not in whats
                assert deed["desk"] == ("CG" if at_sea else "OPS")


def test_of_many_reports_some_hundreds_at_most_have_a_history(told: list[Told]) -> None:
    assert all(map(is_lived(40, 7), told[-1:]))
    lived = [each for each in told if is_lived(MANY, days(MANY))(each)]
    assert MOST / 2 < len(lived) < 2 * MOST
    assert max(each.minutes for each in lived) < 7 * 1440


def test_the_files_of_a_report_are_its_own() -> None:
    kinds = {"snapshot.jpg": b"\xff\xd8\xff", "screen.png": b"\x89PNG", "page.pdf": b"%PDF"}
    assert kinds.keys() == DRAWN.keys()
    for name, draw in DRAWN.items():
        drawn = {draw(Random(number)) for number in range(3)}  # noqa: S311 (a drawing, no secret)
        assert len(drawn) == 3
        assert all(each.startswith(kinds[name]) for each in drawn)


def test_so_many_reports_are_added_and_open(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peopling, "BATCH", 10)
    monkeypatch.setattr(lives, "MOST", 4)
    before = {row.tip_id for row in demo.deployed.shelf.envelopes()}
    said = run("demo", "--no-serve", "--tips", "40")
    assert said.code == 0, said.err
    new = {row.tip_id for row in demo.deployed.shelf.envelopes()} - before
    assert len(new) == 40
    assert 0 < len(demo.deployed.cases.for_tips(list(new), ["TRIAGE"])) < 20
    with demo.at_work() as visit:
        opened = [open_tip(visit, tip) for tip in new]
    assert all(each.case.trouble is None for each in opened)
    assert len({each.report.mailbox for each in opened}) == 40


def test_a_first_run_leaves_a_week_that_was_lived(run: Run, tmp_path: Path) -> None:
    with time_machine.travel(UNTIL):
        said = run("demo", "--no-serve")
    assert said.code == 0, said.err
    deployed = Deployed(own(load({"TIPLINE_VAR": str(tmp_path / "var")}, None)))
    known = Known.from_json(json.loads((tmp_path / "var" / DEMO_FILE).read_text()))
    shelf = deployed.shelf
    with Demo(tmp_path / "var", known, deployed).at_work() as visit:
        rows = shelf.page(["TRIAGE"], limit=200) + shelf.page(["TRIAGE"], limit=200, finished=True)
        found = [open_tip(visit, row.tip_id) for row in rows]
    assert len(found) == 16 + FIRST
    states = {each.case.state.state for each in found}
    assert {State.TRIAGE, State.ACTION, State.CLOSED} <= states
    assert {each.report.channel for each in found} == {Channel.WEB, Channel.PHONE}
    assert sum(bool(each.report.evidence) for each in found) > 3
    assert all(each.case.trouble is None for each in found)
