"""The agencies' site: an outside agency answers what it was sent, by the link of that dispatch.

No sign-in: whoever holds a link can say one thing of one case until it ends, and see our reference.
It may import web, configuration, store.inbox.doorstep, sealing, tips, settings and the secrets of
``dispatch``; never the keyring, another site or the casebook. It seals, and opens nothing but the
reference that a link's own token gives. It sets no cookie.

- ``door``: the page of a link; ``hook``: the same for machines, signed.
- ``letters``: what a mail says; ``ways``: what all three have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import configuration
from tipline.agencies import door, hook
from tipline.agencies.ways import PLACE, Ways
from tipline.dispatch.secrets import ChannelSecrets
from tipline.store.engine import open_for_agencies
from tipline.store.inbox.doorstep import Doorstep
from tipline.web import PREFIX, make_app

if TYPE_CHECKING:
    from flask import Flask

    from tipline.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Flask:
    """Return the agencies' site. Raises a TiplineError for a setting, key or text that is amiss."""
    texts = configuration.load(settings.config, settings.languages)
    app = make_app("agencies", settings, texts, csrf=False)
    engine = open_for_agencies(settings.inbox_database, connections=settings.agencies_threads)
    app.extensions[PLACE] = Ways(Doorstep(engine), ChannelSecrets.read(settings.keys).inbound)
    app.add_url_rule("/", "root", door.root)
    app.register_blueprint(door.blueprint, url_prefix=PREFIX)
    app.register_blueprint(hook.blueprint)
    return app
