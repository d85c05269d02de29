"""What one person opened, and who opened one tip or case: for those who read the audit trail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import abort, render_template
from flask_babel import gettext

from tipline.casework.audit import auditing, openings, sampling
from tipline.review import audit_words
from tipline.review.counted.tabulating import Line, Sheet
from tipline.review.forms.auditing import asked_month
from tipline.review.visit import visit
from tipline.web import Who, open_to
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint

    from tipline.casework.audit.opened_trail import Trail

ID = re.compile(r"[0-9a-f]{32}")


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/audit/people/<id_hex>", "audit_person", person)
    pages.add_url_rule("/audit/opened/<id_hex>", "audit_opened", opened)


@open_to(Who.AUDITOR)
def person(id_hex: str) -> str:
    """Show what somebody opened in a month: how often, when, at which hours."""
    trail, form, zone = _trail(id_hex), asked_month(), configuration_here().site.timezone
    name = next((each.name for each in reversed(trail.entries) if each.analyst == id_hex), None)
    if name is None:
        abort(404)
    since, until = form.bounds
    theirs = [each for each in openings.opened_by(trail.entries, id_hex)
              if sampling.within(each, since, until)]  # fmt: skip
    return render_template(
        "review/audit/person.html",
        trail=trail,
        form=form,
        audit_words=audit_words,
        id=id_hex,
        name=name,
        count=len(theirs),
        sheet=_by_hour(openings.by_hour(theirs, zone)),
        opened=openings.by_matter(theirs, zone),
    )


@open_to(Who.AUDITOR)
def opened(id_hex: str) -> str:
    """Show who opened a tip or a case, and nothing of what is in it."""
    trail, zone = _trail(id_hex), configuration_here().site.timezone
    found = openings.opened_of(trail.entries, id_hex)
    return render_template(
        "review/audit/opened.html",
        trail=trail,
        audit_words=audit_words,
        id=id_hex,
        people=openings.by_person(found, zone),
    )


def _trail(id_hex: str) -> Trail:
    if not ID.fullmatch(id_hex):
        abort(404)
    return auditing.read(visit())


def _by_hour(counts: Sequence[int]) -> Sheet:
    lines = tuple(Line((f"{hour:02}:00", count)) for hour, count in enumerate(counts))
    return Sheet("opened-hours", (gettext("From the hour"), gettext("Openings")), lines)
