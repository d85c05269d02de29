"""The keys of a demonstration and the people who sign in to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
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
OTHERS = {
    Role.OPERATOR: (OPERATOR, "HOTLINE"),
    Role.ADMINISTRATOR: (ADMINISTRATOR, "ADMIN"),
    Role.ANALYST: (RESPONDER, "CG"),
    Role.SUPERVISOR: (DUTY_OFFICER, "OPS"),
}
LANGUAGE = "en"


@dataclass(frozen=True)
class Person:
    """How somebody signs in: name, passphrase, and the authenticator's secret in hex."""

    name: str
    passphrase: str = field(repr=False)
    totp: str = field(repr=False)

    @classmethod
    def draw(cls, name: str) -> Self:
        """Draw a passphrase of six words and a secret."""
        return cls(name, passphrase.draw(), totp.draw().hex())

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

    ``others`` are those at desks that open no tip, by their roles.
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
        names = ("name", "passphrase", "totp")
        analyst = Person(**{name: record[name] for name in names})
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
    others = {role: DeskIdentity.generate(code) for role, (_, code) in OTHERS.items()}
    for desk in (intake, oversight, *others.values()):
        write_desk_card(settings.keys, desk)
    groups = "-".join(receipt.draw().groups)
    readers = [recovery.recipient, others[Role.ADMINISTRATOR].recipient]
    known = Known(Person.draw(ANALYST), Person.draw(AUDITOR), groups)
    admit(deployed, known.analyst, {intake: Role.SUPERVISOR}, readers)
    admit(deployed, known.auditor, {oversight: Role.SUPERVISOR, audit: Role.AUDITOR}, readers)
    deployed.keep_reserve()
    return with_others(deployed, known, others, readers)


def complete(deployed: Deployed, known: Known) -> Known:
    """Return a demonstration that an earlier version made with the people that it lacked."""
    missing = [role for role in OTHERS if role.value not in known.others]
    others = {role: DeskIdentity.generate(OTHERS[role][1]) for role in missing}
    for desk in others.values():
        write_desk_card(deployed.settings.keys, desk)
    readers = [Deployed(deployed.settings).public.recovery]
    return with_others(deployed, known, others, readers)


def with_others(
    deployed: Deployed,
    known: Known,
    desks: Mapping[Role, DeskIdentity],
    readers: Sequence[Recipient],
) -> Known:
    """Admit those at desks that open no tip, and return the demonstration with them."""
    found = {role.value: Person.draw(OTHERS[role][0]) for role in desks}
    for role, desk in desks.items():
        admit(deployed, found[role.value], {desk: role}, readers)
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
