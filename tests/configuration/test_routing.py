"""Which desks a case is proposed to, and why."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.configuration import DeskKind, load
from tipline.configuration.model import Shift
from tipline.configuration.routing import Proposal, Reason, Why, may_be_given, propose
from tipline.tips.content import Classified
from tipline.tips.priority import Priority

CONFIGURATION = load(Path(__file__).parents[2] / "config", ("ar", "en"))
HERE = ZoneInfo("Asia/Bahrain")
AT_NOON = datetime(2026, 3, 1, 12, tzinfo=HERE)  # a Sunday
AT_NIGHT = datetime(2026, 3, 1, 3, tzinfo=HERE)
ALL = frozenset(desk.code for desk in CONFIGURATION.desks)
GOVERNORATES = ("GOV-CAP", "GOV-MUH", "GOV-NOR", "GOV-SOU")


def proposed(  # noqa: PLR0913 (what a case is, and when)
    category: str,
    priority: str = "P3",
    *,
    life: bool = False,
    at: datetime = AT_NOON,
    known: frozenset[str] = ALL,
    conflicts: tuple[str, ...] = (),
    areas: tuple[str, ...] | None = None,
) -> Proposal:
    kind, _, part = category.partition(".")
    classified = Classified(
        category=kind, subcategory=category if part else "", priority=Priority(priority), life=life
    )
    return propose(CONFIGURATION, classified, at, known, conflicts, areas)


@pytest.mark.parametrize(
    ("category", "lead", "supporting"),
    [
        ("SEAC.DISTRESS", "CG", ()),
        ("DRUG", "DRUG", ()),
        ("WEAP", "OPS", ("CID",)),
        ("FRAU", "ECO", ("FIU",)),
        ("BORD", "CUS", ("NPR",)),
        ("OTHR", "OPS", ()),
        ("GONE", "OPS", ()),
    ],
)
def test_the_desks_of_the_category_the_first_leads(
    category: str, lead: str, supporting: tuple[str, ...]
) -> None:
    found = proposed(category)
    assert (found.lead, found.supporting, found.choices) == (lead, supporting, ())


def test_where_the_area_is_not_known_its_desks_are_a_choice() -> None:
    found = proposed("SITE")
    assert (found.lead, found.supporting, found.choices) == ("OPS", (), GOVERNORATES)
    assert Reason(Why.AREA, "GOV") in found.reasons
    found = proposed("PROP")
    assert (found.lead, found.choices) == ("OPS", GOVERNORATES)
    assert Reason(Why.FALLBACK, "OPS") in found.reasons
    assert proposed("FAMI").lead == "FAM"


def test_a_group_stands_for_the_desk_of_the_area() -> None:
    found = proposed("PROP", areas=("BH-15",))
    assert (found.desks, found.choices) == (("GOV-MUH",), ())
    assert found.reasons == (Reason(Why.THERE, "GOV-MUH"),)
    assert proposed("SITE", areas=("BH-17",)).desks == ("GOV-NOR", "OPS")


def test_on_a_border_both_are_proposed() -> None:
    assert proposed("PROP", areas=("BH-17", "BH-13")).desks == ("GOV-CAP", "GOV-NOR")


def test_a_place_in_no_area_goes_to_the_operations_room() -> None:
    for areas in ((), ("ELSEWHERE",)):
        found = proposed("PROP", areas=areas)
        assert (found.desks, found.choices) == (("OPS",), ())
        assert found.reasons == (Reason(Why.NOWHERE, "OPS"),)


def test_what_lies_at_sea_is_supported_by_who_answers_for_it() -> None:
    assert proposed("DRUG", areas=("SEA",)).desks == ("DRUG", "CG")
    assert proposed("SEAC", areas=("SEA", "BH-15")).desks == ("CG",)
    assert proposed("DRUG", "P5", areas=("SEA",)).desks == ("INT",)
    assert proposed("DRUG", areas=("SEA",), conflicts=("CG",)).desks == ("DRUG",)


def test_an_emergency_and_a_threat_to_life_are_led_by_the_operations_room() -> None:
    for found in (proposed("SEAC", "P1"), proposed("SEAC", "P5", life=True)):
        assert found.desks == ("OPS", "CG")
        assert found.reasons == (Reason(Why.EMERGENCY, "OPS"), Reason(Why.CATEGORY, "CG"))


def test_what_is_for_information_goes_to_the_desk_for_that() -> None:
    assert proposed("SEAC", "P5").desks == ("INT",)


def test_outside_of_its_hours_another_desk_takes_its_place() -> None:
    found = proposed("FRAU", at=AT_NIGHT)
    assert found.desks == ("OPS",)
    assert Reason(Why.CLOSED, "ECO", "OPS") in found.reasons


def test_a_desk_that_it_is_about_or_without_keys_or_barred_is_left_out() -> None:
    found = proposed("SEAC", conflicts=("CG",))
    assert (found.desks, found.reasons[0]) == (("OPS",), Reason(Why.CONFLICT, "CG"))
    found = proposed("SEAC", known=frozenset({"TRIAGE", "OPS"}))
    assert (found.desks, found.reasons[0]) == (("OPS",), Reason(Why.NO_KEYS, "CG"))
    assert proposed("SEAC", known=frozenset()).lead == ""
    barred = replace(CONFIGURATION, routing=replace(CONFIGURATION.routing, information="NPR"))
    classified = Classified(category="EXPL", priority=Priority.P5)
    found = propose(barred, classified, AT_NOON, ALL)
    assert (found.desks, found.reasons[0]) == (("OPS",), Reason(Why.NEVER, "NPR"))


def test_whom_a_case_may_be_given_to_at_all() -> None:
    assert may_be_given(CONFIGURATION, "NPR", "BORD", ALL)
    for desk, category in (
        ("NPR", "EXPL"), ("NPR", "FAMI"), ("X-PP", "BORD"), ("OVS", "BORD"), ("NAVY", "BORD"),
    ):  # fmt: skip
        assert not may_be_given(CONFIGURATION, desk, category, ALL)
    assert not may_be_given(CONFIGURATION, "CG", "SEAC", ["OPS"])


@given(
    st.sampled_from([*CONFIGURATION.kinds, "GONE"]),
    st.sampled_from(list(Priority)),
    st.booleans(),
    st.datetimes(timezones=st.just(HERE)),
    st.frozensets(st.sampled_from(sorted(ALL))),
    st.frozensets(st.sampled_from(sorted(ALL))),
)
def test_nobody_is_proposed_who_may_not_have_it(  # noqa: PLR0913, PLR0917 (what a case is)
    category: str,
    priority: Priority,
    life: bool,  # noqa: FBT001 (drawn)
    at: datetime,
    known: frozenset[str],
    conflicts: frozenset[str],
) -> None:
    found = proposed(category, priority, life=life, at=at, known=known, conflicts=tuple(conflicts))
    every = (*found.desks, *found.choices)
    assert len(set(every)) == len(every)
    assert set(every) <= known - conflicts
    assert found.reasons
    if {"OPS"} <= known - conflicts:
        assert found.lead
    kinds = {CONFIGURATION.desk(desk).kind for desk in every}
    assert not kinds & {DeskKind.TRIAGE, DeskKind.OUTSIDE}


def test_hours_may_go_past_midnight() -> None:
    day = AT_NOON.replace(hour=0)
    shift = Shift(days=frozenset({5, 6}), start=time(22), end=time(6))
    there = [hour for hour in range(24) if shift.holds(day.replace(hour=hour))]
    assert there == [0, 1, 2, 3, 4, 5, 22, 23], "Saturday's night, and Sunday's"
    monday = [hour for hour in range(24) if shift.holds(day.replace(day=2, hour=hour))]
    assert monday == [0, 1, 2, 3, 4, 5]


@given(
    st.builds(
        Shift,
        days=st.frozensets(st.integers(0, 6), min_size=1),
        start=st.times(),
        end=st.times(),
    ),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(HERE)),  # noqa: DTZ001 (bounds)
)
def test_a_shift_begins_next_within_a_week_and_ends_while_it_lasts(
    shift: Shift, moment: datetime
) -> None:
    begins = shift.following(moment)
    assert timedelta() < begins - moment <= timedelta(days=7)
    assert shift.holds(begins)
    assert not shift.holds(begins - timedelta(microseconds=1)) or shift.holds(moment)
    ends = shift.until(moment)
    assert (ends is not None) == shift.holds(moment)
    if ends is not None:
        assert timedelta() < ends - moment <= timedelta(days=1)
