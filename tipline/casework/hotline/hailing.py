"""An operator asks for a supervisor at the phone without a word that the caller could hear.

Source: the domain guide, 8. Supervisors of the hotline and of the desk that all reports come to see
it, and those of oversight where the call goes there. Nothing of the call is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.age import parse_recipient
from tipline.casework import trail
from tipline.configuration import DeskKind
from tipline.errors import AgeError, NotFoundError, RecordMalformedError
from tipline.sealing.audit import Action
from tipline.sealing.body import open_body, seal_body
from tipline.store.casebook.hails import Hails
from tipline.tips.call import Hail
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.age import Identity
    from tipline.casework.hotline.calls import OpenCall
    from tipline.casework.visit import Visit
    from tipline.store.casebook.hails import HailRow


@dataclass(frozen=True)
class Hailed:
    """What stands of a call's hail: that it was made, and who is coming, once somebody is."""

    made: bool = False
    coming: Hail | None = None

    @property
    def waiting(self) -> bool:
        """Whether nobody has answered."""
        return self.made and self.coming is None


def ask(visit: Visit, call: OpenCall) -> None:
    """Ask for a supervisor; once more, as if nobody had come. Raises StoreError.

    It is sealed to oversight at once: where a call goes may change meanwhile.
    """
    configuration, deployment = visit.office.configuration, visit.office.deployment
    desks = dict.fromkeys((*_always(visit), configuration.oversight))
    hail = Hail(call=call.row.id, at=visit.now, name=visit.member.name)
    sealed = seal_body(to_json(hail), [deployment.desk(desk).recipient for desk in desks])
    trail.record(visit, Action.CALL_HAIL, call=call.row.id)
    _rows(visit).ask(call.row.id, sealed)


def standing(visit: Visit, call: OpenCall) -> Hailed:
    """Return what stands of the hail of the member's own call. Raises StoreError."""
    try:
        row = _rows(visit).of(call.row.id)
    except NotFoundError:
        return Hailed()
    if row.answer is None:
        return Hailed(made=True)
    coming = _open(row.call_id, row.answer, [visit.member.identity.identity])
    return Hailed(made=True, coming=coming)


def waiting(visit: Visit) -> tuple[Hail, ...]:
    """Return the hails that the member may answer, the oldest first. Raises StoreError."""
    rows = _rows(visit).waiting()
    mine = visit.member.supervised() if rows else ()
    found = (
        _open(row.call_id, row.sealed, [visit.member.desks[desk].identity])
        for row in rows
        if row.analyst_id != visit.member.analyst
        for desk in mine
        if desk in _asked(visit, row)
    )
    by_call = {hail.call: hail for hail in found if hail}
    return tuple(sorted(by_call.values(), key=lambda hail: hail.at))


def come(visit: Visit, call_id: bytes) -> None:
    """Tell the operator that the member is coming, unless somebody is already.

    Raises NotFoundError for a hail that is not the member's to answer, or is their own; StoreError.
    """
    row = _rows(visit).of(call_id)
    own = row.analyst_id == visit.member.analyst
    if own or not set(visit.member.supervised()) & _asked(visit, row):
        raise NotFoundError
    if row.answer is not None:
        return
    operator = parse_recipient(visit.office.staff.analyst(row.analyst_id).recipient.decode())
    hail = Hail(call=call_id, at=visit.now, name=visit.member.name)
    trail.record(visit, Action.CALL_COMING, call=call_id)
    _rows(visit).answer(call_id, seal_body(to_json(hail), [operator]))


def _asked(visit: Visit, row: HailRow) -> frozenset[str]:
    """Return the desks whose supervisors a hail is for."""
    return frozenset({*_always(visit), row.desk})


def _always(visit: Visit) -> tuple[str, ...]:
    """Return those of them wherever a call goes: they sit where operators do, or take it over."""
    configuration, known = visit.office.configuration, visit.office.deployment.desks
    hotlines = (it.code for it in configuration.desks if it.kind is DeskKind.HOTLINE)
    return (configuration.intake, *(code for code in hotlines if code in known))


def _open(call_id: bytes, sealed: bytes, identities: Iterable[Identity]) -> Hail | None:
    """Return a hail; None for one that does not open, or is another call's."""
    try:
        hail = from_json(Hail, open_body(sealed, list(identities)))
    except (AgeError, RecordMalformedError):
        return None
    return hail if hail.call == call_id else None


def _rows(visit: Visit) -> Hails:
    return Hails(visit.office.cases.engine)
