"""Tips of one incident: they join one case, each with its own mailbox, and can go back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.review.world import Sent, World, due
from tests.visitor import look
from tipline.casework.case import owing
from tipline.casework.case.together import append_two
from tipline.casework.matter import answering, joining, linking
from tipline.casework.matter.answering import Letter, answer_many
from tipline.casework.tip import actions
from tipline.casework.tip.opening import OpenTip, open_tip, unentered
from tipline.casework.visit import Visit
from tipline.errors import (
    CaseChangedError,
    DesksDifferError,
    EventConflictError,
    EventRefusedError,
    JoinOneselfError,
    LessUrgentError,
    NotFoundError,
    NotJoinedError,
    StoreBusyError,
)
from tipline.review import tip_page
from tipline.sealing.envelope import open_identity, seal_identity
from tipline.store.casebook import events, together
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.casebook.tables import case_tip, casefile, event
from tipline.store.inbox import letterboxes
from tipline.store.transactions import reading
from tipline.tips.content import AskedAll, Classified, Note, RepliedAll, Reply
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.link import Sort
from tipline.tips.priority import Priority
from tipline.tips.state import Outcome, State, Word

HOURS = timedelta(hours=2)
THANKS = {"en": "Thank you all.", "ar": "شكرًا لكم."}


def two(world: World) -> tuple[Sent, Sent]:
    return world.send(), world.send("The same boxes, seen from the other side.", language="ar")


def join(visit: Visit, guest: Sent, host: Sent, text: str = "The same boxes.") -> OpenTip:
    tip = open_tip(visit, guest.id)
    return joining.join(visit, tip, host.id, text, tip.case.number)


def row_of(world: World, sent: Sent) -> bytes:
    with reading(world.house.cases.engine) as connection:
        asked = select(case_tip.c.case_id).where(case_tip.c.tip_id == sent.id)
        found: bytes = connection.execute(asked).scalar_one()
    return found


def how_many(world: World) -> tuple[int, int]:
    with reading(world.house.cases.engine) as connection:
        cases = connection.execute(select(func.count()).select_from(casefile)).scalar_one()
        events = connection.execute(select(func.count()).select_from(event)).scalar_one()
    return cases, events


def test_a_tip_joins_and_goes_back(world: World, noor: FlaskClient) -> None:
    host, guest = two(world)
    now = datetime.now(UTC)
    with world.at_work(noor) as visit:
        own = open_tip(visit, guest.id).case
        case = open_tip(visit, host.id).case
        tip = join(visit, guest, host)
        assert (tip.case.id, tip.case.owing) == (case.id, {})
        assert tip.case.state.tips == (host.id.hex(), guest.id.hex())
        assert row_of(world, guest) == case.id
        head = world.mailbox(guest)
        assert head.word_at(now + HOURS) is Word.PASSED
        assert head.word_at(now + timedelta(days=15)) is Word.WORKING
        assert head.word_at(now + timedelta(days=31)) is Word.CLOSED
        assert due(world, guest)[0] is None
        mailbox_day = due(world, guest)[1]
        assert mailbox_day is not None
        assert mailbox_day - now.date() in {timedelta(90), timedelta(91)}
        back = joining.part(visit, tip, "Other boxes.", tip.case.number)
        assert (back.case.id, back.case.state.state) == (own.id, State.TRIAGE)
        assert row_of(world, guest) == own.id
        assert unentered(visit, host.id).case.state.tips == (host.id.hex(),)
    assert world.mailbox(guest).word_at(now + timedelta(days=31)) is Word.READING
    assert due(world, guest) == (None, None)


def test_what_becomes_of_the_case_reaches_its_own_reporter_only(
    world: World, noor: FlaskClient
) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit:
        join(visit, guest, host)
    before = world.mailbox(guest)
    form = look(noor.get(host.path)).form_to("/closing")
    noor.post(form.action, data=form.values | {"close-outcome": "OUT_ARREST"})
    noor.get(guest.path)
    later = datetime.now(UTC) + HOURS
    assert world.mailbox(host).word_at(later) is Word.CLOSED
    assert world.mailbox(guest) == before
    assert due(world, host)[0] == due(world, guest)[0]
    assert due(world, host)[1] != due(world, guest)[1]


def test_both_timelines_tell_of_it_and_the_page_leads_to_the_other(
    world: World, noor: FlaskClient
) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit:
        join(visit, guest, host)
    page = look(noor.get(host.path))
    for words in ("2 tips in this case", "Noor let a tip join the case", "The same boxes."):
        assert words in page.words
    assert any(guest.path in link for link in page.links)
    assert "seen from the other side" not in page.words
    assert "Take it out of this case" in look(noor.get(guest.path)).words


def test_a_crash_between_leaves_nothing_half_done(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit:
        open_tip(visit, host.id)
        open_tip(visit, guest.id)
        before = how_many(world)
        calls: list[int] = []
        append = events.appended

        def cut(*given: Any) -> None:
            calls.append(1)
            if len(calls) == 2:
                raise StoreBusyError
            append(*given)

        with monkeypatch.context() as patched:
            patched.setattr(together, "appended", cut)
            with pytest.raises(StoreBusyError):
                join(visit, guest, host)
        assert how_many(world) == before
        tip = unentered(visit, guest.id)
        assert (tip.case.state.state, tip.case.id) == (State.TRIAGE, row_of(world, guest))


def test_a_mailbox_that_was_not_reached_is_at_the_next_look_at_any_tip(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit, monkeypatch.context() as cut:
        cut.setattr(joining, "settle", lambda _visit, _row, _report, case: case)
        tip = join(visit, guest, host)
        assert guest.id.hex() in tip.case.owing
    later = datetime.now(UTC) + HOURS
    assert world.mailbox(guest).word_at(later) is not Word.PASSED
    sami.get(host.path)
    assert world.mailbox(guest).word_at(later) is Word.PASSED
    with world.at_work(noor) as visit:
        assert unentered(visit, host.id).case.owing == {}


def test_who_is_slower_meets_what_the_other_did(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    host, guest = two(world)
    third = world.send("The same boxes once more.")
    with world.at_work(sami) as late:
        tip = open_tip(late, guest.id)
        seen = tip.case.number
        with world.at_work(noor) as visit:
            join(visit, guest, third)
        with pytest.raises((EventConflictError, EventRefusedError, CaseChangedError)):
            joining.join(late, tip, host.id, "Mine.", seen)
        assert unentered(late, guest.id).case.id == row_of(world, third)


def test_what_may_not_join_is_told(world: World, noor: FlaskClient) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit:
        tip = open_tip(visit, guest.id)
        number = tip.case.number
        with pytest.raises(JoinOneselfError):
            joining.join(visit, tip, guest.id, "x", number)
        with pytest.raises(NotJoinedError):
            joining.part(visit, tip, "x", number)
        with pytest.raises(NotFoundError):
            joining.join(visit, tip, b"0" * 16, "x", number)
        with pytest.raises(NotFoundError):
            joining.join(visit, tip, world.send("Mine.", lane="OVS").id, "x", number)
        urgent = Classified(category="SITE", priority=Priority.P1)
        append_two(visit, (tip.case, open_tip(visit, host.id).case), lambda *_: (urgent, urgent))
        tip = unentered(visit, guest.id)
        third = world.send("Nobody has classified this.")
        with pytest.raises(LessUrgentError):
            joining.join(visit, tip, third.id, "x", tip.case.number)


def test_a_tip_joins_only_a_case_of_its_own_desk(world: World) -> None:
    host, guest = world.send("An officer.", lane="OVS"), world.send()
    both = world.analyst("Huda", desks=("TRIAGE", "OVS"))
    with world.at_work(both) as visit, pytest.raises(DesksDifferError):
        join(visit, guest, host)


def test_several_join_at_once_and_stay_unread(world: World, noor: FlaskClient) -> None:
    host, other, *guests = (world.send(f"Boxes, told by number {at}.") for at in range(5))
    with world.at_work(noor) as visit:
        tip = open_tip(visit, host.id)
        far = open_tip(visit, other.id)
        joining.join(visit, open_tip(visit, world.send("More.").id), other.id, "x", 1)
        found = joining.gather(
            visit, tip, [each.id for each in (*guests, other)], "The same.", tip.case.number
        )
        assert found.joined == tuple(each.id for each in guests)
        assert [each[0] for each in found.refused] == [other.id]
        assert unentered(visit, other.id).case.id == far.case.id
        unread = unentered(visit, host.id).case.state.unread
        assert unread == {each.id.hex() for each in guests}
    words = look(noor.get("/en/queue")).words
    assert words.count("Boxes, told by number") >= 5
    noor.get(guests[0].path)
    with world.at_work(noor) as visit:
        assert guests[0].id.hex() not in unentered(visit, host.id).case.state.unread


def test_a_case_goes_with_its_tip_wherever_that_is(world: World, noor: FlaskClient) -> None:
    host, guest = two(world)
    with world.at_work(noor) as visit:
        join(visit, guest, host)
    sweeper = CaseSweeper(world.house.cases.engine)
    assert how_many(world)[0] == 2
    assert not sweeper.end_tip(guest.id)
    assert how_many(world)[0] == 1
    assert sweeper.end_tip(host.id)
    assert how_many(world) == (0, 0)


def test_of_many_links_the_newest_are_shown_and_the_rest_when_asked_for(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tip_page, "LINKS_SHOWN", 2)
    one, *more = [world.send(f"A boat at night, {number}.") for number in range(4)]
    with world.at_work(noor) as visit:
        tip = open_tip(visit, one.id)
        for other in more:
            open_tip(visit, other.id)
            tip = linking.link(visit, tip, other.id, Sort.INCIDENT, "", tip.case.number)
    kin = [f"Take the link away {each.id.hex()[:8]}" for each in more]
    page = look(noor.get(one.path))
    assert [each in page.words for each in kin] == [False, True, True]
    (link,) = [each for each in page.links if each.endswith("?links=all#links")]
    page = look(noor.get(link))
    assert [each in page.words for each in kin] == [True, True, True]
    assert "Show the older links" not in page.words
    assert "Show the older links" not in look(noor.get(more[0].path)).words


def test_a_link_stands_in_both_cases_for_those_who_may_open_both(
    world: World, noor: FlaskClient
) -> None:
    one, two_, third = world.send(), world.send("A boat at night."), world.send("A third.")
    with world.at_work(noor) as visit:
        tip, other = open_tip(visit, one.id), open_tip(visit, two_.id)
        linking.link(visit, tip, two_.id, Sort.SUBJECT, "One plate.", tip.case.number)
    for sent, there in ((one, two_), (two_, one)):
        page = look(noor.get(sent.path))
        assert "Linked cases" in page.words
        assert page.words.count("One plate.") == 1
        assert any(there.path in link for link in page.links)
    identity = open_identity(
        world.house.shelf.tip(one.id, ["TRIAGE"]).envelope, [world.desks["TRIAGE"].identity]
    )
    sealed = seal_identity(identity, [world.desks["OVS"].recipient])
    world.house.shelf.add_envelope(one.id, "OVS", sealed)
    row = world.house.cases.for_tips([one.id], ["TRIAGE"])[one.id]
    case = open_identity(row.envelope, [world.desks["TRIAGE"].identity])
    world.house.cases.add_envelope(
        row.id, "OVS", seal_identity(case, [world.desks["OVS"].recipient])
    )
    huda = world.analyst("Huda", desks=("OVS",))
    words = look(huda.get(one.path)).words
    assert "One plate." not in words
    assert "Linked cases" not in words
    with world.at_work(noor) as visit:
        tip = open_tip(visit, two_.id)
        joining.join(visit, tip, third.id, "The same boat.", tip.case.number)
    assert any(two_.path in link for link in look(noor.get(one.path)).links), "it moved on"
    with world.at_work(noor) as visit:
        tip = unentered(visit, one.id)
        after = linking.unlink(visit, tip, other.case.id, "", tip.case.number)
        assert after.case.state.links == {}
    assert "Linked cases" not in look(noor.get(one.path)).words


def many(world: World, noor: FlaskClient, count: int) -> list[Sent]:
    sent = [
        world.send(f"Boxes, told by number {at}.", language="ar" if at % 2 else "en")
        for at in range(count)
    ]
    with world.at_work(noor) as visit:
        tip = open_tip(visit, sent[0].id)
        found = joining.gather(
            visit, tip, [each.id for each in sent[1:]], "The same.", tip.case.number
        )
        assert len(found.joined) == count - 1
    return sent


def write(visit: Visit, sent: Sent, kind: answering.ToMany, chosen: Sequence[Sent]) -> OpenTip:
    tip = open_tip(visit, sent.id)
    letter = Letter(kind=kind, texts=THANKS, otherwise="en")
    return answer_many(visit, tip, letter, [each.id for each in chosen], tip.case.number)


def test_one_answer_to_all_is_one_event_and_one_answer_each(
    world: World, noor: FlaskClient
) -> None:
    sent = many(world, noor, 6)
    with world.at_work(noor) as visit:
        tip = write(visit, sent[0], RepliedAll, sent[:5])
        assert tip.case.owing == {}
        kinds = [each.kind for each in tip.case.events]
        assert kinds.count(Kind.REPLIED_ALL) == 1
    told = [[answer.text for answer in world.answers(each)] for each in sent]
    wanted = [["شكرًا لكم."] if at % 2 else ["Thank you all."] for at in range(5)]
    assert told == [*wanted, []]
    assert len({answer.id for each in sent for answer in world.answers(each)}) == 5


def test_a_question_to_all_is_asked_of_each(world: World, noor: FlaskClient) -> None:
    sent = many(world, noor, 3)
    with world.at_work(noor) as visit:
        tip = write(visit, sent[1], AskedAll, sent)
        assert tip.case.state.state is State.INFO
    later = datetime.now(UTC) + HOURS
    for each in sent:
        assert world.mailbox(each).word_at(later) is Word.QUESTION
        assert [answer.question for answer in world.answers(each)] == [True]
    world.add(sent[1], "By the gate.")
    noor.get(sent[1].path)
    words = [world.mailbox(each).word_at(later) for each in sent]
    assert words == [Word.QUESTION, Word.PASSED, Word.QUESTION]


def test_an_answer_to_all_goes_on_where_it_was_cut(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = many(world, noor, 6)
    put, done = letterboxes.write_all, list[int]()

    def cut(*given: Any) -> None:
        done.append(1)
        if len(done) > 2:
            raise StoreBusyError
        put(*given)

    monkeypatch.setattr(owing, "AT_ONCE", 1)
    with world.at_work(noor) as visit, monkeypatch.context() as patched:
        patched.setattr(owing, "write_all", cut)
        with pytest.raises(StoreBusyError):
            write(visit, sent[0], RepliedAll, sent)
    assert sum(len(world.answers(each)) for each in sent) == 2
    monkeypatch.setattr(owing, "LOOK_SECONDS", 5)
    sami.get(sent[3].path)
    for _ in range(6):
        sami.get(sent[3].path)
    assert [len(world.answers(each)) for each in sent] == [1] * 6
    with world.at_work(noor) as visit:
        assert unentered(visit, sent[0].id).case.owing == {}


def test_an_answer_to_all_that_was_deleted_does_not_come_back(
    world: World, noor: FlaskClient
) -> None:
    sent = many(world, noor, 3)
    with world.at_work(noor) as visit:
        write(visit, sent[0], RepliedAll, sent)
    (answer,) = world.answers(sent[1])
    world.drop.delete_answer(sent[1].packed.mailbox_id, answer.id)
    noor.get(sent[1].path)
    noor.get(sent[0].path)
    assert world.answers(sent[1]) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "part", "message", "note", "close", "reopen"]),
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=9,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_interleaving_of_two_gives_one_state_and_loses_nothing(
    world: World, noor: FlaskClient, sami: FlaskClient, steps: list[tuple[str, int, int, int]]
) -> None:
    tips = [world.send(f"Boxes, told by number {at}.") for at in range(3)]
    with world.at_work(noor) as visit:
        for each in tips:
            open_tip(visit, each.id)
    stale: dict[tuple[int, int], OpenTip] = {}
    for deed, who, at, other in steps:
        with world.at_work((noor, sami)[who]) as visit:
            held = stale.get((who, at)) or unentered(visit, tips[at].id)  # what was shown before
            stale[who, at] = unentered(visit, tips[at].id)
            total = how_many(world)[1]
            try:
                entered = _do(visit, deed, held, tips[other])
            except (EventRefusedError, CaseChangedError, EventConflictError, NotFoundError):
                entered = 0
            assert how_many(world)[1] == total + entered, deed
    with world.at_work(noor) as visit:
        opened = [open_tip(visit, each.id) for each in tips]
        opened = [unentered(visit, each.id) for each in tips]
    for tip, sent in zip(opened, tips, strict=True):
        assert tip.case.trouble is None
        assert tip.case.state == fold(tip.case.events)
        assert tip.case.state.refused == ()
        assert sent.id.hex() in tip.case.state.tips
        assert tip.case.id == row_of(world, sent)
        assert tip.case.owing == {}
        words = {word for word, _ in world.mailbox(sent).words}
        if sent.id.hex() in tip.case.state.guests:
            assert world.mailbox(sent).words[-1][0] is Word.CLOSED
            assert Word.PASSED in words
        texts = [answer.text for answer in world.answers(sent)]
        assert all(text == sent.id.hex() for text in texts)
    here = {name for tip in opened for name in tip.case.state.tips}
    assert here == {each.id.hex() for each in tips}


def _do(visit: Visit, deed: str, held: OpenTip, other: Sent) -> int:
    """Do it from what was shown; return how many events it enters."""
    seen, mine = held.case.number, held.id.hex()
    if deed == "join":
        joining.join(visit, held, other.id, "The same.", seen)
        return 2
    if deed == "part":
        joining.part(visit, held, "Not the same.", seen)
        return 2
    if deed == "message":
        actions.answer(visit, held, Reply, mine, seen)
    elif deed == "note":
        actions.write_text(visit, held, Note, "x", seen)
    elif deed == "close":
        actions.close(visit, held, Outcome.INTEL, "", seen)
    else:
        actions.reopen(visit, held, "It goes on.", seen)
    return 1
