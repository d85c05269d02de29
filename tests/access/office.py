"""An office with one supervisor who really signs in: passphrase, authenticator, cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from tests.review.world import World
from tests.visitor import look
from tipline.keyring import analyst, names, totp
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Role
from tipline.keyring.enrolment import Keys, Profile, new_analyst, seat
from tipline.review.access.door import PLACE, Door
from tipline.sealing.audit import open_entry
from tipline.sealing.deployment import read_review_secret

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tipline.store.casebook.staff import AnalystRow

PASSPHRASE = "seven blue camels drink mint tea"
SECRET = bytes(range(20))


@cache
def identity() -> AnalystIdentity:
    """The supervisor's identity, the same for all tests."""
    return AnalystIdentity.generate()


@cache
def sealed(work_factor: int) -> bytes:
    """The identity under its passphrase, at the work factor that holds for this test."""
    assert work_factor == analyst.WORK_FACTOR
    return identity().seal(PASSPHRASE)


@dataclass
class Browser:
    """A browser that sends back what a page's form carries."""

    client: FlaskClient
    hidden: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> TestResponse:
        answer = self.client.get(path)
        self._take(answer)
        return answer

    def post(self, path: str, **fields: str) -> TestResponse:
        answer = self.client.post(path, data=self.hidden | fields)
        self._take(answer)
        return answer

    def _take(self, answer: TestResponse) -> None:
        if answer.mimetype == "text/html" and answer.status_code != 303:
            self.hidden = look(answer).hidden or self.hidden


@dataclass
class Office:
    """A deployment whose supervisor of TRIAGE is called Fatima."""

    world: World
    fatima: AnalystRow

    @property
    def door(self) -> Door:
        found: Door = self.world.app.extensions[PLACE]
        return found

    def browser(self) -> Browser:
        return Browser(self.world.app.test_client())

    def sign_in(
        self, browser: Browser | None = None, *, name: str = "Fatima", code: str = ""
    ) -> Browser:
        """Sign in as a person does, in two pages."""
        browser = browser or self.browser()
        assert browser.get("/en/sign-in").status_code == 200
        answer = browser.post("/en/sign-in", name=name, passphrase=PASSPHRASE)
        assert answer.status_code == 200, answer.text
        answer = browser.post("/en/sign-in/code", code=code or self.code())
        assert answer.status_code == 303, answer.text
        return browser

    def code(self) -> str:
        """Return a code that was not used yet."""
        used = self.world.house.staff.analyst(self.fatima.id).totp_used
        return totp.code_at(SECRET, max(totp.step_at(datetime.now(UTC)), used + 1))

    def lookup(self, name: str) -> bytes:
        return names.lookup(self.door.secret, name)

    def trail(self) -> list[str]:
        """Return the actions in the audit trail, opened by the auditor."""
        self.door.aside.drain()
        entries = (
            open_entry(row.sealed, self.world.audit) for row in self.world.house.audit.entries()
        )
        return [str(entry["entry"]["action"]) for entry in entries]  # type: ignore[index,call-overload]


def settle(world: World, name: str = "Fatima", role: Role = Role.SUPERVISOR) -> Office:
    """Give the world its supervisor."""
    keys = Keys(sealed(analyst.WORK_FACTOR), str(identity().recipient), identity().verifier)
    return Office(world, employ(world, keys, name, role))


def employ(world: World, keys: Keys, name: str, role: Role = Role.ANALYST) -> AnalystRow:
    """Store somebody with these keys at the desk TRIAGE."""
    lookup = names.lookup(read_review_secret(world.settings.keys), name)
    profile = Profile(name=name, language="en")
    row = new_analyst(keys, profile, lookup=lookup, totp_secret=SECRET, totp_used=0)
    world.house.staff.add(row, [seat(world.desks["TRIAGE"], row, name, role)])
    return row
