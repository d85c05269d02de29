"""What is late, for supervisors; and the unread P1 that stands on every page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.review.test_case_list import case
from tests.review.test_following import done
from tests.review.world import WHAT, World
from tests.visitor import look
from tipline.casework.lists import unread, watch
from tipline.keyring.card import Role
from tipline.review.views import late
from tipline.store.inbox.shelf import Shelf
from tipline.tips.priority import Priority
from tipline.tips.report import Now

NOON = datetime(2027, 3, 1, 9, tzinfo=UTC)
BANNER = "A P1 is unread"


@pytest.fixture(autouse=True)
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        world.moment = NOON
        yield traveller


def test_supervisors_see_what_is_late_by_how_much_and_who_looks(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    worse, soon, quiet = (
        world.send(category="FIRE", now=Now.NO), world.send(category="DRUG"),
        world.send(category="PROP"),
    )  # fmt: skip
    theirs = world.send(lane="OVS")
    done(noor, soon, "tasks", text="Ring.", when="30m")
    clock.shift(timedelta(minutes=61))
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    page = look(huda.get("/en/late"))
    first, second = (page.words.index(each.id.hex()[:8]) for each in (worse, soon))
    assert first < second
    assert "To be opened: ▲ passed 51 minutes ago the head of operations looks" in page.words
    assert "A task, or its date: ▲ passed 31 minutes ago" in page.words
    assert "2 cases" in page.words
    for each in (quiet, theirs):
        assert each.id.hex()[:8] not in page.words
    assert WHAT not in page.words


def test_a_desk_sees_which_of_the_cases_that_it_was_given_are_late(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    case(world, noor, "A skiff.", Priority.P2)
    case(world, noor, "A dhow.", Priority.P5)
    theirs = case(world, noor, "For others.", Priority.P1, lead="OPS")
    clock.shift(timedelta(hours=5))
    sara = world.analyst("Sara", role=Role.SUPERVISOR, desks=("CG",))
    page = look(sara.get("/en/late"))
    assert "1 case" in page.words
    assert "Not accepted yet" in page.words
    assert "First response: ▲ passed" in page.words
    [link] = [each for each in page.links if "/cases/" in each]
    assert "A skiff." in look(sara.get(link)).words
    assert theirs.id.hex()[:8] not in page.words


def test_of_many_only_the_longest_late_are_told_and_no_tip_is_opened(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (world.send(category="FIRE", now=Now.NO) for _ in range(2))
    clock.shift(timedelta(minutes=61))
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    huda.get("/en/queue")
    for verb in ("page", "rows", "tips"):
        monkeypatch.setattr(Shelf, verb, lambda *_, **__: pytest.fail("a tip is opened"))
    monkeypatch.setattr(watch, "LATE_MAX", 1)
    monkeypatch.setattr(late, "LATE_MAX", 1)
    page = look(huda.get("/en/late"))
    assert "2 cases" in page.words
    assert "1 more, late for less long, is in the lists." in page.words
    assert first.path in page.links
    assert second.path not in page.links


def test_the_priority_stays_as_it_was(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = world.send(category="FIRE", now=Now.NO)
    done(noor, sent, "assessment", priority="P2")
    clock.shift(timedelta(days=3))
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    assert "Fire, gas, chemicals" in look(huda.get("/en/late")).words
    assert "P2 Urgent" in look(huda.get("/en/late")).words
    page = look(huda.get(sent.path))
    assert "P2 Urgent" in page.words


def test_nothing_is_late(world: World) -> None:
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    assert "Nothing is late." in look(huda.get("/en/late")).words


def test_an_unread_p1_stands_on_every_page_until_it_is_opened(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    assert BANNER not in look(noor.get("/en/queue")).words
    urgent, other = world.send(now=Now.YES), world.send(category="PROP")
    clock.shift(timedelta(seconds=6))
    for path in ("/en/queue", "/en/shift", "/en/search", other.path):
        page = look(noor.get(path))
        assert f"{BANNER}: it came 1 minute ago. Open it." in page.words, path
        assert urgent.path in page.links
    assert BANNER not in look(noor.get(urgent.path)).words
    assert BANNER not in look(noor.get("/en/queue")).words, "at once, whatever is remembered"


def test_what_the_index_knows_is_not_opened_for_it_and_is_told_the_same(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent, opened = world.send(now=Now.YES), world.send(now=Now.YES)
    world.send(category="PROP")
    noor.get(opened.path)

    def told() -> tuple[tuple[bytes, datetime], ...]:
        world.house.alarms.known.clear()
        world.house.alarms.looked.clear()
        with world.at_work(noor) as visit:
            return unread.cannot_wait(visit)

    world.house.indexes.drop(["TRIAGE"])
    without = told()
    assert [tip for tip, _ in without] == [urgent.id]
    noor.get("/en/queue")
    monkeypatch.setattr(unread, "_waits_since", None)
    assert told() == without


def test_who_may_not_read_it_is_not_told(world: World, clock: time_machine.Traveller) -> None:
    world.send(now=Now.YES)
    clock.shift(timedelta(seconds=6))
    other = world.analyst("Huda", desks=("OVS",))
    assert BANNER not in look(other.get("/en/queue")).words
    auditor = world.analyst("Ali", role=Role.AUDITOR)
    assert BANNER not in look(auditor.get("/en/account")).words
    assert BANNER not in look(world.app.test_client().get("/en/sign-in")).words


def test_the_work_list_tells_what_is_late_and_who_looks(
    world: World, clock: time_machine.Traveller
) -> None:
    late, quiet = world.send(category="FIRE", now=Now.NO), world.send(category="PROP")
    clock.shift(timedelta(minutes=16))
    noor = world.analyst("Noor")
    page = look(noor.get("/en/queue?view=overdue"))
    assert late.path in page.links
    assert quiet.path not in page.links
    assert "Overdue since 12:10 the duty officer looks" in page.words
