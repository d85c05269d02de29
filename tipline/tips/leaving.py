"""What leaves the house, and what keeps it in.

Source: the domain guide, 4 and 7; docs/format.md, 6.
"""

from tipline.errors import NotToLeaveError
from tipline.tips.assessing import Changes
from tipline.tips.content import Downloaded, Exported
from tipline.tips.event import Event
from tipline.tips.standing import CaseState


def left(case: CaseState, _event: Event, _content: Exported | Downloaded) -> Changes:
    """Let a copy or a file leave. Raises NotToLeaveError."""
    check_may_leave(case)
    return {}


def check_may_leave(case: CaseState) -> None:
    """Refuse, with NotToLeaveError, to let go of anything of a case that may be false."""
    if case.stopped:
        raise NotToLeaveError
