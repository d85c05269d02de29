"""What is written after the answer has gone, so that its time does not tell what was written."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tipline.errors import TiplineError

log = logging.getLogger("tipline.review")


class Aside:
    """Does things one after the other in a thread of its own; one a process.

    A refused sign-in for a name that exists is written down, one for a name that does not is not:
    done before the answer, that difference could be timed. What waits here when the process is
    killed is lost.
    """

    def __init__(self) -> None:
        """Begin; the thread itself starts with the first thing to do."""
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")

    def do(self, what: Callable[[], None]) -> None:
        """Do this soon; an error of our tree is logged by its class."""
        self._worker.submit(self._careful, what)

    def drain(self) -> None:
        """Return when all that was asked for is done."""
        self._worker.submit(lambda: None).result()

    @staticmethod
    def _careful(what: Callable[[], None]) -> None:
        try:
            what()
        except TiplineError as error:
            log.error("a refused sign-in was not written down: %s", type(error).__name__)  # noqa: TRY400 (a traceback could show facts)
