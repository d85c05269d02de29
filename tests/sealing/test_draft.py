"""A report on its way: nothing is lost, nothing foreign is taken."""

import base64
import re
import secrets
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sealing.conftest import PEPPER
from tests.tips.test_report import ANSWERS
from tipline.errors import (
    DraftError,
    DraftExpiredError,
    DraftOtherVersionError,
    DraftRefusedError,
    DraftTooLargeError,
    TicketError,
    TicketExpiredError,
)
from tipline.sealing import draft as drafts
from tipline.sealing import token
from tipline.sealing.draft import FORM_VERSION, TEXT_MAX, Draft, DraftBox
from tipline.sealing.receipt import draw
from tipline.tips import report
from tipline.tips.evidence import Evidence, Found, Kind, Upload
from tipline.tips.point import Point
from tipline.tips.report import Answers

NOW = datetime(2026, 3, 1, 23, 50, tzinfo=UTC)
BOX = DraftBox(PEPPER)
DRAFT = replace(
    BOX.begin("ar"), answers=Answers(what="رائحة غاز قرب المدرسة"), steps=("now", "what")
)
SEALED = BOX.seal(DRAFT, NOW)


@given(ANSWERS)
def test_a_draft_comes_back_as_it_was(answers: Answers) -> None:
    carried = replace(DRAFT, answers=answers)
    assert BOX.open(BOX.seal(carried, NOW), NOW + timedelta(hours=1)) == carried


def test_a_draft_from_before_the_map_opens() -> None:
    pointed = report.Place(landmark="السوق", point=Point(latitude=2_622_850, longitude=5_058_600))
    held = replace(DRAFT, answers=Answers(place=pointed))
    written = msgspec.to_builtins({"draft": held, "since": NOW})
    for name in ("point", "said"):
        del written["draft"]["answers"]["place"][name]
    day = "20260301"
    sealed = token.seal(written, BOX._key(day), drafts._bound(day))
    opened = BOX.open(f"{FORM_VERSION}.{day}.{sealed}", NOW).answers.place
    assert opened == report.Place(landmark="السوق")


def test_each_beginning_draws_its_own_tip_and_code() -> None:
    first, second = BOX.begin("ar"), BOX.begin("ar")
    assert first.tip_id != second.tip_id
    assert first.tip_seed != second.tip_seed
    assert first.apart_seed != second.apart_seed
    assert first.receipt != second.receipt


def test_replayed_it_is_the_same_tip_and_the_same_code() -> None:
    again = BOX.open(SEALED, NOW + timedelta(hours=2))
    assert again == BOX.open(SEALED, NOW)
    assert (again.tip_id, again.receipt) == (DRAFT.tip_id, DRAFT.receipt)


def test_what_one_desk_opens_tells_nothing_of_the_tip_for_the_other() -> None:
    turned = replace(DRAFT, answers=replace(DRAFT.answers, about_police=report.YesNo.YES))
    apart = turned.for_its_desk()
    assert apart == turned.for_its_desk()
    opened_alike = replace(turned, apart_seed=secrets.token_bytes(32)).for_its_desk()
    assert apart.tip_id not in {DRAFT.tip_id, opened_alike.tip_id}
    assert apart.tip_seed not in {DRAFT.tip_seed, opened_alike.tip_seed}
    assert apart.receipt not in {DRAFT.receipt, opened_alike.receipt}


def test_every_sealing_looks_different_and_shows_nothing() -> None:
    assert BOX.seal(DRAFT, NOW) != SEALED
    raw = base64.urlsafe_b64decode(SEALED.split(".")[2] + "==")
    for secret in (
        DRAFT.tip_seed,
        DRAFT.apart_seed,
        DRAFT.tip_id,
        DRAFT.receipt.digits.encode(),
        "غاز".encode(),
    ):
        assert secret not in raw
        assert secret.hex() not in SEALED
    assert re.fullmatch(r"4\.20260301\.[A-Za-z0-9_-]+", SEALED)


def test_a_repr_shows_neither_text_nor_key_nor_code() -> None:
    shown = repr(DRAFT)
    assert "غاز" not in shown
    assert DRAFT.tip_seed.hex() not in shown
    assert repr(DRAFT.tip_seed) not in shown
    assert repr(DRAFT.apart_seed) not in shown
    assert DRAFT.receipt.digits not in shown


@pytest.mark.parametrize("rested", [0, 1, 20, 23.99])
def test_it_may_rest_for_hours_and_over_midnight(rested: float) -> None:
    assert BOX.open(SEALED, NOW + timedelta(hours=rested)) == DRAFT


@pytest.mark.parametrize("rested", [24.01, 25, 47, 24 * 400])
def test_it_expires_after_a_day(rested: float) -> None:
    with pytest.raises(DraftExpiredError):
        BOX.open(SEALED, NOW + timedelta(hours=rested))


def test_the_hours_are_a_setting() -> None:
    with pytest.raises(DraftExpiredError):
        DraftBox(PEPPER, hours=1).open(SEALED, NOW + timedelta(minutes=61))


def test_a_clock_set_back_loses_no_text() -> None:
    assert BOX.open(SEALED, NOW - timedelta(days=365)) == DRAFT


def test_a_foreign_draft_is_refused() -> None:
    with pytest.raises(DraftRefusedError):
        DraftBox(bytes(32)).open(SEALED, NOW)


@pytest.mark.parametrize("version", [0, FORM_VERSION + 1, 9999])
def test_a_draft_of_another_version_is_told(version: int) -> None:
    with pytest.raises(DraftOtherVersionError):
        BOX.open(f"{version}.{SEALED.split('.', 1)[1]}", NOW)


def test_the_version_is_bound_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "FORM_VERSION", FORM_VERSION + 1)
    with pytest.raises(DraftRefusedError):
        BOX.open(f"{FORM_VERSION + 1}.{SEALED.split('.', 1)[1]}", NOW)


def test_the_day_is_bound_in() -> None:
    with pytest.raises(DraftRefusedError):
        BOX.open(SEALED.replace("20260301", "20260302"), NOW)


@given(st.integers(0, len(SEALED) - 1), st.characters())
def test_a_changed_character_is_refused(place: int, other: str) -> None:
    changed = SEALED[:place] + other + SEALED[place + 1 :]
    if changed == SEALED:
        return
    # base64's last character has spare bits that mean nothing
    if place == len(SEALED) - 1 and _meaning(changed) == _meaning(SEALED):
        return
    with pytest.raises(DraftError):
        BOX.open(changed, NOW)


def _meaning(text: str) -> bytes | None:
    body = text.rpartition(".")[2]
    if not re.fullmatch(r"[A-Za-z0-9_-]+", body):
        return None
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))


NO_DRAFTS = ["", "x", "1", "4.20260301.", "4.20260301.A", "4.20260301.AAAA", "\ud800"]
NO_DRAFTS += ["4.2026030\u0661.AAAA", "4.20260301." + "A" * 100_000, "1" * 70_000]
NO_DRAFTS += ["0x2.20260301.AA", SEALED + "\n", SEALED[:-5]]


@pytest.mark.parametrize("text", NO_DRAFTS)
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(DraftRefusedError):
        BOX.open(text, NOW)


def test_a_ticket_is_no_draft_and_a_draft_no_ticket() -> None:
    ticket = BOX.seal_ticket(DRAFT.receipt, NOW)
    with pytest.raises(DraftRefusedError):
        BOX.open(f"4.20260301.{ticket}", NOW)
    with pytest.raises(TicketError):
        BOX.open_ticket(SEALED.split(".")[2], NOW)


def test_every_field_filled_with_arabic_prose_fits() -> None:
    prose = (
        "رأيت شخصًا يحمل صندوقًا كبيرًا من السيارة البيضاء إلى المخزن القديم قرب السوق"
        " ثم عاد بعد ساعة ومعه شخصان آخران لم أرهما من قبل."
    )

    def filled(size: int) -> str:
        words = prose.split()
        drawn = " ".join(secrets.choice(words) for _ in range(size))
        return drawn[:size]

    person = report.Person(
        name=filled(100), looks=filled(1000), clothes=filled(1000), whereabouts=filled(1000)
    )
    full = Answers(
        what=filled(report.WHAT_MAX),
        people=(person,) * report.PEOPLE_MAX,
        accounts=tuple(filled(500) for _ in range(5)),
        money=filled(500),
        weapons_note=filled(500),
    )
    assert len(BOX.seal(replace(DRAFT, answers=full), NOW)) < TEXT_MAX


def a_file() -> Upload:
    evidence = Evidence(
        blob=secrets.token_bytes(16),
        kind=Kind.JPEG,
        size=secrets.randbelow(250_000_000),
        sealed_size=secrets.randbelow(250_000_000),
        kept=secrets.token_bytes(32),
        received_size=secrets.randbelow(250_000_000),
        received=secrets.token_bytes(32),
        found=tuple(Found),
        name=f"{secrets.token_urlsafe(80)}.jpg",
        taken="2026-02-28 21:07:13+03:00",
        place="26.22850,50.58600",
    )
    return Upload(evidence=evidence, keep_name=True, keep_origin=True)


def test_a_draft_carries_its_files_in_their_order() -> None:
    files = tuple(a_file() for _ in range(3))
    held = replace(DRAFT, files=files, disguise=True)
    assert BOX.open(BOX.seal(held, NOW), NOW) == held
    ticket = BOX.open_ticket(BOX.seal_ticket(draw(), NOW, files, disguise=True), NOW)
    assert (ticket.files, ticket.disguise) == (files, True)
    assert not any(file.evidence.name in repr(held) for file in files)


def test_twenty_files_with_long_names_fit_beside_long_answers() -> None:
    noise = "".join(chr(0x621 + secrets.randbelow(40)) for _ in range(report.WHAT_MAX))
    full = replace(DRAFT, files=tuple(a_file() for _ in range(20)), answers=Answers(what=noise))
    assert len(BOX.seal(full, NOW)) < TEXT_MAX


def test_more_than_a_draft_can_carry_is_told_before_it_is_lost() -> None:
    def noise(size: int) -> str:
        return "".join(chr(0x20000 + secrets.randbelow(40_000)) for _ in range(size))

    people = tuple(
        report.Person(looks=noise(1000), clothes=noise(1000), whereabouts=noise(1000))
        for _ in range(5)
    )
    with pytest.raises(DraftTooLargeError):
        BOX.seal(replace(DRAFT, answers=Answers(what=noise(5000), people=people)), NOW)


def test_a_ticket_gives_the_code_for_half_an_hour() -> None:
    code = draw()
    ticket = BOX.seal_ticket(code, NOW)
    assert BOX.open_ticket(ticket, NOW + timedelta(minutes=30)).receipt == code
    assert BOX.open_ticket(ticket, NOW - timedelta(days=365)).receipt == code
    with pytest.raises(TicketExpiredError):
        BOX.open_ticket(ticket, NOW + timedelta(minutes=31))
    assert code.digits not in ticket


@pytest.mark.parametrize("text", ["", "A", "A" * 100, "é", "\ud800", "==", "A" * 100_000])
def test_what_is_no_ticket_is_refused(text: str) -> None:
    with pytest.raises(TicketError):
        BOX.open_ticket(text, NOW)


def test_a_foreign_ticket_is_refused() -> None:
    with pytest.raises(TicketError):
        DraftBox(bytes(32)).open_ticket(BOX.seal_ticket(draw(), NOW), NOW)


def test_the_form_has_its_version() -> None:
    """Fails when the form changes: raise FORM_VERSION, then write its digest here.

    What may be left out, as in drafts from before it was asked, needs no other version.
    """
    kinds = [Draft, Answers, report.Place, report.When, report.Person, report.Vehicle]
    kinds += [report.Boat, report.Work, Upload, Evidence]
    shape = ";".join(
        f"{it.name}:{sorted(it.metadata.items())}" for kind in kinds for it in fields(kind)
    )
    assert (FORM_VERSION, sha256(shape.encode()).hexdigest()[:16]) == (4, "fd3968232c592f22")
