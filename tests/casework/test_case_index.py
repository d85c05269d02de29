"""The index of the cases that a desk was given: what is in it, and what never is."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.casework.test_giving import WHY, given, ready, seen
from tests.review.world import World
from tipline.casework.given import giving, responding
from tipline.casework.given.giving import Chosen
from tipline.casework.index.indexing import current, save
from tipline.casework.tip.actions import enter, write_text
from tipline.casework.tip.opening import unentered
from tipline.cli.index import rebuilt
from tipline.keyring.own import open_own
from tipline.search.entry import Holds, Question
from tipline.search.listing import Order, Start, Wanted
from tipline.search.words import asked
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.transactions import writing
from tipline.tips.content import Accepted, DeskDone, Named, Note, Started, Summary, Wished
from tipline.tips.content.joining import Linked
from tipline.tips.link import Sort
from tipline.tips.state import Outcome, State

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tipline.casework.visit import Visit
    from tipline.search.index import Index


PATIENT_SECONDS = 60


def of_cases(world: World, client: FlaskClient, desk: str = "CG") -> Index:
    with world.at_work(client, "/en/cases") as visit:
        found = current(visit, desk, PATIENT_SECONDS, Holds.CASES)
    assert found.share == 1
    return found.index


def finds(index: Index, words: str) -> list[bytes]:
    return [each.tip for each in index.find(Question(words=tuple(asked(words))), 9)]


def kept(world: World, visit: Visit, desk: str) -> bytes:
    """Return all that the desk's file of cases holds, as those with the desk's key read it."""
    sealed = world.house.index_files.read(f"{desk}.cases")
    assert sealed is not None
    return zlib.decompress(open_own(sealed, visit.member.desks[desk]))


def test_a_case_is_found_by_its_summary_and_events_and_never_by_its_tip(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send("They whisper about Qalali pier.")
    with world.at_work(noor) as visit:
        tip = given(visit, sent)
        tip = write_text(visit, tip, Note, "Ask the harbourmaster.", seen(tip))
        case_id = tip.case.id
    index = of_cases(world, ali)
    assert finds(index, "boats lights") == finds(index, "harbourmaster") == [case_id]
    for words in ("Qalali", "whisper", "pier"):
        assert finds(index, words) == [], words
    assert index.tips() == {case_id}
    with world.at_work(ali) as visit:
        save(visit, "CG", index)
        assert current(visit, "CG", PATIENT_SECONDS).index.tips() == set(), "of tips it has none"
        image = kept(world, visit, "CG")
    for secret in (sent.id, sent.id.hex().encode(), b"Qalali", b"qalali", b"whisper"):
        assert secret not in image


def test_a_desk_finds_no_case_that_it_was_not_given(
    world: World, noor: FlaskClient, ali: FlaskClient, omar: FlaskClient
) -> None:
    with world.at_work(noor) as visit:
        theirs = given(visit, world.send()).case.id
        ready(visit, world.send())
        others = given(visit, world.send(), "OPS").case.id
    assert of_cases(world, ali).tips() == {theirs}
    assert of_cases(world, omar, "OPS").tips() == {others}


def test_another_case_is_not_told_of_by_a_link(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    with world.at_work(noor) as visit:
        tip, other = given(visit, world.send()), ready(visit, world.send())
        content = Linked(case=other.case.id, sort=Sort.RELATED, text="Zubara smugglers.")
        enter(visit, tip, content, seen(tip))
    assert finds(of_cases(world, ali), "boat") != []
    assert finds(of_cases(world, ali), "Zubara") == []


def test_what_is_taken_back_leaves_the_index_and_the_disk_and_nothing_new_comes_in(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    with world.at_work(noor) as visit:
        tip, stays = given(visit, world.send()), given(visit, world.send())
        tip = write_text(visit, tip, Summary, "Sitra causeway.", seen(tip))
    assert of_cases(world, ali).tips() == {tip.case.id, stays.case.id}
    with world.at_work(ali) as visit:
        save(visit, "CG", current(visit, "CG", PATIENT_SECONDS, Holds.CASES).index)
        image = kept(world, visit, "CG")
        assert tip.case.id in image
        assert b"causeway" in image
        assert b"Sitra causeway." in image
    with world.at_work(noor) as visit:
        tip = giving.take_back(visit, tip, "CG", WHY, seen(tip))
        write_text(visit, tip, Note, "Zubara at dawn.", seen(tip))
    index = of_cases(world, ali)
    assert index.tips() == {stays.case.id}
    assert finds(index, "Zubara") == []
    with world.at_work(ali) as visit:
        image = kept(world, visit, "CG")
        assert tip.case.id not in image
        assert b"causeway" not in image, "nor does it stand where it was taken out"
        assert stays.case.id in image
    with world.at_work(noor) as visit:
        giving.give(visit, unentered(visit, tip.id), Chosen(("CG",), "CG", WHY), 99)
    assert finds(of_cases(world, ali), "Zubara") == [tip.case.id], "given again, it is all there"


def test_it_follows_the_steps_of_the_desk(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    with world.at_work(noor) as visit:
        case_id = given(visit, world.send(), "CG", "OPS").case.id

    def shown(**wanted: Any) -> list[bytes]:
        with world.at_work(ali) as visit:
            index = current(visit, "CG", PATIENT_SECONDS, Holds.CASES).index
            asked_for = Wanted(now=visit.now, **wanted)
            return [each.tip for each in index.listed(asked_for, Order.URGENT, 9, Start())]

    def step(content: Accepted | Started | DeskDone | Named | Wished) -> None:
        with world.at_work(ali) as visit:
            case = responding.case_of(visit, case_id, "CG", form=True)
            responding.step(visit, case, content, case.number)

    def in_state(state: State) -> list[bytes]:
        return shown(narrowed=Question(states=(state,)))

    with world.at_work(ali) as visit:
        me, name = visit.member.analyst, visit.member.name
    assert in_state(State.ASSIGNED) == shown(nobody=True) == shown() == [case_id]
    assert shown(person=me) == shown(waiting=True) == []
    step(Accepted())
    step(Named(analyst=me, name=name))
    assert in_state(State.ACCEPTED) == shown(person=me) == [case_id]
    assert shown(nobody=True) == []
    step(Wished(text="Which berth?"))
    assert shown(waiting=True) == [case_id]
    step(Started(text="A boat is out."))
    assert in_state(State.ACTION) == [case_id]
    step(DeskDone(outcome=Outcome.SAFE, text="Two were brought in."))
    assert shown() == []
    assert shown(finished=True) == [case_id], "the other desk may go on"


def test_it_is_late_once_a_time_has_passed_since_it_was_given(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    world.moment -= timedelta(days=300)
    with world.at_work(noor) as visit:
        case_id = given(visit, world.send()).case.id
    index = of_cases(world, ali)
    [facts] = index.facts([case_id]).values()
    with world.at_work(ali) as visit:
        now = visit.now
    assert facts.due is not None
    assert facts.due > now, "not since the report came: the desk had it not"
    assert index.how_many(Wanted(now=now, late=True)) == 0
    assert index.how_many(Wanted(now=facts.due + timedelta(seconds=1), late=True)) == 1


@pytest.mark.parametrize("spoilt", ["event", "case_envelope"])
def test_a_case_that_is_spoilt_is_told_all_the_same(
    world: World, noor: FlaskClient, ali: FlaskClient, spoilt: str
) -> None:
    with world.at_work(noor) as visit:
        case_id = given(visit, world.send()).case.id
    with writing(world.house.cases.engine) as connection:
        connection.execute(text(f"UPDATE {spoilt} SET sealed = x'00'"))  # noqa: S608 (our own words)
    index = of_cases(world, ali)
    assert index.tips() == {case_id}
    assert finds(index, "boat") == []


def test_what_is_destroyed_is_forgotten(world: World, noor: FlaskClient, ali: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as visit:
        given(visit, sent)
    assert of_cases(world, ali).size == 1
    CaseSweeper(world.house.cases.engine).end_tip(sent.id)
    world.house.shelf.destroy(sent.id)
    assert of_cases(world, ali).size == 0


def test_the_one_of_tips_in_its_place_is_none(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    with world.at_work(noor) as visit:
        case_id = given(visit, world.send()).case.id
    with world.at_work(ali) as visit:
        save(visit, "CG", current(visit, "CG", PATIENT_SECONDS).index)
        of_tips = world.house.index_files.read("CG")
        assert of_tips is not None
        world.house.index_files.write("CG.cases", of_tips)
    assert of_cases(world, ali).tips() == {case_id}, "it would be believed to know all changes"


def test_one_command_makes_it_anew(
    world: World, noor: FlaskClient, ali: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.at_work(noor) as visit:
        case_id = given(visit, world.send()).case.id
    with world.at_work(ali) as visit:
        assert rebuilt(visit, "CG", Holds.CASES) == 1
        world.house.indexes.drop(["CG"])
        assert case_id in kept(world, visit, "CG")
    assert "CG: 100 %" in capsys.readouterr().err
