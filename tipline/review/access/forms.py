"""The forms of these pages: their words and their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.widgets import HiddenInput

from tipline.keyring import passphrase as rules
from tipline.keyring.card import NAME_MAX, Role
from tipline.keyring.passphrase import Flaw
from tipline.review.access.standing import GIVEN, roles_at
from tipline.review.posted import PostedForm
from tipline.web.app import configuration_here
from tipline.web.fields import NOT_A_CHOICE, ChoiceField, LineField, NotShorter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wtforms.fields import Field

CODE_MAX = 64  # code points: six digits with spaces and marks of direction
INVITATION_MAX = 200
FINGERPRINT_MAX = 100
CARRIED_MAX = 16 * 1024  # characters of a sealed field

ROLES = {
    Role.ANALYST: _l("Analyst"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.AUDITOR: _l("Auditor"),
    Role.OPERATOR: _l("Operator"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
FLAWS = {
    Flaw.SHORT: _l("Make the passphrase longer: 12 characters or more. Several words do it best."),
    Flaw.LONG: _l("Make the passphrase shorter: 256 characters or fewer."),
    Flaw.COMMON: _l("This is close to a passphrase that many people use. Add words of your own."),
    Flaw.WORDS: _l("Too few words, or too usual ones. Add one or two that do not belong together."),
    Flaw.KEYBOARD: _l("Keys that lie side by side are easy to guess. Use words instead."),
    Flaw.REPEAT: _l("Repeating adds little. Use different words."),
    Flaw.SEQUENCE: _l("Letters or digits in a row are easy to guess. Use words instead."),
    Flaw.DATE: _l("Dates and years are easy to guess. Add words that do not belong together."),
    Flaw.WEAK: _l("This is easy to guess. Add one or two words that do not belong together."),
}


class AccessForm(PostedForm):
    """A form of these pages; ``refuse`` adds what the procedure said."""

    def is_good(self) -> bool:
        """Tell whether the form was posted, from a page of ours, and says all that it must."""
        return request.method == "POST" and bool(self.validate())

    def refuse(self, field: Field, told: str) -> None:
        """Show an error at a field."""
        field.errors = [*field.errors, told]

    def said(self) -> list[tuple[str, str]]:
        """Return (id, sentence) of each error, for the summary."""
        return [(field.id, str(told)) for field in self for told in field.errors[:1]]


class SignInForm(AccessForm):
    """The first step of signing in."""

    name = LineField(_l("Name"), NAME_MAX, validators=[NotShorter(1, _l("Write your name."))])
    passphrase = LineField(
        _l("Passphrase"),
        rules.LENGTH_MAX,
        validators=[NotShorter(1, _l("Write your passphrase."))],
    )


class CodeForm(AccessForm):
    """The authenticator's code, when signing in and when joining."""

    carried = LineField("", CARRIED_MAX, widget=HiddenInput())
    code = LineField(
        _l("Code from your authenticator"),
        CODE_MAX,
        description=_l("Six digits, new every half minute. Each works once."),
        validators=[NotShorter(1, _l("Write the six digits that the authenticator shows."))],
    )


class InvitationForm(AccessForm):
    """The invitation's code."""

    invitation = LineField(
        _l("Invitation"),
        INVITATION_MAX,
        description=_l("Seven groups of four letters and digits. Spaces and dashes do not matter."),
        validators=[NotShorter(1, _l("Write the code of your invitation."))],
    )


class PassphraseForm(AccessForm):
    """A new passphrase, twice."""

    carried = LineField("", CARRIED_MAX, widget=HiddenInput())
    passphrase = LineField(
        _l("Passphrase"),
        4 * rules.LENGTH_MAX,
        description=_l(
            "12 characters or more, in any language. Best: four words or more that nobody says"
            " together."
        ),
    )
    again = LineField(_l("The same once more"), 4 * rules.LENGTH_MAX)

    def __init__(self, known: Iterable[str] = (), **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the words that an attacker tries first: the name, the desk."""
        self.known = tuple(known)
        super().__init__(**given)

    @property
    def chosen(self) -> str:
        """The passphrase as it is used."""
        return rules.normalised(self.passphrase.data or "")

    def validate_passphrase(self, _field: Field) -> None:
        """Refuse what is easy to guess, and say what would make it better."""
        flaw = rules.judge(self.chosen, self.known)
        if flaw is not None:
            raise ValidationError(str(FLAWS[flaw]))

    def validate_again(self, field: Field) -> None:
        """Refuse a second one that differs."""
        if rules.normalised(field.data or "") != self.chosen:
            raise ValidationError(str(_l("The two passphrases differ. Write the same one twice.")))


class SeatForm(AccessForm):
    """Somebody's seat at a desk: who, where, in which role."""

    name = LineField(
        _l("Name"),
        NAME_MAX,
        description=_l("Capital letters count. It is the name in every entry, and stays."),
        validators=[NotShorter(1, _l("Write the name."))],
    )
    desk = ChoiceField(_l("Desk"), validators=[NotShorter(1, NOT_A_CHOICE)])
    role = ChoiceField(_l("Role"), validators=[NotShorter(1, _l("Choose a role."))])

    def __init__(self, desks: Sequence[tuple[str, str]], **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the desks to choose from, code and name of each; the roles are those given there."""
        super().__init__(**given)
        self.desk.choices = list(desks)
        at = {role for code, _ in desks for role in roles_at(code, configuration_here())}
        self.role.choices = [(role.value, ROLES[role]) for role in GIVEN if role in at]
        if request.method != "POST" and self.role.choices:
            self.role.data = self.role.choices[0][0]

    def validate_role(self, field: Field) -> None:
        """Refuse a role that is none at the desk that was chosen."""
        if field.data and field.data not in roles_at(str(self.desk.data), configuration_here()):
            raise ValidationError(str(_l("This role belongs to another kind of desk.")))


class InviteForm(SeatForm):
    """An invitation."""

    language = ChoiceField(_l("Language"), validators=[NotShorter(1, _l("Choose a language."))])

    def __init__(self, languages: Iterable[tuple[str, str]], **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the languages to choose from: code and own name of each."""
        super().__init__(**given)
        self.language.choices = list(languages)


class GiveDeskForm(SeatForm):
    """A desk for an analyst who is there already."""

    read_out = LineField(
        _l("Key number"),
        FINGERPRINT_MAX,
        description=_l(
            "20 digits. The analyst reads them out from the page “Your account”: so you know that"
            " the desk is given to that person's key and no other."
        ),
        validators=[NotShorter(1, _l("Write the key number that the analyst reads out."))],
    )


class PressForm(AccessForm):
    """A button and nothing else."""
