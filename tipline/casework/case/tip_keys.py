"""Which desks open a tip itself: those that its lane sealed it to, and those that were given it.

The case decides, in the casebook; the envelopes lie in the inbox and follow. What was cut short
between the two is made good at the next look at the tip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.keyring.opening import open_key
from tipline.sealing.envelope import seal_identity

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit


def mend(visit: Visit, case: OpenCase) -> None:
    """Bring the envelopes of a case's tips in line with what its events say of desks.

    Of desks that were ever given the case, those have a tip's envelope that were given the tip, and
    have the case yet. It asks for a desk that opens the tip itself, and does nothing else.
    """
    state, office = case.state, visit.office
    desks = frozenset(state.desks) - {state.home}
    if not desks or case.desk in desks:
        return
    for name in state.tips:
        tip_id = bytes.fromhex(name)
        wanted = {desk for desk, tip in state.tips_given if tip == name}
        having = office.shelf.desks_of(tip_id)
        for desk in (wanted - having) & office.deployment.desks.keys():
            row = office.shelf.tip(tip_id, [case.desk])
            identity = open_key(row, visit.member.desks)
            readers = [office.deployment.desk(desk).recipient, office.deployment.recovery]
            office.shelf.add_envelope(tip_id, desk, seal_identity(identity, readers))
        _remove(visit, tip_id, (having & desks) - wanted)


def take_from(visit: Visit, case: OpenCase, tip_id: bytes) -> None:
    """Take a tip that has left a case from the desks that were given the case."""
    desks = frozenset(case.state.desks) - {case.state.home, case.desk}
    if desks:
        _remove(visit, tip_id, visit.office.shelf.desks_of(tip_id) & desks)


def _remove(visit: Visit, tip_id: bytes, desks: frozenset[str]) -> None:
    for desk in desks:
        visit.office.shelf.remove_envelope(tip_id, desk)
    if desks:
        visit.office.changes.note_removal()
