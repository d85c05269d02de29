"""What casework stands on, opened once a process."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tipline.casework.alarm import Alarms
from tipline.casework.glances import LOOK, Glances
from tipline.places import Places
from tipline.search.held import Held
from tipline.search.idle import Idle
from tipline.store.inbox.hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Collection

    from tipline.casework.audit.opened_trail import Trail
    from tipline.casework.desk.cameras import Opened
    from tipline.configuration import Configuration
    from tipline.dispatch.posting import Post
    from tipline.evidence.showing.viewing import Viewer
    from tipline.evidence.taking import Taker
    from tipline.intake.counter import Intake
    from tipline.sealing.deployment import Deployment
    from tipline.settings import Settings
    from tipline.stills.asking import Broker
    from tipline.store.casebook.audit import AuditTrail
    from tipline.store.casebook.calls import Calls
    from tipline.store.casebook.cameras import Cameras
    from tipline.store.casebook.cases import Cases
    from tipline.store.casebook.changes import Changes
    from tipline.store.casebook.handovers import HandOvers
    from tipline.store.casebook.index_files import IndexFiles
    from tipline.store.casebook.keeping import Keeping
    from tipline.store.casebook.staff import Staff
    from tipline.store.casebook.stills import Stills
    from tipline.store.inbox.shelf import Shelf
    from tipline.tips.clocks import Limits


@dataclass(frozen=True, kw_only=True)
class Office:
    """Settings, texts, public keys, tips and cases. No private key is in it.

    ``places`` are those of the deployment.
    ``keeping`` is what analysts keep for themselves and their desks.
    ``indexes`` are the desks' that are in use, ``index_files`` where they are kept, ``trails`` the
    audit trail while it is read, ``registers`` the cameras while they are looked at; ``looks`` are
    what each analyst opened within the last minutes, ``taken`` what they took off the map in this
    shift; ``counter`` is there where calls are taken,
    ``post`` where somebody is reached by channels, ``broker`` and ``taker`` where pictures of
    cameras can be had: whom to ask for one, and what cleans and seals it. ``stills`` are those that
    go on a day.
    """

    settings: Settings
    configuration: Configuration
    deployment: Deployment
    shelf: Shelf
    cases: Cases
    staff: Staff
    audit: AuditTrail
    viewer: Viewer
    changes: Changes
    index_files: IndexFiles
    handovers: HandOvers
    keeping: Keeping
    calls: Calls
    cameras: Cameras
    stills: Stills
    places: Places = field(default_factory=Places)
    counter: Intake | None = None
    post: Post | None = None
    broker: Broker | None = None
    taker: Taker | None = None
    indexes: Held = field(default_factory=Held)
    trails: Idle[str, Trail] = field(default_factory=Idle)
    registers: Idle[str, Opened] = field(default_factory=Idle)
    alarms: Alarms = field(default_factory=Alarms)
    looks: Glances = field(default_factory=partial(Glances, LOOK))
    taken: Glances = field(default_factory=Glances)

    def forget(self, desks: Collection[str]) -> None:
        """Let go of what is in memory of these desks: somebody who worked with it leaves."""
        self.indexes.drop(desks)
        self.trails.drop(desks)
        self.registers.drop(desks)

    @cached_property
    def hearing(self) -> Hearing:
        """The links of outside agencies, and what they said by them."""
        return Hearing(self.shelf.engine)

    @cached_property
    def limits(self) -> Limits:
        """What the clocks of a case are read by."""
        return self.configuration.limits(self.settings.question_days)
