"""The example deployment in config/ is whole."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tipline.configuration import Ask, Configuration, Emergency, load
from tipline.configuration.model import DeskKind
from tipline.tips.clocks import Rung
from tipline.tips.priority import Priority
from tipline.tips.state import Outcome

CONFIG = Path(__file__).parents[2] / "config"
PARTS = {
    "ATTK": "MATERIAL RECRUIT FINANCE",
    "THRT": "",
    "WEAP": "",
    "SITE": "INTRUDE PROBE WATCH ELICIT IMPERSONATE PACKAGE TAMPER DRONE",
    "DRUG": "SALE STORE MAKE",
    "VIOL": "ASSAULT SEXUAL KIDNAP MISSING WANTED",
    "FAMI": "",
    "EXPL": "LABOUR SEX CHILD DEBT",
    "PROP": "",
    "FRAU": "SCAM BRIBE LAUNDER COUNTERFEIT",
    "CYBR": "BLACKMAIL CSAM HACK SCAM",
    "ROAD": "",
    "SEAC": "DISTRESS LANDING DUMP",
    "BORD": "",
    "FIRE": "",
    "OTHR": "",
}
CODES = set(PARTS) | {f"{code}.{part}" for code, parts in PARTS.items() for part in parts.split()}
DESKS = (
    "OPS TRIAGE GOV-CAP GOV-MUH GOV-NOR GOV-SOU CID DRUG ECO CYB FIU TIP FAM TRF CD CG AMB NPR CUS"
    " COM INT OVS HOTLINE ADMIN X-PP X-LMRA X-OMB"
)
ASKED = {
    Ask.NEXT: "ATTK THRT DRUG BORD SEAC",
    Ask.VEHICLES_FIRST: "ROAD",
    Ask.BOATS: "SEAC BORD",
    Ask.WEAPONS: "ATTK THRT WEAP VIOL FAMI SITE",
    Ask.VULNERABLE: "VIOL FAMI EXPL THRT",
    Ask.ACCOUNTS: "CYBR FRAU THRT",
    Ask.MONEY: "FRAU",
    Ask.WORK: "EXPL",
    Ask.SAFE: "FAMI EXPL VIOL",
}


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(CONFIG, ("ar", "en"))


def test_every_code_of_the_guide_is_there(shipped: Configuration) -> None:
    found = [it.code for kind in shipped.categories for it in (kind, *kind.children)]
    assert len(found) == len(CODES)
    assert set(found) == CODES
    assert {shipped.category(code).code for code in CODES} == CODES
    with pytest.raises(KeyError):
        shipped.category("SITE.NOWHERE")


def test_every_desk_of_the_guide_is_there(shipped: Configuration) -> None:
    assert " ".join(desk.code for desk in shipped.desks) == DESKS
    assert shipped.desk(shipped.intake).kind is DeskKind.TRIAGE
    assert shipped.desk(shipped.oversight).kind is DeskKind.OVERSIGHT
    with pytest.raises(KeyError):
        shipped.desk("NOWHERE")


def test_the_desks_that_see_the_cameras_are_named_or_of_a_group_that_is(
    shipped: Configuration,
) -> None:
    assert {"OPS", "TRIAGE", "GOV-CAP", "GOV-SOU"} < set(shipped.cameras)
    assert not {"GOV", "OVS", "FIU", "HOTLINE", "ADMIN"} & set(shipped.cameras)


def test_eight_tiles_stand_first_and_not_sure_last(shipped: Configuration) -> None:
    shown = [kind.shown for kind in shipped.categories]
    assert shown == [True] * 8 + [False] * 8
    assert shipped.categories[-1].code == "OTHR"


def test_where_the_police_may_be_meant_it_is_asked(shipped: Configuration) -> None:
    doors = {kind.code for kind in shipped.categories if kind.door}
    assert doors == {"SITE", "VIOL", "FAMI", "FRAU", "THRT", "EXPL", "PROP", "OTHR"}


@pytest.mark.parametrize("ask", list(Ask))
def test_questions_are_asked_for_the_kinds_of_the_guide(shipped: Configuration, ask: Ask) -> None:
    asked = {kind.code for kind in shipped.categories if ask in kind.asks}
    assert asked == set(ASKED[ask].split())


def test_emergencies_are_those_of_the_guide(shipped: Configuration) -> None:
    always = {code for code in CODES if shipped.category(code).emergency is Emergency.ALWAYS}
    assert {"SEAC", "FIRE", "SITE.PACKAGE", "SEAC.DISTRESS", "VIOL.KIDNAP"} <= always
    assert not {"SITE", "VIOL", "DRUG", "CYBR.CSAM"} & always
    assert shipped.category("DRUG").emergency is Emergency.NEVER


def test_images_of_child_abuse_are_never_asked_for(shipped: Configuration) -> None:
    assert [code for code in CODES if not shipped.category(code).files] == ["CYBR.CSAM"]


def test_a_part_is_as_its_category_where_it_says_nothing_else(shipped: Configuration) -> None:
    package, site = shipped.category("SITE.PACKAGE"), shipped.category("SITE")
    assert (package.parent, package.priority, package.desks) == ("SITE", Priority.P3, site.desks)
    assert package.caution == site.caution
    assert package.plain != site.plain
    assert package.asks == site.asks


def test_numbers_and_doors_are_those_of_the_guide(shipped: Configuration) -> None:
    site = shipped.site
    assert (site.emergency.number, site.hotline.number) == ("999", "80008008")
    assert site.hotline.shown == "8000 8008"
    assert site.oversight.name["ar"] == "الأمانة العامة للتظلمات"
    assert site.answer_days == (3, 7)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("my number is 900112345", {"identity-number"}),
        ("call 36001234", {"phone"}),
        ("+973 3600 1234", {"phone"}),
        ("00973-17001234", {"phone"}),
        ("plate 123456, block 338, 15000 dinars in 2026", set()),
        ("999199999", set()),
    ],
)
def test_what_may_show_the_reporter_is_found(
    shipped: Configuration, text: str, kinds: set[str]
) -> None:
    found = {it.kind for it in shipped.site.identifiers if it.pattern.search(text)}
    assert found == kinds


def test_templates_ask_and_tell_in_both_languages(shipped: Configuration) -> None:
    assert len(shipped.replies) == 8
    assert sum(reply.question for reply in shipped.replies) == 6
    for reply in shipped.replies:
        assert set(reply.label) == set(reply.body) == {"ar", "en"}


def test_arabic_is_written_with_arabic_letters_and_no_word_we_avoid(shipped: Configuration) -> None:
    avoided = ("إرهاب", "مجرم", "المخبر", "الواشي", "إخبارية")
    for kind in shipped.categories:
        for category in (kind, *kind.children):
            for text in (category.label, category.plain, category.caution):
                assert any("\u0621" <= letter <= "\u064a" for letter in text["ar"])
                assert not any("\u0621" <= letter <= "\u064a" for letter in text["en"])
                assert not any(word in text["ar"] for word in avoided)


def test_english_avoids_the_words_that_the_guide_avoids(shipped: Configuration) -> None:
    for kind in shipped.categories:
        words = f"{kind.label['en']} {kind.plain['en']} {kind.caution['en']}".lower()
        assert not any(word in words for word in ("informant", "suspect ", "perpetrator"))


def test_officers_are_told_words_and_no_codes(shipped: Configuration) -> None:
    codes = re.compile(r"OUT_[A-Z]+|\bP[1-5]\b")
    kinds = [it for kind in shipped.categories for it in (kind, *kind.children)]
    told = [text for kind in kinds for text in kind.officer_check.values()]
    assert any("Protected activity only" in text for text in told)
    assert [text for text in told if codes.search(text)] == []


TIMES = {
    "P1": "0:02:00 0:05:00 0:05:00 0:30:00",
    "P2": "0:10:00 0:30:00 1:00:00 4:00:00",
    "P3": "1:00:00 4:00:00 1 day, 0:00:00 3 days, 0:00:00",
    "P4": "8:00:00 1 day, 0:00:00 7 days, 0:00:00 14 days, 0:00:00",
    "P5": "1 day, 0:00:00 3 days, 0:00:00 None 30 days, 0:00:00",
}


@pytest.mark.parametrize("priority", list(Priority))
def test_times_are_those_of_the_guide(shipped: Configuration, priority: Priority) -> None:
    level = shipped.level(priority)
    times = (level.acknowledged, level.assigned, level.response, level.review)
    assert (level.code, " ".join(map(str, times))) == (priority, TIMES[priority])
    assert set(level.label) == set(level.criteria) == {"ar", "en"}
    assert list(level.escalation.values()) == [50, 100, 150, 200]
    assert set(level.escalation) == set(Rung)


def test_the_clocks_take_the_times_of_the_levels(shipped: Configuration) -> None:
    limits = shipped.limits(14)
    assert limits.answer == timedelta(days=14)
    assert set(limits.times) == set(Priority)
    assert limits.times[Priority.P5].response is None
    assert limits.times[Priority.P1].assigned == timedelta(minutes=5)


def test_conditions_are_those_of_the_guide(shipped: Configuration) -> None:
    codes = "NO-ACTION NO-CONTACT REDACT NO-ONWARD LIFE-ONLY COURT NAMED-ONLY"
    assert " ".join(each.code for each in shipped.conditions) == codes
    assert shipped.conditions[2].label["en"] == "Remove what points at the reporter"


def test_the_schedule_is_that_of_the_guide(shipped: Configuration) -> None:
    found = {code: (it.keep.days, it.limit.days) for code, it in shipped.retention.outcomes.items()}
    assert set(found) == set(Outcome)
    assert found[Outcome.INTEL] == (180, 730)
    assert found[Outcome.ARREST] == found[Outcome.SAFE] == (1825, 1825)
    assert found[Outcome.PROTECTED] == found[Outcome.TEST] == (30, 30)
    assert found[Outcome.MALICIOUS] == (365, 365)
    for code in (Outcome.UNFOUNDED, Outcome.SCOPE, Outcome.INSUFF):
        assert found[code] == (90, 90)
    assert (shipped.retention.spam.keep.days, shipped.retention.spam.limit.days) == (30, 30)
    original = shipped.retention.original
    assert (original.keep.days, original.limit.days) == (90, 180)
