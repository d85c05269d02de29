"""A day in the house: reports arrive, analysts and desks are at work, and servers die meanwhile.

At the end each report is finished, waits for a date, or is late on the wall; no event is lost or in
disorder, each mailbox opens and is its reporter's alone, and nothing stays in the clear. A small
day is lived with every other test, and a whole one by ``make day``. ``DAY_SEED`` lives one again.
"""

from __future__ import annotations

import os
import queue
import random
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from tests.journeys.day import desks, reckoning, reporters, triage
from tests.journeys.day.house import House, under_blows
from tests.journeys.day.people import Clerk, Officer, employ
from tests.journeys.day.plan import Day, Tip
from tests.journeys.deployment import TRIAGE, establish
from tests.journeys.traces import Search, family, spellings
from tipline.keyring.card import Role

T = TypeVar("T")
R = TypeVar("R")
SHIFT = timedelta(hours=8)
REST = timedelta(hours=34)  # until whatever nobody has looked at is late
DESKS = ("CG", "DRUG", "OPS")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (searched, not used)
SENDERS = 3
ROUNDS = 2
AT_ONCE = 12
SAMPLE = 5  # receipt codes and cookies that are searched for


@dataclass(frozen=True)
class Size:
    """How large a day is; ``apart``: how many requests lie between two blows."""

    reports: int
    analysts: int
    of_each_desk: int
    shifts: int
    apart: tuple[int, int]


SMALL, WHOLE = Size(40, 4, 1, 2, (20, 120)), Size(1000, 12, 2, 3, (60, 400))


def seed(usual: int) -> int:
    """Return the seed that was asked for, or the usual one."""
    return int(os.environ.get("DAY_SEED") or usual)


@pytest.mark.timeout(600)
def test_a_day_with_crashes_forgets_nothing(tmp_path: Path) -> None:
    live(tmp_path, SMALL, seed(7))


@pytest.mark.day
@pytest.mark.timeout(7200)
def test_a_whole_day_with_crashes_forgets_nothing(tmp_path: Path) -> None:
    live(tmp_path, WHOLE, seed(secrets.randbits(32)))


def live(folder: Path, size: Size, drawn: int) -> None:
    print(f"a day drawn from DAY_SEED={drawn}")  # noqa: T201 (shown where the test fails)
    small = {"TIPLINE_RESERVE_MIB": "1", "TIPLINE_MIN_FREE_MIB": "1"}
    deployment = establish(folder, *DESKS, **small)
    analysts = [employ(deployment, f"Analyst {number}", TRIAGE) for number in range(size.analysts)]
    supervisor = employ(deployment, "Supervisor", TRIAGE, Role.SUPERVISOR)
    responders = [
        employ(deployment, f"{code} {number}", code)
        for code in DESKS
        for number in range(size.of_each_desk)
    ]
    day, house = Day.draw(drawn, size.reports), House(deployment)
    house.open()
    try:
        work(house, day, size, analysts, responders)
        reckon(house, day, supervisor)
        leaves_nothing(house, day)
    finally:
        house.close()
    assert "Traceback" not in deployment.log.read_text()


def work(
    house: House,
    day: Day,
    size: Size,
    analysts: Sequence[Officer],
    responders: Sequence[Officer],
) -> None:
    """Let the shifts pass: each with its reports, its analysts, its desks and its blows."""
    whenever = random.Random(day.seed)  # noqa: S311 (moments, not secrets)
    for shift in range(size.shifts):
        last = shift == size.shifts - 1
        arriving = day.tips[shift :: size.shifts]
        with under_blows(house, whenever, size.apart, lambda: day.ticks):
            together(house, day, arriving)
            returning = [tip for tip in day.tips if tip.comes_back and tip.id and not tip.added]
            if shift:
                many(returning, lambda tip: reporters.come_back(house, day, tip))
            for _ in range(ROUNDS):
                at_triage(house, day, analysts, last=last)
                at_desks(house, day, responders)
        house.go_on(REST if last else SHIFT)


def together(house: House, day: Day, arriving: Sequence[Tip]) -> None:
    """Let reports arrive, from several reporters at once."""
    parts = [arriving[at::SENDERS] for at in range(SENDERS)]
    many(parts, lambda part: list(reporters.send_all(house, day, part)))


def at_triage(house: House, day: Day, analysts: Sequence[Officer], *, last: bool) -> None:
    """Let the analysts work off what the work list shows, some of it two of them at once."""
    waiting: queue.SimpleQueue[Tip] = queue.SimpleQueue()

    def serve(clerk: Clerk) -> None:
        while True:
            try:
                tip = waiting.get_nowait()
            except queue.Empty:
                return
            triage.work(clerk, tip, last=last)

    with seated(house, day, analysts) as clerks:
        triage.set_aside(clerks[0], day)
        listed = triage.view_of(clerks[-1], "open")
        for tip in (tip for tip in day.tips if tip.id in listed):
            for _ in range(1 + tip.by_two):
                waiting.put(tip)
        many(clerks, serve)


def at_desks(house: House, day: Day, responders: Sequence[Officer]) -> None:
    """Let the desks do what comes next with their cases."""
    with seated(house, day, responders) as clerks:
        many(clerks, lambda clerk: desks.respond(clerk, day))


@contextmanager
def seated(house: House, day: Day, officers: Sequence[Officer]) -> Iterator[list[Clerk]]:
    """Let officers sit down, and get up in the end."""
    with ExitStack() as seats:
        yield [seats.enter_context(Clerk.begin(house, day, officer)) for officer in officers]


def reckon(house: House, day: Day, supervisor: Officer) -> None:
    """Look at everything, and tell all that is amiss at once."""
    kept = reckoning.cases(house.deployment, day, supervisor)
    with seated(house, day, [supervisor]) as [clerk]:
        amiss = [*reckoning.refused(kept, day), *reckoning.forgotten(clerk, day)]
    amiss += [*reckoning.broken(kept), *reckoning.lost(kept, day)]
    for tip in day.tips:
        amiss += reckoning.unheard(house.deployment, tip)
    said = reckoning.marks(kept, day)
    found = many(day.tips, lambda tip: list(reckoning.estranged(house, day, tip, said)))
    amiss += [each for one in found for each in one]
    told = "\n".join([f"DAY_SEED={day.seed}", *amiss])
    assert not amiss, told
    assert sum(house.blows.values()) >= 3


def leaves_nothing(house: House, day: Day) -> None:
    """Search what the servers may have written for words of the day."""
    codes = [spelled for tip in day.tips[:SAMPLE] for spelled in spellings(tip.code)]
    search = Search([day.word, day.arabic, *codes])
    found = search.files(house.deployment.folder) + search.files(SHARED_MEMORY)
    for server in house.servers.values():
        found += search.processes(family(server.pid))
    assert found == []


def many(things: Iterable[T], do: Callable[[T], R]) -> list[R]:
    """Do something with each thing, with several at once; return what came of it, in order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, things))
