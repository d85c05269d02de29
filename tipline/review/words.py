"""Our words for what the codes mean: states, outcomes, answers, kinds of event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from babel.dates import format_timedelta
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tipline.casework.lists import views
from tipline.casework.lists.views import View
from tipline.casework.matter.suggesting import Reason as Common
from tipline.search.entry import Holds
from tipline.search.listing import Marked, Order
from tipline.store.casebook.outbox import State as Delivery
from tipline.tips.clocks import Clock, Rung
from tipline.tips.event import Kind
from tipline.tips.grade import Handling, Information, Source
from tipline.tips.handoff import Step
from tipline.tips.link import Sort
from tipline.tips.report import (
    Circle,
    Exactness,
    Keeper,
    Knows,
    Now,
    WhenKind,
    YesNo,
)
from tipline.tips.said import Said, Way
from tipline.tips.second import Deed
from tipline.tips.shift import Why
from tipline.tips.state import Outcome, State, Word
from tipline.tips.suggestion import Reason
from tipline.web import language, mailbox_words

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from tipline.casework.matter.suggesting import Suggestion

Words: TypeAlias = "Mapping[StrEnum, LazyString]"

STATES: Words = {
    State.NEW: _l("New"),
    State.TRIAGE: _l("In triage"),
    State.INFO: _l("Waiting for the reporter"),
    State.ASSIGNED: _l("Assigned"),
    State.ACCEPTED: _l("Accepted"),
    State.ACTION: _l("Action under way"),
    State.REFERRED: _l("Referred"),
    State.DONE: _l("Done, to be closed"),
    State.CLOSED: _l("Closed"),
    State.DUP: _l("Joined to another case"),
    State.SPAM: _l("Set aside as spam"),
    State.PURGED: _l("Purged"),
}
OUTCOMES: Words = {
    Outcome.PREVENTED: _l("Harm prevented"),
    Outcome.ARREST: _l("Arrest"),
    Outcome.SEIZED: _l("Something seized"),
    Outcome.SAFE: _l("A person protected"),
    Outcome.HAZARD: _l("A hazard removed"),
    Outcome.INTEL: _l("Kept as information"),
    Outcome.ADVICE: _l("Advice given"),
    Outcome.REFERRED: _l("Referred to another body"),
    Outcome.NOTRACE: _l("Checked, nothing found"),
    Outcome.INSUFF: _l("Too little detail"),
    Outcome.UNFOUNDED: _l("In good faith, but wrong"),
    Outcome.MALICIOUS: _l("Deliberate false report"),
    Outcome.PROTECTED: _l("Protected activity only: speech, belief, assembly"),
    Outcome.SCOPE: _l("Not for us"),
    Outcome.DUP: _l("Already known from another tip"),
    Outcome.TEST: _l("A test"),
}
KINDS: Words = {
    Kind.OPENED: _l("opened the tip"),
    Kind.VIEWED: _l("looked at it"),
    Kind.SEEN: _l("read a new message of the reporter"),
    Kind.NOTE: _l("noted"),
    Kind.SUMMARY: _l("wrote the summary"),
    Kind.REPLY: _l("replied to the reporter"),
    Kind.QUESTION: _l("asked the reporter"),
    Kind.SET_ASIDE: _l("set it aside as spam"),
    Kind.CLOSED: _l("closed it"),
    Kind.REOPENED: _l("reopened it"),
    Kind.EXPORTED: _l("exported tip and case"),
    Kind.DOWNLOADED: _l("downloaded an attachment"),
    Kind.DISPATCHED: _l("sent the summary to an outside agency"),
    Kind.GRANTED: _l("let the desks see an attachment"),
    Kind.CLASSIFIED: _l("classified it"),
    Kind.GRADED: _l("graded it"),
    Kind.PLACED: _l("said where it happens"),
    Kind.ASKED: _l("asked for a second officer"),
    Kind.APPROVED: _l("approved, as second officer"),
    Kind.DECLINED: _l("declined, as second officer"),
    Kind.TASK: _l("set a task"),
    Kind.TASK_DONE: _l("did a task"),
    Kind.TASK_MOVED: _l("moved a task"),
    Kind.TASK_DROPPED: _l("dropped a task"),
    Kind.WAITING: _l("put it off"),
    Kind.RESUMED: _l("took it up before its date"),
    Kind.HANDED_OFF: _l("handed it off to the emergency desk"),
    Kind.HAND_OFF_STEP: _l("ticked off"),
    Kind.KEPT: _l("decided to keep it"),
    Kind.DESTROYED: _l("destroyed it"),
    Kind.ASSIGNED: _l("gave it to a desk"),
    Kind.ACCEPTED: _l("accepted it"),
    Kind.TURNED_DOWN: _l("declined it"),
    Kind.STARTED: _l("began to act"),
    Kind.REFERRED: _l("referred it"),
    Kind.CAME_BACK: _l("took it up again from an outside body"),
    Kind.DESK_DONE: _l("said that the desk is done"),
    Kind.SENT_BACK: _l("sent it back to a desk"),
    Kind.GAVE_BACK: _l("gave it back"),
    Kind.TAKEN_BACK: _l("took it back from a desk"),
    Kind.PERSON: _l("gave it to somebody of the desk"),
    Kind.GIVEN: _l("gave the tip itself to a desk"),
    Kind.WISHED: _l("would have the reporter asked"),
    Kind.WISH_DECLINED: _l("declined to ask the reporter"),
    Kind.STILL: _l("had a camera asked for a picture"),
    Kind.PICTURED: _l("brought in the picture of a camera"),
    Kind.CONFLICT: _l("said which desks it is about"),
    Kind.JOINED: _l("let its tip join another case"),
    Kind.LEFT: _l("let a tip go back to its own case"),
    Kind.RETURNED: _l("took its tip back from another case"),
    Kind.LINKED: _l("linked it to another case"),
    Kind.UNLINKED: _l("took a link to another case away"),
    Kind.REPLIED_ALL: _l("replied to several reporters"),
    Kind.ASKED_ALL: _l("asked several reporters"),
    Kind.ACKNOWLEDGED: _l("entered that it arrived"),
    Kind.AGENCY_SAID: _l("entered what an outside agency said"),
    Kind.LINK_ENDED: _l("ended the link of an agency"),
    Kind.SETTLED: _l("dealt with what an outside agency said"),
    Kind.FOOTAGE: _l("asked a camera's keeper for recordings"),
    Kind.REVIEWED: _l("looked at what was done at once"),
    Kind.INDICATION: _l("found no reasonable indication"),
    Kind.READ: _l("read the summary beside the report"),
    Kind.ORIGINAL: _l("opened what the reporter wrote"),
    Kind.ORIGINAL_KEPT: _l("decided to keep what the reporter wrote"),
    Kind.ORIGINAL_ENDED: _l("was at work when the day of what the reporter wrote had come"),
    Kind.ORIGINAL_GONE: _l("had what the reporter wrote destroyed"),
}
LET_JOIN = _l("let a tip join the case")  # of a further tip, in place of "opened the tip"
REPORTER_WORDS: Mapping[Word, LazyString] = mailbox_words.WORDS
NOW: Words = {
    Now.YES: _l("Happening now"),
    Now.NO: _l("Not now"),
    Now.UNSURE: _l("Perhaps happening now"),
}
PLAIN: Words = {YesNo.YES: _l("Yes"), YesNo.NO: _l("No"), YesNo.UNKNOWN: _l("Does not know")}
WHEN: Words = {
    WhenKind.NOW: _l("Now"),
    WhenKind.TODAY: _l("On the day of the report"),
    WhenKind.DATE: _l("On"),
    WhenKind.RANGE: _l("Between"),
    WhenKind.REPEATS: _l("Keeps happening"),
}
EXACT: Words = {
    Exactness.EXACT: _l("The exact place"),
    Exactness.STREET: _l("The street"),
    Exactness.AREA: _l("The area only"),
}
KNOWS: Words = {
    Knows.SAW: _l("Saw or heard it"),
    Knows.TOLD: _l("Was told by someone"),
    Knows.ONLINE: _l("Found it online"),
    Knows.OTHER: _l("In another way"),
    Knows.UNSAID: _l("Prefers not to say"),
}
CIRCLE: Words = {
    Circle.ONLY_ME: _l("Only the reporter knows this"),
    Circle.FEW: _l("Few people know this"),
    Circle.MANY: _l("Many people know this"),
}
KEEPER: Words = {
    Keeper.PERSON: _l("The worker"),
    Keeper.SOMEONE_ELSE: _l("Someone else"),
    Keeper.UNKNOWN: _l("Does not know"),
}
SOURCES: Words = {
    Source.RELIABLE: _l("Reliable"),
    Source.UNTESTED: _l("Untested"),
    Source.UNRELIABLE: _l("Not reliable"),
}
INFORMATION: Words = {
    Information.DIRECT: _l("Known directly to the source"),
    Information.CORROBORATED: _l("Known indirectly, but corroborated"),
    Information.INDIRECT: _l("Known indirectly"),
    Information.UNKNOWN: _l("Not known how"),
    Information.FALSE: _l("Suspected to be false: not to be passed on"),
}
HANDLING: Words = {
    Handling.PERMITTED: _l("Lawful sharing permitted"),
    Handling.CONDITIONAL: _l("Sharing with conditions"),
}
VIEWS: Words = {
    View.OPEN: _l("All open"),
    View.MINE: _l("Mine"),
    View.DESK: _l("My desk"),
    View.UNASSIGNED: _l("Unassigned"),
    View.OVERDUE: _l("Overdue"),
    View.WAITING: _l("Waiting"),
    View.NEW: _l("New to me"),
    View.FINISHED: _l("Finished"),
}
CASE_VIEWS: Words = {
    view: VIEWS[View.DESK if view is View.OPEN else view] for view in views.VIEWS[Holds.CASES]
}
ORDERS: Words = {
    Order.URGENT: _l("Urgency"),
    Order.NEWEST: _l("Newest first"),
    Order.OLDEST: _l("Oldest first"),
    Order.CHANGED: _l("Last changed"),
    Order.DUE: _l("Due next"),
}
FINISHED_ORDERS: Words = {
    each: ORDERS[each] for each in (Order.NEWEST, Order.OLDEST, Order.CHANGED)
}
MARKS: Words = {
    Marked.AGENCY: _l("Our answer to an agency"),
    Marked.APPROVED: _l("You: it was approved"),
}
UNSETTLED: Words = {
    Said.ASKS: _l("An agency asks"),
    Said.DECLINED: _l("An agency declined"),
}
LIFE = _l("Threat to life")
CLOCKS: Words = {
    Clock.ACKNOWLEDGED: _l("To be opened"),
    Clock.ASSIGNED: _l("To be assigned"),
    Clock.RESPONSE: _l("First response"),
    Clock.REVIEW: _l("Next look"),
    Clock.ANSWER: _l("The reporter's answer"),
    Clock.DISPATCH: _l("Decision of the emergency desk"),
}
RUNGS: Words = {
    Rung.OWNER: _l("its owner looks"),
    Rung.SUPERVISOR: _l("the supervisor looks"),
    Rung.DUTY: _l("the duty officer looks"),
    Rung.HEAD: _l("the head of operations looks"),
}
STEPS: Words = {
    Step.REACHED: _l("Who answered the call"),
    Step.TOLD: _l("What was said"),
    Step.REFERENCE: _l("Their reference number"),
    Step.DECIDED: _l("What they decided: who is sent, or nobody"),
    Step.RETURNED: _l("How it came out, as they told"),
}
WHY_LEFT: Words = {
    Why.LATE: _l("Late"),
    Why.UNREAD: _l("Unread"),
    Why.URGENT: _l("P1 or P2"),
    Why.TASK: _l("A task is due"),
    Why.WAITING: _l("Waits for a date"),
    Why.AGENCY: _l("An agency waits for our answer"),
}
SORTS: Words = {
    Sort.INCIDENT: _l("The same incident"),
    Sort.SUBJECT: _l("The same subject"),
    Sort.RELATED: _l("Related"),
    Sort.CONTRADICTS: _l("They contradict each other"),
}
IN_COMMON: Words = {
    Common.WORDING: _l("nearly the same words"),
    Common.FILE: _l("the same file"),
    Common.PLATE: _l("the same plate"),
    Common.PHONE: _l("the same telephone number"),
    Common.ADDRESS: _l("the same web address"),
    Common.ACCOUNT: _l("the same account"),
    Common.BOAT: _l("the same boat"),
    Common.BUILDING: _l("the same building"),
    Common.ROAD: _l("the same road"),
    Common.LANDMARK: _l("the same landmark"),
    Common.BLOCK: _l("the same block"),
    Common.NEAR: _l("within 300 m of each other"),
    Common.CATEGORY: _l("the same category"),
    Common.LOOKS: _l("a picture that looks alike"),
    Common.WEAPONS: _l("one says that there are weapons, the other that there are none"),
    Common.VULNERABLE: _l("one says that somebody vulnerable is there, the other that nobody is"),
}
OBJECTED, RIGHT = _l("it should not have been done"), _l("it was right")
DEEDS: Words = {
    Deed.LOWER: _l("Lower the priority"),
    Deed.CLOSE: _l("Close the case"),
    Deed.SET_ASIDE: _l("Set it aside as spam"),
    Deed.DESTROY: _l("Destroy it before its day"),
    Deed.EXPORT: _l("Export tip and case"),
    Deed.DOWNLOAD: _l("Take an attachment"),
    Deed.DISPATCH: _l("Send the summary to an outside agency"),
    Deed.FOOTAGE: _l("Ask a camera's keeper for recordings"),
    Deed.HOLD: _l("Hold it from deletion"),
    Deed.INDICATE: _l("State a reasonable indication"),
    Deed.ORIGINAL: _l("Read what the reporter wrote"),
    Deed.STILL: _l("Have a camera give a picture"),
    Deed.DESTROY_ORIGINAL: _l("Destroy what the reporter wrote"),
}
REASONS: Words = {
    Reason.CATEGORY: _l("Where its category begins"),
    Reason.NOW: _l("Happening now, or someone in danger: P1"),
    Reason.PERHAPS_NOW: _l("Perhaps happening now: at least P2"),
    Reason.WEAPONS: _l("Weapons: one level up"),
    Reason.VULNERABLE: _l("A child, older person, or someone who cannot leave: one level up"),
    Reason.SOON: _l("Now, today or tomorrow: at least P2"),
    Reason.LONG_AGO: _l("Over 30 days ago: one level down"),
    Reason.NO_LEAD: _l("No place, no person, no time: one level down"),
}


def in_common(suggestion: Suggestion) -> list[str]:
    """Return what a suggested tip has in common, in words, with how far apart the two came."""
    told = []
    for reason in suggestion.reasons:
        if reason is Common.WORDS:
            count = suggestion.common
            told.append(ngettext("%(num)d word in common", "%(num)d words in common", count))
        elif reason is not Common.TIME:
            told.append(str(IN_COMMON[reason]))
    apart = format_timedelta(max(suggestion.apart, timedelta(minutes=1)), locale=language())
    return [*told, gettext("%(time)s apart", time=apart)]


SAID: Words = {
    Said.ACCEPTED: _l("Accepts it"),
    Said.DECLINED: _l("Declines it"),
    Said.ASKS: _l("Asks something"),
    Said.EN_ROUTE: _l("En route"),
    Said.ON_SCENE: _l("On scene"),
    Said.DONE: _l("Done"),
}
WAYS: Words = {
    Way.CALL: _l("By telephone"),
    Way.RADIO: _l("By radio"),
    Way.MAIL: _l("In writing"),
    Way.VISIT: _l("In person"),
    Way.LINK: _l("By its link"),
    Way.MAILED: _l("By mail to its link"),
    Way.WEBHOOK: _l("By webhook"),
}
DELIVERIES = {
    Delivery.WAITING: _l("On its way:"),
    Delivery.DELIVERED: _l("Arrived:"),
    Delivery.DEAD: _l("Could not be delivered:"),
}
