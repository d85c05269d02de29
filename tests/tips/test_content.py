"""What events say: one record for each kind, read strictly."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.tips.test_event import an_event
from tipline.errors import RecordMalformedError
from tipline.tips.content import (
    CONTENTS,
    Accepted,
    Acknowledged,
    Addressee,
    AgencySaid,
    Approved,
    Asked,
    AskedAll,
    Assigned,
    Box,
    CameBack,
    Classified,
    Closed,
    Conflict,
    Content,
    Declined,
    DeskDone,
    Destroyed,
    Dispatched,
    Downloaded,
    Exported,
    Footage,
    GaveBack,
    Given,
    GoneTip,
    Graded,
    Granted,
    HandedOff,
    HandOffStep,
    Indication,
    Joined,
    Kept,
    Left,
    Linked,
    LinkEnded,
    Named,
    Note,
    Opened,
    Original,
    OriginalEnded,
    OriginalGone,
    OriginalKept,
    Pictured,
    Placed,
    Question,
    Read,
    Referred,
    Reopened,
    RepliedAll,
    Reply,
    Resumed,
    Returned,
    Reviewed,
    Seen,
    SentBack,
    SetAside,
    Settled,
    Started,
    Still,
    Summary,
    TakenBack,
    TaskDone,
    TaskDropped,
    TaskMoved,
    TaskSet,
    TurnedDown,
    Unlinked,
    Viewed,
    Waiting,
    WishDeclined,
    Wished,
    content_of,
)
from tipline.tips.content.footage import Wanted
from tipline.tips.event import Event, Kind
from tipline.tips.evidence import Evidence
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.grade import Handling, Information, Source
from tipline.tips.handoff import Step
from tipline.tips.link import Sort
from tipline.tips.point import Point
from tipline.tips.priority import Priority
from tipline.tips.report import Exactness
from tipline.tips.said import Said, Way
from tipline.tips.second import Deed
from tipline.tips.shape import to_json
from tipline.tips.state import Outcome, Word
from tipline.tips.suspicious import Activity, Sector, Suspicion, TipClass, TipDomain

TIP, ANSWER = bytes(range(16)), b"a" * 16
SHOWN = datetime(2026, 3, 1, 10, tzinfo=UTC)
FILE = Evidence(
    blob=ANSWER, kind=FileKind.PDF, size=9, sealed_size=200, kept=bytes(32),
    received_size=9, received=bytes(32),
)  # fmt: skip
PICTURE = replace(FILE, kind=FileKind.JPEG)
SAID: list[tuple[Content, dict[str, Any]]] = [
    (Opened(tip=TIP, parts={"p1": "11"}), {"tip": TIP.hex(), "parts": {"p1": "11"}}),
    (
        Opened(
            tip=TIP,
            parts={},
            unread=True,
            origin=ANSWER,
            words=((Word.READING, SHOWN),),
            closes=30,
            text="The same.",
        ),
        {
            "tip": TIP.hex(),
            "parts": {},
            "unread": True,
            "origin": ANSWER.hex(),
            "words": [["reading", "2026-03-01T10:00:00Z"]],
            "closes": 30,
            "text": "The same.",
        },
    ),
    (Viewed(), {}),
    (
        Joined(tip=TIP, case=ANSWER, text="The same."),
        {"tip": TIP.hex(), "case": ANSWER.hex(), "text": "The same."},
    ),
    (Left(tip=TIP), {"tip": TIP.hex()}),
    (
        Returned(tip=TIP, case=ANSWER, parts={"p1": "11"}, words=((Word.PASSED, SHOWN),)),
        {
            "tip": TIP.hex(),
            "case": ANSWER.hex(),
            "parts": {"p1": "11"},
            "words": [["passed", "2026-03-01T10:00:00Z"]],
        },
    ),
    (
        Linked(case=ANSWER, sort=Sort.SUBJECT, text="One plate."),
        {"case": ANSWER.hex(), "sort": "same-subject", "text": "One plate."},
    ),
    (Unlinked(case=ANSWER), {"case": ANSWER.hex()}),
    *(
        (
            kind(
                to=(Addressee(tip=TIP, answer=ANSWER, language="en"),),
                texts={"en": "Thank you."},
                shown_from=SHOWN,
            ),
            {
                "to": [{"tip": TIP.hex(), "answer": ANSWER.hex(), "language": "en"}],
                "texts": {"en": "Thank you."},
                "shown_from": "2026-03-01T10:00:00Z",
            },
        )
        for kind in (RepliedAll, AskedAll)
    ),
    (
        Seen(tip=TIP, parts={}, shown_from=SHOWN),
        {"tip": TIP.hex(), "parts": {}, "shown_from": "2026-03-01T10:00:00Z"},
    ),
    (Note(text=""), {"text": ""}),
    (Summary(text="بلاغ"), {"text": "بلاغ"}),
    (
        Reply(tip=TIP, answer=ANSWER, text="Thank you.", shown_from=SHOWN),
        {
            "tip": TIP.hex(),
            "answer": ANSWER.hex(),
            "text": "Thank you.",
            "shown_from": "2026-03-01T10:00:00Z",
        },
    ),
    (
        Question(tip=TIP, answer=ANSWER, text="Where?", shown_from=SHOWN),
        {
            "tip": TIP.hex(),
            "answer": ANSWER.hex(),
            "text": "Where?",
            "shown_from": "2026-03-01T10:00:00Z",
        },
    ),
    (SetAside(shown_from=SHOWN), {"shown_from": "2026-03-01T10:00:00Z"}),
    (Closed(outcome=Outcome.TEST), {"outcome": "OUT_TEST"}),
    (Closed(outcome=Outcome.DUP, text="Twice."), {"outcome": "OUT_DUP", "text": "Twice."}),
    (Reopened(), {}),
    (Reopened(text="He came back."), {"text": "He came back."}),
    (Exported(), {}),
    (
        Exported(to="The court", purpose="Hearing 12", request=4, text="Asked for."),
        {"to": "The court", "purpose": "Hearing 12", "request": 4, "text": "Asked for."},
    ),
    (
        Footage(
            to="Dome City",
            purpose="To see who came",
            text="The report names the gate.",
            wanted=Wanted.KEEP,
            cameras=("GATE/1",),
            since=SHOWN,
            until=SHOWN,
            contact="Control room",
            place="The ramp",
            overwritten=SHOWN,
        ),
        {
            "to": "Dome City",
            "purpose": "To see who came",
            "text": "The report names the gate.",
            "wanted": "keep",
            "cameras": ["GATE/1"],
            "since": "2026-03-01T10:00:00Z",
            "until": "2026-03-01T10:00:00Z",
            "contact": "Control room",
            "place": "The ramp",
            "overwritten": "2026-03-01T10:00:00Z",
        },
    ),
    (
        Dispatched(
            to="Coast Guard",
            purpose="To look",
            text="They are there.",
            summary=4,
            theirs="CG/7",
            reply_by=SHOWN,
            place="Gate 3",
            points=(Point(latitude=2_622_000, longitude=5_058_000),),
            exact=Exactness.STREET,
            files=(TIP,),
            suspicion=Suspicion(
                activities=(Activity.SURVL,),
                domain=TipDomain.SUSPICIOUS,
                kind=TipClass.SPCSA,
                sector=Sector.NONE,
                nexus="Four nights.",
                began=date(2026, 3, 1),
            ),
            link=bytes.fromhex("ab" * 32),
        ),
        {
            "to": "Coast Guard",
            "purpose": "To look",
            "text": "They are there.",
            "summary": 4,
            "theirs": "CG/7",
            "reply_by": "2026-03-01T10:00:00Z",
            "place": "Gate 3",
            "points": [{"latitude": 2_622_000, "longitude": 5_058_000}],
            "exact": "street",
            "files": [TIP.hex()],
            "suspicion": {
                "activities": ["SURVL"],
                "domain": "G",
                "kind": "SPCSA",
                "sector": "NONE",
                "nexus": "Four nights.",
                "began": "2026-03-01",
            },
            "link": "ab" * 32,
        },
    ),
    (Summary(text="A gun.", few=True), {"text": "A gun.", "few": True}),
    (Read(of=9), {"of": 9}),
    (
        Indication(
            behaviour="SITE",
            facts=("He cut the fence.", "He came at night."),
            innocent="He mends it.",
            harm="He loses his work.",
            reasonable=True,
            text="Twice in a week.",
        ),
        {
            "behaviour": "SITE",
            "facts": ["He cut the fence.", "He came at night."],
            "innocent": "He mends it.",
            "harm": "He loses his work.",
            "reasonable": True,
            "text": "Twice in a week.",
        },
    ),
    (Acknowledged(of=9, text="Clerk 3."), {"of": 9, "text": "Clerk 3."}),
    (Settled(of=9, text="They know the gate."), {"of": 9, "text": "They know the gate."}),
    (
        AgencySaid(of=9, said=Said.ASKS, way=Way.CALL, told_at=SHOWN, who="K", text="Which gate?"),
        {
            "of": 9,
            "said": "asks",
            "way": "call",
            "told_at": "2026-03-01T10:00:00Z",
            "who": "K",
            "text": "Which gate?",
        },
    ),
    (
        AgencySaid(
            of=9,
            said=Said.DONE,
            way=Way.LINK,
            told_at=SHOWN,
            who="K",
            heard=bytes.fromhex("cd" * 16),
        ),
        {
            "of": 9,
            "said": "done",
            "way": "link",
            "told_at": "2026-03-01T10:00:00Z",
            "who": "K",
            "heard": "cd" * 16,
        },
    ),
    (LinkEnded(of=9, text="It was leaked."), {"of": 9, "text": "It was leaked."}),
    (Original(request=9, text="The judge asks."), {"request": 9, "text": "The judge asks."}),
    (Original(), {}),
    (Reviewed(of=9), {"of": 9}),
    (
        Reviewed(of=9, objection=True, text="It was not urgent."),
        {"of": 9, "objection": True, "text": "It was not urgent."},
    ),
    (
        Downloaded(tip=TIP, file=ANSWER, sealed=True, text="For the court."),
        {"tip": TIP.hex(), "file": ANSWER.hex(), "sealed": True, "text": "For the court."},
    ),
    (
        Classified(
            category="SITE",
            subcategory="SITE.DRONE",
            priority=Priority.P1,
            life=True,
            text="It is armed.",
        ),
        {
            "category": "SITE",
            "subcategory": "SITE.DRONE",
            "priority": "P1",
            "life": True,
            "text": "It is armed.",
        },
    ),
    (Classified(category="OTHR", priority=Priority.P5), {"category": "OTHR", "priority": "P5"}),
    (
        Graded(
            source=Source.UNTESTED,
            information=Information.DIRECT,
            handling=Handling.CONDITIONAL,
            conditions=("COURT", "REDACT"),
            beside=ANSWER,
            text="Saw it from the roof.",
        ),
        {
            "source": "2",
            "information": "A",
            "handling": "C",
            "conditions": ["COURT", "REDACT"],
            "beside": ANSWER.hex(),
            "text": "Saw it from the roof.",
        },
    ),
    (
        Placed(point=Point(latitude=2622850, longitude=-1), text="Behind the mosque."),
        {"point": {"latitude": 2622850, "longitude": -1}, "text": "Behind the mosque."},
    ),
    (Placed(), {}),
    (
        Asked(deed=Deed.LOWER, would={"category": "OTHR", "priority": "P3"}, text="It is over."),
        {
            "deed": "lower-priority",
            "would": {"category": "OTHR", "priority": "P3"},
            "text": "It is over.",
        },
    ),
    (
        Asked(deed=Deed.SET_ASIDE, would={}, text="The same as 40 others."),
        {"deed": "set-aside", "would": {}, "text": "The same as 40 others."},
    ),
    (Approved(request=7), {"request": 7}),
    (
        Approved(request=7, text="Agreed.", shown_from=SHOWN),
        {"request": 7, "text": "Agreed.", "shown_from": "2026-03-01T10:00:00Z"},
    ),
    (
        TaskSet(text="Ring the owner.", due=SHOWN, whom=TIP, every=7),
        {
            "text": "Ring the owner.",
            "due": "2026-03-01T10:00:00Z",
            "whom": TIP.hex(),
            "every": 7,
        },
    ),
    (TaskSet(text="Ring.", due=SHOWN), {"text": "Ring.", "due": "2026-03-01T10:00:00Z"}),
    (TaskDone(task=7), {"task": 7}),
    (
        TaskMoved(task=7, due=SHOWN, text="Nobody is there."),
        {"task": 7, "due": "2026-03-01T10:00:00Z", "text": "Nobody is there."},
    ),
    (TaskDropped(task=7, text="It is over."), {"task": 7, "text": "It is over."}),
    (
        Waiting(until=SHOWN, text="The court sits."),
        {"until": "2026-03-01T10:00:00Z", "text": "The court sits."},
    ),
    (Resumed(), {}),
    (
        Kept(until=SHOWN.date(), text="The court asks."),
        {"until": "2026-03-01", "text": "The court asks."},
    ),
    (Destroyed(shown_from=SHOWN), {"shown_from": "2026-03-01T10:00:00Z"}),
    (
        OriginalKept(until=SHOWN.date(), text="The court asks."),
        {"until": "2026-03-01", "text": "The court asks."},
    ),
    (OriginalEnded(), {}),
    (
        OriginalGone(
            of=7,
            tips=(GoneTip(tip=TIP, recipient=bytes(1216), part=TIP, digest=bytes(32), messages=2),),
        ),
        {
            "of": 7,
            "tips": [
                {
                    "tip": TIP.hex(),
                    "recipient": "00" * 1216,
                    "part": TIP.hex(),
                    "digest": "00" * 32,
                    "messages": 2,
                }
            ],
        },
    ),
    (HandedOff(desk="OPS"), {"desk": "OPS"}),
    (HandOffStep(step=Step.DECIDED), {"step": "decided"}),
    (HandOffStep(step=Step.TOLD, text="A fire."), {"step": "told", "text": "A fire."}),
    (Declined(request=7, text="It goes on."), {"request": 7, "text": "It goes on."}),
    (
        Opened(
            tip=TIP,
            parts={},
            box=Box(
                recipient=bytes(1216),
                mailbox=TIP,
                mailbox_recipient=bytes(1216),
                language="ar",
                arrived=SHOWN,
            ),
        ),
        {
            "tip": TIP.hex(),
            "parts": {},
            "box": {
                "recipient": bytes(1216).hex(),
                "mailbox": TIP.hex(),
                "mailbox_recipient": bytes(1216).hex(),
                "language": "ar",
                "arrived": "2026-03-01T10:00:00Z",
            },
        },
    ),
    (
        Assigned(desk="CG", lead=True, rests_on=4, text="A boat.", shown_from=SHOWN),
        {
            "desk": "CG",
            "lead": True,
            "rests_on": 4,
            "text": "A boat.",
            "shown_from": "2026-03-01T10:00:00Z",
        },
    ),
    (Assigned(desk="OPS"), {"desk": "OPS"}),
    (Accepted(), {}),
    (TurnedDown(text="Not at sea."), {"text": "Not at sea."}),
    (Started(), {}),
    (Referred(body="Harbour", reference="12"), {"body": "Harbour", "reference": "12"}),
    (CameBack(text="They will not."), {"text": "They will not."}),
    (DeskDone(outcome=Outcome.SAFE, text="All."), {"outcome": "OUT_SAFE", "text": "All."}),
    (SentBack(desk="CG", text="Not all."), {"desk": "CG", "text": "Not all."}),
    (GaveBack(text="No boat."), {"text": "No boat."}),
    (TakenBack(desk="CG", text="A mistake."), {"desk": "CG", "text": "A mistake."}),
    (Named(analyst=TIP, name="Sami"), {"analyst": TIP.hex(), "name": "Sami"}),
    (Named(), {}),
    (
        Granted(tip=TIP, number=2, file=FILE, key=b"k" * 16),
        {"tip": TIP.hex(), "number": 2, "file": to_json(FILE), "key": b"k".hex() * 16},
    ),
    (
        Given(desk="CG", tip=TIP, text="They ask for words."),
        {"desk": "CG", "tip": TIP.hex(), "text": "They ask for words."},
    ),
    (Wished(text="Which berth?"), {"text": "Which berth?"}),
    (WishDeclined(wish=9, text="It would tell."), {"wish": 9, "text": "It would tell."}),
    (Conflict(desks=("CG",), text="Their own."), {"desks": ["CG"], "text": "Their own."}),
    (Conflict(), {}),
    (Still(camera="GATE/1", text="Who comes?"), {"camera": "GATE/1", "text": "Who comes?"}),
    (
        Still(camera="GATE/1", text="Who comes?", request=4),
        {"camera": "GATE/1", "text": "Who comes?", "request": 4},
    ),
    (
        Still(camera="GATE/1", metres=12_400, elsewhere="It goes there next.", text="Who comes?"),
        {
            "camera": "GATE/1",
            "metres": 12_400,
            "elsewhere": "It goes there next.",
            "text": "Who comes?",
        },
    ),
    (
        Pictured(of=5, taken=SHOWN, until=date(2026, 4, 1), file=PICTURE, key=b"k" * 16),
        {
            "of": 5,
            "taken": "2026-03-01T10:00:00Z",
            "until": "2026-04-01",
            "file": to_json(PICTURE),
            "key": b"k".hex() * 16,
        },
    ),
]
OPTIONAL = {
    Kind.CLOSED: {"text"},
    Kind.REOPENED: {"text"},
    Kind.SUMMARY: {"few"},
    Kind.READ: {"text"},
    Kind.INDICATION: {"facts", "identity", "reasonable", "text"},
    Kind.EXPORTED: {"to", "purpose", "request", "text"},
    Kind.DOWNLOADED: {"to", "purpose", "request"},
    Kind.DISPATCHED: {
        "to",
        "purpose",
        "request",
        "text",
        "theirs",
        "reply_by",
        "place",
        "points",
        "exact",
        "files",
        "suspicion",
        "link",
    },
    Kind.FOOTAGE: {
        "to",
        "purpose",
        "request",
        "text",
        "reply_by",
        "place",
        "channels",
        "cameras",
        "contact",
        "overwritten",
    },
    Kind.REVIEWED: {"objection", "text"},
    Kind.AGENCY_SAID: {"text", "heard"},
    Kind.ORIGINAL: {"request", "text"},
    Kind.STILL: {"elsewhere", "metres", "request"},
    Kind.CLASSIFIED: {"subcategory", "life", "text"},
    Kind.GRADED: {"conditions", "beside", "text"},
    Kind.PLACED: {"point", "text"},
    Kind.APPROVED: {"text"},
    Kind.DECLINED: {"text"},
    Kind.ASSIGNED: {"lead", "rests_on", "text"},
    Kind.TURNED_DOWN: {"text"},
    Kind.REFERRED: {"reference"},
    Kind.CAME_BACK: {"text"},
    Kind.DESK_DONE: {"text"},
    Kind.SENT_BACK: {"text"},
    Kind.GAVE_BACK: {"text"},
    Kind.TAKEN_BACK: {"text"},
    Kind.PERSON: {"analyst", "name"},
    Kind.WISH_DECLINED: {"text"},
    Kind.CONFLICT: {"desks", "text"},
    Kind.TASK: {"whom", "every"},
    Kind.TASK_DONE: {"text"},
    Kind.HANDED_OFF: {"desk"},
    Kind.HAND_OFF_STEP: {"text"},
    Kind.OPENED: {"unread", "origin", "words", "closes", "text", "box"},
    Kind.JOINED: {"text"},
    Kind.RETURNED: {"words"},
    Kind.LINKED: {"text"},
}


def saying(kind: Kind, content: object) -> Event:
    return an_event(kind=kind, content=content)


@pytest.mark.parametrize(("content", "written"), SAID)
def test_each_is_written_as_the_format_has_it_and_comes_back(
    content: Content, written: dict[str, Any]
) -> None:
    assert to_json(content) == written
    assert content_of(saying(content.kind, written)) == content


def test_every_kind_has_its_content() -> None:
    assert CONTENTS.keys() == set(Kind)
    assert {content.kind for content, _ in SAID} == CONTENTS.keys()


@pytest.mark.parametrize(("content", "written"), SAID)
def test_what_has_another_field_or_lacks_one_does_not_read(
    content: Content, written: dict[str, Any]
) -> None:
    with pytest.raises(RecordMalformedError):
        content_of(saying(content.kind, {**written, "more": 1}))
    for name in written.keys() - {"shown_from"} - OPTIONAL.get(content.kind, set()):
        without = {other: value for other, value in written.items() if other != name}
        with pytest.raises(RecordMalformedError):
            content_of(saying(content.kind, without))


@pytest.mark.parametrize(
    "wrong",
    [
        {"tip": "aa"},
        {"answer": "aa"},
        {"answer": "A" * 32},
        {"text": "x" * 5001},
        {"text": 5},
        {"shown_from": "soon"},
        {"shown_from": None},
    ],
)
def test_an_answer_of_another_form_does_not_read(wrong: dict[str, Any]) -> None:
    written = to_json(Reply(tip=TIP, answer=ANSWER, text="Thank you.", shown_from=SHOWN))
    with pytest.raises(RecordMalformedError):
        content_of(saying(Kind.REPLY, {**written, **wrong}))


def test_a_reply_without_its_time_does_not_read() -> None:
    written = to_json(Reply(tip=TIP, answer=ANSWER, text="Thank you.", shown_from=SHOWN))
    del written["shown_from"]
    with pytest.raises(RecordMalformedError):
        content_of(saying(Kind.REPLY, written))


def test_a_repr_shows_no_text() -> None:
    for content, _ in SAID:
        text = getattr(content, "text", "")
        assert not text or text not in repr(content)
