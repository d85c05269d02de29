"""A copy of one tip and its case, to be opened on another computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from tipline.casework import actions
from tipline.casework.opening import unentered
from tipline.errors import CaseChangedError, EventConflictError, EventRefusedError
from tipline.review.forms import ExportForm
from tipline.review.tip_page import render
from tipline.review.views.action import CONFLICT, REFUSED
from tipline.review.visit import visit
from tipline.sealing.audit import Action
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint


def add_to(pages: Blueprint) -> None:
    """Add the address."""
    pages.add_url_rule("/tips/<tip:tip_id>/export", "export", take, methods=["POST"])


@open_to(Who.MEMBER)
def take(tip_id: bytes) -> Response:
    """Give the zip; it names the tip by the first digits of its id and tells nothing else."""
    form = ExportForm()
    tip = unentered(visit(), tip_id, act=Action.EXPORT)
    if not form.validate():
        return render(tip, form, status=REFUSED)
    seen = int(form.seen.data or 0)
    try:
        packed = actions.export(visit(), tip, seen)
    except EventRefusedError as error:
        form.form_errors.append(sentence(error))
        return render(tip, form, status=REFUSED)
    except (CaseChangedError, EventConflictError) as error:
        form.form_errors.append(sentence(error))
        return render(tip, form, status=CONFLICT, seen=seen)
    name = f"tipline-{tip_id.hex()[:8]}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(packed, mimetype="application/zip", headers=headers)
