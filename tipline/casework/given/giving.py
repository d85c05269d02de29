"""Giving a case to desks, and what goes with it: triage's side, one verb each.

What the case itself allows, its fold decides (``tips.assigning``). What only the deployment knows
is decided here: which desks there are, and which of them may be given what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from tipline.age import FileKey
from tipline.casework.case.tip_keys import mend
from tipline.casework.tip.actions import enter, enter_all
from tipline.casework.tip.attachments import attachments
from tipline.casework.tip.placing import areas_of, point_of
from tipline.configuration import DeskKind
from tipline.configuration.routing import may_be_given, propose
from tipline.errors import (
    AgeError,
    DeskNotGivenError,
    EvidenceUnreadableError,
    NotFoundError,
    NotReadyError,
    StoreError,
)
from tipline.keyring.opening import open_key
from tipline.tips.assigning import lacking
from tipline.tips.content import (
    Assigned,
    Conflict,
    Given,
    Granted,
    SentBack,
    TakenBack,
    WishDeclined,
)
from tipline.tips.desks import WORKING, Stand

if TYPE_CHECKING:
    from tipline.casework.case.adding import Chooser
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.configuration.routing import Proposal
    from tipline.tips.point import Point


def proposal(visit: Visit, tip: OpenTip) -> Proposal | None:
    """Return which desks a case is proposed to; None before it is classified, and for oversight."""
    state, office = tip.case.state, visit.office
    if state.classified is None or state.home == office.configuration.oversight:
        return None
    known, areas = office.deployment.desks, areas_of(visit, _place(tip))
    return propose(office.configuration, state.classified, visit.now, known, state.conflicts, areas)


def _place(tip: OpenTip) -> Point | None:
    return point_of(tip.case.state, tip.newest.answers)


def givable(visit: Visit, case: OpenCase) -> tuple[str, ...]:
    """Return the codes of the desks that a case may be given to now, in the order of the desks."""
    desks = [desk.code for desk in visit.office.configuration.desks]
    return tuple(desk for desk in desks if may_have(visit, case, desk))


AT_IT = WORKING | {Stand.OFFERED}  # a desk that was done begins anew if it is given the case again


@dataclass(frozen=True)
class Chosen:
    """Which desks are given the case, which of them leads, and why."""

    desks: Sequence[str]
    lead: str
    text: str = field(default="", repr=False)


def give(visit: Visit, tip: OpenTip, chosen: Chosen, seen: int) -> OpenTip:
    """Give the case to desks, in an event each, all at once: its key goes with the event.

    1. None of them may be one that must not have it, before anything is entered.
    2. What is not ready goes out for life alone, and to an operations room alone.
    3. The lead comes first. Each event rests on the summary that stands; a desk that has the case
       already stays as it is.

    Raises DeskNotGivenError (1), NotReadyError (2), and what ``actions.enter_all`` does.
    """
    desks, lead = chosen.desks, chosen.lead
    if not all(may_have(visit, tip.case, desk) for desk in desks):  # 1
        raise DeskNotGivenError
    if lacking(tip.case.state) and any(
        _kind(visit, desk) is not DeskKind.OPERATIONS for desk in desks
    ):  # 2
        raise NotReadyError
    ordered = sorted(desks, key=lambda code: code != lead)
    return enter_all(visit, tip, [partial(_giving, chosen, desk) for desk in ordered], seen)  # 3


def _giving(chosen: Chosen, desk: str, case: OpenCase) -> Assigned | None:
    has, lead = case.state.desks.get(desk), desk == chosen.lead
    if has and has.stand in AT_IT and has.lead == lead:
        return None
    return Assigned(desk=desk, lead=lead, rests_on=case.state.summary_by, text=chosen.text)


def take_back(visit: Visit, tip: OpenTip, desk: str, text: str, seen: int) -> OpenTip:
    """Take the case from a desk; it goes on under another key, and its tips leave the desk too."""
    tip = enter(visit, tip, TakenBack(desk=desk, text=text), seen)
    mend(visit, tip.case)
    return tip


def send_back(visit: Visit, tip: OpenTip, desk: str, text: str, seen: int) -> OpenTip:
    """Let a desk go on that had said that it was done."""
    return enter(visit, tip, SentBack(desk=desk, text=text), seen)


def grant(visit: Visit, tip: OpenTip, file_id: bytes, text: str, seen: int) -> OpenTip:
    """Let all who have the case see one file of the tip: its age file's key goes into the case.

    Raises NotFoundError for a file that is not the tip's, EvidenceUnreadableError.
    """
    file = next((each for each in attachments(tip.parts) if each.id == file_id), None)
    if file is None:
        raise NotFoundError
    identity = open_key(tip.row, visit.member.desks)
    try:
        with visit.office.viewer.blobs.open(file_id) as source:
            key = FileKey.of(source, [identity])
    except (AgeError, StoreError):
        raise EvidenceUnreadableError from None
    kept = replace(file.evidence, name="", taken="", place="")
    granted = Granted(tip=tip.id, number=file.number, file=kept, key=key.key, text=text)
    return enter(visit, tip, granted, seen)


def give_tip(visit: Visit, tip: OpenTip, desk: str, text: str, seen: int) -> OpenTip:
    """Give a desk that has the case the tip itself: the event first, then the envelope.

    What is cut short between the two is made good at the next look at the tip (``mend``).
    """
    tip = enter(visit, tip, Given(desk=desk, tip=tip.id, text=text), seen)
    mend(visit, tip.case)
    return tip


def decline_wish(visit: Visit, tip: OpenTip, wish: int, text: str, seen: int) -> OpenTip:
    """Do not ask the reporter what a desk would have asked."""
    return enter(visit, tip, WishDeclined(wish=wish, text=text), seen)


def mark_conflict(
    visit: Visit, tip: OpenTip, desks: Sequence[str], text: str, seen: int
) -> OpenTip:
    """Say which desks the case is about; one that has it loses it with that."""

    def taking(desk: str, case: OpenCase) -> TakenBack | None:
        return TakenBack(desk=desk, text=text) if desk in case.state.holders else None

    conflict = Conflict(desks=tuple(sorted(set(desks))), text=text)
    steps: list[Chooser] = [*(partial(taking, desk) for desk in desks), lambda _: conflict]
    tip = enter_all(visit, tip, steps, seen)
    mend(visit, tip.case)
    return tip


def may_have(visit: Visit, case: OpenCase, desk: str) -> bool:
    """Tell whether a desk of this deployment may be given a case at all, whatever is ready."""
    state, office = case.state, visit.office
    if state.home == office.configuration.oversight:
        return False  # a report about the police is no operational desk's
    category = state.classified.category if state.classified else ""
    known = office.deployment.desks
    return desk not in state.conflicts and may_be_given(office.configuration, desk, category, known)


def _kind(visit: Visit, desk: str) -> DeskKind:
    return visit.office.configuration.desk(desk).kind
