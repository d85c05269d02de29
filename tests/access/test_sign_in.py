"""Signing in: the two pages, what is refused and how, and what a session is worth."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine

from tests.access.office import PASSPHRASE, SECRET, Office, identity
from tests.visitor import look
from tipline.errors import SignInRefusedError, SignInWaitError, StartAgainError
from tipline.keyring import totp
from tipline.keyring.session import SessionKey
from tipline.review.access import signing_in
from tipline.review.access.signing_in import Halfway
from tipline.sealing.deployment import read_review_secret
from tipline.sealing.derivation import derive

REFUSED = "The name or the passphrase is not right. Look at capital letters and spaces."
CODE_REFUSED = "The name, the passphrase or the code is not right."


def halfway(office: Office) -> Halfway:
    return Halfway(
        at=datetime.now(UTC) - timedelta(seconds=1),
        analyst=office.fatima.id,
        keys=identity().pack(),
    )


def test_signing_in_and_out(office: Office) -> None:
    browser = office.sign_in()
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Strict", "/")
    assert browser.get("/en/account").status_code == 200
    assert browser.post("/en/sign-out").status_code == 303
    assert browser.client.get_cookie("session") is None
    assert browser.get("/en/account").location == "/en/sign-in"
    assert office.trail() == ["sign-in", "sign-out"]


def test_cookies_belong_to_tls_where_there_is_tls(office_with: Callable[..., Office]) -> None:
    office = office_with(tls=True)
    browser = office.browser()
    browser.client.get("/en/sign-in", base_url="https://localhost")
    answer = browser.client.get("/en/sign-in", base_url="https://localhost")
    browser._take(answer)
    base = {"base_url": "https://localhost"}
    answer = browser.client.post(
        "/en/sign-in", data=browser.hidden | {"name": "Fatima", "passphrase": PASSPHRASE}, **base
    )
    browser._take(answer)
    answer = browser.client.post(
        "/en/sign-in/code", data=browser.hidden | {"code": office.code()}, **base
    )
    set_by = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-")]
    assert {line.split("=")[0] for line in set_by} >= {"__Host-session", "__Host-device"}
    for line in set_by:
        parts = set(line.split("; ")[1:])
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= parts
        assert not any(part.startswith("Domain") for part in parts)


def test_a_name_is_found_however_it_is_typed(office: Office) -> None:
    office.sign_in(name="  fATIMA ")


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("Fatima", "another passphrase altogether"), ("Nobody", PASSPHRASE)],
)
def test_a_wrong_and_an_unknown_name_get_the_same_page(
    office: Office, name: str, passphrase: str
) -> None:
    browser = office.browser()
    browser.get("/en/sign-in")
    answer = browser.post("/en/sign-in", name=name, passphrase=passphrase)
    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert "<title>Error: " in answer.text
    assert passphrase not in answer.text


def test_a_disabled_analyst_is_as_unknown(office: Office) -> None:
    office.world.house.staff.disable(office.fatima.id)
    browser = office.browser()
    browser.get("/en/sign-in")
    answer = browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)


def test_a_refused_try_of_a_known_name_is_in_the_trail(office: Office) -> None:
    browser = office.browser()
    browser.get("/en/sign-in")
    browser.post("/en/sign-in", name="Nobody", passphrase=PASSPHRASE)
    browser.post("/en/sign-in", name="Fatima", passphrase="not the right passphrase")
    assert office.trail() == ["sign-in-refused"]


def test_a_code_works_once(office: Office) -> None:
    code = office.code()
    office.sign_in(code=code)
    browser = office.browser()
    browser.get("/en/sign-in")
    browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    answer = browser.post("/en/sign-in/code", code=code)
    assert (answer.status_code, CODE_REFUSED in answer.text) == (403, True)
    assert browser.client.get_cookie("session") is None


def test_of_two_requests_with_one_code_one_gets_in(office: Office) -> None:
    """Both have passed the check of the code when they meet at the database."""
    ready, code = Barrier(2), office.code()
    spend = type(office.world.house.staff).spend_totp

    def together(staff: object, analyst: bytes, counter: int) -> None:
        ready.wait(10)
        spend(staff, analyst, counter)  # type: ignore[arg-type]  # the code in question is that of the test

    def enter(_turn: int) -> bool:
        try:
            signing_in.check_code(office.door, halfway(office), code, b"", datetime.now(UTC))
        except SignInRefusedError:
            return False
        return True

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as threads:
        patch.setattr(type(office.world.house.staff), "spend_totp", together)
        assert sorted(threads.map(enter, range(2))) == [False, True]


@pytest.mark.parametrize("drift", [-90, -60, 60, 90])
def test_a_code_of_another_time_is_refused(office: Office, drift: int) -> None:
    now = datetime.now(UTC)
    step = totp.step_at(now + timedelta(seconds=drift))
    with pytest.raises(SignInRefusedError):
        signing_in.check_code(office.door, halfway(office), totp.code_at(SECRET, step), b"", now)


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-1)])
def test_the_second_step_follows_soon(office: Office, late: timedelta) -> None:
    with pytest.raises(StartAgainError):
        signing_in.check_code(
            office.door, halfway(office), office.code(), b"", datetime.now(UTC) + late
        )


def test_the_second_step_needs_the_first_in_the_same_browser(office: Office) -> None:
    first, other = office.browser(), office.browser()
    first.get("/en/sign-in")
    first.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    other.get("/en/sign-in")
    answer = other.post("/en/sign-in/code", code=office.code(), carried=first.hidden["carried"])
    assert answer.status_code == 403
    assert other.client.get_cookie("session") is None
    for carried in ("", "x", first.hidden["carried"][:-2], "A" * 200):
        assert first.post("/en/sign-in/code", code="123456", carried=carried).status_code == 403


def test_what_is_carried_shows_no_key(office: Office) -> None:
    browser = office.browser()
    browser.get("/en/sign-in")
    answer = browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    for secret in (identity().identity.seed, identity().signer.seed, SECRET):
        assert secret.hex() not in answer.text
    assert PASSPHRASE not in answer.text


def test_the_second_page_waits_for_wrong_codes(office: Office) -> None:
    """Who has the passphrase must not try codes, on one first page or on many."""
    wrong = "000000" if office.code() != "000000" else "000001"
    answers = []
    for _ in range(2):
        browser = office.browser()
        browser.get("/en/sign-in")
        assert browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE).status_code == 200
        answers += [browser.post("/en/sign-in/code", code=wrong) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 3
    assert int(answers[-1].headers["Retry-After"]) >= 1


def strangers_try(office: Office, name: str, times: int = 20) -> None:
    """Have a name refused from an address each time another."""
    for number in range(times):
        signing_in.refuse(office.door, office.lookup(name), b"", f"{number:064x}")


def test_waits_grow_for_known_and_unknown_names_alike(office: Office) -> None:
    for name in ("Fatima", "Nobody"):
        strangers_try(office, name, 6)
        browser = office.browser()
        browser.get("/en/sign-in")
        tries = [browser.post("/en/sign-in", name=name, passphrase="a wrong one") for _ in range(3)]
        assert [answer.status_code for answer in tries] == [403, 403, 429]
        assert 1 <= int(tries[-1].headers["Retry-After"]) <= 17
        assert "Please try again in" in tries[-1].text


def test_strangers_keep_nobody_out_of_a_new_browser(office: Office) -> None:
    """Not at the passphrase, and not again at the code."""
    strangers_try(office, "Fatima")
    browser = office.browser()
    browser.get("/en/sign-in")
    assert browser.post("/en/sign-in", name="Fatima", passphrase="a slip").status_code == 403
    office.sign_in(browser)
    stranger = signing_in.waiting(office.fatima.lookup, b"")
    assert office.door.waits.times(stranger) == 21, "signing in does not let strangers in"
    assert office.trail()[-2:] == ["sign-in-refused", "sign-in"]


def test_an_address_has_its_own_tries_for_each_name_once(office: Office) -> None:
    strangers_try(office, "Fatima")
    for _ in range(2):
        signing_in.refuse(office.door, office.fatima.lookup, b"", "mine")
    with pytest.raises(SignInWaitError):
        signing_in.check_passphrase(
            office.door, "Fatima", PASSPHRASE, b"", datetime.now(UTC), address="mine"
        )


def test_where_no_address_is_known_all_wait(office: Office) -> None:
    strangers_try(office, "Fatima")
    with pytest.raises(SignInWaitError):
        signing_in.check_passphrase(office.door, "Fatima", PASSPHRASE, b"", datetime.now(UTC))
    signing_in.refuse(office.door, office.lookup("Nobody"), b"", "")
    assert office.door.waits.times(signing_in.waiting(office.lookup("Nobody"), b"")) == 1
    browser = office.browser()
    browser.get("/en/sign-in")
    browser.client.environ_base["REMOTE_ADDR"] = ""
    answer = browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    assert answer.status_code == 429


def test_a_stranger_does_not_make_a_known_browser_wait(office: Office) -> None:
    browser = office.sign_in()
    browser.post("/en/sign-out")
    strangers_try(office, "Fatima")
    for _ in range(3):
        browser.get("/en/sign-in")
        browser.post("/en/sign-in", name="Fatima", passphrase="a slip")
    office.sign_in(browser)


def test_beyond_the_queue_one_is_told_to_come_back(office: Office) -> None:
    gate = office.door.gate
    browser = office.browser()
    browser.get("/en/sign-in")
    with gate.passed(), gate.passed():
        gate._most = 2
        answer = browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert browser.post("/en/sign-in", name="Fatima", passphrase=PASSPHRASE).status_code == 200


def test_rates_by_address_are_limited(office_with: Callable[..., Office]) -> None:
    office = office_with(limit_signin="2 per minute")
    browser = office.browser()
    browser.get("/en/sign-in")
    codes = [browser.post("/en/sign-in/code", code="1", carried="x").status_code for _ in range(3)]
    assert codes == [403, 403, 429]


def test_the_database_without_the_cookie_opens_nothing(office: Office) -> None:
    """All that is stored of a session, with any cookie but its own."""
    office.sign_in()
    [row] = office.world.house.sessions.of(office.fatima.id, datetime.now(UTC))
    thief = office.browser()
    for text in (row.id.hex(), SessionKey(row.id[:16], row.id).text, SessionKey.draw().text):
        thief.client.set_cookie("session", text)
        assert thief.get("/en/account").status_code == 303
    for seed in (identity().identity.seed, identity().signer.seed):
        assert seed not in row.sealed
        assert seed.hex().encode() not in row.sealed


def test_the_cookie_without_the_database_opens_nothing(office: Office) -> None:
    browser = office.sign_in()
    office.world.house.sessions.end_all(office.fatima.id)
    assert browser.get("/en/account").status_code == 303


def test_a_row_under_another_analyst_opens_nothing(office: Office) -> None:
    browser = office.sign_in()
    house = office.world.house
    [row] = house.sessions.of(office.fatima.id, datetime.now(UTC))
    other = office.world.analyst("Other")
    assert other.get("/en/account").status_code == 200
    victim = next(one.id for one in house.staff.analysts() if one.id != office.fatima.id)
    house.sessions.end(row.id, office.fatima.id)
    house.sessions.start(row.id, victim, row.sealed, datetime.now(UTC))
    assert browser.get("/en/account").status_code == 303


def test_disabling_ends_sessions_at_once(office: Office) -> None:
    browser = office.sign_in()
    office.world.house.staff.disable(office.fatima.id)
    assert browser.get("/en/account").status_code == 303


def test_idle_and_absolute_limits(office: Office) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        browser = office.sign_in()
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert browser.get("/en/account").status_code == 200
        clock.shift(timedelta(minutes=16))
        assert browser.get("/en/account").status_code == 303
        browser = office.sign_in()
        for _ in range(60):
            clock.shift(timedelta(minutes=12))
            last = browser.get("/en/account").status_code
        assert last == 303, "twelve hours are over"


def test_a_page_that_asks_for_itself_keeps_nobody_signed_in(office: Office) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 8, tzinfo=UTC), tick=False) as clock:
        browser = office.sign_in()
        for _ in range(3):
            clock.shift(timedelta(minutes=6))
            last = browser.get("/en/queue?refresh=1").status_code
        assert last == 303


def test_what_was_typed_is_not_lost_when_a_session_has_ended(office: Office) -> None:
    """A form is answered with a page that says so: going back gives the text back."""
    browser = office.sign_in()
    browser.get("/en/account")
    office.world.house.sessions.end_all(office.fatima.id)
    answer = browser.post("/en/sign-out-everywhere")
    assert answer.status_code == 401
    assert "not signed in any more" in answer.text


@pytest.mark.parametrize(
    "path", ["/en/sign-in", "/en/sign-in/code", "/en/sign-out", "/en/sign-out-everywhere",
             "/en/join", "/en/join/passphrase", "/en/join/authenticator", "/en/members/invite",
             "/en/members/add", f"/en/members/{'00' * 16}/disable",
             f"/en/account/sessions/{'00' * 32}/end"],
)  # fmt: skip
def test_nothing_is_posted_without_its_token(office: Office, path: str) -> None:
    browser = office.sign_in()
    for forged in ({"csrf_token": "x"}, {"csrf_token": ""}, {}):
        assert browser.client.post(path, data=forged).status_code == 400
    assert browser.get("/en/account").status_code == 200, "still signed in"


@pytest.mark.parametrize("path", ["/en/sign-out", "/en/sign-out-everywhere"])
def test_these_are_posted_only(office: Office, path: str) -> None:
    browser = office.sign_in()
    assert browser.get(path).status_code == 405
    assert browser.get("/en/account").status_code == 200, "still signed in"


def test_sign_out_everywhere(office: Office) -> None:
    first, second = office.sign_in(), office.sign_in()
    first.get("/en/account")
    assert first.post("/en/sign-out-everywhere").status_code == 303
    assert second.get("/en/account").status_code == 303


def test_own_sessions_are_listed_and_ended(office: Office) -> None:
    first, second = office.sign_in(), office.sign_in()
    page = first.get("/en/account").text
    assert page.count('/end"') == 1
    address = page.split('action="')[2].split('"')[0]
    assert first.post(address).status_code == 303
    assert first.get("/en/account").status_code == 200
    assert second.get("/en/account").status_code == 303


def test_anothers_session_is_as_if_it_were_not_there(office: Office) -> None:
    browser = office.sign_in()
    other = office.world.analyst("Other")
    house = office.world.house
    stranger = next(one.id for one in house.staff.analysts() if one.id != office.fatima.id)
    [row] = house.sessions.of(stranger, datetime.now(UTC))
    browser.get("/en/account")
    pages = set()
    for name in (row.id.hex(), "00" * 32, "zz", row.id.hex().upper()):
        answer = browser.post(f"/en/account/sessions/{name}/end")
        assert answer.status_code == 404
        pages.add(look(answer).words)  # the page's token tells the second
    assert len(pages) == 1
    assert other.get("/en/account").status_code == 200


@pytest.mark.parametrize(
    ("path", "start"),
    [("sign-in/code", "sign-in"), ("join/passphrase", "join"), ("join/authenticator", "join")],
)
def test_a_later_step_begins_with_the_first(office: Office, path: str, start: str) -> None:
    """As when the language is changed in the middle."""
    answer = office.browser().get(f"/ar/{path}")
    assert (answer.status_code, answer.location) == (303, f"/ar/{start}")


def test_the_form_cookie_is_signed_with_a_key_of_its_own(office: Office) -> None:
    secret = read_review_secret(office.world.settings.keys)
    app = office.world.app
    assert app.secret_key == derive(secret, "form cookie")
    assert secret not in app.config.values()
    assert office.door.secret == secret
