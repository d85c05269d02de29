"""The rules that suggest a priority: bounded, explained, and never calmed by danger."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.tips.priority import Priority
from tipline.tips.report import Answers, Now, Person, Place, Vehicle, When, WhenKind, YesNo
from tipline.tips.suggestion import RULES, Reason, suggest

DAY = date(2026, 3, 10)
DAYS = st.one_of(st.none(), st.integers(-60, 5).map(lambda days: DAY + timedelta(days)))
WHENS = st.builds(When, kind=st.sampled_from([None, *WhenKind]), date=DAYS, until=DAYS,
                  note=st.sampled_from(["", "at night"]))  # fmt: skip
YES_NO = st.sampled_from([None, *YesNo])
ANSWERS = st.builds(
    Answers,
    now=st.sampled_from([None, *Now]),
    category=st.sampled_from(["", "SITE", "FAMI", "EXPL", "CYBR"]),
    subcategory=st.sampled_from(["", "CYBR.CSAM"]),
    place=st.builds(Place, block=st.sampled_from(["", "346"])),
    when=WHENS,
    people=st.sampled_from([(), (Person(name="A."),)]),
    weapons=YES_NO,
    vulnerable=YES_NO,
)
LEVELS = st.sampled_from(Priority)
DANGERS: list[dict[str, Any]] = [
    {"now": Now.YES},
    {"weapons": YesNo.YES},
    {"vulnerable": YesNo.YES},
    {"when": When(kind=WhenKind.NOW)},
    {"when": When(kind=WhenKind.TODAY)},
]


@given(ANSWERS, LEVELS)
def test_the_reasons_explain_the_result(answers: Answers, start: Priority) -> None:
    found = suggest(answers, start, DAY)
    assert found.reasons[0] is Reason.CATEGORY
    priority = start
    for reason in found.reasons:
        priority = RULES[reason].step(priority)
    assert priority is found.priority
    assert priority in set(Priority)
    assert list(found.reasons) == [reason for reason in Reason if reason in found.reasons]


@given(ANSWERS, LEVELS, st.sampled_from(DANGERS))
def test_danger_never_lowers(answers: Answers, start: Priority, danger: dict[str, Any]) -> None:
    worse = suggest(replace(answers, **danger), start, DAY).priority
    assert not worse.below(suggest(answers, start, DAY).priority)


@given(ANSWERS, LEVELS)
def test_not_being_sure_is_no_less_than_no(answers: Answers, start: Priority) -> None:
    told = [
        suggest(replace(answers, now=now), start, DAY).priority
        for now in (Now.NO, Now.UNSURE, Now.YES)
    ]
    assert told == sorted(told, reverse=True)
    assert told[2] is Priority.P1


@given(ANSWERS, LEVELS, LEVELS)
def test_a_graver_category_never_lowers(answers: Answers, one: Priority, other: Priority) -> None:
    graver, milder = sorted((one, other))
    assert not suggest(answers, graver, DAY).priority.below(suggest(answers, milder, DAY).priority)


def test_each_reason_has_its_rule_in_the_order_of_the_guide() -> None:
    assert list(RULES) == list(Reason)


SOMEWHERE = Place(block="346")
OLD = When(kind=WhenKind.DATE, date=DAY - timedelta(31))


@pytest.mark.parametrize(
    ("answers", "priority", "reasons"),
    [
        (Answers(place=SOMEWHERE), "P3", ""),
        (Answers(now=Now.YES), "P1", "now"),
        (Answers(now=Now.UNSURE), "P2", "perhaps-now"),
        (Answers(place=SOMEWHERE, weapons=YesNo.YES), "P2", "weapons"),
        (
            Answers(place=SOMEWHERE, weapons=YesNo.YES, vulnerable=YesNo.YES),
            "P1",
            "weapons vulnerable",
        ),
        (Answers(place=SOMEWHERE, weapons=YesNo.UNKNOWN, vulnerable=YesNo.NO), "P3", ""),
        (Answers(when=When(kind=WhenKind.TODAY)), "P2", "soon"),
        (Answers(when=When(kind=WhenKind.DATE, date=DAY + timedelta(1))), "P2", "soon"),
        (Answers(when=When(date=DAY + timedelta(2))), "P3", ""),
        (Answers(when=When(date=DAY - timedelta(1))), "P3", ""),
        (
            Answers(when=When(kind=WhenKind.RANGE, date=DAY - timedelta(9), until=DAY)),
            "P2",
            "soon",
        ),
        (Answers(when=When(kind=WhenKind.REPEATS, date=DAY)), "P3", ""),
        (Answers(when=OLD), "P4", "long-ago"),
        (Answers(when=When(date=DAY - timedelta(30))), "P3", ""),
        (Answers(when=OLD, now=Now.YES), "P1", "now"),
        (Answers(when=replace(OLD, kind=WhenKind.REPEATS)), "P3", ""),
        (Answers(when=OLD, category="FAMI"), "P3", ""),
        (Answers(when=OLD, category="CYBR", subcategory="CYBR.CSAM"), "P3", ""),
        (Answers(when=OLD, category="CYBR", subcategory="CYBR.HACK"), "P4", "long-ago"),
        (Answers(), "P4", "no-lead"),
        (Answers(weapons=YesNo.YES), "P3", "weapons no-lead"),
        (Answers(next="on Friday"), "P3", ""),
        (Answers(vehicles=(Vehicle(plate="4718"),)), "P3", ""),
    ],
)
def test_the_rules_are_those_of_the_guide(answers: Answers, priority: str, reasons: str) -> None:
    found = suggest(answers, Priority.P3, DAY)
    assert (found.priority, found.reasons) == (priority, ("category", *reasons.split()))
