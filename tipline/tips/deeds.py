"""Asking for a deed that takes two officers, and answering: one table of what each deed does.

Source: the domain guide, 3, 5 and 7; docs/format.md, 6.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from tipline.errors import RecordMalformedError, RequestsTooManyError
from tipline.tips import (
    assessing,
    ending,
    holding,
    indication,
    keeping,
    leaving,
    original,
    picturing,
    shredding,
)
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import (
    Answered,
    Asked,
    Classified,
    Closed,
    Content,
    Destroyed,
    Dispatched,
    Downloaded,
    Exported,
    Footage,
    Hold,
    Indication,
    Original,
    OriginalEnded,
    SetAside,
    Still,
)
from tipline.tips.event import Event
from tipline.tips.second import WAITING_MAX, Deed, Permit, Request, answered, left
from tipline.tips.shape import from_json
from tipline.tips.standing import CaseState

SAID_ONCE = frozenset({"text", "shown_from"})  # by the event that asks, and the one that approves


@dataclass(frozen=True)
class Rule:
    """What a deed takes for its record, when it may be asked for, and what it does.

    Without a ``change`` the first officer is permitted to do it.
    """

    content: type[Content]
    check: Callable[[CaseState, Any, datetime], None]
    change: Callable[[CaseState, Event, Any], Changes] | None


DEEDS: Mapping[Deed, Rule] = MappingProxyType(
    {
        Deed.LOWER: Rule(Classified, assessing.check_lower, assessing.lower),
        Deed.CLOSE: Rule(Closed, ending.check_close, ending.close),
        Deed.SET_ASIDE: Rule(SetAside, ending.check_set_aside, ending.put_aside),
        Deed.DESTROY: Rule(Destroyed, keeping.check_destroy, keeping.destroy),
        Deed.EXPORT: Rule(Exported, leaving.check_leaving, None),
        Deed.DOWNLOAD: Rule(Downloaded, leaving.check_leaving, None),
        Deed.DISPATCH: Rule(Dispatched, leaving.check_leaving, None),
        Deed.FOOTAGE: Rule(Footage, leaving.check_leaving, None),
        Deed.INDICATE: Rule(Indication, indication.check_stated, indication.stated),
        Deed.HOLD: Rule(Hold, holding.check_hold, holding.hold),
        Deed.ORIGINAL: Rule(Original, original.check_closed, None),
        Deed.STILL: Rule(Still, picturing.check_still, None),
        Deed.DESTROY_ORIGINAL: Rule(OriginalEnded, shredding.check_shred, shredding.shred),
    }
)


def asked(case: CaseState, event: Event, content: Asked) -> Changes:
    """Let a deed wait for a second officer, if it would be allowed now.

    Of requests that nobody answered in time the newest are kept. Raises RequestsTooManyError.
    """
    check_reason(content.text)
    if len(case.waiting(event.at)) >= WAITING_MAX:
        raise RequestsTooManyError(most=WAITING_MAX)
    request = Request(
        number=event.number,
        author=event.author,
        at=event.at,
        deed=content.deed,
        would=content.would,
        text=content.text,
    )
    DEEDS[request.deed].check(case, wanted(request), event.at)
    return {"requests": (*case.requests, request)[-WAITING_MAX:]}


def approved(case: CaseState, event: Event, content: Answered) -> Changes:
    """Do what was asked for, or permit it.

    Raises what ``second.answered`` and the deed's own check do.
    """
    request = answered(case.requests, content.request, event)
    rule, record = DEEDS[request.deed], wanted(request)
    rule.check(case, record, event.at)
    rest = replace(case, requests=left(case.requests, request))
    if rule.change is None:
        permits = (*case.permits, Permit(request=request, at=event.at))[-WAITING_MAX:]
        return {"requests": rest.requests, "permits": permits}
    return {"requests": rest.requests, **rule.change(rest, event, record)}


def declined(case: CaseState, event: Event, content: Answered) -> Changes:
    """Take a request from those that wait."""
    request = answered(case.requests, content.request, event)
    return {"requests": left(case.requests, request)}


def wanted(request: Asked | Request) -> Content:
    """Return what a request would enter. Its reason is the request's, written once.

    Raises RecordMalformedError where that is not the record of the deed.
    """
    if SAID_ONCE & request.would.keys():
        raise RecordMalformedError
    content = DEEDS[request.deed].content
    reasoned = any(each.name == "text" for each in dataclasses.fields(content))
    return from_json(content, {**request.would, **({"text": request.text} if reasoned else {})})
