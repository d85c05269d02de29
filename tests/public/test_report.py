"""The report from its first question to its code."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.journeys.reporter import code_on
from tests.public.walk import SHORT, parts, send, tips, to_check
from tests.visitor import step_of
from tipline.tips.report import Answers, Now, Report, When, WhenKind, YesNo

if TYPE_CHECKING:
    from tests.journeys.deployment import Deployment
    from tests.pages import Page
    from tests.visitor import Visitor

NOW = datetime.now(UTC)
ARABIC_DAY = "٣٠/١١/٢٠٢٦"  # noqa: RUF001 (as an Arabic keyboard types it)
TELLTALE = "My name is Nobody, call 3912 3456"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
FULL = SHORT | {
    "where": {"landmark": "Behind the old market", "block": "346"},
    "when": {"kind": "range", "date": "1/11/2026", "until": ARABIC_DAY, "note": "After ten"},
    "people": {"people-0-name": "Abu Nobody", "people-0-clothes": "A red cap"},
    "vehicles": {"vehicles-0-plate": "4718", "vehicles-0-colour": "white"},
    "knowing": {"knows": "saw", "told_police": "no"},
    "safety": {"guess": "no", "circle": "few"},
}


def only_report(deployment: Deployment) -> Report:
    (report,) = parts(deployment)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_report_arrives_as_it_was_told(
    visitor: Visitor, deployment: Deployment, language: str
) -> None:
    send(visitor, FULL, language)
    report = only_report(deployment)
    answers = report.answers
    assert (report.language, report.lane) == (language, "TRIAGE")
    assert answers.what == FULL["what"]["what"]
    assert (answers.place.landmark, answers.place.block) == ("Behind the old market", "346")
    assert (answers.when.kind, answers.when.date) == (WhenKind.RANGE, date(2026, 11, 1))
    assert answers.when.until == date(2026, 11, 30)
    assert [person.name for person in answers.people] == ["Abu Nobody"]
    assert answers.vehicles[0].plate == "4718"
    assert answers.next == ""


def test_only_what_happened_must_be_told(visitor: Visitor, deployment: Deployment) -> None:
    page = visitor.enter("report")
    while step_of(page) != "what":
        page = visitor.press(page, "continue")
    page = visitor.press(page, "continue")
    assert (step_of(page), page.title) == ("what", "Public services")
    send(visitor, {"what": SHORT["what"]})
    answers = only_report(deployment).answers
    assert answers == Answers(what=SHORT["what"]["what"], category="OTHR")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"date": "1/11/2026"}, When(kind=WhenKind.DATE, date=FIRST)),
        ({"date": "1/11/2026", "until": ARABIC_DAY},
         When(kind=WhenKind.RANGE, date=FIRST, until=LAST)),
        ({"until": ARABIC_DAY}, When(kind=WhenKind.RANGE, until=LAST)),
        ({"kind": "repeats", "date": "1/11/2026", "until": ARABIC_DAY},
         When(kind=WhenKind.REPEATS, date=FIRST, until=LAST)),
        ({"kind": "now", "date": "1/11/2026"}, When(kind=WhenKind.NOW)),
        ({}, When()),
    ],
)  # fmt: skip
def test_a_day_that_was_given_is_kept(
    visitor: Visitor, deployment: Deployment, told: dict[str, str], kept: When
) -> None:
    send(visitor, SHORT | {"when": told})
    assert only_report(deployment).answers.when == kept


def test_questions_follow_the_kind(visitor: Visitor) -> None:
    _, drugs = to_check(visitor, SHORT)
    road, boats, money = (SHORT | {"kind": {"category": it}} for it in ("ROAD", "SEAC", "FRAU"))
    assert "weapons" not in drugs
    assert "boats" not in drugs
    _, seen = to_check(visitor, road)
    assert seen.index("vehicles-first") < seen.index("people")
    assert "vehicles" not in seen
    assert "boats" in to_check(visitor, boats)[1]
    assert {"online", "money"} <= set(to_check(visitor, money)[1])


def test_under_a_finer_kind_stands_only_what_is_its_own(visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT | {"kind": {"category": "SITE"}})
    finer = visitor.press(check, "change:finer")
    assert "Do not touch it." in finer.words
    assert "tests the guards" not in finer.words


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({"danger": {"now": "yes"}}, "emergency"),
        ({"danger": {"now": "unsure"}}, "emergency"),
        ({"danger": {"now": "no"}, "kind": {"category": "FIRE"}}, "emergency-kind"),
        (
            {"danger": {"now": "no"}, "kind": {"category": "SITE"},
             "finer": {"subcategory": "SITE.PACKAGE"}},
            "emergency-kind",
        ),
    ],
)  # fmt: skip
def test_danger_leads_past_the_emergency_number(
    visitor: Visitor, answers: dict[str, dict[str, str]], step: str
) -> None:
    page, seen = to_check(visitor, SHORT | answers)
    assert step in seen
    assert seen.count("emergency") + seen.count("emergency-kind") == 1
    page = visitor.press(page, f"change:{step}")
    assert "tel:999" in page.links


def test_danger_may_be_over(visitor: Visitor, deployment: Deployment) -> None:
    page = visitor.press(visitor.enter("report"), "continue", {"now": "yes"})
    page = visitor.press(page, "over")
    page = visitor.press(page, "continue", SHORT["what"])
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    visitor.press(page, "send")
    assert only_report(deployment).answers.now is Now.NO


def test_sending_twice_is_one_tip_and_one_code(visitor: Visitor, deployment: Deployment) -> None:
    check, _ = to_check(visitor, SHORT)
    first, second = visitor.press(check, "send"), visitor.press(check, "send")
    assert code_on(first)
    assert code_on(first) == code_on(second)
    assert len(parts(deployment)) == 1


def test_a_changed_report_sent_again_is_a_further_part(
    visitor: Visitor, deployment: Deployment
) -> None:
    check, _ = to_check(visitor, SHORT)
    first = visitor.press(check, "send")
    page = visitor.press(check, "change:where")
    page = visitor.press(page, "continue", {"block": "346"})
    assert step_of(page) == "check"
    assert code_on(visitor.press(page, "send")) == code_on(first)
    assert len(parts(deployment)) == 2


def test_back_and_change_lose_nothing(visitor: Visitor) -> None:
    check, seen = to_check(visitor, FULL)
    page = visitor.press(check, "change:what")
    assert FULL["what"]["what"] in page.html
    page = visitor.press(page, "back", {"what": "Another text that is long enough"})
    assert step_of(page) == "danger"
    page = visitor.press(page, "continue")
    assert step_of(page) == "check"
    assert "Another text that is long enough" in page.words
    for step in reversed(seen):
        page = visitor.press(page, "back")
        assert step_of(page) == step


def test_the_check_says_no_title_twice(visitor: Visitor) -> None:
    weapons = {"kind": {"category": "WEAP"}, "weapons": {"weapons": "yes"}}
    check, _ = to_check(visitor, SHORT | weapons)
    assert check.words.count("Are there weapons?") == 2  # the title, and what "Change" changes
    assert check.words.count("How do you know?") == 2


def test_a_new_kind_asks_what_was_not_asked(visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT)
    page = visitor.press(check, "change:kind")
    page = visitor.press(page, "continue", {"category": "VIOL"})
    seen = []
    while step_of(page) != "check":
        seen.append(step_of(page))
        page = visitor.press(page, "continue")
    assert seen == ["finer", "about-police", "weapons", "vulnerable"]


def to_kind(visitor: Visitor) -> Page:
    page = visitor.press(visitor.enter("report"), "continue", {"now": "no"})
    return visitor.press(page, "continue", SHORT["what"])


def test_sending_is_near_from_each_page_and_leaves_the_rest_open(
    visitor: Visitor, deployment: Deployment
) -> None:
    page = visitor.press(to_kind(visitor), "continue", {"category": "DRUG"})
    page = visitor.press(page, "to-sending", {"subcategory": "DRUG.SALE"})
    assert step_of(page) == "check"
    page = visitor.press(page, "change:where")
    page = visitor.press(page, "continue", {"block": "346"})
    assert step_of(page) == "check"
    assert code_on(visitor.press(page, "send"))
    answers = only_report(deployment).answers
    assert (answers.subcategory, answers.place.block) == ("DRUG.SALE", "346")


def test_no_page_before_what_happened_and_none_that_warns_offers_sending(visitor: Visitor) -> None:
    answers = {"danger": {"now": "yes"}, "kind": {"category": "OTHR"}, "safety": {"safe": "no"},
               "about-police": {"about_police": "yes"}}  # fmt: skip
    page, offered = visitor.enter("report"), dict[str, bool]()
    while step_of(page) != "check":
        offered[step_of(page)] = ("go", "to-sending") in page.form("draft").buttons
        page = visitor.press(page, "continue", (SHORT | answers).get(step_of(page), {}))
    without = {step for step, offers in offered.items() if not offers}
    assert without == {"danger", "emergency", "what", "police", "unsafe"}
    assert ("go", "to-sending") not in page.form("draft").buttons


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        ("FIRE", ["emergency-kind"]),
        ("VIOL", ["about-police", "police"]),
        ("FRAU", ["about-police", "police"]),
        ("DRUG", []),
    ],
)
def test_who_goes_to_sending_passes_by_no_warning(
    visitor: Visitor, kind: str, steps: list[str]
) -> None:
    page, seen = visitor.press(visitor.press(to_kind(visitor), "more"), "to-sending",
                               {"category": kind}), []  # fmt: skip
    while step_of(page) != "check":
        seen.append(step_of(page))
        police = {"about_police": "yes"} if step_of(page) == "about-police" else {}
        page = visitor.press(page, "continue", police)
    assert seen == steps


def test_who_is_not_safe_is_told_even_on_the_way_to_sending(visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT | {"danger": {"now": "unsure"}})
    page = visitor.press(visitor.press(check, "change:safety"), "to-sending", {"safe": "no"})
    assert step_of(page) == "unsafe"


def test_more_kinds_and_more_people(visitor: Visitor) -> None:
    page = visitor.press(visitor.enter("report"), "continue")
    page = visitor.press(page, "continue", SHORT["what"])
    kinds = page.form("category").choices["category"]
    assert len(kinds) == 9
    page = visitor.press(page, "more")
    assert len(page.form("category").choices["category"]) == 16
    page = visitor.press(page, "continue", {"category": "PROP"})
    while step_of(page) != "people":
        page = visitor.press(page, "continue")
    for number in range(4):
        page = visitor.press(page, "more", {f"people-{number}-name": f"No. {number}"})
    assert "people-4-name" in page.form("draft").names
    assert ("go", "more") not in page.form("draft").buttons


@pytest.mark.parametrize("broken", ["", "1.20261124.AAAA", "x" * 5000, "9.20261124.AAAA"])
def test_a_draft_that_does_not_open_keeps_what_was_typed(visitor: Visitor, broken: str) -> None:
    fields = {"draft": broken, "step": "what", "what": "Typed and not lost", "go": "continue"}
    page = visitor.post("/en/", fields, 400)
    assert (step_of(page), page.title) == ("what", "Public services")
    assert "Typed and not lost" in page.html
    assert "What you wrote here is kept. Press Continue" in page.words
    assert step_of(visitor.press(page, "continue")) == "kind"


@pytest.mark.parametrize("step", ["check", "police", "unsafe"])
def test_a_draft_that_does_not_open_begins_where_there_is_something_to_write(
    visitor: Visitor, step: str
) -> None:
    page = visitor.post("/en/", {"draft": "", "step": step, "go": "send"}, 400)
    assert step_of(page) == "what"
    page = visitor.press(page, "continue", SHORT["what"])
    assert step_of(page) == "kind"


def test_an_hour_passes_and_a_day_does_not(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        check, _ = to_check(visitor, SHORT)
        clock.shift(timedelta(hours=23))
        assert code_on(visitor.press(check, "send"))
        clock.shift(timedelta(hours=26))
        page = visitor.press(check, "send", status=400)
    assert (code_on(page), step_of(page)) == (None, "what")
    assert "Too much time has passed" in page.words


def test_the_language_changes_without_loss(visitor: Visitor, deployment: Deployment) -> None:
    page = visitor.press(visitor.enter("report", "ar"), "continue", {"now": "no"})
    held = dict(page.form("draft").held) | {"what": "نص كُتب قبل تغيير اللغة", "go": "stay"}
    page = visitor.post("/en/", held)
    assert "نص كُتب قبل تغيير اللغة" in page.html
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    visitor.press(page, "send")
    assert only_report(deployment).language == "en"


@pytest.mark.parametrize("kind", ["OTHR", "VIOL", "FRAU"])
def test_a_complaint_about_the_police_has_its_own_door_and_lane(
    visitor: Visitor, deployment: Deployment, kind: str
) -> None:
    about = {"kind": {"category": kind}, "about-police": {"about_police": "yes"}}
    check, seen = to_check(visitor, SHORT | about)
    assert "police" in seen
    assert any("ombudsman" in link for link in visitor.press(check, "change:police").links)
    visitor.press(check, "send")
    report = only_report(deployment)
    assert (report.lane, report.answers.about_police) == ("OVS", YesNo.YES)


def test_another_kind_keeps_the_lane_or_asks_again(
    visitor: Visitor, deployment: Deployment
) -> None:
    about = {"kind": {"category": "VIOL"}, "about-police": {"about_police": "yes"}}
    page, _ = to_check(visitor, SHORT | about)

    def change(page: Page, kind: str) -> tuple[Page, list[str]]:
        page, seen = visitor.press(page, "change:kind"), []
        page = visitor.press(page, "continue", {"category": kind})
        while step_of(page) != "check":
            seen.append(step_of(page))
            page = visitor.press(page, "continue")
        return page, seen

    page, seen = change(page, "FRAU")
    assert "about-police" not in seen
    page, _ = change(page, "DRUG")
    page, seen = change(page, "SITE")
    assert "about-police" in seen
    page, _ = to_check(visitor, SHORT | about)
    visitor.press(change(page, "FRAU")[0], "send")
    assert only_report(deployment).lane == "OVS"


def test_what_turns_out_to_be_about_the_police_is_another_tip(
    visitor: Visitor, deployment: Deployment
) -> None:
    check, _ = to_check(visitor, SHORT | {"kind": {"category": "OTHR"}})
    first = code_on(visitor.press(check, "send"))
    page = visitor.press(check, "change:about-police")
    page = visitor.press(page, "continue", {"about_police": "yes"})
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    codes = {code_on(visitor.press(page, "send")) for _ in range(2)}
    assert len(codes) == 1
    assert codes != {first}
    lanes = [deployment.parts(each) for each in tips(deployment)]
    assert sorted(part.lane for (part,) in lanes if isinstance(part, Report)) == ["OVS", "TRIAGE"]
    page = visitor.press(check, "change:about-police")
    page = visitor.press(page, "continue", {"about_police": "no"})
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    assert code_on(visitor.press(page, "send")) == first
    assert len(tips(deployment)) == 2


@pytest.mark.parametrize(
    ("told", "kind", "field"),
    [
        ({"money": {"money": TELLTALE}}, "FRAU", "money"),
        ({"weapons": {"weapons": "yes", "weapons_note": TELLTALE}}, "VIOL", "weapons_note"),
        ({"when": {"kind": "repeats", "next": TELLTALE}}, "DRUG", "next"),
    ],
)
def test_what_a_later_answer_made_needless_is_not_sent(
    visitor: Visitor, deployment: Deployment, told: dict[str, dict[str, str]], kind: str, field: str
) -> None:
    check, _ = to_check(visitor, SHORT | {"kind": {"category": kind}} | told)
    assert TELLTALE in check.words
    page = visitor.press(check, "change:kind")
    page = visitor.press(page, "continue", {"category": "PROP"})
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    assert TELLTALE not in page.words
    assert code_on(visitor.press(page, "send"))
    assert getattr(only_report(deployment).answers, field) == ""


@pytest.mark.parametrize(
    "text",
    [
        "My name is Nobody and I saw it",
        "اسمي محمد ورأيت ذلك بنفسي",
        "My number is 3912 3456, call me",
        "رقمي ٣٩١٢٣٤٥٦ للاتصال بي",
        "I am 850112345 and I saw it",
        "Write to nobody@example.org about it",
    ],
)
def test_a_telltale_text_is_warned_of_and_never_refused(visitor: Visitor, text: str) -> None:
    check, _ = to_check(visitor, SHORT | {"what": {"what": text}})
    page = visitor.press(check, "send")
    assert code_on(page) is None
    assert "This could show who you are" in page.words
    assert ("go", "change:what") in page.form("draft").buttons
    assert page.html.index("<h1>") < page.html.index('class="warning"')
    assert code_on(visitor.press(page, "send-anyway"))


def test_too_long_a_text_is_kept_and_told(visitor: Visitor) -> None:
    page = visitor.press(visitor.enter("report"), "continue")
    page = visitor.press(page, "continue", {"what": "word " * 1200})
    assert "Make this shorter by 999 characters." in page.words
    assert page.html.count("word ") >= 1199


def test_no_code_is_shown_when_nothing_was_kept(visitor: Visitor, deployment: Deployment) -> None:
    check, _ = to_check(visitor, SHORT)
    database = deployment.settings.var / "inbox" / "inbox.sqlite3"
    moved = database.rename(database.with_suffix(".away"))
    page = visitor.press(check, "send", status=503)
    assert code_on(page) is None
    assert step_of(page) == "check"
    moved.rename(database)
    assert code_on(visitor.press(page, "send"))


def test_nothing_is_stored_before_sending(visitor: Visitor, deployment: Deployment) -> None:
    to_check(visitor, FULL)
    assert tips(deployment) == []
