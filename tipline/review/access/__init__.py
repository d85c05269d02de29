"""Who comes in to the review site: joining, signing in and out, sessions, members of a desk.

It may import the keyring, the store's casebook and web. ``guard`` finds ``g.member`` for every view
by the session cookie; ``signing_in``, ``joining`` and ``membership`` are the procedures, step by
step; ``gate`` and ``waits`` slow guessing down; ``browser`` is what a browser carries for us.

What it does not do: know a person (whoever has passphrase and authenticator is the analyst), or end
a session on a stolen, signed-in computer before its idle time unless somebody signs it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint

from tipline.review.access import (
    administration_pages,
    answers,
    door,
    guard,
    invited_pages,
    member_pages,
    own_pages,
    sign_in_pages,
)
from tipline.review.house import PLACE
from tipline.web import PREFIX

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["set_up"]


def set_up(app: Flask, secret: bytes) -> None:
    """Give an application its guard and these pages; its house and secret key are there already.

    ``secret`` is the review site's, from which each key has its own purpose.
    """
    door.build(app, app.extensions[PLACE], secret)
    guard.set_up(app)
    answers.set_up(app)
    pages: Final = Blueprint("access", __name__, url_prefix=PREFIX)
    for page in (sign_in_pages, invited_pages, own_pages, member_pages, administration_pages):
        page.add_to(pages)
    app.register_blueprint(pages)
