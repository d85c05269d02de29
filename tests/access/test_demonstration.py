"""A demonstration shows how to sign in; nothing else ever does."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.access.office import PASSPHRASE, SECRET, Office

KNOWN = {"name": "Fatima", "passphrase": PASSPHRASE, "totp": SECRET.hex()}


def write(office: Office, known: object = KNOWN) -> None:
    (office.world.settings.var / "demo.json").write_text(json.dumps(known))


def test_the_page_of_a_demonstration_says_how(office_with: Callable[..., Office]) -> None:
    office = office_with(demo=True)
    write(office)
    before = office.code()
    page = office.browser().get("/en/sign-in").text
    for shown in ("Demonstration", "Fatima", PASSPHRASE):
        assert shown in page
    assert before in page or office.code() in page  # half a minute may end meanwhile


def test_so_does_it_for_those_at_desks_without_tips(office_with: Callable[..., Office]) -> None:
    office = office_with(demo=True)
    operator = KNOWN | {"name": "Maryam", "desk": "HOTLINE", "role": "operator"}
    auditor = KNOWN | {"name": "Yusuf"}
    write(office, KNOWN | {"others": {"operator": operator}, "auditor": auditor})
    page = office.browser().get("/en/sign-in").text
    for shown in ("Fatima", "Operator", "Maryam", "Yusuf"):
        assert shown in page


def test_a_real_deployment_reads_no_such_file(office: Office) -> None:
    write(office)
    page = office.browser().get("/en/sign-in").text
    for hidden in ("Demonstration", "Fatima", PASSPHRASE, office.code()):
        assert hidden not in page


@pytest.mark.parametrize(
    "known",
    [
        {},
        [],
        {"name": 1},
        KNOWN | {"totp": "zz"},
        KNOWN | {"others": {"operator": {}}},
        KNOWN | {"auditor": 1},
    ],
)
def test_a_damaged_file_is_no_trouble(office_with: Callable[..., Office], known: object) -> None:
    office = office_with(demo=True)
    write(office, known)
    assert office.browser().get("/en/sign-in").status_code == 200
