"""Reports and messages: every answer survives, nothing foreign does."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import RecordMalformedError
from tipline.tips import canonical, report
from tipline.tips.evidence import FILES_MAX, NAME_MAX, ORIGIN_MAX, Evidence, Found, Kind
from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, Point
from tipline.tips.report import Answers, Channel, Message, Person, Report, part_from_json
from tipline.tips.shape import to_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FIRST, LAST = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1970, 9998))
TIMES = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def made(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Draw a dataclass with every field drawn, texts short enough for every bound."""
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields(kind):
        if isinstance(field.default, str):
            drawn[field.name] = st.text(st.characters(exclude_categories=["Cs"]), max_size=16)
    return st.builds(kind, **drawn)


PERSON = made(report.Person)
POINTS = st.builds(
    Point,
    latitude=st.integers(-LATITUDE_MAX, LATITUDE_MAX),
    longitude=st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
)
PLACES = st.builds(
    replace, made(report.Place), exact=st.none() | st.sampled_from(report.Exactness),
    point=st.none() | POINTS,
)  # fmt: skip
ANSWERS = st.builds(
    Answers,
    now=st.none() | st.sampled_from(report.Now),
    category=st.sampled_from(["", "DRUG", "OTHR"]),
    what=TEXTS,
    place=PLACES,
    when=st.builds(
        report.When,
        kind=st.none() | st.sampled_from(report.WhenKind),
        date=st.none() | st.dates(),
        until=st.none() | st.dates(),
        note=TEXTS,
    ),
    people=st.lists(PERSON, max_size=5).map(tuple),
    vehicles=st.lists(made(report.Vehicle), max_size=3).map(tuple),
    boats=st.lists(made(report.Boat), max_size=3).map(tuple),
    weapons=st.none() | st.sampled_from(report.YesNo),
    accounts=st.lists(TEXTS, max_size=5).map(tuple),
    work=st.builds(report.Work, passport=st.none() | st.sampled_from(report.Keeper), note=TEXTS),
    knows=st.none() | st.sampled_from(report.Knows),
    circle=st.none() | st.sampled_from(report.Circle),
)

EVIDENCE = st.builds(
    Evidence,
    blob=st.binary(min_size=16, max_size=16),
    kind=st.sampled_from(Kind),
    size=st.integers(0, 2**40),
    sealed_size=st.integers(0, 2**40),
    kept=st.binary(min_size=32, max_size=32),
    received_size=st.integers(0, 2**40),
    received=st.binary(min_size=32, max_size=32),
    lossless=st.booleans(),
    disguised=st.booleans(),
    found=st.lists(st.sampled_from(Found), unique=True).map(tuple),
    name=TEXTS,
    taken=TEXTS,
    place=TEXTS,
)
FILES = st.lists(EVIDENCE, max_size=3).map(tuple)
A_FILE: dict[str, object] = {
    "blob": "00" * 16,
    "kind": "jpg",
    "size": 1,
    "sealed_size": 2,
    "kept": "00" * 32,
    "received_size": 3,
    "received": "00" * 32,
}
NOTHING = Answers()


def a_report(answers: Answers = NOTHING, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "tip": bytes(range(16)),
        "arrived": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        "language": "ar",
        "channel": Channel.WEB,
        "lane": "TRIAGE",
        "mailbox": bytes(16),
        "mailbox_recipient": bytes(1216),
        "answers": answers,
    }
    return Report(**(values | changes))


@given(ANSWERS, TIMES, FILES)
def test_a_report_comes_back_as_it_was(
    answers: Answers, arrived: datetime, evidence: tuple[Evidence, ...]
) -> None:
    sent = a_report(answers, arrived=arrived, evidence=evidence)
    assert part_from_json(canonical.decode(canonical.encode(sent.to_json()))) == sent


@given(TEXTS, TIMES, FILES)
def test_a_message_comes_back_as_it_was(
    text: str, arrived: datetime, evidence: tuple[Evidence, ...]
) -> None:
    sent = Message(tip=bytes(16), arrived=arrived, text=text, evidence=evidence)
    assert part_from_json(canonical.decode(canonical.encode(sent.to_json()))) == sent


def test_a_record_without_files_reads_as_before_there_were_any() -> None:
    written = a_report().to_json()
    assert "evidence" not in written
    assert Report.from_json(written).evidence == ()


@pytest.mark.parametrize(
    "evidence",
    [
        [A_FILE] * (FILES_MAX + 1),
        [A_FILE | {"blob": "00" * 15}],
        [A_FILE | {"kept": "00" * 33}],
        [A_FILE | {"kind": "exe"}],
        [A_FILE | {"size": -1}],
        [A_FILE | {"sealed_size": True}],
        [A_FILE | {"received_size": "3"}],
        [A_FILE | {"found": ["taste"]}],
        [A_FILE | {"found": ["place"] * 17}],
        [A_FILE | {"name": "x" * (NAME_MAX + 1)}],
        [A_FILE | {"place": "x" * (ORIGIN_MAX + 1)}],
        [A_FILE | {"path": "/"}],
        [{name: value for name, value in A_FILE.items() if name != "blob"}],
        A_FILE,
    ],
)
def test_files_beyond_the_bounds_are_refused(evidence: object) -> None:
    most = part_from_json({**a_report().to_json(), "evidence": [A_FILE] * FILES_MAX})
    assert len(most.evidence) == FILES_MAX
    with pytest.raises(RecordMalformedError):
        part_from_json({**a_report().to_json(), "evidence": evidence})


def test_what_was_not_answered_is_left_out() -> None:
    assert to_json(Answers(what="smoke", people=(Person(name="x"),))) == {
        "what": "smoke",
        "people": [{"name": "x"}],
    }


def test_times_are_written_in_utc() -> None:
    noon = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=3)))
    assert a_report(arrived=noon).to_json()["arrived"] == "2026-03-01T09:30:00Z"
    with pytest.raises(RecordMalformedError):
        a_report(arrived=datetime(2026, 3, 1)).to_json()  # noqa: DTZ001 (what is refused)


@pytest.mark.parametrize(
    "answers",
    [
        {"what": "x" * (report.WHAT_MAX + 1)},
        {"people": [{}] * (report.PEOPLE_MAX + 1)},
        {"people": [{"name": "x" * (report.PERSON_NAME_MAX + 1)}]},
        {"accounts": ["x"] * (report.ACCOUNTS_MAX + 1)},
        {"accounts": ["x" * (report.ACCOUNT_MAX + 1)]},
        {"accounts": "x"},
        {"reporter": "Fatima"},
        {"what": 1},
        {"what": None},
        {"now": "maybe"},
        {"place": "here"},
        {"place": {"latitude": "26"}},
        {"place": {"point": {"latitude": 2_622_850}}},
        {"place": {"point": {"latitude": 26.2285, "longitude": 5_058_600}}},
        {"place": {"point": {"latitude": 8_500_001, "longitude": 0}}},
        {"place": {"point": {"latitude": 0, "longitude": 0, "height": 0}}},
        {"place": {"said": "x" * (report.PLACE_MAX + 1)}},
        {"when": {"date": "2026-02-30"}},
        {"when": {"date": "20260301"}},
        [],
    ],
)
def test_answers_beyond_the_form_are_refused(answers: object) -> None:
    with pytest.raises(RecordMalformedError):
        part_from_json({**a_report().to_json(), "answers": answers})


@pytest.mark.parametrize(
    "change",
    [
        {"part": "letter"},
        {"part": "message"},
        {"tip": "AA"},
        {"tip": "a"},
        {"tip": 7},
        {"arrived": "2026-03-01"},
        {"arrived": "2026-03-01T09:30:00"},
        {"arrived": "2026-03-01T12:30:00+03:00"},
        {"arrived": "soon"},
        {"arrived": 0},
        {"channel": "fax"},
        {"language": None},
        {"phone": "36001234"},
    ],
)
def test_a_part_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecordMalformedError):
        part_from_json({**a_report().to_json(), **change})


@pytest.mark.parametrize("name", ["tip", "arrived", "lane", "mailbox", "answers"])
def test_a_report_lacking_what_it_must_have_is_refused(name: str) -> None:
    record = a_report().to_json()
    del record[name]
    with pytest.raises(RecordMalformedError):
        part_from_json(record)


@pytest.mark.parametrize("record", [None, [], "report", 5])
def test_a_part_is_an_object(record: object) -> None:
    with pytest.raises(RecordMalformedError):
        part_from_json(record)


def test_no_field_asks_who_the_reporter_is() -> None:
    asked = {field.name for field in fields(Report)} | {field.name for field in fields(Answers)}
    never = {
        "reporter",
        "phone",
        "email",
        "address",
        "age",
        "gender",
        "nationality",
        "device",
        "ip",
    }
    assert not asked & never
