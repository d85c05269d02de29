"""The public site: anybody tells the authorities of something, without a name, and comes back.

May import intake, web, places, configuration, store.inbox.drop, store.blobs, evidence, sealing,
tips and settings; never the keyring, the review site or the casebook. It seals; the one thing it
opens is a mailbox, by the reporter's code. It sets no cookie.

- ``front``: the one address that all forms are posted to.
- ``report``: the form, page by page; ``pages``: each on its way out; ``steps``: their order;
  ``carried``: the draft between them; ``summary``: before sending. What they ask is in
  ``tipline.intake``.
- ``mapping``: the place on the map.
- ``files``, ``arriving``: what comes with a report; ``telling``: what a reporter is told of errors.
- ``receipt``: the code, once; ``door``, ``mailbox``: coming back by it; ``intake``: the way in.
- ``still``: pages that ask nothing, ready in memory; ``figures``: those that the review site has
  published; ``leaving``: the way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import configuration, places
from tipline.evidence.jail import Jail
from tipline.evidence.taking import Taker
from tipline.evidence.voices.changing import voice_jail
from tipline.intake.counter import Decoy, Intake
from tipline.public import figures, files, front, leaving, still
from tipline.public.arriving import Gates
from tipline.public.mapping import atlas
from tipline.sealing.deployment import Deployment, read_pepper
from tipline.sealing.draft import DraftBox
from tipline.store import belonging
from tipline.store.blobs import Blobs
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop
from tipline.store.reserve import Reserve
from tipline.tips.mailbox import CLOSED_DAYS
from tipline.web import PREFIX, make_app

if TYPE_CHECKING:
    from flask import Flask

    from tipline.settings import Settings

__all__ = ["create_app"]

FOLDING = 1  # thread that folds the journal beside the requests
SELF_COUNTED = frozenset({"front.enter"})  # the report and the mailbox keep what was typed


def create_app(settings: Settings) -> Flask:
    """Return the public site. Raises a TiplineError for a setting, key or text that is amiss."""
    texts = configuration.load(settings.config, settings.languages)
    app = make_app("public", settings, texts, csrf=False, self_counted=SELF_COUNTED)
    pepper, deployment = read_pepper(settings.keys), Deployment.read(settings.keys)
    for lane in (texts.intake, texts.oversight):
        deployment.desk(lane)  # a lane without keys is told now, not to a reporter who sends
    threads = settings.public_threads + FOLDING
    drop = Drop(
        open_inbox(settings.inbox_database, public=True, connections=threads),
        Reserve.of(settings.var, settings.reserve_mib),
    )
    app.extensions["tipline.intake"] = Intake(
        configuration=texts,
        deployment=deployment,
        pepper=pepper,
        box=DraftBox(pepper, settings.draft_hours),
        drop=drop,
        decoy=Decoy.make(),
        taker=taker(settings) if settings.files else None,
    )
    app.extensions["tipline.gates"] = Gates.of(settings)
    app.jinja_env.globals.update(advice_links=still.links, code_days=CLOSED_DAYS, **files.words())
    known = places.read(settings.config, settings.languages)
    figures.set_up(app, drop.engine, known.areas.names)
    atlas.set_up(app, known)
    for blueprint in (front.blueprint, leaving.blueprint, figures.blueprint):
        app.register_blueprint(blueprint, url_prefix=PREFIX)
    still.set_up(app)
    return app


def taker(settings: Settings) -> Taker:
    """Return what takes files in; its jails start at their first use.

    Where their folder is not at hand, that stands in the log, and reports come in without them.
    """
    blobs = Blobs.of(settings.var)
    belonging.tell(blobs.folder)
    return Taker(blobs, Jail(settings.jail), voice_jail(settings.jail))
