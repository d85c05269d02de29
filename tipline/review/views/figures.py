"""The figures of a desk for a time, drawn, as tables, and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, make_response, render_template

from tipline.casework.desk.figures import Figures, figures
from tipline.casework.desk.publishing import may_publish
from tipline.review import sending
from tipline.review.counted import period, slots, spreadsheet, tabulating
from tipline.review.counted.period import PeriodForm
from tipline.review.visit import visit
from tipline.search.entry import Holds
from tipline.search.figures import LINES
from tipline.tips.figures import percent
from tipline.tips.moments import Step
from tipline.web import Who, open_to
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Blueprint

    from tipline.review.counted.tabulating import Sheet

REFUSED = 422
NAMES = ("arrivals", *LINES, *(step.value for step in Step), "languages")


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/figures", "figures", show)
    pages.add_url_rule(f"/figures/<any({','.join(NAMES)}):name>.csv", "figures_csv", download)


@open_to(Who.SUPERVISOR)
def show() -> Response:
    """Show the figures."""
    form = _form()
    if not form.validate():
        return make_response(_page(form, None), REFUSED)
    return make_response(_page(form, _found(form)))


@open_to(Who.SUPERVISOR)
def download(name: str) -> Response:
    """Give one table as CSV."""
    form = _form()
    if not form.validate():
        abort(404)
    found = _found(form)
    if name not in _names(found):
        abort(404)
    sheet, told = _sheet(form, found, name), form.period
    file = f"tipline-{name}-{form.desk.data}-{told.since}-{told.until}.csv"
    return sending.small(spreadsheet.written(sheet), file, spreadsheet.MIMETYPE)


def _form() -> PeriodForm:
    desks = [code for code in visit().desks if code in visit().member.supervised()]
    if not desks:
        abort(404)
    return PeriodForm(desks)


def _found(form: PeriodForm) -> Figures:
    told, zone = form.period, configuration_here().site.timezone
    return figures(visit(), form.desk.data, slots.span(told.since, told.until, zone))


def _page(form: PeriodForm, found: Figures | None) -> str:
    return render_template(
        "review/figures.html",
        form=form,
        found=found,
        usual=list(period.usual()),
        sheets={} if found is None else {each.name: each for each in _sheets(form, found)},
        percent=percent,
        may_publish=may_publish(visit()),
    )


def _sheets(form: PeriodForm, found: Figures) -> Iterator[Sheet]:
    return (_sheet(form, found, name) for name in _names(found))


def _names(found: Figures) -> Iterator[str]:
    yield from ("arrivals", *found.lines, *(step.value for step in found.times))
    if found.holds is Holds.TIPS:
        yield "languages"


def _sheet(form: PeriodForm, found: Figures, name: str) -> Sheet:
    if name == "arrivals":
        told, zone = form.period, configuration_here().site.timezone
        return tabulating.arrivals(found, slots.slots(found.arrivals, told.since, told.until, zone))
    if name == "languages":
        return tabulating.tongues(found)
    return tabulating.counts(found, name) if name in LINES else tabulating.waits(found, Step(name))
