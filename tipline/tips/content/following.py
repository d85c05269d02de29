"""What is still to do in a case, and until when it is put off."""

from dataclasses import dataclass
from datetime import datetime

from tipline.tips.content.base import Content
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.shape import hidden, required
from tipline.tips.tasks import TASK_MAX


@dataclass(frozen=True, kw_only=True, repr=False)  # what is to do is not for a log
class TaskSet(Content):
    """Something is to be done by a time.

    ``whom``: the analyst who is to do it, 16 bytes; without, anybody of the desk. ``every``: it
    comes back after so many days each time that it was done, until it is dropped; 0: once.
    """

    kind = Kind.TASK
    text: str = required(TASK_MAX)
    due: datetime
    whom: bytes | None = None
    every: int = 0


@dataclass(frozen=True, kw_only=True)
class TaskDone(Content):
    """A task was done: ``task`` is the number of the event that set it."""

    kind = Kind.TASK_DONE
    task: int
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class TaskMoved(Content):
    """A task is due at another time, for a reason."""

    kind = Kind.TASK_MOVED
    task: int
    due: datetime
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class TaskDropped(Content):
    """A task need not be done any more, for a reason."""

    kind = Kind.TASK_DROPPED
    task: int
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Waiting(Content):
    """The case is put off until a time, for a reason, and comes back by itself."""

    kind = Kind.WAITING
    until: datetime
    text: str = required(REASON_MAX)


class Resumed(Content):
    """A case that was put off is taken up before its time."""

    kind = Kind.RESUMED
