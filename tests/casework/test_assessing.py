"""Classifying and grading in one go, and the second officer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.review.world import Sent, World
from tipline.casework.case.adding import append
from tipline.casework.case.casefile import OpenCase
from tipline.casework.case.head import CaseHead
from tipline.casework.tip import assessing
from tipline.casework.tip.actions import enter
from tipline.casework.tip.assessing import assess
from tipline.casework.tip.opening import OpenTip, unentered
from tipline.casework.visit import Visit
from tipline.errors import (
    CaseChangedError,
    LoweringTwoError,
    OwnRequestError,
    ReasonMissingError,
    RequestEndedError,
    SourceReliableError,
)
from tipline.tips.content import Approved, Classified, Declined, Graded, Note
from tipline.tips.event import Kind
from tipline.tips.grade import DEFAULT, Handling, Information, Source
from tipline.tips.priority import Priority

SITE = Classified(
    category="SITE", subcategory="SITE.DRONE", priority=Priority.P1, life=True, facts=2
)
LOWER = replace(SITE, priority=Priority.P3, life=False, text="The drone was a toy.")
PLAIN = Graded(source=DEFAULT.source, information=DEFAULT.information, handling=DEFAULT.handling)
SAW = replace(PLAIN, information=Information.DIRECT, text="The reporter saw it.")


def kinds(tip: OpenTip) -> list[Kind]:
    return [event.kind for event in tip.case.events if event.kind is not Kind.VIEWED]


def done(
    visit: Visit, sent: Sent, classified: Classified = SITE, graded: Graded = PLAIN
) -> OpenTip:
    tip = unentered(visit, sent.id)
    return assess(visit, tip, classified, graded, tip.case.number)


def test_one_press_is_two_events_and_the_head_has_them(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = done(present, sent, SITE, SAW)
        row = world.house.cases.case(tip.case.id, ["TRIAGE"])
        head = CaseHead.open(row.head, tip.case.identity)
    assert kinds(tip) == [Kind.OPENED, Kind.CLASSIFIED, Kind.GRADED]
    assert (tip.case.state.classified, tip.case.state.graded) == (SITE, SAW)
    assert (head.priority, head.life, head.asked) == (Priority.P1, True, None)


def test_what_stands_is_not_entered_again(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        done(present, sent)
        assert len(kinds(done(present, sent))) == 3
        tip = done(present, sent, SITE, SAW)
        assert kinds(tip)[3:] == [Kind.GRADED]
        raised = replace(SITE, category="FIRE", subcategory="")
        assert kinds(done(present, sent, raised, SAW))[4:] == [Kind.CLASSIFIED]


def test_who_is_slower_between_the_two_events_enters_the_rest_with_the_next_press(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, added = world.send(), append

    def meanwhile(visit: Visit, case: OpenCase, *given: object, seen: int) -> OpenCase:
        monkeypatch.setattr(assessing, "append", added)
        case = added(visit, case, *given, seen=seen)  # type: ignore[arg-type]  # as it was called
        added(visit, case, lambda _: Note(text="Meanwhile."))
        return case

    with world.at_work(noor) as present:
        monkeypatch.setattr(assessing, "append", meanwhile)
        with pytest.raises(CaseChangedError):
            done(present, sent)
        assert kinds(unentered(present, sent.id)) == [Kind.OPENED, Kind.CLASSIFIED, Kind.NOTE]
        assert kinds(done(present, sent))[3:] == [Kind.GRADED]


def test_others_first_enters_nothing(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        append(present, tip.case, lambda _: Note(text="Mine."))
        with pytest.raises(CaseChangedError):
            assess(present, tip, SITE, PLAIN, tip.case.number)
        assert kinds(unentered(present, sent.id)) == [Kind.OPENED, Kind.NOTE]


def test_a_grade_that_may_not_stand_lets_nothing_be_entered(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        with pytest.raises(ReasonMissingError):
            done(present, sent, SITE, replace(SAW, text="saw"))
        with pytest.raises(SourceReliableError):
            done(present, sent, SITE, replace(SAW, source=Source.RELIABLE))
        assert kinds(unentered(present, sent.id)) == [Kind.OPENED]
        allowed = replace(present.office.settings, reliable_sources=True)
        trusting = replace(present, office=replace(present.office, settings=allowed))
        reliable = replace(SAW, source=Source.RELIABLE, handling=Handling.PERMITTED)
        assert done(trusting, sent, SITE, reliable).case.state.graded == reliable


def test_to_lower_a_p1_is_asked_once_and_done_by_another(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        done(present, sent)
        done(present, sent, LOWER)
        tip = done(present, sent, LOWER)
        assert kinds(tip)[3:] == [Kind.ASKED]
        assert tip.case.state.priority is Priority.P1
        (request,) = tip.case.state.requests
        with pytest.raises(OwnRequestError):
            answered(present, sent, request.number)
    with world.at_work(sami) as present:
        tip = answered(present, sent, request.number)
        assert tip.case.state.classified == LOWER
        with pytest.raises(RequestEndedError):
            answered(present, sent, request.number)
        with pytest.raises(RequestEndedError):
            answered(present, sent, 1)


def test_a_request_that_was_declined_or_has_lapsed_can_be_made_again(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        done(present, sent)
        (first,) = done(present, sent, LOWER).case.state.requests
    with world.at_work(sami) as present:
        assert answered(present, sent, first.number, Declined).case.state.requests == ()
    with world.at_work(noor) as present:
        (second,) = done(present, sent, LOWER).case.state.requests
        later = replace(present, now=present.now + timedelta(days=1, seconds=1))
        assert len(done(later, sent, LOWER).case.state.requests) == 2
    with world.at_work(sami) as present:
        later = replace(present, now=present.now + timedelta(days=1, seconds=2))
        with pytest.raises(RequestEndedError):
            answered(later, sent, second.number)


def test_nothing_but_a_request_lowers_a_p1(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    with world.at_work(noor) as present:
        tip = done(present, sent)
        with pytest.raises(LoweringTwoError):
            append(present, tip.case, lambda _: LOWER)


def answered(
    visit: Visit,
    sent: Sent,
    request: int,
    kind: type[Approved] | type[Declined] = Approved,
) -> OpenTip:
    tip = unentered(visit, sent.id)
    return enter(visit, tip, kind(request=request, text="Called them."), tip.case.number)
