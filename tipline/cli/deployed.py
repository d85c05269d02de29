"""What an operator's command stands on: settings, public keys, and the two databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Self

from tipline.keyring.names import lookup
from tipline.sealing.audit import Action, entry, seal_entry
from tipline.sealing.deployment import Deployment, read_review_secret
from tipline.settings import from_environment
from tipline.store.blobs import Blobs
from tipline.store.casebook.audit import AuditTrail
from tipline.store.casebook.cameras import Cameras
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.changes import Changes
from tipline.store.casebook.handovers import HandOvers
from tipline.store.casebook.index_files import IndexFiles
from tipline.store.casebook.invitations import Invitations
from tipline.store.casebook.outbox import Outbox
from tipline.store.casebook.sessions import Sessions
from tipline.store.casebook.staff import Staff
from tipline.store.casebook.stills import Stills
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.engine import open_casebook, open_inbox
from tipline.store.inbox.shelf import Shelf
from tipline.store.inbox.sweeper import Sweeper
from tipline.store.reserve import Reserve
from tipline.web.fields import clean

if TYPE_CHECKING:
    from tipline.keyring.member import Member
    from tipline.settings import Settings

OPERATOR = "tipline"  # the name in the audit trail of what the command line did by itself


def now() -> datetime:
    """Return the time, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Deployed:
    """A deployment that `tipline init` has made; each part is opened when it is first asked for."""

    settings: Settings

    @classmethod
    def here(cls) -> Self:
        """Return the deployment that this process's environment names. SettingsError."""
        return cls(from_environment())

    @cached_property
    def public(self) -> Deployment:
        """The public keys. KeyFileError."""
        return Deployment.read(self.settings.keys)

    @cached_property
    def shelf(self) -> Shelf:
        """The inbox, as the review site has it."""
        return Shelf(open_inbox(self.settings.inbox_database, public=False))

    @cached_property
    def sweeper(self) -> Sweeper:
        """The inbox, for what is due."""
        return Sweeper(self.shelf.engine)

    @property
    def blobs(self) -> Blobs:
        """The files of the tips."""
        return Blobs.of(self.settings.var)

    @property
    def reserve(self) -> Reserve:
        """The space that is kept free for reports."""
        return Reserve.of(self.settings.var, self.settings.reserve_mib)

    def keep_reserve(self) -> bool:
        """Make the reserve whole and return whether it is; a database server has its own disk."""
        return not self.settings.inbox_database.startswith("sqlite") or self.reserve.take()

    @cached_property
    def cases(self) -> Cases:
        """The cases of the casebook."""
        return Cases(open_casebook(self.settings.casebook_database))

    @cached_property
    def cameras(self) -> Cameras:
        """The register of cameras, sealed."""
        return Cameras(self.cases.engine)

    @cached_property
    def stills(self) -> Stills:
        """Which files are pictures of cameras."""
        return Stills(self.cases.engine)

    @cached_property
    def changes(self) -> Changes:
        """What changed since, for the desks' indexes."""
        return Changes(self.cases.engine)

    @property
    def index_files(self) -> IndexFiles:
        """The desks' indexes on the disk."""
        return IndexFiles.of(self.settings.var)

    @cached_property
    def case_sweeper(self) -> CaseSweeper:
        """The casebook, for what is due."""
        return CaseSweeper(self.cases.engine)

    @cached_property
    def staff(self) -> Staff:
        """The analysts."""
        return Staff(self.cases.engine)

    @cached_property
    def invitations(self) -> Invitations:
        """The invitations."""
        return Invitations(self.cases.engine)

    @cached_property
    def handovers(self) -> HandOvers:
        """What shifts left to each other."""
        return HandOvers(self.cases.engine)

    @cached_property
    def outbox(self) -> Outbox:
        """What leaves the house."""
        return Outbox(self.cases.engine)

    @cached_property
    def sessions(self) -> Sessions:
        """The sessions, with the limits that the settings give."""
        idle = timedelta(minutes=self.settings.idle_minutes)
        return Sessions(self.cases.engine, idle, timedelta(hours=self.settings.absolute_hours))

    @cached_property
    def trail(self) -> AuditTrail:
        """The audit trail."""
        return AuditTrail(self.cases.engine)

    def lookup(self, name: str) -> bytes:
        """Return the 32 bytes under which an analyst's row is found. KeyFileError."""
        return lookup(read_review_secret(self.settings.keys), clean(name))

    def record(
        self,
        action: Action,
        facts: Mapping[str, str | int] | None = None,
        by: Member | None = None,
    ) -> None:
        """Enter in the audit trail what was done at the command line. KeyFileError, StoreError.

        ``facts`` are ids in hex, codes and numbers, never a name, a key or a reporter's words;
        ``by`` is a member who signed in for it.
        """
        analyst, name = (by.analyst, by.name) if by else (None, OPERATOR)
        made = entry(action, facts or {}, at=now(), analyst=analyst, name=name)
        self.trail.append(partial(seal_entry, made, recipient=self.public.audit))
