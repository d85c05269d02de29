"""Identities, cards, sessions and invitations: each opens with its own key and with no other."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tipline.age import HybridIdentity, HybridRecipient, open_bytes, parse_identities, seal_bytes
from tipline.errors import (
    CardRefusedError,
    DeskKeyRefusedError,
    IdentityDamagedError,
    InvitationRefusedError,
    PassphraseRefusedError,
    SessionEndedError,
)
from tipline.keyring import card, enrolment, invitation, names, passphrase, session
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Card, Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.enrolment import Keys, Profile
from tipline.keyring.invitation import Invitation, InvitationCode
from tipline.keyring.member import Member, seal_desk
from tipline.keyring.passphrase import Flaw
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.deployment import DeskCard
from tipline.store.casebook.staff import AnalystRow, MembershipRow

NODE = Path(__file__).parents[1] / "node"
WORDS = "عبارة مرور طويلة جدا 1"
SOMEBODY = AnalystIdentity.generate()
DESK = DeskIdentity.generate("TRIAGE")
OTHER = DeskIdentity.generate("TRIAGE")
MINE = Card(
    analyst=bytes(16),
    name="Zainab",
    role=Role.ANALYST,
    desk="TRIAGE",
    recipient=str(SOMEBODY.recipient),
    verifier=SOMEBODY.verifier,
)


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """An identity under its passphrase: a third of a second's work, done once."""
    return SOMEBODY.seal(WORDS)


def test_the_passphrase_opens_the_identity(sealed: bytes) -> None:
    assert AnalystIdentity.open(sealed, WORDS) == SOMEBODY


def test_another_passphrase_does_not(sealed: bytes) -> None:
    with pytest.raises(PassphraseRefusedError):
        AnalystIdentity.open(sealed, WORDS + "!")


def test_a_changed_identity_is_refused(sealed: bytes) -> None:
    with pytest.raises(IdentityDamagedError):
        AnalystIdentity.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), WORDS)


def test_a_dearer_work_factor_is_refused_at_once(sealed: bytes) -> None:
    with pytest.raises(IdentityDamagedError):
        AnalystIdentity.open(sealed.replace(b" 17\n", b" 30\n", 1), WORDS)


def test_stock_tools_open_the_identity_and_then_a_desk(sealed: bytes) -> None:
    text = stock({"passphrases": [WORDS]}, sealed).decode()
    [opening] = parse_identities(text)
    assert opening == SOMEBODY.identity
    desk = seal_desk(DESK, SOMEBODY.recipient)
    own = [line for line in text.splitlines() if not line.startswith("#")]
    assert stock({"identities": own}, desk).decode().strip() == DESK.text


def stock(keys: dict[str, list[str]], sealed: bytes) -> bytes:
    """Open a file with the npm package of age's author."""
    program = shutil.which("node")
    assert program, "Node is missing; `make test` installs it"
    order = {"verb": "open", "sealed": b64encode(sealed).decode(), **keys}
    done = subprocess.run(
        [program, "age.mjs"], cwd=NODE, input=json.dumps(order), capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    return b64decode(json.loads(done.stdout)["plain"])


def test_no_secret_in_any_repr() -> None:
    code = InvitationCode.draw()
    key = session.SessionKey.draw()
    whole = Invitation(name="n", desk="TRIAGE", desk_seed=DESK.seed)
    shown = repr((SOMEBODY, DESK, code, key, whole, session.Opened(name="n", identity=SOMEBODY)))
    for secret in (SOMEBODY.identity.seed, SOMEBODY.signer.seed, DESK.seed, key.key):
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    assert code.letters not in shown


def test_a_desk_is_all_in_its_text() -> None:
    again = DeskIdentity.parse("TRIAGE", DESK.text)
    assert (again.recipient, again.verifier) == (DESK.recipient, DESK.verifier)


def published(desk: DeskIdentity) -> DeskCard:
    return DeskCard(desk.code, desk.recipient, desk.verifier)


def test_a_desk_that_the_key_files_do_not_name_is_refused() -> None:
    assert DESK.matched(published(DESK)) is DESK
    wrong = [None, published(OTHER), replace(published(DESK), verifier=OTHER.verifier),
             replace(published(DESK), code="OVS")]  # fmt: skip
    for named in wrong:
        with pytest.raises(DeskKeyRefusedError):
            DESK.matched(named)


def test_a_card_is_read_by_its_desk() -> None:
    assert card.read(DESK, card.issue(DESK, MINE)) == MINE


def test_a_card_signed_by_another_desk_is_refused() -> None:
    forged = seal_body(card.sign_card(OTHER, MINE), [DESK.recipient])
    with pytest.raises(CardRefusedError):
        card.read(DESK, forged)


@pytest.mark.parametrize(
    "change",
    [{"role": "supervisor"}, {"name": "Ali"}, {"analyst": "01" * 16}, {"desk": "OVS"},
     {"verifier": "00" * 32}, {"more": 1}],
)  # fmt: skip
def test_a_changed_card_is_refused(change: dict[str, object]) -> None:
    record = card.sign_card(DESK, MINE)
    record["card"] = record["card"] | change
    with pytest.raises(CardRefusedError):
        card.check_card(record, "TRIAGE", DESK.verifier)


@pytest.mark.parametrize("record", [None, [], {}, {"card": 1, "signature": 2}, {"card": {}}])
def test_what_is_no_card_is_refused(record: object) -> None:
    with pytest.raises(CardRefusedError):
        card.check_card(record, "TRIAGE", DESK.verifier)


def test_recovery_reads_cards_too() -> None:
    recovery = HybridIdentity.generate()
    record = open_body(card.issue(DESK, MINE, [recovery.recipient]), [recovery])
    assert card.check_card(record, "TRIAGE", DESK.verifier) == MINE


def row() -> AnalystRow:
    keys = Keys(b"sealed", str(SOMEBODY.recipient), SOMEBODY.verifier)
    profile = Profile(name="Zainab", language="ar")
    return enrolment.new_analyst(
        keys, profile, lookup=bytes(32), totp_secret=b"secret", totp_used=0
    )


def member(analyst: AnalystRow, *places: MembershipRow) -> Member:
    return Member(
        analyst=analyst.id,
        name="Zainab",
        identity=SOMEBODY,
        session_id=b"",
        memberships=places,
        published={"TRIAGE": published(DESK)},
    )


def test_a_new_analyst_opens_what_is_theirs() -> None:
    analyst = row()
    assert enrolment.open_profile(analyst, SOMEBODY) == Profile(name="Zainab", language="ar")
    assert enrolment.open_totp(analyst, SOMEBODY) == b"secret"
    one = member(analyst, enrolment.seat(DESK, analyst, "Zainab", Role.SUPERVISOR))
    assert one.desks["TRIAGE"] == DESK
    assert one.supervised() == ("TRIAGE",)


def test_a_row_with_anothers_recipient_is_refused() -> None:
    stranger = AnalystIdentity.generate()
    for forged in (
        replace(row(), recipient=str(stranger.recipient).encode()),
        replace(row(), verifier=stranger.verifier),
        replace(row(), profile=seal_bytes(b"{}", [SOMEBODY.recipient])),
    ):
        with pytest.raises(IdentityDamagedError):
            enrolment.open_profile(forged, SOMEBODY)


def test_the_roles_column_is_not_believed() -> None:
    analyst = row()
    seat = enrolment.seat(DESK, analyst, "Zainab", Role.ANALYST)
    raised = member(analyst, replace(seat, role="supervisor"))
    assert raised.believed == {"TRIAGE": Role.ANALYST}
    assert not raised.holds(Role.SUPERVISOR)


def test_a_desk_made_by_whoever_writes_the_database_gives_nothing() -> None:
    analyst = row()
    one = member(analyst, enrolment.seat(OTHER, analyst, "Zainab", Role.SUPERVISOR))
    assert (one.supervised(), one.doubted()) == ((), ("TRIAGE",))
    with pytest.raises(DeskKeyRefusedError):
        one.desks["TRIAGE"]


def test_anothers_card_gives_no_role() -> None:
    analyst = row()
    boss = enrolment.seat(DESK, replace(analyst, id=b"b" * 16), "Boss", Role.SUPERVISOR)
    own = enrolment.seat(DESK, analyst, "Zainab", Role.ANALYST)
    assert member(analyst, replace(own, card=boss.card)).supervised() == ()


def test_key_numbers_tell_names_and_keys_apart() -> None:
    def number(name: str, recipient: object, verifier: bytes) -> tuple[str, ...]:
        return enrolment.fingerprint(name, str(recipient).encode(), verifier)

    own = number("Zainab", SOMEBODY.recipient, SOMEBODY.verifier)
    assert [len(group) for group in own] == [4] * 5
    assert own == number(" Zainab ", SOMEBODY.recipient, SOMEBODY.verifier)
    assert own != number("zainab", SOMEBODY.recipient, SOMEBODY.verifier)
    assert own != number("Zainab", DESK.recipient, SOMEBODY.verifier)
    assert own != number("Zainab", SOMEBODY.recipient, DESK.verifier)


def test_a_session_opens_with_cookie_and_row_together() -> None:
    key, analyst = session.SessionKey.draw(), secrets.token_bytes(16)
    opened = session.Opened(name="Zainab", identity=SOMEBODY)
    sealed = session.seal(opened, key, analyst)
    again = session.SessionKey.parse(key.text)
    assert session.open_session(sealed, again, analyst) == opened
    assert key.secret_id not in key.row_id
    for other in (session.SessionKey.draw(), replace(key, key=bytes(32))):
        with pytest.raises(SessionEndedError):
            session.open_session(sealed, other, analyst)
    with pytest.raises(SessionEndedError):
        session.open_session(sealed, key, secrets.token_bytes(16))
    with pytest.raises(SessionEndedError):
        session.open_session(sealed[:-1], key, analyst)


@given(some.text(max_size=80))
def test_any_other_cookie_is_no_session(cookie: str) -> None:
    try:
        key = session.SessionKey.parse(cookie)
    except SessionEndedError:
        return
    assert key.text == cookie


def test_an_invitation_opens_with_its_code() -> None:
    code = InvitationCode.draw()
    asked = Invitation(name="Ali", role=Role.SUPERVISOR, desk="TRIAGE", desk_seed=DESK.seed)
    sealed = invitation.seal(asked, code)
    assert invitation.open_invitation(sealed, code) == asked
    with pytest.raises(InvitationRefusedError):
        invitation.open_invitation(sealed, InvitationCode.draw())


def test_an_invitation_is_typed_as_people_type() -> None:
    code = InvitationCode("0123456789ABCDEFGHJKMNPQRS01")
    typed = "oI23 4567-89ab\u200ecdef gh jk—mnpq rs\u0660l"
    assert InvitationCode.parse(typed) == code
    assert InvitationCode.parse(code.text) == code


@pytest.mark.parametrize("typed", ["", "0123", "U" * 28, "0" * 29, "0" * 1000, "é" * 28])
def test_what_is_no_invitation_is_refused_like_an_unknown_one(typed: str) -> None:
    with pytest.raises(InvitationRefusedError):
        InvitationCode.parse(typed)


def test_names_are_found_however_they_are_typed() -> None:
    secret = secrets.token_bytes(32)
    assert names.lookup(secret, "Zoe\u0308  STRASSE ") == names.lookup(secret, "zo\u00eb straße")
    assert names.lookup(secret, "Zainab") != names.lookup(secret, "Zaynab")
    assert names.lookup(secret, "Zainab") != names.lookup(secrets.token_bytes(32), "Zainab")


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("short one", Flaw.SHORT),
        ("a" * 20, Flaw.REPEAT),
        ("abcdefghijklmnop", Flaw.SEQUENCE),
        ("password12345", Flaw.COMMON),
        ("zxcvbnm,./asdfghjkl", Flaw.KEYBOARD),
        ("x" * 257, Flaw.LONG),
        ("زينب زينب زينب", Flaw.REPEAT),
        ("بسم الله الرحمن", Flaw.WORDS),
        ("قارب أزرق ينام تحت نخلة", None),
        ("الإمارات العربية", Flaw.WORDS),
    ],
)
def test_what_is_easy_to_guess_is_named(typed: str, flaw: Flaw | None) -> None:
    assert passphrase.judge(passphrase.normalised(typed)) is flaw


def test_the_own_name_is_easy_to_guess() -> None:
    typed = "Sulaibikhat Khalafalla"
    assert passphrase.judge(typed) is None
    assert passphrase.judge(typed, ["Sulaibikhat", "Khalafalla"]) is not None
    assert passphrase.judge(typed) is None, "the words of one call must not stay for the next"


@given(
    some.text("4@86({[<3691!|7105$+7%2 aé\u0639", min_size=12, max_size=passphrase.LENGTH_MAX),
    some.lists(some.sampled_from(["4@86", "7+$5", "1!|"]), max_size=2),
)
def test_what_is_judged_is_bounded(typed: str, known: list[str]) -> None:
    """The work grows fast with the length: bound what is given, whichever way it comes there."""
    given_lengths: list[int] = []

    def judged(text: str, **_: object) -> dict[str, object]:
        given_lengths.append(len(text))
        return {"score": 4, "sequence": []}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "zxcvbn", judged)
        passphrase.judge(passphrase.normalised(typed), known)
    assert max(given_lengths, default=0) <= 32


def test_six_drawn_words_are_good() -> None:
    drawn = passphrase.draw()
    assert len(drawn.split()) == passphrase.WORDS
    assert passphrase.judge(drawn) is None
    assert drawn != passphrase.draw()


def test_a_passphrase_is_the_same_from_every_keyboard() -> None:
    assert passphrase.normalised(" cafe\u0301\u00a0 noir ") == "caf\u00e9 noir"


def test_a_desk_sealed_to_an_analyst_is_a_stock_identity_file() -> None:
    sealed = seal_desk(DESK, HybridRecipient.parse(str(SOMEBODY.recipient)))
    [identity] = parse_identities(open_bytes(sealed, [SOMEBODY.identity]).decode())
    assert identity == DESK.identity
