"""What a person is told of an error, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from tipline.errors import TiplineError

SENTENCES = {
    400: lazy_gettext("The page could not be understood. Go back and try again."),
    403: lazy_gettext("This was sent from a page of another site, so it was not taken."),
    404: lazy_gettext("There is nothing at this address."),
    405: lazy_gettext("This address cannot be used in this way. Start again from the home page."),
    408: lazy_gettext("The line was too slow and the page did not arrive whole. Please try again."),
    413: lazy_gettext("That is more than can be taken at once. Go back and make it shorter."),
    415: lazy_gettext("The page could not be understood. Go back and try again."),
    429: lazy_gettext("Many people are using this site just now."),
    500: lazy_gettext("Something went wrong on our side. Please try again in a few minutes."),
    503: lazy_gettext("The site cannot take this just now. Please try again in a few minutes."),
}


def sentence(error: TiplineError) -> str:
    """Return what a person is told of an error of our tree, in this request's language."""
    return str(gettext(type(error).template())).format(**error.values)


def http_sentence(error: HTTPException) -> str:
    """Return what a person is told of an HTTP error, by its code, in this request's language."""
    code = error.code or 500
    return str(SENTENCES.get(code) or SENTENCES[400 if code < 500 else 500])  # noqa: PLR2004 (a status of HTTP, named by its number)


def wait_sentence(seconds: int) -> str:
    """Return when to come back, in this request's language."""
    told = ngettext(
        "Please try again in %(num)d second.", "Please try again in %(num)d seconds.", seconds
    )
    return str(told)
