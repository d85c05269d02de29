"""Our words for desks: how far each is with a case, why one is proposed, what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tipline.configuration.routing import Why
from tipline.review import names, words
from tipline.tips.assigning import Lacking
from tipline.tips.content import (
    Assigned,
    Conflict,
    Content,
    DeskDone,
    Given,
    Granted,
    Named,
    Referred,
    SentBack,
    TakenBack,
)
from tipline.tips.desks import Stand, state_by
from tipline.web.app import configuration_here
from tipline.web.languages import pick

if TYPE_CHECKING:
    from tipline.configuration.routing import Reason
    from tipline.review.words import Words

STANDS: Words = {
    Stand.OFFERED: _l("Not accepted yet"),
    Stand.ACCEPTED: _l("Accepted"),
    Stand.ACTION: _l("Action under way"),
    Stand.REFERRED: _l("Referred"),
    Stand.DONE: _l("Done"),
    Stand.DECLINED: _l("Declined"),
    Stand.GAVE_BACK: _l("Given back"),
    Stand.TAKEN: _l("Taken back"),
}
BY_STATE: Words = {  # of a case, as one desk sees it
    state_by({stand}): STANDS[stand]
    for stand in (Stand.OFFERED, Stand.ACCEPTED, Stand.ACTION, Stand.REFERRED, Stand.DONE)
}
LACKING: Words = {
    Lacking.CLASSIFIED: _l("It is not classified yet."),
    Lacking.GRADED: _l("It is not graded yet."),
    Lacking.SUMMARY: _l("It has no summary yet: desks read that, and never the reporter's words."),
    Lacking.FACTS: _l(
        "Its category asks for stated facts of behaviour: state a reasonable indication."
    ),
    Lacking.READ: _l("Few know what is in it: another officer has to read the summary first."),
}
LEADS, SUPPORTS = _l("leads"), _l("supports")
UNEVALUATED = _l("Not evaluated: life comes first")


def reason(told: Reason) -> str:
    """Return why a desk is proposed, or is not, in a sentence."""
    desk = _desk_or_group(told.desk)
    if told.why is Why.CLOSED:
        other = names.of_desk(told.instead)
        return gettext(
            "%(desk)s is not at work now: %(other)s in its place", desk=desk, other=other
        )
    return str(_REASONS[told.why]) % {"desk": desk}


def told(content: Content | None) -> list[str]:
    """Return what an event about desks says beside its reason; for any other, nothing."""
    for kind, pieces in _TOLD.items():
        if isinstance(content, kind):
            return pieces(content)
    return []


def _assigned(content: Assigned) -> list[str]:
    late = [] if content.rests_on else [str(UNEVALUATED)]
    return [names.of_desk(content.desk), str(LEADS if content.lead else SUPPORTS), *late]


def _of_desk(content: SentBack | TakenBack | Given) -> list[str]:
    return [names.of_desk(content.desk)]


def _referred(content: Referred) -> list[str]:
    reference = Markup('<bdi dir="ltr">{}</bdi>').format(content.reference)
    return [names.of_desk(content.body), *([reference] if content.reference else [])]


def _conflict(content: Conflict) -> list[str]:
    return [names.of_desk(code) for code in content.desks] or [gettext("none any more")]


def _desk_or_group(code: str) -> str:
    """Return the name of a desk; of a group, the kind of desk that it gathers."""
    configuration = configuration_here()
    group = [desk for desk in configuration.desks if desk.group == code]
    if not group:
        return names.of_desk(code)
    return gettext(" or ").join(pick(desk.name) for desk in group)


_TOLD: Mapping[type[Content], Callable[[Any], list[str]]] = {
    Assigned: _assigned,
    SentBack: _of_desk,
    TakenBack: _of_desk,
    Given: _of_desk,
    Conflict: _conflict,
    Referred: _referred,
    DeskDone: lambda content: [str(words.OUTCOMES[content.outcome])],
    Named: lambda content: [content.name or gettext("nobody")],
    Granted: lambda content: [gettext("Attachment %(number)s", number=content.number)],
}
_REASONS: Words = {
    Why.CATEGORY: _l("%(desk)s: a desk of its category"),
    Why.EMERGENCY: _l("%(desk)s: an emergency, or a threat to life"),
    Why.INFORMATION: _l("%(desk)s: nothing can be done now, but it may be part of something"),
    Why.AREA: _l("The area is not known: choose among %(desk)s"),
    Why.THERE: _l("%(desk)s: the place lies in its area"),
    Why.NOWHERE: _l("%(desk)s: the place lies in no area of the desks for this"),
    Why.CONFLICT: _l("%(desk)s is left out: the case is about it"),
    Why.NO_KEYS: _l("%(desk)s is left out: it has no keys here"),
    Why.NEVER: _l("%(desk)s is never given such a case"),
    Why.FALLBACK: _l("%(desk)s: no other desk is left"),
}
