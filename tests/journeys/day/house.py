"""Both sites of a deployment: a clock that can be moved, and moments in which they are killed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from subprocess import Popen

from tests.journeys.deployment import Deployment
from tests.journeys.servers import addresses, clock_ahead, kill, start, stop, wait_until_up
from tests.journeys.traces import family

SITES = ("public", "review")
WHOLE_SHARE = 0.3  # of the blows: the site with all of its workers
LOOK_SECONDS = 0.005
LANGUAGES_PAGE = "/ar/"


@dataclass
class House:
    """The two sites, each a server of its own; ``ahead`` is by how much their clocks are."""

    deployment: Deployment
    ahead: timedelta = timedelta()
    blows: Counter[str] = field(default_factory=Counter)
    servers: dict[str, Popen[bytes]] = field(default_factory=dict)
    young: dict[str, list[int]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """What the clocks of the sites say."""
        return datetime.now(UTC) + self.ahead

    def site(self, which: str) -> str:
        """Return the address of a site."""
        return addresses(self.deployment.env)[which]

    def open(self) -> None:
        """Start both sites."""
        for which in SITES:
            self._start(which)

    def close(self) -> None:
        """Stop both sites as an operator does."""
        for server in self.servers.values():
            stop(server)

    def go_on(self, by: timedelta) -> None:
        """Kill both sites and start them with their clocks moved on."""
        for server in self.servers.values():
            kill(server)
        self.ahead += by
        self.open()

    def strike(self, which: str, *, whole: bool) -> None:
        """Kill a worker of a site, or all of it, which is started again at once.

        Only workers that the server began with are killed alone: it takes one that dies again
        within seconds for one that cannot live, and stops.
        """
        young = self.young[which]
        if not whole and young:
            self.blows["worker"] += 1
            with contextlib.suppress(ProcessLookupError):
                os.kill(young.pop(), signal.SIGKILL)
            return
        self.blows[which] += 1
        kill(self.servers[which])
        self._start(which)

    def _start(self, which: str) -> None:
        env = clock_ahead(self.deployment.env, self.ahead)
        server = start(which, env, self.deployment.log)
        wait_until_up(self.site(which) + LANGUAGES_PAGE, server)
        self.servers[which], self.young[which] = server, workers(server.pid)


def workers(leader: int) -> list[int]:
    """Return the processes that answer requests: the grandchildren of ``tipline serve``."""
    parents = family(leader)
    return [number for number, parent in parents.items() if parents.get(parent) == leader]


@contextlib.contextmanager
def under_blows(
    house: House, whenever: random.Random, apart: tuple[int, int], count: Callable[[], int]
) -> Iterator[None]:
    """Kill workers and sites meanwhile, at drawn numbers of requests, so that some are under way.

    ``apart`` is how many requests lie between two blows, ``count`` gives how many there were.
    """
    over, failed = threading.Event(), list[BaseException]()

    def strike() -> None:
        try:
            due = count() + whenever.randint(*apart)
            while not over.wait(LOOK_SECONDS):
                if count() >= due:
                    house.strike(whenever.choice(SITES), whole=whenever.random() < WHOLE_SHARE)
                    due = count() + whenever.randint(*apart)
        except BaseException as error:  # noqa: BLE001 (told to the test's own thread)
            failed.append(error)

    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if failed:
        raise failed[0]


def pause() -> None:
    """Wait as one does whose page did not come."""
    time.sleep(0.05)
