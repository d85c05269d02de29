"""The table of states."""

import pytest

from tipline.errors import TransitionRefusedError
from tipline.tips.state import ALLOWED, FINISHED, State, Word, check, word_of

PAIRS = [(old, new) for old in State for new in State]


def test_every_state_has_its_row_and_its_word() -> None:
    assert set(ALLOWED) == set(State)
    assert {word_of(state) for state in State} == set(Word)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_change_is_allowed_or_refused_by_the_table(old: State, new: State) -> None:
    if new in ALLOWED[old]:
        check(old, new)
        return
    with pytest.raises(TransitionRefusedError) as caught:
        check(old, new)
    assert caught.value.values == {"old": old.value, "new": new.value}


def test_the_table_is_that_of_the_guide_and_of_several_desks() -> None:
    allowed = {old: " ".join(sorted(ALLOWED[old])) for old in State}
    assert allowed == {
        State.NEW: "SPAM TRIAGE",
        State.TRIAGE: "ASSIGNED CLOSED DUP INFO REFERRED SPAM",
        State.INFO: "ASSIGNED CLOSED TRIAGE",
        State.ASSIGNED: "ACCEPTED DONE TRIAGE",
        State.ACCEPTED: "ACTION ASSIGNED DONE INFO REFERRED TRIAGE",
        State.ACTION: "ACCEPTED ASSIGNED DONE REFERRED TRIAGE",
        State.REFERRED: "ACCEPTED ASSIGNED DONE TRIAGE",
        State.DONE: "ACCEPTED ASSIGNED CLOSED TRIAGE",
        State.CLOSED: "PURGED TRIAGE",
        State.DUP: "PURGED TRIAGE",
        State.SPAM: "PURGED TRIAGE",
        State.PURGED: "",
    }


def test_from_new_every_state_can_be_reached() -> None:
    reached, edge = {State.NEW}, {State.NEW}
    while edge:
        edge = {new for old in edge for new in ALLOWED[old]} - reached
        reached |= edge
    assert reached == set(State)


def test_only_what_is_finished_can_be_purged() -> None:
    assert {old for old in State if State.PURGED in ALLOWED[old]} == FINISHED - {State.PURGED}
