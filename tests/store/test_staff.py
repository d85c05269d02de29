"""Analysts, their desks, their sessions and their invitations."""

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.store.samples import an_id
from tipline.errors import AnalystExistsError, NotFoundError, TotpSpentError
from tipline.store.casebook import joining
from tipline.store.casebook.invitations import Invitations
from tipline.store.casebook.sessions import SEEN_EVERY, Sessions
from tipline.store.casebook.staff import AnalystRow, MembershipRow, Staff

NOW = datetime(2031, 5, 4, 9, 30, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
IDLE, ABSOLUTE = timedelta(minutes=15), timedelta(hours=12)


def an_analyst() -> AnalystRow:
    return AnalystRow(
        id=an_id(),
        lookup=secrets.token_bytes(32),
        recipient=b"age1pq1analyst",
        verifier=bytes(32),
        identity=b"identity",
        totp=b"totp",
        profile=b"profile",
    )


def a_place(analyst: AnalystRow, desk: str = "TRIAGE") -> MembershipRow:
    return MembershipRow(
        analyst_id=analyst.id, desk=desk, role="analyst", sealed=b"desk", card=b"card"
    )


@pytest.fixture
def staff(casebook: Engine) -> Staff:
    return Staff(casebook)


@pytest.fixture
def sessions(casebook: Engine) -> Sessions:
    return Sessions(casebook, IDLE, ABSOLUTE)


@pytest.fixture
def analyst(staff: Staff) -> AnalystRow:
    row = an_analyst()
    staff.add(row, [a_place(row)])
    return row


def test_an_analyst_is_found_by_id_and_by_name(staff: Staff, analyst: AnalystRow) -> None:
    assert staff.analyst(analyst.id) == analyst
    assert staff.by_lookup(analyst.lookup) == analyst
    assert staff.by_lookup(secrets.token_bytes(32)) is None
    assert staff.analysts() == [analyst]
    with pytest.raises(NotFoundError):
        staff.analyst(an_id())


def test_a_name_is_taken_once(staff: Staff, analyst: AnalystRow) -> None:
    other = replace(an_analyst(), lookup=analyst.lookup)
    with pytest.raises(AnalystExistsError):
        staff.add(other, [a_place(other)])
    assert len(staff.members_of(["TRIAGE"])) == 1


def test_failures_are_counted_and_forgotten(staff: Staff, analyst: AnalystRow) -> None:
    staff.count_failure(analyst.id, None)
    staff.count_failure(analyst.id, NOW)
    row = staff.analyst(analyst.id)
    assert (row.failures, row.wait_until) == (2, NOW)
    staff.forget_failures(analyst.id)
    assert staff.analyst(analyst.id) == analyst


def test_a_totp_counter_is_spent_once_and_none_before_it(staff: Staff, analyst: AnalystRow) -> None:
    staff.spend_totp(analyst.id, 100)
    for counter in (100, 99):
        with pytest.raises(TotpSpentError):
            staff.spend_totp(analyst.id, counter)
    staff.spend_totp(analyst.id, 101)


def test_disabling_ends_the_sessions_at_once(
    staff: Staff, sessions: Sessions, analyst: AnalystRow
) -> None:
    sessions.start(b"s" * 32, analyst.id, b"sealed", NOW)
    staff.disable(analyst.id)
    assert sessions.of(analyst.id, NOW) == []
    sessions.start(b"t" * 32, analyst.id, b"in the same moment", NOW)
    assert sessions.find(b"t" * 32, NOW) is None
    staff.enable(analyst.id)
    assert sessions.find(b"t" * 32, NOW) is not None
    with pytest.raises(NotFoundError):
        staff.disable(an_id())


def test_a_place_that_ended_keeps_its_card_and_loses_its_key(
    staff: Staff, analyst: AnalystRow
) -> None:
    staff.join(a_place(analyst, "OPS"))
    staff.leave(analyst.id, "TRIAGE", date(2031, 5, 4))
    assert [row.desk for row in staff.desks_of(analyst.id)] == ["OPS"]
    ended = staff.members_of(["TRIAGE"])
    assert [(row.sealed, row.card) for row in ended] == [(b"", b"card")]
    staff.join(replace(a_place(analyst), role="supervisor"))
    assert [row.role for row in staff.desks_of(analyst.id)] == ["analyst", "supervisor"]
    with pytest.raises(NotFoundError):
        staff.join(a_place(an_analyst()))
    with pytest.raises(NotFoundError):
        staff.leave(analyst.id, "OVS", date(2031, 5, 4))


def test_a_session_ends_when_idle_and_when_old(
    staff: Staff, sessions: Sessions, analyst: AnalystRow
) -> None:
    sessions.start(b"s" * 32, analyst.id, b"sealed", NOW)
    assert sessions.find(b"s" * 32, NOW + IDLE - SECOND) is not None
    assert sessions.find(b"s" * 32, NOW + IDLE) is None
    at = NOW
    while at < NOW + ABSOLUTE - IDLE:
        at += IDLE - SECOND
        row = sessions.find(b"s" * 32, at)
        assert row is not None
        sessions.touch(row, at)
    assert sessions.find(b"s" * 32, NOW + ABSOLUTE) is None


def test_a_busy_session_is_not_written_each_time(sessions: Sessions, analyst: AnalystRow) -> None:
    sessions.start(b"s" * 32, analyst.id, b"sealed", NOW)
    for after, seen in ((SEEN_EVERY - SECOND, NOW), (SEEN_EVERY, NOW + SEEN_EVERY)):
        row = sessions.find(b"s" * 32, NOW + after)
        assert row is not None
        sessions.touch(row, NOW + after)
        again = sessions.find(b"s" * 32, NOW + after)
        assert again is not None
        assert again.seen == seen


def test_one_ends_ones_own_sessions_only(
    staff: Staff, sessions: Sessions, analyst: AnalystRow
) -> None:
    other = an_analyst()
    staff.add(other)
    for index, owner in enumerate((analyst, analyst, other)):
        sessions.start(bytes([index]) * 32, owner.id, b"sealed", NOW + index * SECOND)
    assert [row.id[0] for row in sessions.of(analyst.id, NOW)] == [1, 0]
    sessions.end(bytes([2]) * 32, analyst.id)
    sessions.end(bytes([0]) * 32, analyst.id)
    assert [row.id[0] for row in sessions.of(analyst.id, NOW)] == [1]
    sessions.end_all(analyst.id)
    assert sessions.of(analyst.id, NOW) == []
    assert len(sessions.of(other.id, NOW)) == 1


def test_sessions_over_their_limits_are_swept(sessions: Sessions, analyst: AnalystRow) -> None:
    sessions.start(b"s" * 32, analyst.id, b"sealed", NOW)
    sessions.start(b"t" * 32, analyst.id, b"sealed", NOW + SECOND)
    assert [sessions.sweep(NOW + IDLE), sessions.sweep(NOW + IDLE)] == [1, 0]


def test_an_invitation_is_taken_once_and_in_time(casebook: Engine) -> None:
    invitations = Invitations(casebook)
    for name in (b"1", b"2"):
        invitations.add(name * 32, NOW, b"sealed " + name)
    assert invitations.look(b"1" * 32, NOW - SECOND) == b"sealed 1"
    assert invitations.take(b"1" * 32, NOW - SECOND) == b"sealed 1"
    for asked, at in ((b"1", NOW - SECOND), (b"2", NOW), (b"3", NOW)):
        with pytest.raises(NotFoundError):
            invitations.look(asked * 32, at)
        with pytest.raises(NotFoundError):
            invitations.take(asked * 32, at)
    assert [invitations.sweep(NOW - SECOND), invitations.sweep(NOW)] == [0, 1]


def test_the_invitation_goes_and_the_analyst_comes_or_neither(
    casebook: Engine, staff: Staff, analyst: AnalystRow
) -> None:
    invitations = Invitations(casebook)
    invitations.add(b"i" * 32, NOW + SECOND, b"sealed")
    taken = replace(an_analyst(), lookup=analyst.lookup)
    with pytest.raises(AnalystExistsError):
        joining.join(casebook, b"i" * 32, taken, [a_place(taken)], NOW)
    new = an_analyst()
    joining.join(casebook, b"i" * 32, new, [a_place(new)], NOW)
    with pytest.raises(NotFoundError):
        joining.join(casebook, b"i" * 32, an_analyst(), [], NOW)
    assert {row.id for row in staff.analysts()} == {analyst.id, new.id}
    assert len(staff.desks_of(new.id)) == 1
