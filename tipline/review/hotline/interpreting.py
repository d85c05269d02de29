"""Who interprets a call: by language and hour, from the deployment's list, by codes alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from tipline.review import clock
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.configuration import Interpreter


@dataclass(frozen=True)
class OnCall:
    """An interpreter, and from when or until when they can be reached."""

    interpreter: Interpreter
    now: bool
    at: datetime

    @property
    def told(self) -> str:
        """When they can be reached, in words."""
        if self.now:
            return gettext("now, until %(time)s", time=clock.hour(self.at))
        return gettext("from %(time)s", time=clock.hour(self.at))


def codes() -> tuple[str, ...]:
    """Return the codes of all who interpret, each once."""
    return tuple(dict.fromkeys(each.code for each in configuration_here().script.interpreters))


def on_call(moment: datetime) -> dict[str, list[OnCall]]:
    """Return by language who interprets it, who can be reached now or soonest first.

    Of somebody with several shifts, the one that counts. A language that nobody interprets is
    left out.
    """
    local = moment.astimezone(configuration_here().site.timezone)
    found: dict[str, dict[str, OnCall]] = {}
    for each in sorted((_on_call(it, local) for it in _known()), key=_first):
        for language in each.interpreter.languages:
            found.setdefault(language, {}).setdefault(each.interpreter.code, each)
    return {language: list(there.values()) for language, there in found.items()}


def _known() -> tuple[Interpreter, ...]:
    return configuration_here().script.interpreters


def _on_call(interpreter: Interpreter, local: datetime) -> OnCall:
    until = interpreter.shift.until(local)
    if until is not None:
        return OnCall(interpreter, now=True, at=until)
    return OnCall(interpreter, now=False, at=interpreter.shift.following(local))


def _first(each: OnCall) -> tuple[bool, float]:
    """Sort those who are there first, the longest; then those who come, the soonest."""
    at = each.at.timestamp()
    return (not each.now, -at if each.now else at)
