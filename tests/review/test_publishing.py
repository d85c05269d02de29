"""Publishing figures: once, as it was shown, by who supervises the desk of all reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select, text, update

from tests.review.routes import token_of
from tests.review.test_actions import done
from tests.review.test_evidence import trail
from tests.review.test_placing import MUHARRAQ, SITRA
from tests.visitor import Visitor, look
from tipline.casework.desk import publishing
from tipline.casework.index.catching_up import Work
from tipline.errors import StoreRefusedError
from tipline.keyring.card import Role
from tipline.public import create_app
from tipline.store.inbox.press import Press
from tipline.store.inbox.tables import published
from tipline.store.transactions import reading, writing
from tipline.tips.report import Place

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import World

ZONE = ZoneInfo("Asia/Bahrain")
ASKED = {"since": "2026-03-01", "until": "2026-04-01"}


@pytest.fixture(autouse=True)
def _spring(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have 12 tips of March and 30 of April 2026, and a page that offers those months."""
    monkeypatch.setattr("tipline.review.counted.months.BACK", 240)
    for count, month, category in ((12, 3, "DRUG"), (27, 4, "SITE"), (3, 4, "SEAC")):
        world.moment = datetime(2026, month, 7, 12, tzinfo=ZONE).astimezone(UTC)
        for _ in range(count):
            world.send(category=category, language="ar")


def draft(client: FlaskClient, status: int = 200, **asked: str) -> Page:
    answer = client.get("/en/figures/published", query_string=ASKED | asked)
    assert answer.status_code == status
    return look(answer)


def publish(client: FlaskClient, page: Page) -> int:
    form = page.form("seen")
    return client.post("/en/figures/published", data=dict(form.held)).status_code


def put(client: FlaskClient, act: str, first: str = "2026-03-01") -> int:
    form = {"csrf_token": token_of(client), "first": first, "act": act}
    return client.post("/en/figures/published/shown", data=form).status_code


def kept(world: World) -> bytes:
    with reading(world.house.shelf.engine) as connection:
        return connection.execute(select(published.c.figures)).scalar_one()


def everybody(world: World) -> str:
    """Return the words of the public site's page."""
    return Visitor.of(create_app(world.settings)).get("/en/figures").words


def test_what_was_shown_is_published_and_everybody_reads_it(
    world: World, huda: FlaskClient
) -> None:
    assert "Nothing has been published yet" in everybody(world)
    page = draft(huda)
    for told in ("March 2026 \N{EN DASH} April 2026", "Reports that arrived: 40", "March 2026 10",
                 "April 2026 30", "All others, together 15"):  # fmt: skip
        assert told in page.words
    assert "Sea and coast" not in page.words
    assert "Nothing has been published yet" in everybody(world)
    assert publish(huda, page) == 303
    words = everybody(world)
    for told in ("March 2026 \N{EN DASH} April 2026", "Reports that arrived: 40", "April 2026 30"):
        assert told in words
    arabic = Visitor.of(create_app(world.settings)).get("/ar/figures").words
    assert "مارس 2026" in arabic
    assert trail(world)[-1]["facts"] == {"first": "2026-03", "last": "2026-04"}


def test_what_was_withdrawn_is_gone_and_comes_back_as_it_was(
    world: World, huda: FlaskClient
) -> None:
    publish(huda, draft(huda))
    before = kept(world)
    assert put(huda, "withdraw") == 303
    assert "Nothing has been published yet" in everybody(world)
    world.moment = datetime(2026, 4, 8, 12, tzinfo=ZONE).astimezone(UTC)
    for _ in range(30):
        world.send(category="ROAD")
    assert put(huda, "show") == 303
    assert "Reports that arrived: 40" in everybody(world)
    assert kept(world) == before
    assert [entry["action"] for entry in trail(world)][-1] == "publish"


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-03-01", "2026-04-01"), ("2026-04-01", "2026-05-01"), ("2026-02-01", "2026-03-01"),
     ("2026-02-01", "2026-06-01")],
)  # fmt: skip
def test_no_month_is_published_twice(
    world: World, huda: FlaskClient, since: str, until: str
) -> None:
    publish(huda, draft(huda))
    put(huda, "withdraw")
    page = draft(huda, 422, since=since, until=until)
    assert "A month is published once" in page.words
    assert page.title.startswith("Error:")


def test_two_who_publish_at_once_publish_one(world: World, huda: FlaskClient) -> None:
    page, other = draft(huda), draft(huda, until="2026-03-01")
    assert publish(huda, page) == 303
    assert publish(huda, other) == 422
    assert len(Press(world.house.shelf.engine).all()) == 1


def test_what_changed_since_it_was_shown_is_shown_anew(world: World, huda: FlaskClient) -> None:
    page = draft(huda)
    world.moment = datetime(2026, 4, 8, 12, tzinfo=ZONE).astimezone(UTC)
    for _ in range(5):
        world.send(category="ROAD")
    assert publish(huda, page) == 422
    assert "Nothing has been published yet" in everybody(world)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "2026-04-01", "until": "2026-03-01"}, "at most twelve months"),
        ({"since": "2025-01-01", "until": "2026-03-01"}, "at most twelve months"),
        ({"since": "2026-01-01", "until": "2026-02-01"}, "Fewer than ten tips"),
        ({"since": "2026-03-02"}, "Choose one of the answers"),
        ({"until": ""}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_published_comes_back_with_a_sentence(
    huda: FlaskClient, asked: dict[str, str], told: str
) -> None:
    assert told in draft(huda, 422, **asked).words


def test_a_month_that_is_not_over_is_not_offered(huda: FlaskClient) -> None:
    month = f"{datetime.now(ZONE):%Y-%m}-01"
    assert f'value="{month}"' not in huda.get("/en/figures/published").text


def test_nothing_is_published_of_a_part_of_the_index(
    world: World, huda: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.house.indexes.drop(["TRIAGE"])
    monkeypatch.setattr(Work, "_is_over", lambda _: True)
    assert "still being made" in draft(huda, 422).words


def test_only_who_supervises_the_desk_of_all_reports_publishes(world: World) -> None:
    for client in (world.analyst("Mona", role=Role.SUPERVISOR, desks=("OVS",)), world.analyst("S")):
        assert client.get("/en/figures/published").status_code == 404
        assert put(client, "withdraw") == 404
        form = ASKED | {"csrf_token": token_of(client), "seen": ""}
        assert client.post("/en/figures/published", data=form).status_code == 404


def test_a_withdrawal_of_what_is_not_there_finds_nothing(huda: FlaskClient) -> None:
    assert put(huda, "withdraw") == 404
    assert put(huda, "withdraw", first="x") == 404


def test_an_outcome_of_few_tells_nothing(world: World, huda: FlaskClient) -> None:
    world.moment = datetime(2026, 4, 9, 12, tzinfo=ZONE).astimezone(UTC)
    sent = world.send(category="OTHR")
    done(huda, sent, "closing", outcome="OUT_PROTECTED", text="Only an opinion was told.")
    page = draft(huda)
    assert "speech, belief, assembly Too few to tell." in page.words


def test_few_that_are_open_or_unanswered_are_not_had_by_subtraction(
    world: World, noor: FlaskClient, huda: FlaskClient
) -> None:
    world.moment = datetime(2026, 5, 9, 12, tzinfo=ZONE).astimezone(UTC)
    sent = [world.send(category="OTHR") for _ in range(13)]
    may = "2026-05-01"
    for each in sent[:10]:
        done(noor, each, "replies", text="Thank you. We have read it.")
        done(noor, each, "closing", outcome="OUT_INTEL", text="Nothing more can be done.")
    page = draft(huda, since=may, until=may)
    assert "Reports that arrived: 15." in page.words
    assert "With an answer to the reporter" not in page.words
    assert "How they ended, of those that have All others, together 15" in page.words
    for each in sent[10:]:
        done(noor, each, "replies", text="Thank you. We have read it.")
        done(noor, each, "closing", outcome="OUT_INTEL", text="Nothing more can be done.")
    page = draft(huda, since=may, until=may)
    assert "With an answer to the reporter: 100%" in page.words
    assert "How they ended, of those that have Kept as information 15" in page.words


def test_large_areas_are_told_and_what_is_elsewhere_together(
    world: World, huda: FlaskClient
) -> None:
    world.moment = datetime(2026, 4, 9, 12, tzinfo=ZONE).astimezone(UTC)
    for count, point in ((12, MUHARRAQ), (3, SITRA)):
        for _ in range(count):
            world.send(place=Place(point=point))
    page = draft(huda)
    told = "Muharraq Governorate 10 Elsewhere, or no point on a map, together 45"
    assert f"By area {told}" in page.words
    assert "Capital" not in page.words
    assert publish(huda, page) == 303
    assert told in everybody(world)
    assert "محافظة المحرق" in Visitor.of(create_app(world.settings)).get("/ar/figures").words


def test_an_area_of_a_kind_that_may_not_be_told_is_told_nowhere(
    world: World, huda: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.moment = datetime(2026, 4, 9, 12, tzinfo=ZONE).astimezone(UTC)
    for _ in range(12):
        world.send(place=Place(point=MUHARRAQ))
    blocks = [replace(area, kind="block") for area in world.house.places.areas.areas]
    monkeypatch.setattr(publishing, "areas", lambda _: blocks)
    assert "Muharraq" not in draft(huda).words


def test_how_many_were_destroyed_is_told_once_they_are_ten(world: World, huda: FlaskClient) -> None:
    sent = [world.send().id for _ in range(13)]
    with time_machine.travel(datetime(2026, 4, 30, 23, tzinfo=UTC), tick=False):
        for each in sent[:9]:
            world.house.shelf.destroy(each)
    assert "whenever they arrived Too few to tell." in draft(huda).words
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        for each in sent[:13]:
            world.house.shelf.destroy(each)
    page = draft(huda)
    assert "whenever they arrived 15" in page.words
    assert publish(huda, page) == 303
    assert "whenever they arrived 15" in everybody(world)


def test_figures_that_were_changed_are_not_shown(world: World, huda: FlaskClient) -> None:
    publish(huda, draft(huda))
    with writing(world.house.shelf.engine) as connection:
        connection.execute(update(published).values(figures=b'{"first":"x"}'))
    assert "Nothing has been published yet" in everybody(world)
    assert "These figures do not read" in look(huda.get("/en/figures/published")).words


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO published VALUES ('2020-01-01', '2020-01-01', 1, x'7b7d')",
        "UPDATE published SET shown = 1",
        "DELETE FROM published",
        "UPDATE destroyed SET tips = 0",
    ],
)
def test_the_public_site_cannot_change_what_is_published(world: World, statement: str) -> None:
    with pytest.raises(StoreRefusedError), writing(world.drop.engine) as connection:
        connection.execute(text(statement))
