"""From a draft to what is stored, and back by the keys that should open it."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from tests.sealing.conftest import PEPPER, Keys
from tipline.age import HybridIdentity, HybridRecipient
from tipline.errors import AgeError, DeskUnknownError
from tipline.sealing import mailbox
from tipline.sealing.answer import open_answer, open_head, seal_answer
from tipline.sealing.body import open_body
from tipline.sealing.draft import Draft, DraftBox
from tipline.sealing.envelope import open_identity
from tipline.sealing.tip import (
    PackedPart,
    PackedTip,
    message_id,
    pack,
    pack_message,
    report_id,
)
from tipline.tips.evidence import Evidence, Kind, Upload
from tipline.tips.mailbox import Answer
from tipline.tips.report import Answers, Channel, Message, Report, part_from_json
from tipline.tips.state import Word

ARRIVED = datetime(2026, 3, 1, 9, 47, 13, 5, tzinfo=UTC)
NONCE = b"n" * 16
ANSWERS = Answers(what="رائحة غاز قوية قرب المدرسة", category="FIRE")
TOLD = Evidence(
    blob=b"b" * 16,
    kind=Kind.JPEG,
    size=900,
    sealed_size=3000,
    kept=bytes(32),
    received_size=1000,
    received=bytes(range(32)),
    name="صورة.jpg",
    taken="2026-02-28 21:07",
    place="26.22850,50.58600",
)
DRAFT = replace(DraftBox(PEPPER).begin("ar"), answers=ANSWERS)


@pytest.fixture(scope="module")
def packed(shared_keys: Keys) -> PackedTip:
    return pack(DRAFT, ARRIVED, shared_keys.deployment, PEPPER, "TRIAGE")


@pytest.fixture
def other_draft() -> Draft:
    return replace(DRAFT, answers=replace(ANSWERS, what="رائحة غاز، وقد زالت الآن"))


def test_the_desk_opens_the_report_through_the_envelope(
    shared_keys: Keys, packed: PackedTip
) -> None:
    identity = open_identity(packed.envelope, [shared_keys.triage])
    assert identity.recipient.public == packed.recipient
    report = part_from_json(open_body(packed.part, [identity]))
    assert isinstance(report, Report)
    assert report.answers == ANSWERS
    assert (report.tip, report.arrived, report.language) == (DRAFT.tip_id, ARRIVED, "ar")
    assert (report.channel, report.lane) == (Channel.WEB, "TRIAGE")


def test_recovery_opens_it_too_and_nobody_else(shared_keys: Keys, packed: PackedTip) -> None:
    assert open_identity(packed.envelope, [shared_keys.recovery]) == DRAFT.identity
    for stranger in (shared_keys.oversight, shared_keys.audit, HybridIdentity.generate()):
        with pytest.raises(AgeError):
            open_identity(packed.envelope, [stranger])


def test_a_report_about_the_police_is_closed_to_triage(shared_keys: Keys) -> None:
    packed = pack(DRAFT, ARRIVED, shared_keys.deployment, PEPPER, "OVS")
    assert packed.desk == "OVS"
    assert open_identity(packed.envelope, [shared_keys.oversight]) == DRAFT.identity
    with pytest.raises(AgeError):
        open_identity(packed.envelope, [shared_keys.triage])


def test_the_code_opens_its_mailbox_and_not_the_report(packed: PackedTip) -> None:
    own = mailbox.derive(DRAFT.receipt, PEPPER)
    assert own.id == packed.mailbox_id
    head = open_head(packed.head, own.identity)
    assert (head.tip, head.tip_recipient) == (packed.tip_id, packed.recipient)
    assert (head.language, head.hidden) == ("ar", False)
    assert head.word_at(ARRIVED) is Word.RECEIVED
    for sealed in (packed.part, packed.envelope):
        with pytest.raises(AgeError):
            open_body(sealed, [own.identity])


def test_an_answer_reaches_the_mailbox(shared_keys: Keys, packed: PackedTip) -> None:
    identity = open_identity(packed.envelope, [shared_keys.triage])
    report = part_from_json(open_body(packed.part, [identity]))
    assert isinstance(report, Report)
    answer = Answer(id=b"a" * 16, written=ARRIVED.date(), text="شكرًا", shown_from=ARRIVED)
    sealed = seal_answer(answer, HybridRecipient.from_public(report.mailbox_recipient))
    own = mailbox.derive(DRAFT.receipt, PEPPER)
    assert report.mailbox == own.id
    assert open_answer(sealed, own.identity) == answer


def test_the_same_draft_is_the_same_tip(shared_keys: Keys, packed: PackedTip) -> None:
    later = ARRIVED.replace(hour=15)
    again = pack(DRAFT, later, shared_keys.deployment, PEPPER, "TRIAGE")
    for name in ("tip_id", "part_id", "mailbox_id", "recipient", "desk"):
        assert getattr(again, name) == getattr(packed, name)
    assert again.part != packed.part


def test_a_changed_draft_is_the_same_tip_with_another_part(
    shared_keys: Keys, packed: PackedTip, other_draft: Draft
) -> None:
    again = pack(other_draft, ARRIVED, shared_keys.deployment, PEPPER, "TRIAGE")
    assert again.part_id != packed.part_id
    for name in ("tip_id", "mailbox_id", "recipient"):
        assert getattr(again, name) == getattr(packed, name)


def test_the_same_words_in_two_reports_are_two_parts(shared_keys: Keys, packed: PackedTip) -> None:
    other = replace(DraftBox(PEPPER).begin("ar"), answers=ANSWERS)
    again = pack(other, ARRIVED, shared_keys.deployment, PEPPER, "TRIAGE")
    assert again.part_id != packed.part_id


def test_only_the_hour_stands_in_the_clear(packed: PackedTip) -> None:
    assert packed.hour == datetime(2026, 3, 1, 9, tzinfo=UTC)
    names = {field.name for field in fields(packed)}
    assert names == {"tip_id", "hour", "recipient", "desk", "envelope", "part_id", "part"} | {
        "mailbox_id",
        "head",
        "blobs",
    }
    clear = repr(packed) + packed.recipient.hex()
    for secret in ("ar", "FIRE", DRAFT.receipt.digits):
        assert secret not in clear.replace("recipient", "").replace("PackedTip", "").split()


def test_what_is_stored_holds_no_secret(packed: PackedTip) -> None:
    stored = b"".join(
        value for it in fields(packed) if isinstance(value := getattr(packed, it.name), bytes)
    )
    secrets = [DRAFT.tip_seed, DRAFT.receipt.digits.encode(), ANSWERS.what.encode(), b"FIRE"]
    secrets += [DRAFT.identity.text.encode(), DRAFT.tip_seed.hex().encode()]
    assert not any(secret in stored for secret in secrets)


def test_reports_of_every_usual_length_are_stored_alike(shared_keys: Keys) -> None:
    sizes = set()
    for what in ("نار الآن في البيت", "س" * 500, "س" * 850):
        draft = replace(DRAFT, answers=Answers(what=what))
        sizes.add(len(pack(draft, ARRIVED, shared_keys.deployment, PEPPER, "TRIAGE").part))
    assert len(sizes) == 1


def test_a_desk_without_keys_is_told_before_anything_is_sealed(
    shared_keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "derive", _never)
    with pytest.raises(DeskUnknownError) as caught:
        pack(DRAFT, ARRIVED, shared_keys.deployment, PEPPER, "CG")
    assert "tipline desk add CG" in caught.value.sentence


def _never(*_: object) -> Callable[..., object]:
    raise AssertionError


def test_a_message_is_sealed_to_the_tip(packed: PackedTip) -> None:
    part = pack_message(DRAFT.tip_id, packed.recipient, "وقد عاد", ARRIVED, NONCE)
    read = part_from_json(open_body(part.part, [DRAFT.identity]))
    assert read == Message(tip=DRAFT.tip_id, arrived=ARRIVED, text="وقد عاد")
    assert (part.tip_id, part.hour) == (DRAFT.tip_id, packed.hour)


def test_the_same_message_from_the_same_page_is_one_part(packed: PackedTip) -> None:
    def part_id(text: str, nonce: bytes) -> bytes:
        recipient = packed.recipient
        return pack_message(DRAFT.tip_id, recipient, text, ARRIVED, nonce).part_id

    assert part_id("نعم", NONCE) == part_id("نعم", NONCE)
    assert part_id("نعم", NONCE) != part_id("لا", NONCE)
    assert part_id("نعم", NONCE) != part_id("نعم", b"m" * 16)
    with pytest.raises(ValueError, match="16 bytes"):
        part_id("نعم", b"short")


def test_a_report_tells_of_its_files_what_the_reporter_keeps(shared_keys: Keys) -> None:
    files = (Upload(evidence=TOLD), Upload(evidence=TOLD, keep_name=True, keep_origin=True))
    part = packed_with(shared_keys, *files)
    read = part_from_json(open_body(part.part, [DRAFT.identity]))
    assert read.evidence == (replace(TOLD, name="", taken="", place=""), TOLD)
    assert part.blobs == (TOLD.blob, TOLD.blob)


def test_a_report_with_other_files_is_a_second_part(shared_keys: Keys, packed: PackedTip) -> None:
    one = Upload(evidence=TOLD)
    other = Upload(evidence=replace(TOLD, received=b"c" * 32))
    ids = [
        packed_with(shared_keys, *files).part_id
        for files in ((), (one,), (other,), (one, other), (replace(one, keep_name=True),))
    ]
    assert len(set(ids)) == len(ids)
    assert ids[0] == packed.part_id
    assert ids[1] == packed_with(shared_keys, one).part_id


def test_a_file_that_is_brought_twice_is_one(shared_keys: Keys, packed: PackedTip) -> None:
    """Each time it is taken in anew, and lies elsewhere; its voices are changed otherwise."""
    one = Upload(evidence=TOLD)
    again = Upload(
        evidence=replace(TOLD, blob=b"c" * 16, kept=b"k" * 32, size=TOLD.size + 1, sealed_size=9999)
    )
    reports = [packed_with(shared_keys, each).part_id for each in (one, again)]
    messages = [
        pack_message(DRAFT.tip_id, packed.recipient, "", ARRIVED, NONCE, files=(each,)).part_id
        for each in (one, again)
    ]
    assert reports[0] == reports[1]
    assert messages[0] == messages[1]


def packed_with(keys: Keys, *files: Upload) -> PackedTip:
    return pack(replace(DRAFT, files=files), ARRIVED, keys.deployment, PEPPER, "TRIAGE")


def test_a_part_without_files_has_the_id_that_it_had_before_there_were_any() -> None:
    record = {"answers": {"what": "gas"}}
    draft = replace(DRAFT, tip_seed=bytes(range(32)))
    assert report_id(draft, record).hex() == "a9755c7b2a6610d02854e258e55b9d11"
    assert message_id(NONCE, {"text": "نعم"}).hex() == "dce70c7360936eed3ce5d5438053eb44"


def test_a_message_is_words_or_files_or_both(packed: PackedTip) -> None:
    def added(text: str, *files: Upload) -> PackedPart:
        return pack_message(DRAFT.tip_id, packed.recipient, text, ARRIVED, NONCE, files=files)

    one = Upload(evidence=TOLD, keep_name=True)
    parts = [added("نعم"), added("نعم", one), added("", one)]
    assert len({part.part_id for part in parts}) == len(parts)
    assert [part.blobs for part in parts] == [(), (TOLD.blob,), (TOLD.blob,)]
    read = part_from_json(open_body(parts[2].part, [DRAFT.identity]))
    assert read == Message(tip=DRAFT.tip_id, arrived=ARRIVED, evidence=(one.sent(),))
