"""A case given to desks: who opens what with which keys, with the database in hand."""

import secrets
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from tests.review.world import File, Sent, World
from tests.visitor import look
from tipline.age import FileKey, HybridIdentity
from tipline.casework.case import adding, rekeying, tip_keys
from tipline.casework.case.adding import append
from tipline.casework.case.casefile import OpenCase, open_case
from tipline.casework.case.head import CaseHead
from tipline.casework.case.vouching import colleagues
from tipline.casework.given import giving, responding
from tipline.casework.given.giving import Chosen
from tipline.casework.matter import joining
from tipline.casework.matter.answering import Letter, answer_many
from tipline.casework.tip import actions
from tipline.casework.tip.actions import answer, close, enter, export, reopen, write_text
from tipline.casework.tip.assessing import assess
from tipline.casework.tip.opening import OpenTip, open_tip, unentered
from tipline.casework.visit import Visit
from tipline.errors import (
    AgeError,
    CaseChangedError,
    ConflictsDifferError,
    DeskConflictedError,
    DeskNotGivenError,
    EventConflictError,
    EvidenceUnreadableError,
    NotFoundError,
    NotReadyError,
    NotThisDeskError,
    TipKeyRefusedError,
)
from tipline.keyring import bundle
from tipline.keyring.card import Role
from tipline.sealing.body import open_body
from tipline.sealing.envelope import open_identities, open_identity, seal_identity
from tipline.store.casebook.case_keys import NewKeys, set_keys
from tipline.store.casebook.tables import case_envelope, casefile, event
from tipline.store.transactions import reading, writing
from tipline.tips.content import (
    Accepted,
    Classified,
    DeskDone,
    Exported,
    Graded,
    Linked,
    Named,
    Note,
    Question,
    Read,
    RepliedAll,
    Reply,
    Started,
    Summary,
    TurnedDown,
    Wished,
)
from tipline.tips.desks import Stand
from tipline.tips.event import Kind, SignedEvent
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.grade import DEFAULT
from tipline.tips.link import Sort
from tipline.tips.priority import Priority
from tipline.tips.state import Outcome, State, Word

WHY = "A boat without lights."
SEA = Classified(category="SEAC", priority=Priority.P3)
PLAIN = Graded(source=DEFAULT.source, information=DEFAULT.information, handling=DEFAULT.handling)
PDF = File(b"%PDF-1.4 not much of one", FileKind.PDF)


def ready(visit: Visit, sent: Sent, classified: Classified = SEA) -> OpenTip:
    tip = unentered(visit, sent.id)
    tip = assess(visit, tip, classified, PLAIN, tip.case.number)
    return write_text(visit, tip, Summary, "A boat without lights.", tip.case.number)


def given(visit: Visit, sent: Sent, *desks: str) -> OpenTip:
    tip = ready(visit, sent)
    return giving.give(visit, tip, Chosen(desks or ("CG",), (desks or ("CG",))[0], WHY), seen(tip))


def seen(tip: OpenTip) -> int:
    return tip.case.number


def at_desk(visit: Visit, case_id: bytes, desk: str = "CG") -> OpenCase:
    return responding.case_of(visit, case_id, desk, form=True)


def stored(world: World, case_id: bytes) -> dict[str, list[bytes]]:
    """Return every sealed thing of a case that lies in the casebook."""
    with reading(world.house.cases.engine) as connection:
        return {
            "events": list(
                connection.execute(
                    select(event.c.sealed)
                    .where(event.c.case_id == case_id)
                    .order_by(event.c.number)
                ).scalars()
            ),
            "heads": list(
                connection.execute(
                    select(casefile.c.head).where(casefile.c.id == case_id)
                ).scalars()
            ),
            "envelopes": list(
                connection.execute(
                    select(case_envelope.c.sealed).where(case_envelope.c.case_id == case_id)
                ).scalars()
            ),
        }


def opens(sealed: bytes, *identities: Any) -> bool:
    try:
        open_body(sealed, identities)
    except AgeError:
        return False
    return True


def test_a_desk_that_is_given_a_case_opens_it_and_checks_who_signed(
    world: World, noor: FlaskClient, sami: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(sami) as present:
        enter(present, unentered(present, sent.id), Note(text="Sami's."), None)
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        assert case.trouble is None
        assert (case.state.summary, case.state.state) == ("A boat without lights.", State.ASSIGNED)
        assert {each.name for each in case.events} == {"Sami", "Noor"}
        with pytest.raises(NotFoundError):
            unentered(present, sent.id)
    (bringing,) = [each for each in tip.case.signed if each.cards]
    assert bringing.event.kind is Kind.ASSIGNED
    assert {card["card"]["name"] for card in bringing.cards} == {"Sami", "Noor"}


def test_a_desk_that_was_not_given_it_neither_sees_nor_opens_any_part(
    world: World, noor: FlaskClient, omar: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(omar) as present:
        for look in (responding.look, at_desk):
            with pytest.raises(NotFoundError):
                look(present, tip.case.id, "OPS")
        with pytest.raises(NotFoundError):
            responding.look(present, tip.case.id, "CG")
        assert present.office.changes.since(0, "OPS", 9) == []
    lies = stored(world, tip.case.id)
    mine = world.desks["OPS"].identity
    assert not any(opens(each, mine) for kind in lies.values() for each in kind)


def test_both_desks_work_and_each_believes_the_other(
    world: World, noor: FlaskClient, ali: FlaskClient, omar: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent, "CG", "OPS")
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        responding.step(present, case, Accepted(), case.number)
    with world.at_work(omar) as present:
        case = at_desk(present, tip.case.id, "OPS")
        assert (case.trouble, case.state.desks["CG"].stand) == (None, Stand.ACCEPTED)
        responding.step(present, case, Note(text="Omar's."), case.number)
    with world.at_work(ali) as present:
        assert at_desk(present, tip.case.id).events[-1].name == "Omar"
    with world.at_work(noor) as present:
        case = unentered(present, sent.id).case
        assert (case.trouble, case.state.state) == (None, State.ACCEPTED)
    brought = [len(each.cards) for each in case.signed if each.event.kind is not Kind.VIEWED]
    assert sum(brought) == 3, "each of three, once"


def test_what_is_new_is_closed_to_a_desk_that_lost_the_case(
    world: World, noor: FlaskClient, ali: FlaskClient, omar: FlaskClient
) -> None:
    """With all that the desk ever held, and the database in hand."""
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent, "CG", "OPS")
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        known = [world.desks["CG"].identity, case.identity, *case.former]
        before = len(case.events)
    with world.at_work(noor) as present:
        tip = giving.take_back(present, unentered(present, sent.id), "CG", WHY, before)
        tip = write_text(present, tip, Summary, "There are two boats.", seen(tip))
    with world.at_work(ali) as present:
        with pytest.raises(NotFoundError):
            at_desk(present, tip.case.id)
        assert present.office.changes.since(0, "CG", 9) == []
        with pytest.raises(NotFoundError):
            responding.step(present, case, Note(text="x"), case.number)
    lies = stored(world, tip.case.id)
    readable = [opens(each, *known) for each in lies["events"]]
    assert readable == [True] * before + [False] * (len(tip.case.events) - before)
    assert not any(opens(each, *known) for each in lies["heads"])
    for sealed in lies["envelopes"]:
        with pytest.raises(AgeError):
            open_identities(sealed, known)
    with world.at_work(omar) as present:
        case = at_desk(present, tip.case.id, "OPS")
        assert (case.trouble, case.state.summary) == (None, "There are two boats.")
        assert len(case.events) == len(tip.case.events)
        assert case.former[0] == known[1]


def test_recovery_and_stock_tools_open_a_case_whose_key_was_changed(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        tip = giving.take_back(present, tip, "CG", WHY, seen(tip))
        tip = giving.give(present, tip, Chosen(("OPS",), "OPS"), seen(tip))
        tip = giving.take_back(present, tip, "OPS", WHY, seen(tip))
    lies = stored(world, tip.case.id)
    assert len(lies["envelopes"]) == 1
    keys = open_identities(lies["envelopes"][0], [world.recovery])
    assert len(keys) == 3
    assert keys[0] == open_identity(lies["envelopes"][0], [world.desks["TRIAGE"].identity])
    assert all(opens(each, *keys) for each in lies["events"])
    assert not opens(lies["events"][-1], *keys[1:])


def test_who_declines_has_it_no_more_and_the_case_goes_on(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        after = responding.step(present, case, TurnedDown(text="Not at sea at all."), case.number)
        assert after.state.state is State.TRIAGE
        with pytest.raises(NotFoundError):
            at_desk(present, tip.case.id)
    with world.at_work(noor) as present:
        opened = open_tip(present, sent.id)
        assert opened.case.trouble is None
        assert opened.case.state.desks["CG"].text == "Not at sea at all."
        again = giving.give(present, opened, Chosen(("CG",), "CG"), seen(opened))
    with world.at_work(ali) as present:
        assert at_desk(present, again.case.id).state.state is State.ASSIGNED


def test_an_envelope_that_somebody_put_there_is_given_no_new_key(
    world: World, noor: FlaskClient, omar: FlaskClient
) -> None:
    """Whoever can write the database can add a row; the events say who has the case."""
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        planted = seal_identity(HybridIdentity.generate(), [world.desks["OPS"].recipient])
        present.office.cases.add_envelope(tip.case.id, "OPS", planted)
        tip = giving.take_back(present, unentered(present, sent.id), "CG", WHY, seen(tip))
        assert present.office.changes.since(0, "OPS", 9) == []
    with world.at_work(omar) as present, pytest.raises(NotFoundError):
        at_desk(present, tip.case.id, "OPS")


def test_an_event_and_its_keys_are_stored_together_or_not_at_all(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = ready(present, sent)

        def fails(*_: object) -> None:
            raise RuntimeError

        with monkeypatch.context() as cut:
            cut.setattr("tipline.store.casebook.together.set_keys", fails)
            with pytest.raises(RuntimeError):
                giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        assert unentered(present, sent.id).case.state.holders == ()
        tip = giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        with monkeypatch.context() as cut:
            cut.setattr("tipline.store.casebook.cases.set_keys", fails)
            with pytest.raises(RuntimeError):
                giving.take_back(present, tip, "CG", WHY, seen(tip))
        assert unentered(present, sent.id).case.state.holders == ("CG",)
    with world.at_work(ali) as present:
        assert at_desk(present, tip.case.id).trouble is None


def test_several_desks_are_given_a_case_at_once_or_none_of_them(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    kept = set_keys

    def fails_for_ops(connection: Connection, case_id: bytes, keys: NewKeys) -> None:
        if "OPS" in keys.envelopes:
            raise RuntimeError
        kept(connection, case_id, keys)

    with world.at_work(noor) as present:
        tip = ready(present, sent)
        with monkeypatch.context() as cut:
            cut.setattr("tipline.store.casebook.together.set_keys", fails_for_ops)
            with pytest.raises(RuntimeError):
                giving.give(present, tip, Chosen(("CG", "OPS"), "CG"), seen(tip))
        assert unentered(present, sent.id).case.state.holders == ()
        giving.give(present, tip, Chosen(("CG", "OPS"), "CG"), seen(tip))
        assert unentered(present, sent.id).case.state.holders == ("CG", "OPS")


def test_who_is_slower_than_a_change_of_keys_begins_again_under_the_new_one(
    world: World, noor: FlaskClient, omar: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        given(present, sent, "CG", "OPS")
    with world.at_work(omar) as slower:
        case_id = slower.office.changes.since(0, "OPS", 9)[0][1]
        case = at_desk(slower, case_id, "OPS")
        row = slower.office.cases.case(case_id, ["OPS"])
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        tip = giving.take_back(present, tip, "CG", WHY, seen(tip))
    with world.at_work(omar) as slower:
        with pytest.raises(CaseChangedError):
            append(slower, case, lambda _: Note(text="x"), seen=case.number)
        after = append(slower, case, lambda _: Note(text="x"))
        assert after.identity == tip.case.identity
        opened = open_case(slower, row)
        assert (opened.trouble, opened.number) == (None, after.number)


def test_the_reporter_is_told_though_the_desk_cannot_open_the_tip(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    assert world.mailbox(sent).words[-1][0] is Word.PASSED
    words = [Word.WORKING, Word.FINISHING]
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        case = responding.step(present, case, Accepted(), case.number)
        assert world.mailbox(sent).words[-1][0] is words[0]
        assert world.mailbox(sent).words[-1][1] > present.now, "after a while"
        case = responding.step(present, case, Started(), case.number)
        case = responding.step(present, case, DeskDone(outcome=Outcome.SAFE), case.number)
        assert world.mailbox(sent).words[-1][0] is words[1]
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        tip = close(present, tip, Outcome.SAFE, "", seen(tip))
        assert tip.case.state.state is State.CLOSED
    assert world.mailbox(sent).words[-1][0] is Word.CLOSED


def test_a_word_that_was_cut_short_follows_at_the_next_look_of_any_desk(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        with monkeypatch.context() as cut:
            cut.setattr(responding, "deliver_to_all", lambda *_: None)
            responding.step(present, case, Accepted(), case.number)
        assert world.mailbox(sent).words[-1][0] is Word.PASSED
        responding.look(present, tip.case.id, "CG")
    assert world.mailbox(sent).words[-1][0] is Word.WORKING


def test_a_file_is_granted_to_the_case_and_opens_with_its_own_key(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    other = replace(PDF, content=b"%PDF-1.4 another")
    sent = world.send(files=[replace(PDF, told={"name": "mine.pdf", "place": "26.1,50.1"}), other])
    first, second = (each.blob for each in world.report(sent).evidence)
    with world.at_work(noor) as present:
        tip = given(present, sent)
        tip = giving.grant(present, tip, first, WHY, seen(tip))
    with world.at_work(ali) as present:
        (file,) = responding.files_of(at_desk(present, tip.case.id))
        assert (file.number, file.evidence.name, file.evidence.place) == (1, "", "")
        opened = responding.open_file(present, tip.case.id, "CG", first, shown=True)
        with opened.open() as read:
            assert read.read() == PDF.content
        with pytest.raises(NotFoundError):
            responding.open_file(present, tip.case.id, "CG", second, shown=True)
        with pytest.raises(EvidenceUnreadableError):
            world.house.viewer.open(world.report(sent).evidence[1], FileKey(file.key))


def test_a_tip_is_given_on_purpose_and_goes_with_the_case(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        with monkeypatch.context() as cut:
            cut.setattr(giving, "mend", lambda *_: None)
            giving.give_tip(present, tip, "CG", "They must hear it.", seen(tip))
        assert world.house.shelf.desks_of(sent.id) == {"TRIAGE"}
        open_tip(present, sent.id)
        assert world.house.shelf.desks_of(sent.id) == {"TRIAGE", "CG"}
    with world.at_work(ali) as present:
        own = open_tip(present, sent.id)
        assert own.report.answers.what
        assert own.case.desk == "CG"
        world.add(sent, "More of it.")
        assert own.case.state.parts == open_tip(present, sent.id).case.state.parts
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        with monkeypatch.context() as cut:
            cut.setattr(giving, "mend", lambda *_: None)
            giving.take_back(present, tip, "CG", WHY, seen(tip))
        open_tip(present, sent.id)
    assert world.house.shelf.desks_of(sent.id) == {"TRIAGE"}
    assert tip_keys.mend.__doc__


def test_a_desk_asks_the_reporter_through_triage(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        case = responding.step(present, case, Wished(text="Which berth?"), case.number)
        ask = Question(tip=sent.id, answer=b"a" * 16, text="x", shown_from=present.now)
        with pytest.raises(NotThisDeskError):
            append(present, case, lambda _: ask)
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        (wish,) = tip.case.state.wishes
        tip = answer(present, tip, Question, wish.text, seen(tip), wish=wish.number)
        assert tip.case.state.wishes == ()
        assert tip.case.state.state is State.ASSIGNED
    assert [each.text for each in world.answers(sent)] == ["Which berth?"]


def test_who_may_not_be_given_a_case(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = ready(present, sent)
        for desk in ("OVS", "CID", "X-PP", "NAVY"):
            with pytest.raises(DeskNotGivenError):
                giving.give(present, tip, Chosen((desk,), desk), seen(tip))
        assert giving.givable(present, tip.case) == ("OPS", "TRIAGE", "CG")
        tip = giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        tip = giving.mark_conflict(present, tip, ["CG"], "Their own boat.", seen(tip))
        assert (tip.case.state.holders, tip.case.state.conflicts) == ((), ("CG",))
        assert giving.givable(present, tip.case) == ("OPS", "TRIAGE")
        with pytest.raises(DeskNotGivenError):
            giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        proposed = giving.proposal(present, tip)
        assert proposed is not None
        assert proposed.desks == ("OPS",)
    assert issubclass(DeskConflictedError, Exception)


def test_a_report_about_the_police_stays_with_oversight(world: World) -> None:
    huda = world.analyst("Huda", desks=("OVS",))
    sent = world.send(lane="OVS")
    with world.at_work(huda) as present:
        tip = ready(present, sent)
        assert giving.proposal(present, tip) is None
        assert giving.givable(present, tip.case) == ()


def test_what_is_not_ready_goes_to_the_operations_room_for_life_alone(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    danger = replace(SEA, priority=Priority.P1)
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        with pytest.raises(NotReadyError):
            giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        tip = enter(present, tip, danger, seen(tip))
        with pytest.raises(NotReadyError):
            giving.give(present, tip, Chosen(("OPS", "CG"), "OPS"), seen(tip))
        tip = giving.give(present, tip, Chosen(("OPS",), "OPS"), seen(tip))
        assert not tip.case.state.desks["OPS"].evaluated


def test_somebody_of_the_desk_has_it(world: World, noor: FlaskClient, ali: FlaskClient) -> None:
    world.analyst("Badr", desks=("CG",))
    world.analyst("Cyrus", desks=("CG",), role=Role.AUDITOR)
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        assert list(colleagues(present, "TRIAGE").values()) == ["Noor"]
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        people = {name: analyst for analyst, name in colleagues(present, "CG").items()}
        assert list(people) == ["Ali", "Badr"]
        badr, stranger = people["Badr"], secrets.token_bytes(16)
        case = responding.step(present, case, Named(analyst=badr, name="Badr"), case.number)
        assert case.state.persons["CG"].name == "Badr"
        for analyst, name in ((stranger, "Badr"), (badr, "Ali")):
            with pytest.raises(NotThisDeskError):
                responding.step(present, case, Named(analyst=analyst, name=name), case.number)
        nobody = Named(analyst=b"", name="")
        assert responding.step(present, case, nobody, case.number).state.persons == {}


def test_the_head_and_the_envelope_are_those_of_the_new_key(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        old = present.office.cases.case(tip.case.id, ["TRIAGE"])
        tip = giving.take_back(present, tip, "CG", WHY, seen(tip))
        row = present.office.cases.case(tip.case.id, ["TRIAGE"])
        assert row.recipient != old.recipient
        assert CaseHead.open(row.head, tip.case.identity).number == tip.case.number
        with writing(world.house.cases.engine) as connection:
            connection.execute(
                case_envelope.update()
                .where(case_envelope.c.case_id == tip.case.id)
                .values(sealed=old.envelope)
            )
        with pytest.raises(TipKeyRefusedError):
            unentered(present, sent.id)
    assert issubclass(EventConflictError, Exception)


def test_an_export_of_a_shared_case_can_be_checked_whole(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        responding.step(present, case, Accepted(), case.number)
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        tip = giving.take_back(present, tip, "CG", WHY, seen(tip))
        tip = enter(present, tip, replace(SEA, priority=Priority.P1), seen(tip))
        out = Exported(to="Harbour", purpose="A boat in distress", text="They drown otherwise.")
        packed = export(present, tip, out, seen(tip))
    archive = bundle.Archive.read("case.zip", packed)
    believed = world.house.deployment.desks
    triage = [world.desks["TRIAGE"].identity]
    found = list(bundle.check(archive, triage, believed))
    assert [each for each in found if each.verdict is not bundle.Verdict.WHOLE] == []
    said = [each.sentence for each in found]
    assert any("accepted: signed by Ali (CG)" in each for each in said)


def test_a_desk_that_was_done_is_given_a_reopened_case_again(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
    with world.at_work(ali) as present:
        case = at_desk(present, tip.case.id)
        case = responding.step(present, case, Accepted(), case.number)
        responding.step(present, case, DeskDone(outcome=Outcome.SAFE), case.number)
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        tip = close(present, tip, Outcome.SAFE, "", seen(tip))
        tip = reopen(present, tip, "They came again.", seen(tip))
        tip = giving.give(present, tip, Chosen(("CG",), "CG"), seen(tip))
        assert tip.case.state.desks["CG"].stand is Stand.OFFERED


def test_a_desk_that_was_given_the_tip_writes_to_no_reporter_and_reads_no_summary_for_triage(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        tip = giving.give_tip(present, tip, "CG", "They must hear it.", seen(tip))
    with world.at_work(ali) as present:
        tip = open_tip(present, sent.id)
        letter = Letter(kind=RepliedAll, texts={"en": "We know who you are."}, otherwise="en")
        with pytest.raises(NotThisDeskError):
            answer_many(present, tip, letter, [sent.id], seen(tip))
        read, linked = Read(of=1), Linked(case=b"d" * 16, sort=Sort.RELATED)
        for content in (read, linked):
            with pytest.raises(NotThisDeskError):
                enter(present, tip, content, seen(tip))
        page = f"{sent.path}/together"
        form = look(ali.get(page)).form_to("/together")
        answered = ali.post(page, data=form.values | {"many-text_en": "We know who you are."})
        assert answered.status_code == 422
    assert world.answers(sent) == []


def test_a_guest_that_goes_back_to_its_own_case_is_no_more_of_the_desks_of_the_other(
    world: World, noor: FlaskClient
) -> None:
    host, guest = world.send(), world.send("The same boxes, seen from the other side.")
    with world.at_work(noor) as present:
        joining.join(present, open_tip(present, guest.id), host.id, WHY, 1)
        given(present, host)
        tip = unentered(present, guest.id)
        tip = giving.give_tip(present, tip, "CG", "They must hear it.", seen(tip))
        assert world.house.shelf.desks_of(guest.id) == {"TRIAGE", "CG"}
        joining.part(present, tip, "Other boxes.", seen(tip))
    assert world.house.shelf.desks_of(guest.id) == {"TRIAGE"}


def test_a_desk_that_a_tip_is_about_is_not_let_in_by_joining(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    host, guest = world.send(), world.send("Their boat brings the boxes.")
    with world.at_work(noor) as present:
        case = given(present, host).case
        tip = unentered(present, guest.id)
        tip = giving.mark_conflict(present, tip, ["CG"], WHY, seen(tip))
        with pytest.raises(ConflictsDifferError):
            joining.join(present, tip, host.id, "The same boxes.", seen(tip))
        others = unentered(present, host.id)
        gathered = joining.gather(present, others, [guest.id], "The same boxes.", seen(others))
        assert [type(error) for _, error in gathered.refused] == [ConflictsDifferError]
        others = giving.mark_conflict(present, gathered.tip, ["CG"], WHY, seen(gathered.tip))
        joining.join(present, unentered(present, guest.id), host.id, "The same boxes.", seen(tip))
    with world.at_work(ali) as present, pytest.raises(NotFoundError):
        at_desk(present, case.id)


def test_a_desk_that_the_other_case_is_about_gets_no_tip_that_goes_back(
    world: World, noor: FlaskClient
) -> None:
    host, guest = world.send(), world.send("Their boat brings the boxes.")
    with world.at_work(noor) as present:
        joining.join(present, open_tip(present, guest.id), host.id, WHY, 1)
        tip = unentered(present, guest.id)
        tip = giving.mark_conflict(present, tip, ["CG"], WHY, seen(tip))
        tip = joining.part(present, tip, "Other boxes.", seen(tip))
        assert tip.case.state.conflicts == ("CG",)
        tip = ready(present, guest)
        with pytest.raises(DeskNotGivenError):
            giving.give(present, tip, Chosen(["CG"], "CG", WHY), seen(tip))


def test_a_desk_that_the_case_is_about_is_sealed_no_new_key(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        forged = replace(tip.case.events[-1], desk="OPS", number=tip.case.number + 1)
        case = replace(tip.case, signed=(*tip.case.signed, SignedEvent(forged, bytes(64))))
        assert "OPS" in rekeying.staying(present, case, case.state)
        about = replace(case.state, conflicts=("OPS",))
        assert "OPS" not in rekeying.staying(present, case, about)


def test_a_reply_is_not_shown_while_the_word_is_that_the_report_was_received(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = open_tip(present, sent.id)
        monkeypatch.setattr(actions, "shown_from", lambda visit: visit.now)
        answer(present, tip, Reply, "We read it.", seen(tip))
    (reply,) = world.answers(sent)
    assert world.mailbox(sent).word_at(reply.shown_from) is Word.READING


@pytest.mark.parametrize("how", ["taken back", "about it"])
def test_an_envelope_that_was_left_behind_lets_no_desk_in(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """As if somebody had written events and rows into the database, with the keys at hand."""
    sent = world.send()
    with world.at_work(noor) as present:
        tip = given(present, sent)
        tip = giving.give_tip(present, tip, "CG", "They must hear it.", seen(tip))
        monkeypatch.setattr(adding, "rekeyed", lambda _visit, case, *_: (case, None))
        monkeypatch.setattr(giving, "mend", lambda *_: None)
        tip = giving.take_back(present, tip, "CG", WHY, seen(tip))
        if how == "about it":
            giving.mark_conflict(present, tip, ["CG"], WHY, seen(tip))
    assert world.house.cases.having(tip.case.id, ["CG"]) == ["CG"]
    for address in (f"/en/cases/{tip.case.id.hex()}", sent.path):
        assert ali.get(address).status_code == 404
