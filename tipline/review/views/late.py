"""What is late, for supervisors: each open case whose time has passed, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from tipline.casework.given import hearing
from tipline.casework.given.undelivered import undelivered
from tipline.casework.lists.watch import LATE_MAX, overdue
from tipline.casework.tip.following import ladder
from tipline.review import desk_words, words
from tipline.review.visit import visit
from tipline.tips.clocks import WHOLE
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Blueprint

    from tipline.casework.lists.watch import Watched
    from tipline.tips.clocks import Clock, Rung


@dataclass(frozen=True)
class Late:
    """A case that is late: by which clock (None: a task, or its date), and since when."""

    case: Watched
    clock: Clock | None
    since: datetime
    used: int
    rung: Rung | None


def add_to(pages: Blueprint) -> None:
    """Add the address."""
    pages.add_url_rule("/late", "late", show)


@open_to(Who.SUPERVISOR)
def show() -> str:
    """Show what is late at the desks that one supervises: what has used most of its time first."""
    present = visit()
    desks = [desk for desk in present.member.supervised() if desk in present.desks]
    known = overdue(present, desks)
    found = [late for each in known.watched if (late := _late(each))]
    found.sort(key=lambda late: (-late.used, late.since))
    return render_template(
        "review/late.html",
        late=found[:LATE_MAX],
        undelivered=undelivered(present),
        agencies_said=hearing.waiting(present),
        more=max(known.count - LATE_MAX, 0),
        percent=int(known.share * WHOLE),
        several_desks=len(desks) > 1,
        words=words,
        desk_words=desk_words,
    )


def _late(each: Watched) -> Late | None:
    now = visit().now
    worst = each.worst(now)
    if worst is not None:
        rung = each.rung(now, ladder(visit(), each.priority))
        return Late(each, worst.clock, worst.target, worst.used(now), rung)
    since = each.late_since(now)
    return None if since is None else Late(each, None, since, WHOLE, None)
