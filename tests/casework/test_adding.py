"""Two people at the same case in the same moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from tests.mailboxes import set_day
from tests.review.world import Sent, World, due
from tests.visitor import look
from tipline.casework.case import adding, delivery
from tipline.casework.case.adding import append
from tipline.casework.case.casefile import OpenCase
from tipline.casework.case.head import CaseHead
from tipline.casework.tip import actions, opening
from tipline.casework.visit import Visit
from tipline.errors import (
    CaseChangedError,
    EventConflictError,
    NotFoundError,
    TransitionRefusedError,
)
from tipline.keyring.opening import digest, seal_event
from tipline.keyring.signing import sign
from tipline.sealing.answer import seal_answer
from tipline.sealing.envelope import open_identity, seal_identity
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.tables import case_tip
from tipline.store.transactions import writing
from tipline.tips.content import Note, Opened, Reopened, Reply
from tipline.tips.event import Kind, next_place
from tipline.tips.fold import fold
from tipline.tips.state import Word

LONG_AGO = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def opened(visit: Visit, sent: Sent) -> OpenCase:
    return opening.unentered(visit, sent.id).case


def test_who_is_slower_by_a_look_tries_again(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)
        met: list[int] = []

        def choose(case: OpenCase) -> Note:
            met.append(case.number)
            if len(met) == 1:
                sami.get(sent.path)
            return Note(text="mine")

        after = append(present, case, choose, seen=1)
    assert met == [1, 2]
    assert [event.kind for event in after.events] == [Kind.OPENED, Kind.VIEWED, Kind.NOTE]
    assert "Chain whole, 3 entries" in look(noor.get(sent.path)).words


def test_who_is_slower_by_a_note_is_told(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)

        def choose(_: OpenCase) -> Note:
            form = look(sami.get(sent.path)).form_to("/notes")
            sami.post(form.action, data=form.values | {"note-text": "Sami's"})
            return Note(text="mine")

        with pytest.raises(CaseChangedError):
            append(present, case, choose, seen=case.number)
    assert "mine" not in look(noor.get(sent.path)).words


def test_trying_again_has_an_end(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()

    def lost(*_: object) -> OpenCase:
        raise EventConflictError

    monkeypatch.setattr(adding, "_stored", lost)
    with world.at_work(noor) as present, pytest.raises(EventConflictError):
        append(present, opened(present, sent), lambda _: Note(text="x"))


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
    with world.at_work(noor) as present:
        case = opened(present, sent)
        with pytest.raises(TransitionRefusedError):
            append(present, case, lambda _: Reopened())
        assert opened(present, sent).number == case.number


def test_the_head_is_the_fold(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    world.add(sent, "more")
    form = look(noor.get(sent.path)).form_to("/closing")
    noor.post(form.action, data=form.values | {"close-outcome": "OUT_INTEL"})
    with world.at_work(noor) as present:
        case = opened(present, sent)
        row = world.house.cases.case(case.id, ["TRIAGE"])
        head = CaseHead.open(row.head, case.identity)
    state = fold(case.events)
    assert (head.state, head.outcome, head.number) == (state.state, state.outcome, state.number)
    assert head.last == case.signed[-1].digest
    assert head.seen == {sent.id.hex(): 2}


def test_the_wait_before_a_word_is_random_and_bounded(world: World, noor: FlaskClient) -> None:
    with world.at_work(noor) as present:
        waits = {adding.shown_from(present) - present.now for _ in range(200)}
    assert timedelta(minutes=5) <= min(waits)
    assert max(waits) <= timedelta(minutes=60)
    assert len(waits) > 100


def test_a_clock_set_back_does_not_turn_the_order_around(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)
        past = Visit(present.office, present.member, present.now - timedelta(days=365))
        after = append(past, case, lambda _: Note(text="later"))
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
    reply = Reply(tip=sent.id, answer=b"a" * 16, text="Thank you.", shown_from=LONG_AGO)
    with world.at_work(noor) as present:
        replied = append(present, opened(present, sent), lambda _: reply)
        row = world.house.cases.case(replied.id, ["TRIAGE"])
        noted = append(present, replied, lambda _: Note(text="x"))
        assert noted.owed == replied.owed == (2,)
        with pytest.raises(EventConflictError):
            world.house.cases.set_head(replied.id, row.head, row.head)
    sami.get(sent.path)
    assert [answer.text for answer in world.answers(sent)] == ["Thank you."]
    with world.at_work(noor) as present:
        assert opened(present, sent).owed == ()


def test_what_was_put_is_owed_no_more_though_others_carried_it_over(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    reply = Reply(tip=sent.id, answer=b"a" * 16, text="Thank you.", shown_from=LONG_AGO)
    with world.at_work(noor) as present:
        replied = append(present, opened(present, sent), lambda _: reply)

        def meanwhile(*given: Any) -> bytes:
            monkeypatch.setattr(delivery, "seal_answer", seal_answer)
            append(present, replied, lambda _: Note(text="x"))
            return seal_answer(*given)

        monkeypatch.setattr(delivery, "seal_answer", meanwhile)
        assert opened(present, sent).owed == ()
        late = append(present, replied, lambda _: Note(text="from before it was put"))
        assert (late.number, late.owed) == (4, ())
    (answer,) = world.answers(sent)
    world.drop.delete_answer(sent.packed.mailbox_id, answer.id)
    sami.get(sent.path)
    assert world.answers(sent) == []


def test_a_head_alone_is_met_as_an_event_is(world: World, noor: FlaskClient) -> None:
    """Whoever noted meanwhile that an answer was put did not add an event."""
    sent = world.send()
    reply = Reply(tip=sent.id, answer=b"a" * 16, text="Thank you.", shown_from=LONG_AGO)
    with world.at_work(noor) as present:
        replied = append(present, opened(present, sent), lambda _: reply)
        assert opened(present, sent).owed == ()
        assert append(present, replied, lambda _: Note(text="x")).owed == ()


def test_who_is_slower_overwrites_nothing_newer(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, write = world.send(), delivery._write
    form = look(noor.get(sent.path)).form_to("/spam")

    def slower(*given: Any) -> None:
        monkeypatch.setattr(delivery, "_write", write)
        assert noor.post(form.action, data=form.values).status_code == 303
        write(*given)

    monkeypatch.setattr(delivery, "_write", slower)
    sami.get(sent.path)
    assert world.mailbox(sent).hidden
    assert None not in due(world, sent)
    assert "blue warehouse" not in look(noor.get("/en/queue")).words


def test_a_day_that_does_not_fit_the_case_is_mended_by_any_look(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    write(noor, sent, "closing", "close-outcome", "OUT_INTEL")
    before = due(world, sent)
    world.house.shelf.set_due(sent.id, None)
    set_day(world.house.shelf.engine, sent.packed.mailbox_id, None)
    noor.get(sent.path)
    assert due(world, sent) == before


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.QUESTION, Kind.CLOSED, Kind.SEEN, Kind.GRANTED])
@pytest.mark.parametrize("content", [{}, {"text": "half of it"}, {"parts": 5, "outcome": []}])
def test_an_event_whose_content_does_not_read_changes_nothing(
    world: World, noor: FlaskClient, kind: Kind, content: dict[str, Any]
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)
        number, previous = next_place(case.signed)
        last = case.events[-1]
        broken = replace(last, number=number, previous=previous, kind=kind, content=content)
        signed = sign(broken, present.member.identity)
        sealed = seal_event(signed, case.identity.recipient)
        head = CaseHead.of((*case.signed, signed), owed=(number,)).seal(case.identity)
        world.house.cases.append(case.id, number, sealed, head)
    page = look(noor.get(sent.path))
    assert (page.status, page.words.count("This changed nothing")) == (200, 1)
    assert "Chain whole, 2 entries" in page.words
    assert world.answers(sent) == []
    form = page.form_to("/replies")
    answer = noor.post(form.action, data=form.values | {"reply-text": "Thank you."})
    assert answer.status_code == 303
    assert [each.text for each in world.answers(sent)] == ["Thank you."]


def joined(world: World, client: FlaskClient, first: Sent, second: Sent) -> None:
    """Let a tip that nobody has opened join the case of another."""
    with world.at_work(client) as present:
        case = opened(present, first)
        parts = world.house.shelf.tip(second.id, ["TRIAGE"]).parts
        digests = {part.id.hex(): digest(part.sealed) for part in parts}
        append(present, case, lambda _: Opened(tip=second.id, parts=digests))
        with writing(world.house.cases.engine) as connection:
            row = {"tip_id": second.id, "case_id": case.id}
            connection.execute(insert(case_tip).values(row))


def write(client: FlaskClient, sent: Sent, action: str, field: str, text: str) -> None:
    form = look(client.get(sent.path)).form_to(f"/{action}")
    assert client.post(form.action, data=form.values | {field: text}).status_code == 303


def test_an_answer_lies_in_the_mailbox_of_its_tip_only(world: World, noor: FlaskClient) -> None:
    first, second = world.send(), world.send("The same boxes, seen from the other side.")
    joined(world, noor, first, second)
    write(noor, first, "replies", "reply-text", "Thank you, first.")
    write(noor, second, "questions", "question-text", "From which side, second?")
    assert [answer.text for answer in world.answers(first)] == ["Thank you, first."]
    assert [answer.text for answer in world.answers(second)] == ["From which side, second?"]
    later = datetime.now(UTC) + timedelta(hours=2)
    noor.get(first.path)
    assert world.mailbox(first).word_at(later) is Word.READING
    assert world.mailbox(second).word_at(later) is Word.QUESTION
    write(noor, first, "questions", "question-text", "And you, first?")
    assert world.mailbox(first).word_at(later) is Word.QUESTION
    assert len(world.answers(second)) == 1


def test_what_is_done_at_one_tip_reaches_the_others_of_its_case(
    world: World, noor: FlaskClient
) -> None:
    first, second = world.send(), world.send("The same boxes, seen from the other side.")
    joined(world, noor, first, second)
    later = datetime.now(UTC) + timedelta(hours=2)
    write(noor, first, "closing", "close-outcome", "OUT_INTEL")
    assert due(world, first)[0] == due(world, second)[0]
    assert None not in due(world, first)
    assert world.mailbox(second).word_at(later) is Word.PASSED
    write(noor, second, "reopening", "reopen-text", "It goes on.")
    assert due(world, first) == (None, None)
    assert due(world, second)[0] is None
    assert world.mailbox(first).word_at(later) is Word.READING
    write(noor, first, "spam", "aside-seen", "99")
    assert world.mailbox(first).hidden
    assert not world.mailbox(second).hidden
    write(noor, first, "reopening", "reopen-text", "It goes on.")
    write(noor, first, "closing", "close-outcome", "OUT_INTEL")
    world.add(second, "They are there again.")
    noor.get(second.path)
    assert due(world, first) == (None, None)


def test_a_tip_that_does_not_open_is_told_all_the_same(world: World, noor: FlaskClient) -> None:
    first, second = world.send(), world.send("The same boxes, seen from the other side.")
    joined(world, noor, first, second)
    world.house.shelf.add_envelope(first.id, "TRIAGE", b"damaged")
    write(noor, second, "spam", "aside-seen", "99")
    assert world.mailbox(first).hidden
    assert due(world, first)[0] == due(world, second)[0]


def test_where_the_case_does_not_say_whom_it_is_told_at_the_next_look_at_it(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.send(), world.send("The same boxes, seen from the other side.")
    with monkeypatch.context() as earlier:  # as a case began before its events said so
        earlier.setattr(opening, "box_of", lambda *_: None)
        joined(world, noor, first, second)
    sealed = world.house.shelf.tip(first.id, ["TRIAGE"]).envelope
    world.house.shelf.add_envelope(first.id, "TRIAGE", b"damaged")
    write(noor, second, "spam", "aside-seen", "99")
    assert not world.mailbox(first).hidden
    world.house.shelf.add_envelope(first.id, "TRIAGE", sealed)
    noor.get(first.path)
    assert world.mailbox(first).hidden
    assert due(world, first)[0] == due(world, second)[0]


def test_what_is_owed_to_one_tip_waits_for_a_look_at_that_tip(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.send(), world.send("The same boxes, seen from the other side.")
    joined(world, noor, first, second)
    with monkeypatch.context() as cut:
        cut.setattr(actions, "put_answers", lambda _house, _report, case: case)
        write(noor, first, "replies", "reply-text", "Thank you, first.")
    sami.get(second.path)
    write(sami, second, "replies", "reply-text", "Thank you, second.")
    assert world.answers(first) == []
    assert [answer.text for answer in world.answers(second)] == ["Thank you, second."]
    sami.get(first.path)
    assert [answer.text for answer in world.answers(first)] == ["Thank you, first."]
    assert len(world.answers(second)) == 1


def test_an_event_names_the_desk_whose_envelope_opened_the_case(world: World) -> None:
    sent = world.send()
    row = world.house.shelf.tip(sent.id, ["TRIAGE"])
    identity = open_identity(row.envelope, [world.desks["TRIAGE"].identity])
    sealed = seal_identity(identity, [world.desks["OVS"].recipient])
    world.house.shelf.add_envelope(sent.id, "OVS", sealed)
    huda = world.analyst("Huda", desks=("TRIAGE", "OVS"))
    write(huda, sent, "notes", "note-text", "Mine.")
    with world.at_work(huda) as present:
        case = opened(present, sent)
    assert case.desk == "OVS", "the first by its code"
    assert {event.desk for event in case.events} == {case.desk}


def test_a_tip_that_goes_while_it_is_opened_leaves_no_case(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    begin, begun = Cases.begin, list[bytes]()

    def slowly(cases: Cases, case_id: bytes, *rest: Any) -> None:
        world.house.shelf.destroy(sent.id)
        begin(cases, case_id, *rest)
        begun.append(case_id)

    monkeypatch.setattr(Cases, "begin", slowly)
    with world.at_work(noor) as present, pytest.raises(NotFoundError):
        opening.open_tip(present, sent.id)
    assert len(begun) == 1
    assert world.house.cases.having(begun[0], ["TRIAGE"]) == []


@pytest.mark.parametrize("name", ["no id", "zz" * 16, "", "ab" * 17])
@pytest.mark.parametrize("field", ["seen", "owing"])
def test_a_head_that_somebody_made_up_is_told_and_fells_no_page(
    world: World, noor: FlaskClient, name: str, field: str
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)
        head = CaseHead.of(case.signed)
        forged: dict[str, Any] = {name: [1] if field == "owing" else 1, sent.id.hex(): [1]}
        if field == "seen":
            forged[sent.id.hex()] = 1
        given: dict[str, Any] = {field: forged}
        made_up = replace(head, **given).seal(case.identity)
        world.house.cases.set_head(case.id, case.head, made_up)
    assert noor.get("/en/queue").status_code == 200
    page = look(noor.get(sent.path))
    assert (page.status, "Chain whole" in page.words) == (200, False)


def test_the_events_of_a_case_are_told_once_and_not_for_each_line_of_its_page(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        case = opened(present, sent)
        longer = append(present, case, lambda _: Note(text="mine"))
    assert case.events is case.events
    assert longer.events[:-1] == case.events
