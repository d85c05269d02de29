"""The page of one tip: the report, and the case beside it with its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
from tipline.review.forms.base import CaseForm
from tipline.review.forms.dispatching import UndeliveredForm
from tipline.review.forms.handing_off import HandOffForm
from tipline.review.forms.linking import LinksForm, UnlinkForm
from tipline.review.house import house
from tipline.review.timeline import lines
from tipline.review.tip_forms import forms_of, own_steps, sent
from tipline.review.visit import visit
from tipline.tips.assigning import lacking
from tipline.tips.ending import takes_two
from tipline.tips.powers import responds
from tipline.tips.second import LASTS

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.tip.opening import OpenTip
    from tipline.configuration import Category, ReplyTemplate


LINKS_SHOWN = 20  # each is a case that is opened


def render(
    tip: OpenTip, used: CaseForm | None = None, *, status: int = 200, seen: int | None = None
) -> Response:
    """Return the page. ``used`` is a form that comes back with what was typed in it.

    ``seen`` is the number of the last event that its sender had been shown: what came after it is
    marked. Every form now carries the newest event's number, so that a second press goes through.
    """
    number, files = tip.case.number, attachments(tip.parts)
    linked, kindred, forms = _links(tip), suggest(visit(), tip), forms_of(tip, used)
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
            deliveries=dispatching.deliveries(visit(), tip, sent(tip)),
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
            own_steps=own_steps(tip),
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
