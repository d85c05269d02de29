"""A full disk, a locked or read-only database, a wrong clock, a missing key: a sentence each.

What was accepted stays, and no code is shown for what is not kept.
"""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import islice
from pathlib import Path

import pytest

from tests.journeys.deployment import Deployment, establish, reserve_of
from tests.journeys.drafts import ANSWERS, WORDS, Ready, ready
from tests.journeys.reporter import Visitor, add, code_on, look, send, to_check
from tests.journeys.servers import ROOT, addresses, clock_ahead, serving
from tests.journeys.small_disk import SmallDisk, read_only, small_disk
from tests.pages import Page
from tipline.errors import StoreBusyError, StoreError, StoreFullError, StoreReadOnlyError
from tipline.web.languages import catalogue

DISK_MIB = 16
RESERVE_MIB = 2
FILE_BYTES = 600 * 1024  # the bound where no small file system may be mounted
IN_RESERVE = 20  # text reports that the reserve must have room for, at least
SENT_AT_MOST = 2000
PATH = "/ar/"
NO_START_SECONDS = 30
YEAR = timedelta(days=365)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Deployment, SmallDisk | None]]:
    """A deployment on a disk of DISK_MIB, or one whose files may not grow beyond FILE_BYTES."""
    with small_disk(tmp_path / "var", DISK_MIB) as disk:
        sizes = {"TIPLINE_RESERVE_MIB": str(RESERVE_MIB), "TIPLINE_MIN_FREE_MIB": str(RESERVE_MIB)}
        yield establish(tmp_path, **sizes), disk


@contextlib.contextmanager
def files_bounded(disk: SmallDisk | None) -> Iterator[None]:
    """Bound the files of processes that are started inside, where there is no small disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if disk is None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def sent_until_refused(site: str, supply: Iterator[Ready]) -> tuple[list[Ready], Ready, Page]:
    """Send until one is refused; return what was accepted, what was not, and its page."""
    accepted: list[Ready] = []
    with Visitor(site) as visitor:
        for one in islice(supply, SENT_AT_MOST):
            page = visitor.post_body(PATH, one.body)
            if code_on(page) != one.code:
                return accepted, one, page
            accepted.append(one)
    message = f"{SENT_AT_MOST} reports, and the disk is not full"
    raise AssertionError(message)


def is_told(page: Page, why: type[StoreError]) -> None:
    """Look at a page that refuses: the error's sentence, no code, and the draft goes with it."""
    assert page.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert code_on(page) is None
    assert "Traceback" not in page.html
    assert catalogue("ar").ugettext(why.template()) in page.html
    assert dict(page.form("draft", "step").held)["draft"]


def is_open(mailbox: Page) -> None:
    """Look at a mailbox that its code opened."""
    assert mailbox.status == HTTPStatus.OK
    mailbox.form("text", "ticket")


def are_whole(deployment: Deployment, site: str, reports: list[Ready]) -> None:
    """Look at reports that were accepted: each opens, and answers its code."""
    with Visitor(site) as visitor:
        for one in reports:
            assert [part.tip for part in deployment.parts(one.tip_id)] == [one.tip_id]
            is_open(look(visitor, one.code))


@pytest.mark.timeout(200)
def test_on_a_full_disk_what_was_accepted_stays_and_what_cannot_be_is_refused(
    small: tuple[Deployment, SmallDisk | None],
) -> None:
    deployment, disk = small
    site = addresses(deployment.env)["public"]
    with files_bounded(disk), serving(deployment.folder, "public", deployment.env):
        supply = ready(site, deployment.pepper, ANSWERS)
        with Visitor(site) as visitor:
            early = next(supply)
            assert code_on(visitor.post_body(PATH, early.body)) == early.code
            if disk:
                disk.fill()
            accepted, refused, page = sent_until_refused(site, supply)
            is_told(page, StoreFullError)
            are_whole(deployment, site, [early, *accepted[:5], *accepted[-5:]])
            if not disk:
                return
            assert len(accepted) >= IN_RESERVE
            disk.free()
            again = send(visitor, page)  # from the page that refused it
            assert code_on(again) == refused.code
            are_whole(deployment, site, [refused])
    assert "Traceback" not in deployment.log.read_text()


def test_the_reserve_is_made_whole_again_when_there_is_room(
    small: tuple[Deployment, SmallDisk | None],
) -> None:
    deployment, disk = small
    if disk is None:
        pytest.skip("a reserve cannot be measured by a bound on file sizes: mounting needs root")
    site = addresses(deployment.env)["public"]
    with serving(deployment.folder, "public", deployment.env):
        disk.fill()
        sent_until_refused(site, ready(site, deployment.pepper, ANSWERS))
        disk.free()
    assert not reserve_of(deployment.settings).whole
    assert command(dict(deployment.env), "sweep").returncode == 0
    assert reserve_of(deployment.settings).whole


def test_a_locked_database_is_told_and_the_report_can_be_sent_again(tmp_path: Path) -> None:
    deployment = establish(tmp_path)
    site = addresses(deployment.env)["public"]
    inbox = tmp_path / "var" / "inbox" / "inbox.sqlite3"
    with serving(tmp_path, "public", deployment.env), Visitor(site) as visitor:
        sent = send(visitor, to_check(visitor, ANSWERS))
        check = to_check(visitor, ANSWERS)
        with contextlib.closing(sqlite3.connect(inbox, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refused = send(visitor, check)
            is_told(refused, StoreBusyError)
            mailbox = look(visitor, str(code_on(sent)))  # reading waits for no writer
            added = add(visitor, mailbox, WORDS)
            assert added.status == HTTPStatus.SERVICE_UNAVAILABLE
            assert WORDS.strip() in added.html
            other.execute("ROLLBACK")
        assert code_on(send(visitor, refused))
    assert "Traceback" not in deployment.log.read_text()


def test_a_read_only_database_is_told(tmp_path: Path) -> None:
    deployment = establish(tmp_path)
    site = addresses(deployment.env)["public"]
    with serving(tmp_path, "public", deployment.env), Visitor(site) as visitor:
        assert code_on(send(visitor, to_check(visitor, ANSWERS)))
    with (
        read_only(tmp_path / "var" / "inbox"),
        serving(tmp_path, "public", deployment.env),
        Visitor(site) as visitor,
    ):
        is_told(send(visitor, to_check(visitor, ANSWERS)), StoreReadOnlyError)
    assert "Traceback" not in deployment.log.read_text()


def test_a_clock_set_back_a_year_loses_no_report(tmp_path: Path) -> None:
    deployment = establish(tmp_path)
    site = addresses(deployment.env)["public"]
    with serving(tmp_path, "public", deployment.env), Visitor(site) as visitor:
        sent = str(code_on(send(visitor, to_check(visitor, ANSWERS))))
        check = to_check(visitor, ANSWERS)
    past = clock_ahead(deployment.env, -YEAR)
    with serving(tmp_path, "public", past), Visitor(site) as visitor:
        begun_before = send(visitor, check)
        begun_now = send(visitor, to_check(visitor, ANSWERS))
        for code in (sent, code_on(begun_before), code_on(begun_now)):
            assert code
            is_open(look(visitor, code))
    told = command(past, "check")
    assert told.returncode == 1
    assert "clock" in told.stdout + told.stderr
    assert "Traceback" not in deployment.log.read_text() + told.stderr


def command(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the operator's."""
    return subprocess.run(
        [sys.executable, "-m", "tipline", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=NO_START_SECONDS,
    )


@pytest.mark.parametrize(
    ("site", "file"),
    [
        ("public", "pepper"),
        ("public", "recovery.txt"),
        ("public", "desks/TRIAGE.toml"),
        ("review", "audit.txt"),
        ("review", "review.secret"),
    ],
)
def test_without_a_key_file_a_site_does_not_start_and_names_it(
    site: str, file: str, tmp_path: Path
) -> None:
    deployment = establish(tmp_path)
    path = deployment.settings.keys / file
    path.unlink()
    ended = command(dict(deployment.env), "serve", site)
    assert ended.returncode == 1
    assert path.stem in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
