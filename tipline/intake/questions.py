"""The questions of the report: each page's words, rules, and the answers that it fills.

Source: the domain guide, 2. Every question but what happened may be left unanswered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from tipline.configuration import Ask
from tipline.intake.form import StepForm
from tipline.intake.kinds import asks
from tipline.tips import report
from tipline.tips.report import (
    Answers,
    Circle,
    Keeper,
    Knows,
    Now,
    When,
    WhenKind,
    Work,
    YesNo,
)
from tipline.web.days import DayField
from tipline.web.fields import ChoiceField, LineField, TextField

if TYPE_CHECKING:
    from enum import StrEnum

YES_NO = (
    (YesNo.YES.value, _l("Yes")),
    (YesNo.NO.value, _l("No")),
    (YesNo.UNKNOWN.value, _l("I do not know")),
)
UNSEEN = _l(
    "These answers help us to protect you. The teams that act on the report do not see them."
)


TOO_SHORT = ("what", _l("Write what happened, in a few words at least."))


def too_short(what: str) -> bool:
    """Tell whether a text does not say yet what happened."""
    return len(what) < report.WHAT_MIN


class Danger(StepForm):
    """Q1: whether it is happening now."""

    title = _l("Is it happening now, or is someone in danger?")
    now = ChoiceField(
        title,
        (
            (Now.YES.value, _l("Yes")),
            (Now.NO.value, _l("No")),
            (Now.UNSURE.value, _l("I am not sure")),
        ),
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answer."""
        return {"now": answers.now}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this one."""
        return replace(answers, now=one_of(Now, self.now.data))


class What(StepForm):
    """Q2: what happened; the only text that must be given."""

    title = _l("What did you see or hear?")
    what = TextField(
        title,
        report.WHAT_MAX,
        description=_l(
            "Say what happened, not what you think of the person. Do not write your name, your"
            " number or anything else that shows who you are."
        ),
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the text."""
        return {"what": answers.what}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this text."""
        return replace(answers, what=self.what.data or "")

    def lacks(self) -> tuple[str, object] | None:
        """Ask for a few words where there are fewer than ten characters."""
        return TOO_SHORT if too_short(self.what.data or "") else None


class Where(StepForm):
    """Q4: where it happens."""

    title = _l("Where?")
    hint = _l("Write what you know. One line is enough.")
    landmark = LineField(
        _l("A place that people know"),
        report.PLACE_MAX,
        description=_l("A shop, a mosque, a school, a beach: near it, behind it, opposite it"),
    )
    block = LineField(_l("Block"), report.PLACE_MAX)
    road = LineField(_l("Road or street"), report.PLACE_MAX)
    building = LineField(_l("Building, flat or floor"), report.PLACE_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the lines."""
        return {name: getattr(answers.place, name) for name in PLACE_LINES}

    @classmethod
    def variant(cls, answers: Answers) -> bool:
        """Tell whether a place is chosen on the map: the page says so."""
        return answers.place.point is not None

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these lines."""
        lines: dict[str, Any] = {name: self[name].data or "" for name in PLACE_LINES}
        return replace(answers, place=replace(answers.place, **lines))


class WhenAsked(StepForm):
    """Q5 and, where it may happen again, Q5b."""

    title = _l("When?")
    kind = ChoiceField(
        _l("When does it happen, or when did it?"),
        (
            (WhenKind.NOW.value, _l("Now")),
            (WhenKind.TODAY.value, _l("Today")),
            (WhenKind.DATE.value, _l("On one day")),
            (WhenKind.RANGE.value, _l("Over several days")),
            (WhenKind.REPEATS.value, _l("It keeps happening")),
        ),
    )
    date = DayField(_l("The day, or the first day"), description=_l("For example 30/11/2026"))
    until = DayField(_l("The last day"), description=_l("Only if it took several days"))
    note = LineField(
        _l("The time, in your words"),
        report.WHEN_NOTE_MAX,
        description=_l("For example: Thursdays after ten at night"),
    )
    next = TextField(_l("Do you know when it will happen next?"), report.NEXT_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        when = answers.when
        told = {"kind": when.kind, "date": when.date, "until": when.until, "note": when.note}
        return told | {"next": answers.next}

    @classmethod
    def left_out(cls, answers: Answers) -> frozenset[str]:
        """Leave out what comes next for kinds of things that do not come again."""
        return frozenset() if asks(answers, Ask.NEXT) else frozenset({"next"})

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these: where only days were given, they say which kind it is.

        Days stay out where the kind leaves none to be asked for, as the page shows: "now" and
        "today" have no other day, and one day has no last one.
        """
        given = WhenKind.RANGE if self.until.data else WhenKind.DATE if self.date.data else None
        kind = one_of(WhenKind, self.kind.data) or given
        date = None if kind in {WhenKind.NOW, WhenKind.TODAY} else self.date.data
        until = self.until.data if kind in {WhenKind.RANGE, WhenKind.REPEATS} else None
        when = When(kind=kind, date=date, until=until, note=self.note.data or "")
        coming = (self["next"].data or "") if "next" in self else ""
        return replace(answers, when=when, next=coming)

    def lacks(self) -> tuple[str, object] | None:
        """Ask again where the last day lies before the first."""
        if self.date.data and self.until.data and self.until.data < self.date.data:
            return ("until", _l("The last day lies before the first. Look at both again."))
        return None


class Weapons(StepForm):
    """Q8."""

    title = _l("Are there weapons?")
    weapons = ChoiceField(title, YES_NO)
    weapons_note = TextField(_l("What kind, and where are they kept?"), report.WEAPONS_NOTE_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        return {"weapons": answers.weapons, "weapons_note": answers.weapons_note}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these."""
        note = self.weapons_note.data or ""
        return replace(answers, weapons=one_of(YesNo, self.weapons.data), weapons_note=note)


class Vulnerable(StepForm):
    """Q9."""

    title = _l("Is there a child, an older person or someone who cannot leave?")
    vulnerable = ChoiceField(title, YES_NO)
    vulnerable_note = TextField(_l("What should we know about them?"), report.VULNERABLE_NOTE_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        return {"vulnerable": answers.vulnerable, "vulnerable_note": answers.vulnerable_note}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these."""
        chosen = one_of(YesNo, self.vulnerable.data)
        return replace(answers, vulnerable=chosen, vulnerable_note=self.vulnerable_note.data or "")


class Money(StepForm):
    """Q10b."""

    title = _l("How much money, how was it paid, and to whom?")
    money = TextField(
        title,
        report.MONEY_MAX,
        description=_l("Do not write your own card or account number."),
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the text."""
        return {"money": answers.money}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this text."""
        return replace(answers, money=self.money.data or "")


class Forced(StepForm):
    """Q10c: three choices and a note."""

    title = _l("About the work")
    can_leave = ChoiceField(_l("Can the person leave?"), YES_NO)
    passport = ChoiceField(
        _l("Who keeps the passport?"),
        (
            (Keeper.PERSON.value, _l("The person")),
            (Keeper.SOMEONE_ELSE.value, _l("Someone else")),
            (Keeper.UNKNOWN.value, _l("I do not know")),
        ),
    )
    paid = ChoiceField(_l("Are wages paid?"), YES_NO)
    note = TextField(_l("Anything else about the work"), report.WORK_NOTE_MAX)

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        work = answers.work
        told = {"can_leave": work.can_leave, "passport": work.passport}
        return told | {"paid": work.paid, "note": work.note}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these."""
        work = Work(
            can_leave=one_of(YesNo, self.can_leave.data),
            passport=one_of(Keeper, self.passport.data),
            paid=one_of(YesNo, self.paid.data),
            note=self.note.data or "",
        )
        return replace(answers, work=work)


class Knowing(StepForm):
    """Q11 and Q15: how the reporter knows, and who else was told."""

    title = _l("How do you know?")
    knows = ChoiceField(
        title,
        (
            (Knows.SAW.value, _l("I saw or heard it myself")),
            (Knows.TOLD.value, _l("Someone told me")),
            (Knows.ONLINE.value, _l("Online")),
            (Knows.OTHER.value, _l("In another way")),
            (Knows.UNSAID.value, _l("I prefer not to say")),
        ),
        description=UNSEEN,
    )
    told_police = ChoiceField(
        _l("Have you already told the police or the emergency number?"), YES_NO[:2]
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        return {"knows": answers.knows, "told_police": answers.told_police}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these."""
        knows, told = one_of(Knows, self.knows.data), one_of(YesNo, self.told_police.data)
        return replace(answers, knows=knows, told_police=told)


class Safety(StepForm):
    """Q12 and Q13: whether reporting is safe for the reporter."""

    title = _l("Your safety")
    hint = UNSEEN
    guess = ChoiceField(_l("Could the person you tell us about guess that it was you?"), YES_NO)
    circle = ChoiceField(
        _l("How many people know what you have told us?"),
        (
            (Circle.ONLY_ME.value, _l("Only me")),
            (Circle.FEW.value, _l("A few")),
            (Circle.MANY.value, _l("Many")),
        ),
    )
    safe = ChoiceField(_l("Are you safe?"), YES_NO[:2])

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answers."""
        return {name: getattr(answers, name) for name in SAFETY}

    @classmethod
    def left_out(cls, answers: Answers) -> frozenset[str]:
        """Ask whether the reporter is safe only where there is reason to."""
        asked = asks(answers, Ask.SAFE) or answers.now in {Now.YES, Now.UNSURE}
        return frozenset() if asked else frozenset({"safe"})

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with these."""
        chosen = {
            name: one_of(kind, self[name].data) if name in self else None
            for name, kind in SAFETY.items()
        }
        return replace(answers, **chosen)  # type: ignore[arg-type]  # the names are those of the fields


PLACE_LINES = ("landmark", "block", "road", "building")
SAFETY: dict[str, type[StrEnum]] = {"guess": YesNo, "circle": Circle, "safe": YesNo}


def one_of(kind: type[Any], value: object) -> Any:  # noqa: ANN401 (a value of any of our enums)
    """Return the member of ``kind`` that a choice names, or None where nothing was chosen."""
    return kind(value) if value else None
