"""The forms that a tip's page has: what its case takes as it stands, and of what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.case import agency_links
from tipline.review import follow, official
from tipline.review.forms.assessing import AnswerForm, AssessForm
from tipline.review.forms.base import CaseForm
from tipline.review.forms.desks import ConflictForm, DeskForm, GiveForm, GrantForm, WishForm
from tipline.review.forms.dispatching import DispatchForm
from tipline.review.forms.ended import DestroyForm, KeepForm, KeepOriginalForm, ShredForm
from tipline.review.forms.ending import CloseForm, ReopenForm, SetAsideForm
from tipline.review.forms.following import ResumeForm, TaskEndForm, TaskForm, WaitForm
from tipline.review.forms.given import (
    AcknowledgeForm,
    EndLinkForm,
    ReviewForm,
    SaidForm,
    SettleForm,
)
from tipline.review.forms.handing_off import HandOffForm, HandOffStepForm
from tipline.review.forms.indication import IndicationForm
from tipline.review.forms.leaving import ExportForm, HoldForm, OriginalForm, TakeForm
from tipline.review.forms.linking import LinksForm, PartForm, UnlinkForm
from tipline.review.forms.placing import PlaceForm
from tipline.review.forms.steps import steps
from tipline.review.forms.stills import AgainForm
from tipline.review.forms.writing import NoteForm, QuestionForm, ReplyForm, SummaryForm
from tipline.review.visit import visit
from tipline.tips.content import Sent
from tipline.tips.keeping import KEPT_IN
from tipline.tips.powers import responds
from tipline.tips.state import ALLOWED, AT_WORK, State

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.fold import CaseState


Numbered: TypeAlias = (
    AnswerForm
    | TakeForm
    | AcknowledgeForm
    | SaidForm
    | SettleForm
    | EndLinkForm
    | ReviewForm
    | AgainForm
)
NUMBERED = (
    AnswerForm, TakeForm, AcknowledgeForm, SaidForm, SettleForm, EndLinkForm, ReviewForm, AgainForm,
)  # fmt: skip
OF_ONE = (*NUMBERED, DeskForm, WishForm)  # forms about one request, desk or wish
SEVERAL = (  # of which a page may have many, or none
    *OF_ONE, OriginalForm, TaskEndForm, HandOffStepForm, ResumeForm, PartForm, UnlinkForm,
)  # fmt: skip


def _allowed(state: CaseState) -> tuple[type[CaseForm], ...]:
    """Return the forms that a case in this state takes, in the order of the page."""
    following = ALLOWED[state.state]
    going = state.hand_off is not None and not state.hand_off.ended
    chosen = (
        (HandOffForm, not going),
        (AssessForm, not state.finished),
        (PlaceForm, not state.finished),
        (IndicationForm, state.classified is not None and not state.finished),
        (NoteForm, True),
        (SummaryForm, True),
        (QuestionForm, _asks(state)),
        (ReplyForm, not state.hidden),
        (GiveForm, not state.finished and not state.stopped),
        (GrantForm, not state.finished and not state.stopped and bool(state.desks)),
        (ConflictForm, not state.finished),
        (TaskForm, not state.finished),
        (WaitForm, not state.finished),
        (ResumeForm, state.put_off is not None),
        (CloseForm, State.CLOSED in following),
        (SetAsideForm, State.SPAM in following),
        (ReopenForm, state.state in {State.CLOSED, State.SPAM}),
        (KeepForm, state.state in KEPT_IN),
        (DestroyForm, State.PURGED in following),
        (KeepOriginalForm, state.original_closed and not state.original_ended),
        (ShredForm, state.original_closed and not state.original_ended),
        (DispatchForm, not state.stopped and not state.hidden),
        (ExportForm, not state.stopped),
        (HoldForm, True),
        (LinksForm, not state.finished),
    )
    return tuple(form for form, fits in chosen if fits)


def _asks(state: CaseState) -> bool:
    return state.state in AT_WORK | {State.INFO} or State.INFO in ALLOWED[state.state]


def forms_of(tip: OpenTip, used: CaseForm | None) -> Mapping[str, CaseForm]:
    """Return the forms of a tip's page, by their names; ``used`` came back with what was typed."""
    if tip.case.trouble is not None:
        return {}
    if responds(tip.case.state, tip.case.desk):
        return {}  # a desk's own steps are on the page of the case
    seen = {"seen": tip.case.number}
    forms: dict[str, CaseForm] = {
        form.name: form(formdata=None, data={**form.begins(tip), **seen})
        for form in (*_allowed(tip.case.state), *((OriginalForm,) if _asks_to_read(tip) else ()))
    }
    if tip.id.hex() in tip.case.state.guests:
        forms[PartForm.name] = PartForm(formdata=None, data=seen)
    offered, classified = forms.get(IndicationForm.name), tip.case.state.classified
    if isinstance(offered, IndicationForm) and classified is not None:
        offered.only_of(classified.category)
    for kind, number in _numbered(tip):
        of_one = kind(number, formdata=None, data=seen)
        forms[of_one.name] = of_one
    several = [
        *(HandOffStepForm(step, formdata=None, data=seen) for step in follow.steps_left(tip.case)),
        *(TaskEndForm(task.number, formdata=None, data=seen) for task in tip.case.state.tasks),
    ]
    forms |= {form.name: form for form in several}
    forms |= _about_desks(tip)
    gone = isinstance(used, SEVERAL) and used.name not in forms
    if used is not None and not gone:
        forms[used.name] = used
    for form in forms.values():
        if isinstance(form, TaskForm | SaidForm):
            form.meet(tip.case)
        elif isinstance(form, GiveForm | ConflictForm | DispatchForm):
            form.offer(tip)
    return forms


def _asks_to_read(tip: OpenTip) -> bool:
    """Tell whether there is something closed that could be opened."""
    return tip.closed and not tip.case.state.original_ended


def _about_desks(tip: OpenTip) -> dict[str, CaseForm]:
    """Return the forms about each desk that has the case, and about what they wish to ask."""
    state, seen = tip.case.state, {"seen": tip.case.number}
    desks: list[CaseForm] = [DeskForm(desk, formdata=None, data=seen) for desk in state.holders]
    wishes = [
        WishForm(wish.number, formdata=None, data={"text": wish.text, **seen})
        for wish in state.wishes
    ]
    return {form.name: form for form in (*desks, *wishes)}


def own_steps(tip: OpenTip) -> Mapping[str, CaseForm]:
    """Return the steps of a desk that does everything: it has the case as well as its tip."""
    if responds(tip.case.state, tip.case.desk):
        return {}
    return {name: form for name, form in steps(tip.case).items() if name != NoteForm.name}


def _numbered(tip: OpenTip) -> Iterator[tuple[type[Numbered], int]]:
    """Yield the forms about what stands in the case, each with its number."""
    me, left = visit().member.analyst, tip.case.state.given
    taken = tip.case.state.taken
    yield from ((AnswerForm, it.number) for it in official.answerable(tip))
    yield from ((TakeForm, it.number) for it in official.permits(tip) if it.request.author == me)
    yield from ((AcknowledgeForm, it.number) for it in left if not it.acknowledged)
    yield from ((SaidForm, number) for number in sent(tip))
    yield from ((EndLinkForm, number) for number in agency_links.holding(visit(), tip.case))
    yield from ((SettleForm, it.number) for it in tip.case.state.unsettled)
    yield from ((ReviewForm, it.number) for it in taken if it.unreviewed and it.author != me)
    tried = () if tip.case.state.finished else tip.case.state.stills
    yield from ((AgainForm, it.number) for it in tried if it.may_try(me, visit().now))


def sent(tip: OpenTip) -> list[int]:
    """Return the numbers of the events by which something left for a body that is to answer."""
    return [it.number for it in tip.case.state.given if isinstance(it.content, Sent)]
