"""The outside monitor: an address that is asked for while all is well, and misses it otherwise."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import httpx

EVERY = timedelta(minutes=1)
PATIENCE_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass
class Monitor:
    """A service that raises an alarm when it was not asked for a while. It learns nothing else."""

    address: str
    tls: ssl.SSLContext = field(repr=False)
    _told: datetime | None = None
    _telling: Thread | None = None

    def turn(self, now: datetime) -> None:
        """Tell it that all is well, if that is due; never waits for its answer."""
        due = self._told is None or now - self._told >= EVERY
        if not self.address or not due or (self._telling and self._telling.is_alive()):
            return
        self._told = now
        self._telling = Thread(target=self._tell, daemon=True, name="tells the monitor")
        self._telling.start()

    def _tell(self) -> None:
        try:
            with httpx.stream(
                "GET",
                self.address,
                verify=self.tls,
                timeout=PATIENCE_SECONDS,
                trust_env=False,
                follow_redirects=False,
            ) as answer:
                answer.raise_for_status()
        except (httpx.HTTPError, OSError):
            log.warning("The monitor does not answer.")
