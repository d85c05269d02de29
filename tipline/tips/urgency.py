"""In which order tips are looked at, before what the clock says.

Source: the domain guide, 3. What nobody has assessed may be anything: it stands before what can
wait, and where its suggestion says that it cannot wait, with what cannot. What its reporter says is
happening now stands before everything until somebody has read it.
"""

from tipline.tips.priority import Priority
from tipline.tips.report import Now

ORDER: tuple[Priority | Now | None, ...] = (
    Now.YES, Now.UNSURE, Priority.P1, Priority.P2, None, Priority.P3, Priority.P4, Priority.P5,
)  # fmt: skip
_RANKS = {each: rank for rank, each in enumerate(ORDER)}
UNASSESSED = _RANKS[None]


def rank_of(
    priority: Priority | None,
    now: Now | None,
    *,
    unread: bool,
    suggested: Priority | None = None,
) -> int:
    """Return the place of a tip among all, from 0, the most urgent.

    ``now`` is what its reporter said, ``unread`` whether nobody has read that. ``suggested`` raises
    what has no priority yet, and lowers nothing.
    """
    places = [_RANKS[priority]]
    if unread and now in _RANKS:
        places.append(_RANKS[now])
    if priority is None and suggested is not None:
        places.append(_RANKS[suggested])
    return min(places)


def rank_at_desk(priority: Priority | None, *, offered: bool) -> int:
    """Return the place of a case among all that a desk was given, from 0, the most urgent.

    In each priority stands first what the desk has not accepted yet.
    """
    return 2 * _RANKS[priority] + (not offered)
