"""Who works in the house, and how somebody presses what a page offers while servers die."""

from __future__ import annotations

import http.client
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Self, TypeVar

from tests.journeys.day.house import House, pause
from tests.journeys.day.plan import Day, Deed, Tip
from tests.journeys.deployment import Deployment
from tests.journeys.reporter import Visitor
from tests.pages import Form, Page
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Role
from tipline.keyring.enrolment import seat
from tipline.keyring.session import Opened, SessionKey, seal
from tipline.store.casebook.sessions import Sessions
from tipline.store.casebook.staff import AnalystRow, Staff
from tipline.store.engine import open_casebook

T = TypeVar("T")
PATIENCE_SECONDS = 60
BROKEN = (OSError, http.client.HTTPException)
NOT_DONE = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)


@dataclass(frozen=True)
class Officer:
    """Somebody of a desk, with their keys."""

    name: str
    desk: str
    row: AnalystRow
    identity: AnalystIdentity = field(repr=False)


def employ(deployment: Deployment, name: str, desk: str, role: Role = Role.ANALYST) -> Officer:
    """Give somebody a place at a desk, without a passphrase: that costs a third of a second."""
    identity = AnalystIdentity.generate()
    row = AnalystRow(
        id=secrets.token_bytes(16),
        lookup=secrets.token_bytes(32),
        recipient=str(identity.recipient).encode(),
        verifier=identity.verifier,
        identity=b"sealed with a passphrase",
        totp=b"sealed",
        profile=b"sealed",
    )
    engine = open_casebook(deployment.settings.casebook_database)
    Staff(engine).add(row, [seat(deployment.desks[desk], row, name, role)])
    engine.dispose()
    return Officer(name, desk, row, identity)


def persisting(attempt: Callable[[], T]) -> T:
    """Do something again until no server dies in the middle of it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        except BROKEN:
            if time.monotonic() > end:
                raise
            pause()


@dataclass
class Clerk:
    """An officer before a screen: asks for pages again until they come, and presses once."""

    visitor: Visitor
    day: Day
    officer: Officer | None = None

    @classmethod
    def begin(cls, house: House, day: Day, officer: Officer) -> Self:
        """Sit down, with a session that was begun this moment."""
        key, now = SessionKey.draw(), house.now.replace(microsecond=0)
        sealed = seal(Opened(name=officer.name, identity=officer.identity), key, officer.row.id)
        engine = open_casebook(house.deployment.settings.casebook_database)
        Sessions(engine, timedelta(1), timedelta(1)).start(key.row_id, officer.row.id, sealed, now)
        engine.dispose()
        visitor = Visitor(house.site("review"), looks=False)
        visitor.cookies["session"] = key.text
        return cls(visitor, day, officer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.visitor.close()

    def get(self, path: str, *, may_be_gone: bool = False) -> Page:
        """Return a page, which must come in the end; what a desk lost is not there for it."""

        def ask() -> Page:
            self.visitor.close()
            return self.visitor.get(path)

        self.day.tick()
        try:
            page = self.visitor.get(path)
        except BROKEN:
            self.day.cut += 1
            page = persisting(ask)
        gone = may_be_gone and page.status == HTTPStatus.NOT_FOUND
        assert gone or page.status == HTTPStatus.OK, f"{page.status} {path}: {page.words[:500]}"
        assert "/sign-in" not in page.address, path
        return page

    def press(
        self,
        form: Form,
        answers: dict[str, str],
        button: tuple[str, str] | None = None,
        *,
        of: Tip,
        mark: str = "",
    ) -> bool:
        """Press a form's button once; return whether it was answered as done.

        Where no answer comes, or others were first, one looks at the page again.
        """
        return self.post(form.action, form.filled(answers, button), of=of, mark=mark)

    def post(self, path: str, fields: list[tuple[str, str]], *, of: Tip, mark: str = "") -> bool:
        """Post fields once, as ``press`` does."""
        asked = self.day.tick()
        try:
            page = self.visitor.post_once(path.split("#", maxsplit=1)[0], fields)
        except BROKEN:
            self.visitor.close()
            self.day.cut += 1
            return False
        if page.status == HTTPStatus.CONFLICT:
            self.day.overtaken += 1
            return False
        if page.status != HTTPStatus.SEE_OTHER:
            self.day.refused.append((mark, f"{of.number} {path}: {page.status} {page.words}"))
            return False
        if mark:
            of.deeds.append(Deed(mark, asked, self.day.tick()))
        return True
