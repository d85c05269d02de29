"""The keys of a demonstration and the people who sign in to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Self

from tipline import configuration
from tipline.age import HybridIdentity
from tipline.cli.deployed import Deployed, now
from tipline.cli.files import make_folder, write_new
from tipline.cli.init import make_keys, recovery_text, upgrade, write_desk_card
from tipline.keyring import passphrase, totp
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.enrolment import Keys, Profile, new_analyst, seat
from tipline.sealing import receipt

if TYPE_CHECKING:
    from pathlib import Path

    from tipline.age import Recipient

RECOVERY_FILE = "recovery-identity.txt"  # in var/: only a demonstration keeps it beside its data
ANALYST, AUDITOR, OPERATOR, ADMINISTRATOR = "Noora", "Yusuf", "Maryam", "Khalid"
RESPONDER, DUTY_OFFICER = "Salman", "Aisha"  # at desks that are given cases
SECOND_OFFICER = "Hamad"  # beside the analyst: approves what she asks for
SECOND = "second"


@dataclass(frozen=True)
class Place:
    """Where somebody works; ``told``: what the demonstration says of it."""

    name: str
    desk: str
    role: Role
    told: str


OTHERS = {
    "analyst": Place(RESPONDER, "CG", Role.ANALYST, "the coast guard, which is given cases"),
    "supervisor": Place(
        DUTY_OFFICER, "OPS", Role.SUPERVISOR, "the operations room, which is given cases"
    ),
    "operator": Place(
        OPERATOR, "HOTLINE", Role.OPERATOR, "the hotline: writes down what callers say"
    ),
    "administrator": Place(
        ADMINISTRATOR, "ADMIN", Role.ADMINISTRATOR, "administration: people and settings"
    ),
}
LANGUAGE = "en"


@dataclass(frozen=True)
class Person:
    """How somebody signs in: name, passphrase, and the authenticator's secret in hex."""

    name: str
    passphrase: str = field(repr=False)
    totp: str = field(repr=False)
    desk: str = ""  # its code; empty, as the role, where an earlier version made the demonstration
    role: str = ""

    @classmethod
    def draw(cls, name: str, desk: str, role: Role) -> Self:
        """Draw a passphrase of six words and a secret."""
        return cls(name, passphrase.draw(), totp.draw().hex(), desk, role.value)

    @property
    def code(self) -> str:
        """The authenticator's code of this moment."""
        return totp.code_at(bytes.fromhex(self.totp), totp.step_at(now()))

    def lines(self, place: str) -> Iterator[str]:
        """Yield how to sign in."""
        secret = " ".join(totp.groups(bytes.fromhex(self.totp)))
        yield f"  {self.name}: {place}"
        yield f"    passphrase {self.passphrase}"
        yield f"    code       {self.code}   (secret for an authenticator: {secret})"


@dataclass(frozen=True)
class Known:
    """What a demonstration tells everybody: its people, and the receipt code of one report.

    ``others`` are those at desks that open no tip, by their roles, and the second officer.
    """

    analyst: Person
    auditor: Person
    receipt: str = field(repr=False)
    others: Mapping[str, Person] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object; the analyst's own values stand at its top."""
        others = {role: asdict(person) for role, person in self.others.items()}
        more = {"auditor": asdict(self.auditor), "receipt": self.receipt, "others": others}
        return {**asdict(self.analyst), **more}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Self:
        """Read what ``to_json`` wrote."""
        analyst = Person(**{each.name: record.get(each.name, "") for each in fields(Person)})
        others = {role: Person(**one) for role, one in record.get("others", {}).items()}
        return cls(analyst, Person(**record["auditor"]), record["receipt"], others)

    def write(self, path: Path) -> None:
        """Write it for this user alone, in the place of what an earlier version wrote."""
        path.unlink(missing_ok=True)
        write_new(path, json.dumps(self.to_json(), indent=1) + "\n")


def establish(deployed: Deployed) -> Known:
    """Make keys, databases, the desks and their people; return how they sign in."""
    settings = deployed.settings
    recovery = HybridIdentity.generate()
    make_folder(settings.var)
    write_new(settings.var / RECOVERY_FILE, recovery_text(recovery))
    upgrade(deployed)
    audit = make_keys(settings.keys, recovery)
    names = configuration.load(settings.config, settings.languages)
    intake, oversight = (DeskIdentity.generate(code) for code in (names.intake, names.oversight))
    others = {key: DeskIdentity.generate(place.desk) for key, place in OTHERS.items()}
    for desk in (intake, oversight, *others.values()):
        write_desk_card(settings.keys, desk)
    groups = "-".join(receipt.draw().groups)
    readers = [recovery.recipient, others["administrator"].recipient]
    first, second, auditor = (
        Person.draw(ANALYST, intake.code, Role.SUPERVISOR),
        Person.draw(SECOND_OFFICER, intake.code, Role.ANALYST),
        Person.draw(AUDITOR, oversight.code, Role.SUPERVISOR),
    )
    admit(deployed, first, {intake: Role.SUPERVISOR}, readers)
    admit(deployed, second, {intake: Role.ANALYST}, readers)
    admit(deployed, auditor, {oversight: Role.SUPERVISOR, audit: Role.AUDITOR}, readers)
    deployed.keep_reserve()
    known = Known(first, auditor, groups, {SECOND: second})
    return with_others(deployed, known, others, readers)


def complete(deployed: Deployed, known: Known) -> Known:
    """Return a demonstration that an earlier version made with the desks that it lacked."""
    missing = [key for key in OTHERS if key not in known.others]
    others = {key: DeskIdentity.generate(OTHERS[key].desk) for key in missing}
    for desk in others.values():
        write_desk_card(deployed.settings.keys, desk)
    readers = [Deployed(deployed.settings).public.recovery]
    return with_others(deployed, known, others, readers)


def with_others(
    deployed: Deployed,
    known: Known,
    desks: Mapping[str, DeskIdentity],
    readers: Sequence[Recipient],
) -> Known:
    """Admit those at desks that open no tip, and return the demonstration with them."""
    found = dict[str, Person]()
    for key, desk in desks.items():
        place = OTHERS[key]
        found[key] = Person.draw(place.name, place.desk, place.role)
        admit(deployed, found[key], {desk: place.role}, readers)
    return replace(known, others={**known.others, **found})


def admit(
    deployed: Deployed,
    person: Person,
    desks: Mapping[DeskIdentity, Role],
    readers: Sequence[Recipient],
) -> None:
    """Store a person with their desks, as the pages of an invitation do."""
    row = new_analyst(
        Keys.make(passphrase.normalised(person.passphrase)),
        Profile(name=person.name, language=LANGUAGE),
        lookup=deployed.lookup(person.name),
        totp_secret=bytes.fromhex(person.totp),
        totp_used=0,
    )
    places = [seat(desk, row, person.name, role, readers) for desk, role in desks.items()]
    deployed.staff.add(row, places)
