"""The review site: analysts read tips, build cases and answer reporters.

May import every room but ``tipline.public``. It holds no key at rest: what a request opens, it
opens with the desks of ``g.member``, whom ``tipline.review.access`` finds by the session cookie.

- ``views``: a page each, over one verb of ``tipline.casework``; ``forms``: what these pages ask
  (``posted``: with a token); ``hotline``: the operators' pages; ``access``: who enters.
- ``house``: what all of it stands on; ``visit``: who is at work; ``clock``: times as they are read.
- ``asked``, ``narrowing``, ``worklist``, ``above``, ``rows``, ``case_rows``, ``chosen``: the work
  list; ``searching``: what was found; ``quiet``: pages that a browser asks for by itself.
- ``everywhere``: what stands above every page; ``alarm``: the line about what nobody has read;
  ``returning``: back to the page that a line stood on.
- ``tip_page``, ``summary_page``: what these two pages show; ``tip_forms``: which forms the first
  has; ``reading``: the report; ``timeline``: the events; ``official``: what officers entered;
  ``given``: what left the house; ``follow``: what is to come, ``places``: where its forms are
  posted; ``marks``, ``hinting``: a reporter's words, made harmless, and what in them may point at
  their writer.
- ``words``, ``desk_words``, ``audit_words``, ``camera_words``, ``suspicion_words``: our words for
  codes; ``content_words``: for what an event says; ``names``: the deployment's; ``whereabouts``:
  where a point is, in words.
- ``charted``: the analysts' map.
- ``looking``: what is seen of a file; ``downloads``, ``sending``: how something of one goes out.
- ``paper``: a page for a body outside; ``sheet``: of a summary, ``camera_order``: for a keeper.
- ``counted``: figures; ``hall``: the wall; ``delivering``: its line about what does not leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import configuration
from tipline.review import access, asked, downloads, house, views
from tipline.sealing.deployment import read_review_secret
from tipline.sealing.derivation import derive
from tipline.web import make_app

if TYPE_CHECKING:
    from flask import Flask

    from tipline.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Flask:
    """Return the review site. Raises a TiplineError for a text, key or database that is amiss."""
    texts = configuration.load(settings.config, settings.languages)
    app = make_app("review", settings, texts, csrf=True)
    secret = read_review_secret(settings.keys)
    app.secret_key = derive(secret, "form cookie")
    house.build(app, settings, texts)
    access.set_up(app, secret)
    downloads.set_up(app, secret)
    asked.set_up(app, secret)
    views.set_up(app)
    return app
