"""`tipline demo --tips`: a world of its own, the same each time, whose reports are real ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.cli.conftest import Demo, Run
from tipline import configuration
from tipline.casework.tip.opening import open_tip
from tipline.cli.demo import peopling
from tipline.cli.demo.world import Told, tell, templates
from tipline.places.geodesic import metres
from tipline.places.reading import read
from tipline.tips.point import Point

CONFIG = Path(__file__).resolve().parents[2] / "config"
MANY = 4000


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return list(tell(MANY, read(CONFIG, ["ar", "en"]).gazetteer.places))


def test_a_seed_gives_the_same_world(told: list[Told]) -> None:
    places = read(CONFIG, ["ar", "en"]).gazetteer.places
    assert list(tell(MANY, places)) == told
    assert list(tell(MANY, places, seed=2)) != told


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


def test_so_many_reports_are_added_and_open(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peopling, "BATCH", 15)
    before = {row.tip_id for row in demo.deployed.shelf.envelopes()}
    said = run("demo", "--no-serve", "--tips", "20")
    assert said.code == 0, said.err
    new = {row.tip_id for row in demo.deployed.shelf.envelopes()} - before
    assert len(new) == 20
    with demo.at_work() as visit:
        opened = [open_tip(visit, tip) for tip in new]
    assert all(each.case.trouble is None for each in opened)
