"""Searches that are kept: whose they are, what they find, and what stands on the disk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tests.review.routes import token_of
from tests.review.test_search import hits
from tests.visitor import look
from tipline.store.casebook import keeping
from tipline.store.casebook.tables import saved_search
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import World

RUN = re.compile(r'action="(/en/search/saved/[0-9a-f]{32})#found"')


def keep(client: FlaskClient, name: str, status: int = 200, owner: str = "", **asked: str) -> Page:
    """Keep a search as an analyst does."""
    form = {"csrf_token": token_of(client), "keep-name": name, **asked}
    form["keep-owner"] = owner
    answer = client.post("/en/search/saved", data=form)
    assert answer.status_code == status, answer.text
    return look(answer)


def kept(client: FlaskClient) -> list[str]:
    """Return the addresses at which searches are run."""
    return RUN.findall(client.get("/en/search").text)


def press(client: FlaskClient, address: str) -> Page:
    """Run a search that is kept."""
    return look(client.post(address, data={"csrf_token": token_of(client)}))


def refused(client: FlaskClient, address: str) -> bool:
    """Tell whether what was posted to is not there for this analyst."""
    return client.post(address, data={"csrf_token": token_of(client)}).status_code == 404


def test_what_is_kept_is_found_again_with_all_that_was_asked(
    world: World, noor: FlaskClient
) -> None:
    wanted = world.send("A boat at night.", category="DRUG")
    for category in ("SITE", "DRUG"):
        world.send("Nothing of the kind.", category=category)
    world.send("A boat by day.", category="SITE")
    page = keep(noor, "Boats", words="boats", category="DRUG", since="1/1/2020", priority="none")
    assert "The search is kept: Boats." in page.words
    [address] = kept(noor)
    page = press(noor, address)
    assert hits(page) == [wanted.path]
    assert 'value="boats"' in page.html
    assert 'value="01/01/2020"' in page.html
    assert re.search(r'value="DRUG" selected', page.html)


def test_a_name_is_there_once(noor: FlaskClient) -> None:
    for words in ("boats", "cars"):
        keep(noor, "Tonight", words=words)
    [address] = kept(noor)
    assert 'value="cars"' in press(noor, address).html


def test_ones_own_are_ones_own_and_a_desks_are_its_members(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    keep(noor, "Mine", words="boats")
    keep(noor, "Ours", words="boats", owner="TRIAGE")
    assert len(kept(noor)) == 2
    [shared] = kept(sami)
    own = next(each for each in kept(noor) if each != shared)
    press(sami, shared)
    assert refused(sami, own)
    assert refused(sami, f"{own}/removal")
    stranger = world.analyst("Huda", desks=("OVS",))
    assert kept(stranger) == []
    assert refused(stranger, f"{shared}/removal")
    assert not refused(sami, f"{shared}/removal")
    assert kept(noor) == [own]


def test_a_desk_of_others_takes_none(world: World, noor: FlaskClient) -> None:
    page = keep(noor, "Theirs", 422, words="boats", owner="OVS")
    assert page.title.startswith("Error:")
    assert kept(world.analyst("Huda", desks=("OVS",))) == []


@pytest.mark.parametrize(
    ("name", "told"), [("", "Give it a name."), ("x" * 61, "Make this shorter by 1 character.")]
)
def test_what_cannot_be_kept_comes_back(noor: FlaskClient, name: str, told: str) -> None:
    page = keep(noor, name, 422, words="boats")
    assert told in page.words
    assert 'value="boats"' in page.html
    assert kept(noor) == []


def test_too_many_are_refused_with_a_sentence(
    noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SEARCHES_MAX", 2)
    for name in ("one", "two"):
        keep(noor, name)
    page = keep(noor, "three", 422)
    assert "2 searches are kept here already. Remove one first." in page.words


def test_what_is_looked_for_stands_nowhere_in_the_clear(world: World, noor: FlaskClient) -> None:
    for owner in ("", "TRIAGE"):
        keep(noor, "Warehouse", words="speedboat", owner=owner)
    with reading(world.house.cases.engine) as connection:
        rows = connection.execute(saved_search.select()).all()
    assert len(rows) == 2
    sizes = {len(row.sealed) for row in rows}
    for row in rows:
        for word in (b"speedboat", b"arehouse"):
            assert word not in row.sealed
    keep(noor, "W", words="s")
    with reading(world.house.cases.engine) as connection:
        assert {len(row.sealed) for row in connection.execute(saved_search.select())} == sizes


def test_one_that_somebody_else_put_there_is_told_and_can_be_removed(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    keep(noor, "Boats", words="boats")
    keep(sami, "Cars", words="cars")
    with writing(world.house.cases.engine) as connection:
        rows = {row.id: row.sealed for row in connection.execute(saved_search.select())}
        (one, first), (other, second) = rows.items()
        for row, sealed in ((one, second), (other, first)):
            this = update(saved_search).where(saved_search.c.id == row)
            connection.execute(this.values(sealed=sealed))
    page = look(noor.get("/en/search"))
    assert "This kept search does not open." in page.words
    assert kept(noor) == []
    [address] = re.findall(r'action="(/en/search/saved/[0-9a-f]{32}/removal)"', page.html)
    assert not refused(noor, address)
    assert "does not open" not in noor.get("/en/search").text


def test_a_choice_that_is_no_more_is_not_asked(world: World, noor: FlaskClient) -> None:
    sent = world.send("A boat at night.")
    world.analyst("Sami")
    page = look(noor.get("/en/search"))
    [colleague] = re.findall(r'<option value="([0-9a-f]{32})">Sami', page.html)
    keep(noor, "Of Sami", words="boats", person=colleague)
    [address] = kept(noor)
    assert hits(press(noor, address)) == []
    with writing(world.house.staff.engine) as connection:
        connection.exec_driver_sql("DELETE FROM analyst WHERE id = ?", (bytes.fromhex(colleague),))
    assert hits(press(noor, address)) == [sent.path]
