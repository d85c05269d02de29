"""A second implementation, written from docs/format.md, reads what we write."""

from __future__ import annotations

import base64
import io
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256

import pytest

from tests.interop.node import asked
from tipline.age import HybridIdentity
from tipline.keyring import session
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.opening import seal_event
from tipline.keyring.session import Opened, SessionKey
from tipline.keyring.signing import sign
from tipline.sealing import mailbox
from tipline.sealing.answer import seal_answer
from tipline.sealing.blob import BlobWriter
from tipline.sealing.deployment import Deployment, DeskCard
from tipline.sealing.draft import Draft, DraftBox
from tipline.sealing.receipt import draw
from tipline.sealing.tip import pack
from tipline.tips.content import Question, Reply
from tipline.tips.event import NOTHING_BEFORE, Event
from tipline.tips.evidence import Evidence, Found, Kind, Upload
from tipline.tips.mailbox import Answer
from tipline.tips.point import Point
from tipline.tips.report import Answers, Exactness, Now, Person, Place, Vehicle
from tipline.tips.shape import to_json

node = partial(asked, "format.mjs")
PEPPER = bytes(range(32))
NOW = datetime(2026, 3, 1, 9, 47, 13, tzinfo=UTC)
ANSWERS = Answers(
    now=Now.UNSURE,
    category="SITE",
    subcategory="SITE.PACKAGE",
    what='حقيبة سوداء "متروكة"\nقرب الباب \\ منذ ساعة \u0001',
    place=Place(
        exact=Exactness.STREET,
        point=Point(latitude=-2622850, longitude=5058600),
        said="على بعد نحو 300 م من السوق",
    ),
    people=(Person(name="ق", looks="طويل"),),
    vehicles=(Vehicle(plate="123456", colour="أبيض"), Vehicle()),
)


def test_a_receipt_code_gives_the_same_mailbox() -> None:
    code = draw()
    key = mailbox.derive(code, PEPPER)
    found = node("mailbox", digits=code.digits, pepper=PEPPER.hex())
    assert found == {"id": key.id.hex(), "seed": key.identity.seed.hex()}


@pytest.mark.parametrize("words", ["رائحة غاز", ANSWERS.what * 40], ids=["short", "long"])
def test_a_draft_is_read(words: str) -> None:
    box = DraftBox(PEPPER)
    draft = replace(box.begin("ar"), answers=replace(ANSWERS, what=words))
    read = node("draft", draft=box.seal(draft, NOW), pepper=PEPPER.hex())
    assert read["since"] == "2026-03-01T09:47:13Z"
    found = read["draft"]
    assert base64.b64decode(found["tip_id"]) == draft.tip_id
    assert base64.b64decode(found["tip_seed"]) == draft.tip_seed
    assert found["receipt"] == {"digits": draft.receipt.digits}
    assert (found["language"], found["steps"]) == ("ar", [])
    assert found["answers"]["what"] == words
    assert found["answers"]["people"] == [asdict(ANSWERS.people[0])]
    assert found["answers"]["place"]["point"] == {"latitude": -2622850, "longitude": 5058600}


def test_a_tip_is_opened_by_its_desk_and_an_answer_by_its_code() -> None:
    triage, other = HybridIdentity.generate(), HybridIdentity.generate()
    card = DeskCard("TRIAGE", triage.recipient, bytes(32))
    deployment = Deployment(other.recipient, other.recipient, {"TRIAGE": card})
    began = DraftBox(PEPPER).begin("ar")
    content, (blob, told) = b"a picture" * 20_000, sealed_file(b"a picture" * 20_000, began)
    draft = replace(began, answers=ANSWERS, files=(Upload(evidence=told, keep_name=True),))
    packed = pack(draft, NOW, deployment, PEPPER, "TRIAGE")
    read = node(
        "tip",
        envelope=packed.envelope.hex(),
        part=packed.part.hex(),
        identity=triage.text,
        seed=draft.tip_seed.hex(),
    )
    assert read["report"]["answers"] == to_json(ANSWERS)
    assert read["report"]["answers"]["place"] == {
        "exact": "street",
        "point": {"latitude": -2622850, "longitude": 5058600},
        "said": ANSWERS.place.said,
    }
    assert read["report"]["evidence"] == [to_json(told)]
    assert (read["id"], read["size"]) == (packed.part_id.hex(), 4608)

    opened = node(
        "blob", blob=blob.hex(), sealedSize=told.sealed_size, identity=draft.identity.text
    )
    assert opened == {"kept": sha256(content).hexdigest(), "size": len(content)}

    own = mailbox.derive(draft.receipt, PEPPER)
    head = node("body", sealed=packed.head.hex(), identity=own.identity.text)
    assert head["tip"] == packed.tip_id.hex()
    answer = Answer(id=bytes(16), written=date(2026, 3, 2), text="شكرًا", shown_from=NOW)
    sealed = seal_answer(answer, own.identity.recipient)
    assert node("body", sealed=sealed.hex(), identity=own.identity.text) == to_json(answer)


def sealed_file(content: bytes, draft: Draft) -> tuple[bytes, Evidence]:
    """Return a blob of the draft's, and what its report tells of it."""
    sink = io.BytesIO()
    writer = BlobWriter(sink, draft.identity.recipient)
    writer.write(content)
    writer.close()
    told = Evidence(
        blob=bytes(range(16)),
        kind=Kind.JPEG,
        size=writer.size,
        sealed_size=writer.sealed_size,
        kept=writer.sha256,
        received_size=writer.size,
        received=writer.sha256,
        lossless=False,
        disguised=True,
        found=(Found.PLACE,),
        name="صورة.jpg",
    )
    return sink.getvalue(), told


@pytest.mark.parametrize("kind", [Reply, Question])
def test_an_event_is_verified_and_names_whom_it_answers(
    kind: type[Reply | Question],
) -> None:
    case, author = HybridIdentity.generate(), AnalystIdentity.generate()
    content = kind(tip=b"t" * 16, answer=b"a" * 16, text="شكرًا", shown_from=NOW)
    signed = sign(
        Event(
            case=bytes(16),
            number=1,
            previous=NOTHING_BEFORE,
            kind=kind.kind,
            at=NOW,
            author=bytes(range(16)),
            name="نور",
            desk="TRIAGE",
            content=to_json(content),
        ),
        author,
    )
    sealed = seal_event(signed, case.recipient).hex()
    read = node("event", sealed=sealed, identity=case.text, verifier=author.verifier.hex())
    assert (read["good"], read["digest"]) == (True, signed.digest.hex())
    assert read["event"]["kind"] == kind.kind
    assert read["event"]["content"] == {
        "tip": (b"t" * 16).hex(),
        "answer": (b"a" * 16).hex(),
        "text": "شكرًا",
        "shown_from": "2026-03-01T09:47:13Z",
    }


def test_a_session_is_opened_by_its_cookie() -> None:
    opened = Opened(name="نور", identity=AnalystIdentity.generate())
    key, analyst = SessionKey.draw(), bytes(range(16))
    sealed = session.seal(opened, key, analyst).decode("ascii")
    read = node("session", cookie=key.text, sealed=sealed, analyst=analyst.hex())
    assert read == {
        "row": key.row_id.hex(),
        "name": "نور",
        "keys": opened.identity.pack().hex(),
    }
