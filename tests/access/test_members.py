"""What a supervisor does with people, and what nobody else can."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.access.office import Browser, Office
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Role
from tipline.keyring.enrolment import Keys, Profile, fingerprint, new_analyst
from tipline.keyring.invitation import InvitationCode
from tipline.review.access import joining
from tipline.store.casebook.staff import AnalystRow

PAGES = ["/en/members", "/en/members/invite", "/en/members/add"]


def newcomer(office: Office, name: str = "Ali") -> AnalystRow:
    """Store an analyst who joined by an invitation without a desk."""
    identity = AnalystIdentity.generate()
    keys = Keys(b"sealed", str(identity.recipient), identity.verifier)
    row = new_analyst(
        keys, Profile(name=name), lookup=office.lookup(name), totp_secret=b"s", totp_used=0
    )
    office.world.house.staff.add(row)
    return row


def digits(row: AnalystRow, name: str = "Ali") -> str:
    return " ".join(fingerprint(name, row.recipient, row.verifier))


def id_of(office: Office, client: FlaskClient) -> bytes:
    """Return the analyst of a browser that is signed in."""
    known = {office.fatima.id}
    return next(row.id for row in office.world.house.staff.analysts() if row.id not in known)


def test_inviting_shows_a_code_that_works(office: Office) -> None:
    browser = office.sign_in()
    browser.get("/en/members/invite")
    page = browser.post(
        "/en/members/invite", name="Ali", desk="TRIAGE", role="supervisor", language="ar"
    ).text
    found = re.search(r'class="offered"><bdi dir="ltr">([0-9A-Z-]+)</bdi>', page)
    assert found
    code = InvitationCode.parse(found[1])
    asked = joining.look(office.door, code, datetime.now(UTC))
    assert (asked.name, asked.role, asked.desk) == ("Ali", Role.SUPERVISOR, "TRIAGE")
    assert asked.desk_seed == office.world.desks["TRIAGE"].seed
    assert office.trail() == ["sign-in", "invite"]


@pytest.mark.parametrize(
    "given",
    [{"desk": "OVS"}, {"desk": "NONE"}, {"role": "auditor"}, {"role": "boss"}, {"role": ""},
     {"name": ""}, {"name": "fatima"}, {"language": "xx"}],
)  # fmt: skip
def test_what_cannot_be_invited(office: Office, given: dict[str, str]) -> None:
    browser = office.sign_in()
    browser.get("/en/members/invite")
    whole = {"name": "Ali", "desk": "TRIAGE", "role": "analyst", "language": "ar"} | given
    answer = browser.post("/en/members/invite", **whole)
    assert "<title>Error:" in answer.text
    assert office.trail() == ["sign-in"]


def test_giving_a_desk_to_an_analyst_who_is_there(office: Office) -> None:
    row, browser = newcomer(office), office.sign_in()
    browser.get("/en/members/add")
    answer = browser.post(
        "/en/members/add", name=" Ali ", read_out=digits(row), desk="TRIAGE", role="analyst"
    )
    assert answer.status_code == 303
    [seat] = office.world.house.staff.desks_of(row.id)
    assert seat.desk == "TRIAGE"
    assert "Ali" in browser.get("/en/members").text
    assert office.trail() == ["sign-in", "desk-give"]


def test_a_desk_is_not_sealed_to_a_key_that_nobody_read_out(office: Office) -> None:
    """Whoever can write the database puts their own key into the row: the digits differ."""
    row, browser = newcomer(office), office.sign_in()
    right = digits(row)
    other = newcomer(office, "Huda")
    for name, read_out in (
        ("Ali", digits(other, "Huda")),
        ("Nobody", right),
        ("ali", right),
        ("Ali", ""),
        ("Ali", "1"),
    ):
        browser.get("/en/members/add")
        answer = browser.post(
            "/en/members/add", name=name, read_out=read_out, desk="TRIAGE", role="analyst"
        )
        assert "<title>Error:" in answer.text
    assert office.world.house.staff.desks_of(row.id) == []


def test_the_digits_are_those_that_the_analyst_sees(office: Office) -> None:
    page = office.sign_in().get("/en/account").text
    assert digits(office.fatima, "Fatima") in page


def test_disabling_a_member(office: Office) -> None:
    browser = office.sign_in()
    ali = office.world.analyst("Ali")
    assert ali.get("/en/account").status_code == 200
    address = f"/en/members/{id_of(office, ali).hex()}/disable"
    assert "Ali" in browser.get(address).text
    assert browser.post(address).status_code == 303
    assert ali.get("/en/account").status_code == 303
    assert browser.get(address).status_code == 404, "there is nobody to disable any more"
    assert "Left or disabled" in browser.get("/en/members").text
    assert office.trail() == ["sign-in", "disable"]


def test_others_are_as_if_they_were_not_there(office: Office) -> None:
    """A member of another desk, oneself, nobody, and what is no id."""
    browser = office.sign_in()
    elsewhere = office.world.analyst("Elsewhere", desks=("OVS",))
    stranger = id_of(office, elsewhere)
    pages = set()
    for name in (stranger.hex(), office.fatima.id.hex(), "00" * 16, "zz", "00"):
        browser.get("/en/account")
        for answer in (browser.get(f"/en/members/{name}/disable"),
                       browser.post(f"/en/members/{name}/disable")):  # fmt: skip
            assert answer.status_code == 404
            pages.add(answer.text.replace(name, ""))
    assert len({re.sub(r'value="[^"]{60,}"', "", page) for page in pages}) == 1
    assert "Elsewhere" not in browser.get("/en/members").text
    assert elsewhere.get("/en/account").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_these_pages_are_not_there_for_others(office: Office, path: str) -> None:
    assert office.browser().get(path).location == "/en/sign-in"
    ali = Browser(office.world.analyst("Ali"))
    ali.get("/en/account")
    assert ali.get(path).status_code == 404
    assert ali.post(path, name="x").status_code in {404, 405}


def test_a_supervisor_only_in_the_database_is_none(office: Office) -> None:
    """The column says supervisor; the signed card says analyst."""
    ali = office.world.analyst("Ali")
    house = office.world.house
    [seat] = house.staff.desks_of(id_of(office, ali))
    house.staff.join(replace(seat, role="supervisor"))
    assert ali.get("/en/members").status_code == 404


def test_a_supervisor_of_one_desk_is_none_of_another(office: Office) -> None:
    office.world.analyst("Boss", role=Role.SUPERVISOR, desks=("OVS",))
    browser = office.sign_in()
    page = browser.get("/en/members").text
    assert "TRIAGE" in page
    assert "OVS" not in page
