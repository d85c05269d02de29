"""A mail server hands mails over; what they say reaches the case, and none is ever sent back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.agencies.conftest import Agency
from tests.agencies.test_letters import mail
from tests.agencies.test_link import rows, said_of
from tests.visitor import look
from tipline.tips.said import Said, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
TEMPFAIL = 75


def handed_over(
    agency: Agency, raw: bytes, to: Sequence[str] = (), inbox: str = ""
) -> subprocess.CompletedProcess[bytes]:
    settings = agency.world.settings
    environment = {
        "PATH": "/usr/bin",
        "PYTHONPATH": str(ROOT),
        "TIPLINE_SETTINGS": "",
        "TIPLINE_VAR": str(settings.var),
        "TIPLINE_INBOX_URL": inbox,
        "TIPLINE_KEYS": "/nowhere",  # it needs none
    }
    return subprocess.run(
        [sys.executable, "-m", "tipline", "agencies", "mail", *(f"--to={each}" for each in to)],
        input=raw, env=environment, cwd=ROOT, capture_output=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_mail_reaches_the_case_once(agency: Agency) -> None:
    raw = mail("DECLINE\nNo boat is at sea.\n> secret words", to="someone@else.example")
    to = [f"answers+{agency.token}@example.org"]
    for _ in range(2):  # the mail server was not sure, and came again
        done = handed_over(agency, raw, to)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert len(rows(agency.world)) == 1
    page = look(agency.noor.get(agency.sent.path))
    sender = "Capt. Salem <salem@cg.example>"
    assert said_of(agency) == [(Said.DECLINED, Way.MAILED, sender, "No boat is at sea.")]
    assert "By mail to its link" in page.words


def test_what_is_not_understood_is_asked_with_all_its_words(agency: Agency) -> None:
    done = handed_over(agency, mail("نحتاج إلى ساعة", to=f"answers+{agency.token}@example.org"))
    assert done.returncode == 0
    look(agency.noor.get(agency.sent.path))
    assert [(each[0], each[3]) for each in said_of(agency)] == [(Said.ASKS, "نحتاج إلى ساعة")]


def test_a_word_alone_declines_though_no_reason_stands_with_it(agency: Agency) -> None:
    handed_over(agency, mail("DECLINE", to=f"answers+{agency.token}@example.org"))
    look(agency.noor.get(agency.sent.path))
    assert [each[0] for each in said_of(agency)] == [Said.DECLINED]


@pytest.mark.parametrize("to", ["answers@example.org", f"answers+{'0' * 32}@example.org"])
def test_a_mail_of_no_link_is_let_go_without_a_word_of_it(agency: Agency, to: str) -> None:
    done = handed_over(agency, mail("DONE secret words", to=to))
    assert done.returncode == 0
    assert b"A mail was let go" in done.stderr
    assert b"secret" not in done.stderr + done.stdout
    assert rows(agency.world) == []


def test_while_the_database_is_away_the_mail_server_is_to_come_again(agency: Agency) -> None:
    raw = mail("DONE", to=f"answers+{agency.token}@example.org")
    done = handed_over(agency, raw, inbox="sqlite:////nowhere/inbox.sqlite3")
    assert done.returncode == TEMPFAIL
    assert done.stderr.count(b"\n") == 1  # a sentence, which a mail server may send on
    assert handed_over(agency, raw, inbox="mysql://u:p@h/d").returncode == TEMPFAIL
    assert handed_over(agency, raw).returncode == 0
    assert len(rows(agency.world)) == 1
