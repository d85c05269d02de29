"""The link by which an outside agency answers what it was sent, while it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.case.agency_links import links, until
from tipline.casework.given.packing import package
from tipline.dispatch.answering import Answering, files
from tipline.dispatch.bundle import archive

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit


def answering(visit: Visit, tip: OpenTip, number: int) -> Answering | None:
    """Return the addresses for what was sent with an event; None where no link holds."""
    settings, case = visit.office.settings, tip.case
    link = links(case).get(number)
    given = next((each for each in case.state.given if each.number == number), None)
    if link is None or given is None or not settings.agencies_url or case.state.finished:
        return None
    end = until(visit, given)
    if end <= visit.now:
        return None
    token, (name, _, host) = link.token.hex(), settings.agencies_mail.partition("@")
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
