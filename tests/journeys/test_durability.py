"""A report whose code was shown is there, whatever was killed in that moment."""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import func, select

from tests.journeys.deployment import Deployment, establish
from tests.journeys.drafts import ANSWERS, Ready, ready
from tests.journeys.reporter import Visitor, code_on
from tests.journeys.servers import LOOK_SECONDS, addresses, kill, start, stop, wait_until_up
from tests.journeys.traces import family
from tipline.store.engine import open_inbox
from tipline.store.inbox.tables import tip
from tipline.store.transactions import reading

WORKERS = 5  # beside the server that starts them: every sixth kill ends it with all of them
KILLS = 100
CALM_SECONDS = 0.5  # between two kills, at most
REPORTERS = 4
PAUSE_SECONDS = 0.01
LOG_SHOWN = 3000  # characters, where the test fails
PATH = "/ar/"


@dataclass
class Ledger:
    """What the reporters saw: codes shown, answers that never came, and refusals."""

    supply: Iterator[Ready]
    shown: list[Ready] = field(default_factory=list)
    unsure: list[Ready] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Ready:
        """Return a report that nobody has sent yet."""
        with self.lock:
            return next(self.supply)


def send_until_over(site: str, ledger: Ledger) -> None:
    while not ledger.over.wait(PAUSE_SECONDS):
        one = ledger.next()
        try:
            with Visitor(site) as visitor:
                page = visitor.post_body(PATH, one.body)
        except (OSError, http.client.HTTPException):
            ledger.unsure.append(one)
            continue
        if code_on(page) == one.code:
            ledger.shown.append(one)
        else:
            ledger.refused.append(f"{page.status}: {page.words}")


def workers(leader: int) -> list[int]:
    """Return the processes that answer requests: the grandchildren of ``tipline serve``."""
    parents = family(leader)
    return [number for number, parent in parents.items() if parents.get(parent) == leader]


def killed_again_and_again(
    deployment: Deployment, whenever: random.Random, ledger: Ledger
) -> Popen[bytes]:
    """Serve the public site, kill it KILLS times and once more; return it, started anew.

    In turn each of its first workers is killed, then the whole server; it would take a worker that
    dies again within seconds for one that cannot live, and stop. As many codes are shown as it is
    killed, however slow the machine: with fewer there was no load to speak of.
    """
    site = addresses(deployment.env)["public"]
    process, alive = served(deployment, site)
    for kills in range(1, KILLS + 1):
        while len(ledger.shown) < kills and process.poll() is None:
            time.sleep(LOOK_SECONDS)
        time.sleep(whenever.uniform(0, CALM_SECONDS))
        if alive and killed(alive.pop()):
            continue
        kill(process)
        process, alive = served(deployment, site)
    kill(process)
    return served(deployment, site)[0]


def killed(worker: int) -> bool:
    """Kill a worker; return whether it was there. One that is not: the whole server is killed."""
    try:
        os.kill(worker, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def served(deployment: Deployment, site: str) -> tuple[Popen[bytes], list[int]]:
    """Start the public site; return it, and its workers, once it answers."""
    process = start("public", deployment.env, deployment.log)
    wait_until_up(site + "/ar/", process)
    return process, workers(process.pid)


def answers_its_code(site: str, one: Ready) -> bool:
    with Visitor(site) as visitor:
        page = visitor.post(PATH, [("page", "mailbox"), ("code", one.code)])
    return page.status == HTTPStatus.OK and any("text" in form.names for form in page.forms)


def count_of_tips(deployment: Deployment) -> int:
    with reading(open_inbox(deployment.settings.inbox_database, public=False)) as connection:
        return int(connection.execute(select(func.count()).select_from(tip)).scalar_one())


@pytest.mark.timeout(900)
def test_killed_a_hundred_times_under_load_it_keeps_what_it_showed_a_code_for(
    tmp_path: Path,
) -> None:
    deployment = establish(tmp_path, TIPLINE_WORKERS=str(WORKERS))
    site = addresses(deployment.env)["public"]
    seed = random.randrange(2**32)  # noqa: S311 (moments, not secrets)
    print(f"moments drawn from seed {seed}")  # noqa: T201 (shown where the test fails)
    first = start("public", deployment.env, deployment.log)
    wait_until_up(site + "/ar/", first)
    ledger = Ledger(ready(site, deployment.pepper, ANSWERS))
    ledger.unsure.append(ledger.next())
    stop(first)

    with ThreadPoolExecutor(REPORTERS) as pool:
        sending = [pool.submit(send_until_over, site, ledger) for _ in range(REPORTERS)]
        try:
            process = killed_again_and_again(deployment, random.Random(seed), ledger)  # noqa: S311 (moments to kill at, not secrets)
        finally:
            ledger.over.set()
        for each in sending:
            each.result()
    try:
        assert ledger.refused == []
        sent_again_gets_the_same_code(site, ledger)
        every_report_is_whole(deployment, site, ledger)
    finally:
        print(deployment.log.read_text()[-LOG_SHOWN:])  # noqa: T201 (as above)
        stop(process)
    assert "Traceback" not in deployment.log.read_text()


def sent_again_gets_the_same_code(site: str, ledger: Ledger) -> None:
    """An answer lost on the way: sending once more is what a reporter does then."""
    with Visitor(site) as visitor:
        for one in ledger.unsure[-REPORTERS * 10 :]:
            page = visitor.post_body(PATH, one.body)
            assert code_on(page) == one.code
            ledger.shown.append(one)


def every_report_is_whole(deployment: Deployment, site: str, ledger: Ledger) -> None:
    for one in ledger.shown:
        (report,) = deployment.parts(one.tip_id)
        assert report.tip == one.tip_id
    with ThreadPoolExecutor(REPORTERS) as pool:
        answered = pool.map(lambda one: answers_its_code(site, one), ledger.shown)
    assert all(answered)
    sent = {one.tip_id for one in (*ledger.shown, *ledger.unsure)}
    assert len({one.tip_id for one in ledger.shown}) <= count_of_tips(deployment) <= len(sent)
