"""Joining by invitation: three pages, once."""

from __future__ import annotations

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.access.office import Browser, Office
from tipline.errors import DeskKeyRefusedError, InvitationRefusedError, StartAgainError
from tipline.keyring import invitation, totp
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.invitation import Invitation, InvitationCode
from tipline.review.access import joining
from tipline.review.access.joining import Invited, Prepared
from tipline.store.casebook import joining as joining_store

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = "This invitation does not work."
WORDS = "four quiet harbours under lamplight"


def invited(office: Office, name: str = "Ali", hours: int = 24, **more: object) -> InvitationCode:
    """Store an invitation to the desk TRIAGE, as a supervisor does."""
    code = InvitationCode.draw()
    desk = office.world.desks["TRIAGE"]
    asked = Invitation(name=name, desk="TRIAGE", desk_seed=desk.seed, language="ar")
    sealed = invitation.seal(replace(asked, **more), code)  # type: ignore[arg-type]  # the test gives wrong ones on purpose
    office.world.house.invitations.add(code.id, datetime.now(UTC) + timedelta(hours=hours), sealed)
    return code


def begin(office: Office, code: str) -> Browser:
    browser = office.browser()
    browser.get("/en/join")
    browser.post("/en/join", invitation=code)
    return browser


def secret_of(page: str) -> bytes:
    """Return the authenticator's secret, as a person reads it from the page."""
    found = re.search(r'<bdi dir="ltr">((?:[A-Z2-7]{4} ?)+)</bdi>', page)
    assert found
    return base64.b32decode(found[1].replace(" ", ""))


def join(office: Office, code: str, then: str = "") -> tuple[Browser, bytes]:
    """Walk through the three pages; ``then`` is what the last address says is to be done next."""
    browser = begin(office, code)
    answer = browser.post("/en/join/passphrase", passphrase=WORDS, again=WORDS)
    assert answer.status_code == 200, answer.text
    secret = secret_of(answer.text)
    now = totp.code_at(secret, totp.step_at(datetime.now(UTC)))
    answer = browser.post("/en/join/authenticator", code=now)
    assert (answer.status_code, answer.location) == (303, f"/en/join/done{then}"), answer.text
    return browser, secret


def test_joining_gives_a_desk_and_a_sign_in(office: Office) -> None:
    browser, secret = join(office, invited(office).text)
    assert "key number" not in browser.get("/en/join/done").text
    browser.get("/en/sign-in")
    browser.post("/en/sign-in", name="Ali", passphrase=WORDS)
    following = totp.code_at(secret, totp.step_at(datetime.now(UTC)) + 1)
    assert browser.post("/en/sign-in/code", code=following).status_code == 303
    page = browser.get("/en/account").text
    assert "Tip triage desk" in page
    assert "Analyst" in page
    assert browser.get("/en/members").status_code == 404, "an analyst is no supervisor"
    assert office.trail() == ["join", "sign-in"]


def test_an_auditor_is_told_where_the_trail_is_read(office: Office) -> None:
    code = invited(office, role=Role.AUDITOR, desk="", desk_seed=b"").text
    browser, _ = join(office, code, "?then=audit")
    assert "tipline audit" in browser.get("/en/join/done?then=audit").text


def test_the_code_that_finished_joining_is_spent(office: Office) -> None:
    browser, secret = join(office, invited(office).text)
    browser.get("/en/sign-in")
    browser.post("/en/sign-in", name="Ali", passphrase=WORDS)
    again = totp.code_at(secret, totp.step_at(datetime.now(UTC)))
    assert browser.post("/en/sign-in/code", code=again).status_code == 403


def test_an_invitation_without_a_desk_gives_a_sign_in_only(office: Office) -> None:
    browser, _ = join(office, invited(office, desk="", desk_seed=b"").text, "?then=account")
    assert "You are at no desk yet." in browser.get("/en/join/done?then=account").text
    row = office.world.house.staff.by_lookup(office.lookup("Ali"))
    assert row is not None
    assert office.world.house.staff.desks_of(row.id) == []


def test_it_works_once(office: Office) -> None:
    code = invited(office)
    late = begin(office, code.text)
    join(office, code.text)
    again = office.browser()
    again.get("/en/join")
    answer = again.post("/en/join", invitation=code.text)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)
    answer = late.post("/en/join/passphrase", passphrase=WORDS, again=WORDS)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)


def test_of_two_who_finish_at_once_one_joins(office: Office) -> None:
    code, ready = invited(office), Barrier(2)
    store = joining_store.join
    now = datetime.now(UTC)

    def together(*what: Any) -> None:
        ready.wait(10)
        store(*what)

    def finish(_turn: int) -> bool:
        prepared = joining.prepare(office.door, Invited(at=now, code=code.letters), WORDS, now)
        shown = totp.code_at(prepared.secret, totp.step_at(now))
        try:
            joining.join(office.door, prepared, shown, now)
        except InvitationRefusedError:
            return False
        return True

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as threads:
        patch.setattr(joining_store, "join", together)
        assert sorted(threads.map(finish, range(2))) == [False, True]
    assert len(office.world.house.staff.analysts()) == 2


def test_unknown_expired_and_mistyped_get_the_same_page(office: Office) -> None:
    expired, right = invited(office, hours=-1), invited(office, name="Huda")
    pages = set()
    for typed in (InvitationCode.draw().text, expired.text, right.text[:-1], "???"):
        browser = office.browser()
        browser.get("/en/join")
        answer = browser.post("/en/join", invitation=typed)
        assert answer.status_code == 403
        page = answer.text.replace(browser.hidden["csrf_token"], "")
        pages.add(page.replace(typed, ""))
    assert len(pages) == 1
    assert REFUSED in pages.pop()


def test_one_ends_while_somebody_joins(office: Office) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        browser = begin(office, invited(office, hours=1).text)
        clock.shift(timedelta(minutes=61))
        answer = browser.post("/en/join/passphrase", passphrase=WORDS, again=WORDS)
        assert answer.status_code == 403


def test_the_steps_follow_soon(office: Office) -> None:
    code, now = invited(office), datetime.now(UTC)
    with pytest.raises(StartAgainError):
        joining.prepare(
            office.door, Invited(at=now, code=code.letters), WORDS, now + timedelta(minutes=61)
        )


@pytest.mark.parametrize(
    ("passphrase", "again", "told"),
    [
        ("short", "short", "Make the passphrase longer"),
        ("a" * 30, "a" * 30, "Repeating adds little"),
        (WORDS, WORDS + "!", "The two passphrases differ"),
        ("password12345", "password12345", "many people use"),
        ("x" * 300, "x" * 300, "256 characters or fewer"),
    ],
)
def test_a_weak_passphrase_is_told_what_to_improve(
    office: Office, passphrase: str, again: str, told: str
) -> None:
    browser = begin(office, invited(office).text)
    answer = browser.post("/en/join/passphrase", passphrase=passphrase, again=again)
    assert told in answer.text
    assert "Error:" in answer.text
    assert f'value="{passphrase}"' not in answer.text
    assert office.browser().get("/ar/join").status_code == 200


def test_the_sentence_is_in_the_persons_language(office: Office) -> None:
    browser = begin(office, invited(office).text)
    answer = browser.post("/ar/join/passphrase", passphrase="short", again="short")
    assert "Make the passphrase" not in answer.text
    assert "12" in answer.text


def test_six_words_are_offered_and_taken(office: Office) -> None:
    browser = office.browser()
    browser.get("/en/join")
    page = browser.post("/en/join", invitation=invited(office).text).text
    found = re.search(r'<bdi dir="ltr" lang="en">([a-z -]+)</bdi>', page)
    assert found
    assert len(found[1].split()) == 6
    answer = browser.post("/en/join/passphrase", passphrase=found[1], again=found[1])
    assert "Set up your authenticator" in answer.text


def test_a_wrong_code_shows_the_same_secret_again(office: Office) -> None:
    browser = begin(office, invited(office).text)
    first = browser.post("/en/join/passphrase", passphrase=WORDS, again=WORDS)
    again = browser.post("/en/join/authenticator", code="000 000")
    assert again.status_code == 403
    assert secret_of(again.text) == secret_of(first.text)
    assert len(office.world.house.staff.analysts()) == 1


def test_the_page_carries_no_passphrase_and_no_style(office: Office) -> None:
    browser = begin(office, invited(office).text)
    page = browser.post("/en/join/passphrase", passphrase=WORDS, again=WORDS).text
    assert WORDS not in page
    assert "<svg" in page
    assert "style=" not in page
    assert "xlink" not in page


def test_what_another_browser_carries_is_refused(office: Office) -> None:
    first, other = begin(office, invited(office).text), office.browser()
    other.get("/en/join")
    answer = other.post(
        "/en/join/passphrase", passphrase=WORDS, again=WORDS, carried=first.hidden["carried"]
    )
    assert answer.status_code == 403
    assert "Too much time" in answer.text


def test_a_desk_of_somebodys_own_making_is_refused(office: Office) -> None:
    """Whoever makes an invitation cannot bring in a desk that the key files do not name."""
    own = DeskIdentity.generate("TRIAGE")
    code, now = invited(office, desk_seed=own.seed), datetime.now(UTC)
    prepared = joining.prepare(office.door, Invited(at=now, code=code.letters), WORDS, now)
    with pytest.raises(DeskKeyRefusedError):
        joining.join(office.door, prepared, totp.code_at(prepared.secret, totp.step_at(now)), now)
    assert joining.look(office.door, code, now).name == "Ali", "the invitation is still there"


def test_a_taken_name_is_told_before_anything_is_chosen(office: Office) -> None:
    browser = office.browser()
    browser.get("/en/join")
    answer = browser.post("/en/join", invitation=invited(office, name="FATIMA").text)
    assert answer.status_code == 409


def test_what_is_carried_holds_no_private_key(office: Office) -> None:
    fields = set(Prepared.__dataclass_fields__)
    assert fields == {"at", "code", "sealed", "recipient", "verifier", "secret"}


def test_the_database_does_not_tell_an_invitation(office: Office) -> None:
    name = "Ali A. of the harbour"  # a short one is met by chance among what is sealed
    code = invited(office, name, role=Role.SUPERVISOR)
    stored = (office.world.settings.var / "casebook" / "casebook.sqlite3").read_bytes()
    wal = office.world.settings.var / "casebook" / "casebook.sqlite3-wal"
    stored += wal.read_bytes() if wal.exists() else b""
    for secret in (
        code.letters.encode(),
        code.text.encode(),
        name.encode(),
        office.world.desks["TRIAGE"].seed,
    ):
        assert secret not in stored
    assert code.id in stored


def test_rates_by_address_are_limited(office_with: Callable[..., Office]) -> None:
    office = office_with(limit_signin="2 per minute")
    browser = office.browser()
    browser.get("/en/join")
    codes = [browser.post("/en/join", invitation="x").status_code for _ in range(3)]
    assert codes == [403, 403, 429]
