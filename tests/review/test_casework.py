"""Two people at the same case in the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.review.world import Sent, World
from tests.visitor import look
from tipline.errors import CaseChangedError, EventConflictError, TransitionRefusedError
from tipline.review import actions, casework, opening
from tipline.review.casefile import CaseHead, OpenCase
from tipline.review.casework import Entry, append
from tipline.review.visit import Visit, visit
from tipline.tips.event import Kind
from tipline.tips.fold import fold


@contextmanager
def at_work(world: World, client: FlaskClient) -> Iterator[Visit]:
    """Be the analyst of this browser in the middle of a request."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    with world.app.test_request_context("/en/queue", headers={"Cookie": f"session={cookie.value}"}):
        world.app.preprocess_request()
        yield visit()


def opened(visit: Visit, sent: Sent) -> OpenCase:
    return opening.unentered(visit, sent.id).case


def test_who_is_slower_by_a_look_tries_again(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with at_work(world, noor) as present:
        case = opened(present, sent)
        met: list[int] = []

        def choose(case: OpenCase) -> Entry:
            met.append(case.number)
            if len(met) == 1:
                sami.get(sent.path)
            return Entry(Kind.NOTE, {"text": "mine"})

        after = append(present, case, choose, seen=1)
    assert met == [1, 2]
    assert [event.kind for event in after.events] == [Kind.OPENED, Kind.VIEWED, Kind.NOTE]
    assert "Chain whole, 3 entries" in look(noor.get(sent.path)).words


def test_who_is_slower_by_a_note_is_told(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with at_work(world, noor) as present:
        case = opened(present, sent)

        def choose(_: OpenCase) -> Entry:
            form = look(sami.get(sent.path)).form_to("/notes")
            sami.post(form.action, data=form.values | {"note-text": "Sami's"})
            return Entry(Kind.NOTE, {"text": "mine"})

        with pytest.raises(CaseChangedError):
            append(present, case, choose, seen=case.number)
    assert "mine" not in look(noor.get(sent.path)).words


def test_trying_again_has_an_end(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()

    def lost(*_: object) -> OpenCase:
        raise EventConflictError

    monkeypatch.setattr(casework, "_stored", lost)
    with at_work(world, noor) as present, pytest.raises(EventConflictError):
        append(present, opened(present, sent), lambda _: Entry(Kind.NOTE, {"text": "x"}))


def test_two_who_open_a_tip_first_share_one_case(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    begin = opening._begin

    def slower(*given: Any) -> None:
        monkeypatch.setattr(opening, "_begin", begin)
        sami.get(sent.path)
        begin(*given)

    monkeypatch.setattr(opening, "_begin", slower)
    words = look(noor.get(sent.path)).words
    assert "Chain whole, 2 entries" in words
    assert "Sami opened the tip" in words
    assert "Noor looked at it" in words


def test_what_may_not_follow_is_not_signed(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with at_work(world, noor) as present:
        case = opened(present, sent)
        with pytest.raises(TransitionRefusedError):
            append(present, case, lambda _: Entry(Kind.REOPENED))
        assert opened(present, sent).number == case.number


def test_the_head_is_the_fold(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    world.add(sent, "more")
    form = look(noor.get(sent.path)).form_to("/closing")
    noor.post(form.action, data=form.values | {"close-outcome": "OUT_INTEL"})
    with at_work(world, noor) as present:
        case = opened(present, sent)
        row = world.house.cases.case(case.id, ["TRIAGE"])
        head = CaseHead.open(row.head, case.identity)
    state = fold(case.events)
    assert (head.state, head.outcome, head.number) == (state.state, state.outcome, state.number)
    assert head.last == case.signed[-1].digest
    assert head.seen == {sent.id.hex(): 2}


def test_the_wait_before_a_word_is_random_and_bounded(world: World, noor: FlaskClient) -> None:
    with at_work(world, noor) as present:
        waits = {casework.shown_from(present) - present.now for _ in range(200)}
    assert timedelta(minutes=5) <= min(waits)
    assert max(waits) <= timedelta(minutes=60)
    assert len(waits) > 100


def test_a_clock_set_back_does_not_turn_the_order_around(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with at_work(world, noor) as present:
        case = opened(present, sent)
        past = Visit(present.house, present.member, present.now - timedelta(days=365))
        after = append(past, case, lambda _: Entry(Kind.NOTE, {"text": "later"}))
    assert after.events[1].at == after.events[0].at


def test_what_was_cut_short_is_made_good_by_the_next_look(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    form = look(noor.get(sent.path)).form_to("/spam")
    with monkeypatch.context() as cut:
        cut.setattr(actions, "deliver", lambda *_: None)
        assert noor.post(form.action, data=form.values).status_code == 303
    assert not world.mailbox(sent).hidden
    sami.get(sent.path)
    assert world.mailbox(sent).hidden


def test_an_answer_that_did_not_reach_the_mailbox_does_at_the_next_look(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    form = look(noor.get(sent.path)).form_to("/questions")
    with monkeypatch.context() as cut:
        cut.setattr(actions, "put_answers", lambda _house, _report, case: case)
        typed = form.values | {"question-text": "From which side?"}
        assert noor.post(form.action, data=typed).status_code == 303
    assert world.answers(sent) == []
    sami.get(sent.path)
    assert [answer.text for answer in world.answers(sent)] == ["From which side?"]


def test_an_answer_that_its_reader_deleted_does_not_come_back(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    form = look(noor.get(sent.path)).form_to("/replies")
    assert (
        noor.post(form.action, data=form.values | {"reply-text": "Thank you."}).status_code == 303
    )
    (answer,) = world.answers(sent)
    world.drop.delete_answer(sent.packed.mailbox_id, answer.id)
    noor.get(sent.path)
    assert world.answers(sent) == []


def test_who_enters_something_meanwhile_keeps_what_is_owed(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    reply = {"answer": "ab" * 16, "text": "Thank you.", "shown_from": "2026-03-01T09:30:00Z"}
    with at_work(world, noor) as present:
        replied = append(present, opened(present, sent), lambda _: Entry(Kind.REPLY, reply))
        row = world.house.cases.case(replied.id, ["TRIAGE"])
        noted = append(present, replied, lambda _: Entry(Kind.NOTE, {"text": "x"}))
        assert noted.owed == replied.owed == (2,)
        with pytest.raises(EventConflictError):
            world.house.cases.set_head(replied.id, replied.number, row.head)
    sami.get(sent.path)
    assert [answer.text for answer in world.answers(sent)] == ["Thank you."]
    with at_work(world, noor) as present:
        assert opened(present, sent).owed == ()
