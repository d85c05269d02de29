"""What casework stands on, opened once a process."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from tipline.casework.alarm import Alarms
from tipline.casework.glances import LOOK, Glances
from tipline.search.held import Held

if TYPE_CHECKING:
    from tipline.configuration import Configuration
    from tipline.evidence.showing.viewing import Viewer
    from tipline.intake.counter import Intake
    from tipline.sealing.deployment import Deployment
    from tipline.settings import Settings
    from tipline.store.casebook.audit import AuditTrail
    from tipline.store.casebook.calls import Calls
    from tipline.store.casebook.cases import Cases
    from tipline.store.casebook.changes import Changes
    from tipline.store.casebook.handovers import HandOvers
    from tipline.store.casebook.index_files import IndexFiles
    from tipline.store.casebook.keeping import Keeping
    from tipline.store.casebook.staff import Staff
    from tipline.store.inbox.shelf import Shelf
    from tipline.tips.clocks import Limits


@dataclass(frozen=True, kw_only=True)
class Office:
    """Settings, texts, public keys, tips and cases. No private key is in it.

    ``keeping`` is what analysts keep for themselves and their desks.
    ``indexes`` are the desks' that are in use, ``index_files`` where they are kept; ``looks`` are
    what each analyst opened within the last minutes; ``counter`` is there where calls are taken.
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
    counter: Intake | None = None
    indexes: Held = field(default_factory=Held)
    alarms: Alarms = field(default_factory=Alarms)
    looks: Glances = field(default_factory=partial(Glances, LOOK))

    @cached_property
    def limits(self) -> Limits:
        """What the clocks of a case are read by."""
        return self.configuration.limits(self.settings.question_days)
