"""The one tree of errors. Each docstring is the sentence that a person is told.

The docstring's first paragraph is a translatable message (see ``tipline.web.words``); values in
braces are filled from the keywords that the error was raised with. No error ever carries a
reporter's words, a receipt code, a key or an address.
"""

from __future__ import annotations

import inspect


class TiplineError(Exception):
    """Something went wrong on our side. Please try again in a few minutes."""

    def __init__(self, **values: object) -> None:
        """Keep the values that the sentence names; they must never be a reporter's words."""
        super().__init__(type(self).template().format(**values))
        self.values = values

    @classmethod
    def template(cls) -> str:
        """Return the sentence with its braces unfilled: the key of its translation."""
        return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())

    @property
    def sentence(self) -> str:
        """Return the sentence in English, filled."""
        return self.template().format(**self.values)


# --- age ---------------------------------------------------------------------------------------


class AgeError(TiplineError):
    """The file is not a whole age file that can be opened."""


# --- settings ------------------------------------------------------------------------------------


class SettingsError(TiplineError):
    """The setting {name} is {found}; it must be {wanted}."""
