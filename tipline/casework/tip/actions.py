"""What an analyst does with a tip: one verb each, one event each."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework import trail
from tipline.casework.case import agency_links, vouching
from tipline.casework.case.adding import append, shown_from
from tipline.casework.case.delivery import deliver, deliver_to_others, put_answers
from tipline.casework.case.letterbox import told
from tipline.casework.case.pictures import settle as settle_pictures
from tipline.casework.case.together import append_all
from tipline.casework.tip.opening import unentered
from tipline.casework.tip.seconding import request
from tipline.casework.tip.shredding import PRESS_SECONDS, shred
from tipline.errors import (
    CaseChangedError,
    ChainBrokenError,
    EventConflictError,
    NotFoundError,
    TipChangedError,
    TipUnreadableError,
    TransitionRefusedError,
)
from tipline.keyring import bundle
from tipline.keyring.bundle import Bundle, BundledCard, BundledTip
from tipline.sealing.audit import Action
from tipline.tips import telling
from tipline.tips.content import (
    ID_BYTES,
    Closed,
    Content,
    Exported,
    Note,
    Question,
    Reopened,
    Reply,
    SetAside,
    Summary,
)
from tipline.tips.ending import DEED_OF, takes_two
from tipline.tips.pointing import FEW
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.casework.case.adding import Chooser
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.second import Deed
    from tipline.tips.state import Outcome

OTHERS_FIRST = (CaseChangedError, EventConflictError, TransitionRefusedError)
Text: TypeAlias = type[Note] | type[Summary]
ToReporter: TypeAlias = type[Reply] | type[Question]


def enter(visit: Visit, tip: OpenTip, content: Content, seen: int | None) -> OpenTip:
    """Add one event to the tip's case, and let its reporters and the sweeper know what follows.

    Raises what ``adding.append`` does.
    """
    return enter_chosen(visit, tip, lambda _: content, seen)


def enter_chosen(visit: Visit, tip: OpenTip, choose: Chooser, seen: int | None) -> OpenTip:
    """Do the same with what is chosen of the case as it is met; None enters nothing."""
    return _followed(visit, tip, append(visit, tip.case, choose, seen=seen))


def enter_all(visit: Visit, tip: OpenTip, choosers: Sequence[Chooser], seen: int | None) -> OpenTip:
    """Do the same with what each of these chooses, one after the other: all of it, or nothing.

    Raises what ``together.append_all`` does.
    """
    return _followed(visit, tip, append_all(visit, tip.case, choosers, seen=seen))


def _followed(visit: Visit, tip: OpenTip, case: OpenCase) -> OpenTip:
    """Let whatever hangs on a tip's case know how it changed."""
    if case.state.state is State.PURGED and tip.case.state.state is not State.PURGED:
        trail.record(visit, Action.DESTROY, tip=tip.id, desk=case.desk)
    if told(case.state) != told(tip.case.state):
        deliver(visit, tip.row, tip.report, case)
        deliver_to_others(visit, tip.id, case)
    settle_pictures(visit.office, case)
    if case.state.finished != tip.case.state.finished:
        agency_links.settle(visit, case)
    return replace(tip, case=shred(visit, case, PRESS_SECONDS))


def write_text(visit: Visit, tip: OpenTip, kind: Text, text: str, seen: int) -> OpenTip:
    """Add a note or a summary, which says where few know what is in it."""
    if kind is Summary:
        few = tip.newest.answers.circle in FEW
        return enter(visit, tip, Summary(text=text, few=few), seen)
    return enter(visit, tip, kind(text=text), seen)


def answer(  # noqa: PLR0913 (what is written, to whom, and why)
    visit: Visit, tip: OpenTip, kind: ToReporter, text: str, seen: int, *, wish: int = 0
) -> OpenTip:
    """Reply to the reporter, after a random wait, or ask something, at once.

    A reply is not shown while the word is still that the report was received.

    1. The event is entered first, and with it that the answer is owed: what reaches a reporter
       stands in the case, and what stands there reaches the reporter, if only at the next look.
    2. The answer goes into the mailbox, sealed to it; MailboxEndedError if that has ended.

    ``wish``: the number of the event by which a desk wished it, 0 where none did.
    """
    shown = visit.now if kind is Question else max(shown_from(visit), _first_word(tip))
    answer_id = secrets.token_bytes(ID_BYTES)
    content = kind(tip=tip.id, answer=answer_id, text=text, shown_from=shown, wish=wish)
    tip = enter(visit, tip, content, seen)  # 1
    return replace(tip, case=put_answers(visit, tip.report, tip.case))  # 2


def _first_word(tip: OpenTip) -> datetime:
    return telling.first_word(telling.told(tip.case.steps, tip.id, tip.report.arrived).words)


def set_aside(visit: Visit, tip: OpenTip, seen: int, why: str = "") -> OpenTip:
    """Set the tip aside as spam: its receipt code is answered like one that does not exist.

    Where that takes two officers, it is asked for, and ``why`` is the reason.
    """
    return _end(visit, tip, SetAside(), seen, why)


def set_aside_unopened(visit: Visit, tip_id: bytes) -> bool:
    """Set a tip aside as spam from the work list; return whether it was done.

    It is opened for that, as any tip is. One that somebody else has opened or worked on, that does
    not open, or that is not there for this analyst stays as it is.
    """
    try:
        tip = unentered(visit, tip_id)
        if [event.author for event in tip.case.events] != [visit.member.analyst]:
            return False
        set_aside(visit, tip, tip.case.number)
    except (NotFoundError, TipUnreadableError, ChainBrokenError, TipChangedError, *OTHERS_FIRST):
        return False
    return True


def reopen(visit: Visit, tip: OpenTip, why: str, seen: int) -> OpenTip:
    """Take up again what was closed or set aside."""
    return enter(visit, tip, Reopened(text=why), seen)


def close(visit: Visit, tip: OpenTip, outcome: Outcome, note: str, seen: int) -> OpenTip:
    """Close the case with its outcome, or ask for that where it takes two officers."""
    return _end(visit, tip, Closed(outcome=outcome, text=note), seen)


def ask(  # noqa: PLR0913 (what is asked for, why, and what was known)
    visit: Visit, tip: OpenTip, deed: Deed, content: Content, seen: int | None, *, why: str = ""
) -> OpenTip:
    """Ask a second officer for a deed; once is enough. ``why``: where ``content`` has no text."""
    return enter_chosen(visit, tip, lambda case: request(visit, case, deed, content, why), seen)


def export(visit: Visit, tip: OpenTip, content: Exported, seen: int) -> bytes:
    """Return a zip of the tip and its case as they are stored; that it was made stands in it.

    Raises what may not leave, and without a permit what is not urgent (EventRefusedError).
    """
    tip = enter(visit, tip, content, seen)
    case, desk = tip.case, tip.case.desk
    issuers = {desk, *(event.desk for event in case.events)} & visit.office.deployment.desks.keys()
    return bundle.write(
        Bundle(
            desk=desk,
            made=visit.now,
            by=visit.member.analyst,
            case=case.id,
            case_envelope=case.envelope,
            events=case.sealed,
            tips=[_bundled(tip)],
            desks=[visit.office.deployment.desk(code) for code in issuers],
            cards=[
                BundledCard(row.desk, row.analyst_id, row.card)
                for row in vouching.readable(visit, desk, issuers)
            ],
        ),
        visit.member.identity,
    )


def _bundled(tip: OpenTip) -> BundledTip:
    parts = {part.id: part.sealed for part in tip.row.parts}
    return BundledTip(tip.id, tip.row.envelope, parts)


def _end(
    visit: Visit, tip: OpenTip, content: Closed | SetAside, seen: int, why: str = ""
) -> OpenTip:
    def choose(case: OpenCase) -> Content | None:
        if not takes_two(case.state, content, visit.member.analyst):
            return content
        return request(visit, case, DEED_OF[type(content)], content, why)

    return enter_chosen(visit, tip, choose, seen)
