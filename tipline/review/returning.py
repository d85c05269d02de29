"""Back to the page that a form of every page stood on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import redirect, request, url_for

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

PAGE_HERE = re.compile(r"/[a-z]{2,3}/[A-Za-z0-9/_-]*")  # nothing of another site


def back() -> AnyResponse:
    """Lead to the page of ours that the form names as ``back``, or home."""
    page = request.form.get("back", "")
    return redirect(page if PAGE_HERE.fullmatch(page) else url_for("review.home"), 303)
