"""Questions with several entries: people, vehicles, boats, accounts. Empty entries fall away."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import FieldList as AnyFieldList
from wtforms import Form, FormField

from tipline.intake.form import StepForm
from tipline.tips import report
from tipline.tips.report import Answers, Boat, Person, Vehicle
from tipline.web.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


NUMBER = re.compile("-([0-9]{1,9})(?:-|$)")  # of an entry, after the name of its list


class FieldList(AnyFieldList):  # type: ignore[type-arg]  # no generic while it runs
    """Entries by their numbers; a name with anything else for a number is none of the page's."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        names = (name.removeprefix(prefix) for name in formdata if name.startswith(prefix))
        return (int(found[1]) for found in map(NUMBER.match, names) if found)


class Entry(Form):
    """The lines of one entry."""

    class Meta:
        """No token: the page's own form has it."""

        csrf = False
        locales = False

    def told(self) -> dict[str, str]:
        """Return what was written, by the fields' names; nothing where all is empty."""
        values = {name: str(field.data or "") for name, field in self._fields.items()}
        return values if any(values.values()) else {}


class PersonEntry(Entry):
    """Q6."""

    name = LineField(_l("Name or nickname"), report.PERSON_NAME_MAX)
    looks = LineField(_l("What they look like"), report.PERSON_TEXT_MAX)
    clothes = LineField(_l("What they wore"), report.PERSON_TEXT_MAX)
    whereabouts = LineField(_l("Where they can be found"), report.PERSON_TEXT_MAX)


class VehicleEntry(Entry):
    """Q7."""

    plate = LineField(_l("Number plate"), report.PLATE_MAX)
    make = LineField(_l("Make or kind"), report.MAKE_MAX)
    colour = LineField(_l("Colour"), report.COLOUR_MAX)
    marks = LineField(_l("Anything special about it"), report.MARKS_MAX)


class BoatEntry(Entry):
    """Q7b."""

    name = LineField(_l("Name or number"), report.BOAT_NAME_MAX)
    colour = LineField(_l("Colour"), report.COLOUR_MAX)
    direction = LineField(_l("Which way it went"), report.DIRECTION_MAX)


class Entries(StepForm):
    """A page of entries; a subclass says what they are and which answer they fill."""

    answer: ClassVar[str]
    kind: ClassVar[type[Any]]
    one: Any
    another: Any

    @property
    def entries(self) -> FieldList:
        """The entries of the page."""
        found: FieldList = self[self.answer]  # type: ignore[assignment]  # WTForms is not typed so far
        return found

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the entries."""
        return {cls.answer: [asdict(entry) for entry in getattr(answers, cls.answer)]}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with the entries that are not empty."""
        told = [row.told() for row in self._rows()]
        entries = tuple(self.kind(**values) for values in told if values)
        changed: dict[str, Any] = {self.answer: entries}
        return replace(answers, **changed)

    def make_room(self) -> None:
        """Show one more empty entry, up to the bound."""
        if len(self.entries) < (self.entries.max_entries or 0):
            self.entries.append_entry()

    def full(self) -> bool:
        """Tell whether there is no room for another entry."""
        return len(self.entries) >= (self.entries.max_entries or 0)

    def _rows(self) -> Sequence[Entry]:
        return [field.form for field in self.entries]


class People(Entries):
    """Q6: who is involved."""

    answer = "people"
    kind = Person
    title = _l("Who is involved?")
    hint = _l("Write only what you know, and leave the rest empty. Do not describe yourself.")
    one = _l("Person %(number)s")
    another = _l("Add another person")
    people = FieldList(FormField(PersonEntry), min_entries=1, max_entries=report.PEOPLE_MAX)


class Vehicles(Entries):
    """Q7."""

    answer = "vehicles"
    kind = Vehicle
    title = _l("Is there a vehicle?")
    hint = _l("Write only what you know, and leave the rest empty.")
    one = _l("Vehicle %(number)s")
    another = _l("Add another vehicle")
    vehicles = FieldList(FormField(VehicleEntry), min_entries=1, max_entries=report.VEHICLES_MAX)


class Boats(Entries):
    """Q7b."""

    answer = "boats"
    kind = Boat
    title = _l("Is there a boat?")
    hint = _l("Write only what you know, and leave the rest empty.")
    one = _l("Boat %(number)s")
    another = _l("Add another boat")
    boats = FieldList(FormField(BoatEntry), min_entries=1, max_entries=report.BOATS_MAX)


class AccountEntry(Entry):
    """Q10."""

    account = LineField(_l("Account name, number or address"), report.ACCOUNT_MAX)


class Online(Entries):
    """Q10: the accounts, numbers or addresses that were used."""

    answer = "accounts"
    kind = str
    title = _l("Which account, telephone number or web address was used?")
    hint = _l("Theirs, not yours. Do not send us forbidden pictures: the address is enough.")
    one = _l("Account or address %(number)s")
    another = _l("Add another one")
    accounts = FieldList(FormField(AccountEntry), min_entries=1, max_entries=report.ACCOUNTS_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the entries."""
        return {"accounts": [{"account": account} for account in answers.accounts]}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with the lines that are not empty."""
        told: list[Mapping[str, str]] = [row.told() for row in self._rows()]
        return replace(answers, accounts=tuple(row["account"] for row in told if row))
