"""What the audit trail is told in: what was done, to what, and what an auditor found of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_datetime
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tipline.casework.audit.sampling import Verdict
from tipline.review import names
from tipline.sealing.audit import Action
from tipline.web.app import configuration_here
from tipline.web.languages import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_babel.speaklater import LazyString

    from tipline.casework.audit.opened_trail import Entry

ACTIONS: Mapping[Action, LazyString] = {
    Action.INIT: _l("The keys were made"),
    Action.DESK_ADD: _l("A desk was made"),
    Action.DESK_IDENTITY: _l("A desk's key was taken out"),
    Action.DESK_GIVE: _l("Given a place at a desk"),
    Action.INVITE: _l("Invited somebody"),
    Action.JOIN: _l("Took up an invitation"),
    Action.DISABLE: _l("Shut somebody out"),
    Action.ENABLE: _l("Let somebody in again"),
    Action.SIGN_IN: _l("Signed in"),
    Action.SIGN_IN_REFUSED: _l("Sign-in refused"),
    Action.SIGN_OUT: _l("Signed out"),
    Action.SIGN_OUT_EVERYWHERE: _l("Signed out everywhere"),
    Action.SESSION_END: _l("Ended a session of their own"),
    Action.SESSIONS_END: _l("Ended somebody's sessions"),
    Action.LIST: _l("A list showed words"),
    Action.SEARCH: _l("Searched"),
    Action.OPEN: _l("Opened a tip"),
    Action.OPEN_CASE: _l("Opened a case"),
    Action.LOOK: _l("Looked at a file"),
    Action.DOWNLOAD: _l("Took a file out"),
    Action.EXPORT: _l("Took a copy of tip and case"),
    Action.DISPATCH: _l("Sent a summary to an outside agency"),
    Action.STILL: _l("Asked a camera for a picture"),
    Action.ORIGINAL: _l("Opened what the reporter of a finished case wrote"),
    Action.HAND_OVER: _l("Handed a shift over, or read it"),
    Action.BROADCAST: _l("Told all desks something"),
    Action.DESTROY: _l("Had a case destroyed"),
    Action.SHRED: _l("Had what the reporter of a finished case wrote destroyed"),
    Action.PUBLISH: _l("Published figures"),
    Action.WITHDRAW: _l("Withdrew figures"),
    Action.SCREEN: _l("Put a wall on a screen"),
    Action.SCREENS_END: _l("Shut screens out"),
    Action.CALL_BEGUN: _l("Began a call"),
    Action.CALL_TAKEN: _l("Took a call up"),
    Action.CALL_HAIL: _l("Called the supervisor to the phone"),
    Action.CALL_COMING: _l("Came to an operator's call"),
    Action.CALL_SENT: _l("Sent a call as a tip"),
    Action.CALL_ENDED: _l("Ended a call without a report"),
    Action.CALL_NOTE: _l("Finished a call"),
    Action.CALL_BACK: _l("Looked a caller's code up"),
    Action.CALL_ADDED: _l("Added what a caller said"),
    Action.DELIVER: _l("Tried to deliver a message"),
    Action.UNHEARD: _l("Deleted what an agency sent and nobody could read"),
    Action.OUTBOX: _l("Decided about messages that could not be delivered"),
    Action.SWEEP: _l("What was due was deleted"),
    Action.CAMERAS: _l("Looked at the cameras"),
    Action.CAMERAS_NEAR: _l("Asked which cameras may have seen a place"),
    Action.CAMERAS_IMPORT: _l("Imported the cameras"),
    Action.MAP_EXPORT: _l("Took what the map showed"),
    Action.INDEX: _l("Had an index made anew"),
    Action.RECOVER: _l("Used the recovery key"),
    Action.AUDIT: _l("Read this trail"),
    Action.AUDITED: _l("Judged an entry of the sample"),
}
FACTS: Mapping[str, LazyString] = {
    "tip": _l("tip"),
    "tips": _l("tips"),
    "case": _l("case"),
    "cases": _l("cases"),
    "file": _l("file"),
    "call": _l("call"),
    "session": _l("session"),
    "whom": _l("whom"),
    "desk": _l("desk"),
    "of": _l("of"),
    "role": _l("role"),
    "name_invited": _l("who was invited"),
    "found": _l("found"),
    "entry": _l("entry"),
    "note": _l("note"),
    "refused_before": _l("refused before"),
    "camera": _l("camera"),
    "cameras": _l("cameras"),
    "refused": _l("refused"),
    "sealed": _l("sealed"),
    "known": _l("known"),
    "first": _l("first month"),
    "last": _l("last month"),
    "read_back": _l("read back"),
    "noted": _l("with a note"),
    "item": _l("message"),
    "channel": _l("channel"),
    "attempt": _l("attempt"),
    "ended": _l("how it ended"),
    "again": _l("tried again"),
    "dropped": _l("deleted"),
}
VERDICTS: Mapping[Verdict, LazyString] = {
    Verdict.EXPLAINED: _l("Explained"),
    Verdict.CONCERN: _l("A concern"),
}
ID = re.compile(r"[0-9a-f]{32}")
OPENED = ("tip", "case")  # facts of which a page tells who opened them
SHORT = 8  # hex digits of an id that are shown; all of it stands beside, for whoever copies it


def action(code: str) -> str:
    """Return what was done; a code that is not known as it is."""
    return str(ACTIONS[Action(code)]) if code in set(Action) else code


def at(entry: Entry) -> str:
    """Return when it was, to the second, by the clock of the place; empty where it is not told."""
    if entry.at is None:
        return ""
    local = entry.at.astimezone(configuration_here().site.timezone)
    return format_datetime(local, "d MMM y, HH:mm:ss", locale=language())


@dataclass(frozen=True)
class Fact:
    """What an entry names: its label, how it is shown, and its id, if it can be asked for.

    ``opens``: whether it is a tip or a case, of which is told who opened it.
    """

    label: str
    said: str
    id: str = ""
    opens: bool = False


def facts(entry: Entry) -> Iterator[Fact]:
    """Yield what an entry names."""
    for name, value in entry.facts.items():
        label = str(FACTS.get(name, name))
        if isinstance(value, list):
            yield Fact(label, str(len(value)))
        elif name == "desk":
            yield Fact(label, names.of_desk(str(value)))
        elif isinstance(value, bool):
            yield Fact(label, gettext("yes") if value else gettext("no"))
        elif name == "found" and value in set(Verdict):
            yield Fact(label, str(VERDICTS[Verdict(value)]))
        elif isinstance(value, str) and ID.fullmatch(value):
            yield Fact(label, value[:SHORT], value, name in OPENED)
        else:
            yield Fact(label, str(value))
