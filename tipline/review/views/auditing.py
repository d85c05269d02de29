"""The audit trail, for those who hold its key: what was done, by whom, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from tipline.casework.audit import auditing, sampling
from tipline.review import audit_words, sending
from tipline.review.counted import spreadsheet
from tipline.review.counted.period import today
from tipline.review.counted.tabulating import Line, Sheet
from tipline.review.forms.auditing import JudgeForm, TrailForm, asked_month
from tipline.review.visit import visit
from tipline.web import Who, open_to
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.audit.opened_trail import Entry, Trail
    from tipline.review.forms.auditing import MonthForm

PAGE = 100  # entries
REFUSED = 422
HEADS = ("number", "at", "action", "name", "analyst", "facts")


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/audit", "audit", show)
    pages.add_url_rule("/audit/entries.csv", "audit_csv", download)
    pages.add_url_rule("/audit/people", "audit_people", people)
    pages.add_url_rule("/audit/sample", "audit_sample", sample)
    pages.add_url_rule("/audit/sample", "audit_judge", judge, methods=["POST"])


@open_to(Who.AUDITOR)
def show() -> Response:
    """Show the entries that are asked for, the newest first, and whether the trail is whole."""
    trail, form = auditing.read(visit()), TrailForm(request.args)
    sound = form.validate()
    found = _found(trail, form) if sound else []
    before = request.args.get("before", type=int)
    older = [entry for entry in found if before is None or entry.number < before]
    page = older[:PAGE]
    return make_response(
        render_template(
            "review/audit/entries.html",
            **_told(trail),
            form=form,
            entries=page,
            count=len(found),
            next=page[-1].number if len(older) > PAGE else None,
            first="before" not in request.args,
            differs=trail.differs_from(form.note) if form.note else None,
        ),
        200 if sound else REFUSED,
    )


@open_to(Who.AUDITOR)
def download() -> Response:
    """Give the entries that are asked for as CSV, in codes, the oldest first."""
    trail, form = auditing.read(visit()), TrailForm(request.args)
    if not form.validate():
        abort(404)
    sheet = Sheet("audit", HEADS, tuple(_line(each) for each in reversed(_found(trail, form))))
    file = f"tipline-audit-{today()}.csv"
    return sending.small(spreadsheet.written(sheet), file, spreadsheet.MIMETYPE)


@open_to(Who.AUDITOR)
def people() -> str:
    """Show what each person did in a month."""
    trail, form = auditing.read(visit()), asked_month()
    zone = configuration_here().site.timezone
    found = sampling.people(trail.entries, *form.bounds, zone)
    return render_template("review/audit/people.html", **_told(trail), form=form, people=found)


@open_to(Who.AUDITOR)
def sample() -> str:
    """Show the sample of a month, and what was found of it."""
    return _sample(asked_month(), JudgeForm())


@open_to(Who.AUDITOR)
def judge() -> AnyResponse:
    """Enter what was found of an entry of the sample."""
    present, form = visit(), JudgeForm()
    if not form.validate():
        return make_response(_sample(asked_month(), form), REFUSED)
    number, entries = int(form.entry.data or ""), auditing.read(present).entries
    verdict, note = sampling.Verdict(form.found.data), form.note.data or ""
    sampling.judge(present, entries, number, verdict, note)
    back = url_for("review.audit_sample", month=form.month.data, _anchor=f"entry-{number}")
    return redirect(back, 303)


def _sample(form: MonthForm, judging: JudgeForm) -> str:
    present = visit()
    trail = auditing.read(present)
    found = sampling.sample(present, trail.entries, *form.bounds)
    return render_template(
        "review/audit/sample.html", **_told(trail), form=form, sampled=found, judging=judging
    )


def _found(trail: Trail, form: TrailForm) -> Sequence[Entry]:
    wanted = form.wanted
    return [entry for entry in reversed(trail.entries) if wanted.fits(entry)]


def _told(trail: Trail) -> dict[str, object]:
    return {"trail": trail, "audit_words": audit_words}


def _line(entry: Entry) -> Line:
    told = "; ".join(f"{name}={_flat(value)}" for name, value in entry.facts.items())
    at = entry.at.isoformat() if entry.at else ""
    return Line((entry.number, at, entry.action, entry.name, entry.analyst, told))


def _flat(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
