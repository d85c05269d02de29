"""What every view of the review site stands on, opened once a process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

from tipline import places
from tipline.casework.glances import Glances
from tipline.casework.office import Office
from tipline.dispatch.posting import Post
from tipline.errors import HotlineUnreadyError, KeyFileError
from tipline.evidence.jail import Jail
from tipline.evidence.offices.pages import Pager
from tipline.evidence.offices.walls import installed
from tipline.evidence.showing.viewing import Viewer
from tipline.evidence.taking import Taker
from tipline.intake.counter import Decoy, Intake
from tipline.sealing.deployment import Deployment, read_deliverer, read_pepper
from tipline.sealing.draft import DraftBox
from tipline.settings import SHOWN_AT_ONCE
from tipline.stills.asking import Broker
from tipline.store import belonging
from tipline.store.blobs import Blobs
from tipline.store.casebook.audit import AuditTrail
from tipline.store.casebook.calls import Calls
from tipline.store.casebook.cameras import Cameras
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.changes import Changes
from tipline.store.casebook.handovers import HandOvers
from tipline.store.casebook.index_files import IndexFiles
from tipline.store.casebook.invitations import Invitations
from tipline.store.casebook.keeping import Keeping
from tipline.store.casebook.outbox import Outbox
from tipline.store.casebook.sessions import Sessions
from tipline.store.casebook.staff import Staff
from tipline.store.casebook.stills import Stills
from tipline.store.engine import open_casebook, open_inbox
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.reserve import Reserve

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy import Engine

    from tipline.configuration import Configuration
    from tipline.settings import Settings

PLACE = "tipline.house"
SHOWING = "tipline.evidence.showing.tasks"  # what the jail loads, and this process never


@dataclass(frozen=True, kw_only=True)
class House(Office):
    """The office with its doors. ``glances`` are whose work list showed which tips."""

    sessions: Sessions
    invitations: Invitations
    glances: Glances = field(default_factory=Glances)


def build(app: Flask, settings: Settings, configuration: Configuration) -> None:
    """Open what the application stands on. Raises KeyFileError or StoreError."""
    threads = settings.review_threads
    inbox = open_inbox(settings.inbox_database, public=False, connections=threads)
    casebook = open_casebook(settings.casebook_database, connections=threads)
    blobs = Blobs.of(settings.var)
    if settings.files:
        belonging.tell(blobs.folder)
    deployment = Deployment.read(settings.keys)
    app.extensions[PLACE] = House(
        settings=settings,
        configuration=configuration,
        deployment=deployment,
        shelf=Shelf(inbox),
        cases=Cases(casebook),
        staff=Staff(casebook),
        sessions=Sessions(
            casebook,
            timedelta(minutes=settings.idle_minutes),
            timedelta(hours=settings.absolute_hours),
        ),
        invitations=Invitations(casebook),
        audit=AuditTrail(casebook),
        changes=Changes(casebook),
        handovers=HandOvers(casebook),
        index_files=IndexFiles.of(settings.var),
        keeping=Keeping(casebook),
        calls=Calls(casebook),
        cameras=Cameras(casebook),
        stills=Stills(casebook),
        broker=Broker(Path(settings.stills_socket)) if settings.stills_socket else None,
        taker=Taker(blobs, Jail(settings.jail)) if settings.stills_socket else None,
        places=places.read(settings.config, settings.languages),
        counter=counter(settings, configuration, deployment, inbox) if settings.hotline else None,
        post=post(settings, configuration, casebook),
        viewer=Viewer(
            blobs,
            Jail(settings.jail, tasks=SHOWING),
            at_once=SHOWN_AT_ONCE,
            pager=Pager() if lays_out(settings) else None,
        ),
    )


def post(settings: Settings, configuration: Configuration, casebook: Engine) -> Post | None:
    """Return what puts items into the outbox, where there are channels. Raises KeyFileError."""
    channels = configuration.channels
    if not channels.channels:
        return None
    return Post(Outbox(casebook), channels, read_deliverer(settings.keys))


def counter(
    settings: Settings, configuration: Configuration, deployment: Deployment, inbox: Engine
) -> Intake:
    """Return what seals the reports of callers. Raises HotlineUnreadyError without the pepper."""
    try:
        pepper = read_pepper(settings.keys)
    except KeyFileError as trouble:
        raise HotlineUnreadyError(reason=trouble.sentence) from None
    for lane in (configuration.intake, configuration.oversight):
        deployment.desk(lane)  # told now, not to an operator who sends
    return Intake(
        configuration=configuration,
        deployment=deployment,
        pepper=pepper,
        box=DraftBox(pepper),
        drop=Drop(inbox, Reserve.of(settings.var, settings.reserve_mib)),
        decoy=Decoy.make(),
    )


def lays_out(settings: Settings) -> bool:
    """Tell whether office files are shown page by page: never without walls."""
    return settings.office_pages and settings.jail != "off" and installed()


def house() -> House:
    """Return the house of the application that serves this request."""
    return of(current_app)


def of(app: Flask) -> House:
    """Return the house of an application."""
    found: House = app.extensions[PLACE]
    return found
