"""The link by which an outside agency answers what it was sent, while it holds, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.case import agency_links
from tipline.casework.given.hearing import hear
from tipline.casework.given.packing import package
from tipline.casework.tip import actions
from tipline.dispatch.answering import Answering, files
from tipline.dispatch.bundle import archive
from tipline.tips.content import LinkEnded

if TYPE_CHECKING:
    from tipline.casework.case.adding import Chooser
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit


def answering(visit: Visit, tip: OpenTip, number: int) -> Answering | None:
    """Return the addresses for what was sent with an event; None where no link holds."""
    settings, end = visit.office.settings, agency_links.holding(visit, tip.case).get(number)
    if end is None:
        return None
    token = agency_links.links(tip.case)[number].token.hex()
    name, _, host = settings.agencies_mail.partition("@")
    return Answering(
        page=f"{settings.agencies_url}/{settings.languages[0]}/{token}",
        hook=f"{settings.agencies_url}/{token}/hook",
        mail=f"{name}+{token}@{host}" if name else "",
        until=end,
    )


def packed(visit: Visit, tip: OpenTip, number: int) -> bytes:
    """Return what goes to a channel of what was sent with an event: its forms, and how to answer.

    Raises what ``packing.package`` does.
    """
    link = answering(visit, tip, number)
    beside = files(link, visit.office.configuration.channels.answer) if link else {}
    return archive(package(visit, tip, number), beside)


def end(visit: Visit, tip: OpenTip, content: LinkEnded) -> OpenTip:
    """End the link of what was sent with an event, before its time.

    1. The case gets its event, whatever others entered meanwhile: this does not wait.
    2. The link's row ends at once; what is cut short before that is made good at the next look.
    3. What was said by it before is taken in, and counts for nothing; what came after never is.
    Raises GivenAnsweredError for a link that was ended, and what ``actions.enter`` does.
    """
    return _followed(visit, actions.enter(visit, tip, content, None))  # 1


def end_all(visit: Visit, tip: OpenTip, why: str) -> OpenTip:
    """Do so with all links of a case that hold: all of them, or none."""
    choosers = [_ending(visit, number, why) for number in agency_links.links(tip.case)]
    return _followed(visit, actions.enter_all(visit, tip, choosers, None))


def _ending(visit: Visit, number: int, why: str) -> Chooser:
    def choose(case: OpenCase) -> LinkEnded | None:
        held = agency_links.holding(visit, case)
        return LinkEnded(of=number, text=why) if number in held else None

    return choose


def _followed(visit: Visit, tip: OpenTip) -> OpenTip:
    agency_links.settle(visit, tip.case)  # 2
    return hear(visit, tip)  # 3
