"""The page of one tip: the report, the case beside it, and the forms that its state allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from flask import Response, make_response, render_template, request

from tipline.casework.case import agency_links
from tipline.casework.case.letterbox import due_after, mailbox_head
from tipline.casework.desk import stills_seen
from tipline.casework.given import dispatching, giving, hearing
from tipline.casework.given.undelivered import triable
from tipline.casework.index.similar import alike
from tipline.casework.matter.linking import Link, links
from tipline.casework.matter.members import members
from tipline.casework.matter.suggesting import suggest
from tipline.casework.tip.assessing import suggested
from tipline.casework.tip.attachments import attachments, beginnings
from tipline.casework.tip.ended import latest, latest_original
from tipline.casework.tip.seconding import others
from tipline.review import (
    content_words,
    desk_words,
    follow,
    given,
    hinting,
    names,
    official,
    places,
    reading,
    words,
)
from tipline.review.forms.assessing import AnswerForm, AssessForm
from tipline.review.forms.base import CaseForm
from tipline.review.forms.desks import ConflictForm, DeskForm, GiveForm, GrantForm, WishForm
from tipline.review.forms.dispatching import DispatchForm, UndeliveredForm
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
from tipline.review.house import house
from tipline.review.timeline import lines
from tipline.review.visit import visit
from tipline.tips.assigning import lacking
from tipline.tips.content import Sent
from tipline.tips.ending import takes_two
from tipline.tips.keeping import KEPT_IN
from tipline.tips.powers import responds
from tipline.tips.second import LASTS
from tipline.tips.state import ALLOWED, AT_WORK, State

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.tip.opening import OpenTip
    from tipline.configuration import Category, ReplyTemplate
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
LINKS_SHOWN = 20  # each is a case that is opened
NUMBERED = (
    AnswerForm, TakeForm, AcknowledgeForm, SaidForm, SettleForm, EndLinkForm, ReviewForm, AgainForm,
)  # fmt: skip
OF_ONE = (*NUMBERED, DeskForm, WishForm)  # forms about one request, desk or wish
SEVERAL = (  # of which a page may have many, or none
    *OF_ONE, OriginalForm, TaskEndForm, HandOffStepForm, ResumeForm, PartForm, UnlinkForm,
)  # fmt: skip


def allowed(state: CaseState) -> tuple[type[CaseForm], ...]:
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


def render(
    tip: OpenTip, used: CaseForm | None = None, *, status: int = 200, seen: int | None = None
) -> Response:
    """Return the page. ``used`` is a form that comes back with what was typed in it.

    ``seen`` is the number of the last event that its sender had been shown: what came after it is
    marked. Every form now carries the newest event's number, so that a second press goes through.
    """
    number, files = tip.case.number, attachments(tip.parts)
    linked, kindred, forms = _links(tip), suggest(visit(), tip), _forms(tip, used)
    linking = forms.get(LinksForm.name)
    if isinstance(linking, LinksForm):
        linking.stand_beside(kindred.others)
    unlink = UnlinkForm(formdata=None, data={"seen": number})
    if used is not None:
        used.shown(number)
    return make_response(
        render_template(
            "review/tip.html",
            tip=tip,
            category=category(tip),
            checks=official_category(tip),
            kind=names.about(tip.newest.answers),
            reports=reading.of_tip(tip),
            gone=official.gone(tip),
            open_until=_open_until(tip),
            report_direction=reading.direction(tip.report.language),
            files=files,
            beginnings=beginnings(visit(), tip, files),
            alike=alike(visit(), tip, files),
            lines=lines(tip.case, seen, frozenset(link.case for link in linked)),
            links=linked,
            links_left=len(linked) == LINKS_SHOWN < len(tip.case.state.links),
            unlink=unlink,
            members=members(visit(), tip) if len(tip.case.state.tips) > 1 else (),
            kindred=kindred,
            left=request.args.get("left", 0, type=int),
            fresh=seen is not None and bool(tip.case.since(seen)),
            forms=forms,
            used=used,
            suggested=suggested(visit(), tip),
            deliveries=dispatching.deliveries(visit(), tip, _sent(tip)),
            deciding=None
            if responds(tip.case.state, tip.case.desk)
            else UndeliveredForm(formdata=None),
            triable=triable(visit(), tip),
            given=given,
            holding=agency_links.holding(visit(), tip.case),
            unheard=hearing.unheard(visit(), tip),
            ticking=follow.ticking(tip),
            to_do=follow.to_do(tip.case),
            latest=latest(visit(), tip),
            latest_original=latest_original(visit(), tip),
            read_out=reading.to_read_out(tip.newest.answers, tip.case.state.summary),
            points=hinting.counted([HandOffForm.begins(tip)["text"]]),
            handoff_steps=follow.steps,
            to=places.on_tip(tip.id),
            official=official,
            content_words=content_words,
            pictures=stills_seen.of_case(visit(), tip.case),
            lasts=LASTS,
            others=others(visit(), tip.case.desk),
            two=takes_two(tip.case.state, None, visit().member.analyst),
            levels=house().configuration.levels,
            categories=house().configuration.categories,
            templates=_templates(),
            due=due_after(tip.case),
            mailbox=mailbox_head(tip.row, tip.report, tip.case),
            words=words,
            desk_words=desk_words,
            proposal=giving.proposal(visit(), tip),
            lacking=lacking(tip.case.state),
            life_first=tip.case.state.life_saving,
            responds=responds(tip.case.state, tip.case.desk),
            own_steps=_own_steps(tip),
        ),
        status,
    )


def _links(tip: OpenTip) -> tuple[Link, ...]:
    """Return the linked cases: the newest, or all of them where they are asked for."""
    return links(visit(), tip.case, None if "links" in request.args else LINKS_SHOWN)


def category(tip: OpenTip) -> Category | None:
    """Return the category that the reporter chose last, if the configuration still knows it."""
    answers = tip.newest.answers
    for code in (answers.subcategory, answers.category):
        try:
            return house().configuration.category(code)
        except KeyError:
            continue
    return None


def official_category(tip: OpenTip) -> Category | None:
    """Return the official category, if there is one that the configuration still knows."""
    classified, kinds = tip.case.state.classified, house().configuration.kinds
    if classified is None:
        return None
    return kinds.get(classified.subcategory) or kinds.get(classified.category)


def _forms(tip: OpenTip, used: CaseForm | None) -> Mapping[str, CaseForm]:
    if tip.case.trouble is not None:
        return {}
    if responds(tip.case.state, tip.case.desk):
        return {}  # a desk's own steps are on the page of the case
    seen = {"seen": tip.case.number}
    forms: dict[str, CaseForm] = {
        form.name: form(formdata=None, data={**form.begins(tip), **seen})
        for form in (*allowed(tip.case.state), *((OriginalForm,) if _asks_to_read(tip) else ()))
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


def _own_steps(tip: OpenTip) -> Mapping[str, CaseForm]:
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
    yield from ((SaidForm, number) for number in _sent(tip))
    yield from ((EndLinkForm, number) for number in agency_links.holding(visit(), tip.case))
    yield from ((SettleForm, it.number) for it in tip.case.state.unsettled)
    yield from ((ReviewForm, it.number) for it in taken if it.unreviewed and it.author != me)
    tried = () if tip.case.state.finished else tip.case.state.stills
    yield from ((AgainForm, it.number) for it in tried if it.may_try(me, visit().now))


def _sent(tip: OpenTip) -> list[int]:
    """Return the numbers of the events by which something left for a body that is to answer."""
    return [it.number for it in tip.case.state.given if isinstance(it.content, Sent)]


def _open_until(tip: OpenTip) -> datetime | None:
    """Return until when this officer may read what is closed to the others."""
    if tip.closed or not tip.case.state.original_closed:
        return None
    return tip.case.state.open_until(visit().member.analyst)


def _templates() -> Mapping[str, list[ReplyTemplate]]:
    replies = house().configuration.replies
    return {
        "reply": [each for each in replies if not each.question],
        "question": [each for each in replies if each.question],
    }
