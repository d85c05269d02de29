"""What is still to do in a case, as values: tasks, and a date until which it is put off.

Source: the domain guide, 5; docs/format.md, 6.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

TASK_MAX = 500  # code points of what is to be done
TASKS_MAX = 50  # open in one case at a time
EVERY_MAX = 366  # days between two turns of a task that comes back
AHEAD_MAX = timedelta(days=2 * 366)  # how far ahead a task or a date may lie


@dataclass(frozen=True, kw_only=True)
class Task:
    """An open task. ``number`` is that of the event that set it, ``author`` who did.

    ``desk`` is whose it is: the author's, or the home of the case once that desk has it no more.

    ``whom`` is to do it (None: anybody of the desk); ``every``: it comes back after so many days,
    and was ``done`` so often; 0: once.
    """

    number: int
    author: bytes
    desk: str = ""
    text: str = field(repr=False)
    due: datetime
    whom: bytes | None = None
    every: int = 0
    done: int = 0

    def after(self, at: datetime) -> datetime:
        """Return when a task that comes back and was done at a time is due next.

        In whole turns from when it was due, so that its hour stays; later than both times.
        """
        turn = timedelta(days=self.every)
        missed = max((at - self.due) // turn, 0)
        return self.due + (missed + 1) * turn


@dataclass(frozen=True, kw_only=True)
class PutOff:
    """Until when a case waits, and why; ``number`` and ``author`` of the event that said so."""

    number: int
    author: bytes
    until: datetime
    text: str = field(repr=False)
