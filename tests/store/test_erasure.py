"""What is destroyed is in no file of the database any more, and the rest is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.store.samples import APart, ATip, an_id
from tipline.store.engine import scrub
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.letterboxes import Letterbox, write_all
from tipline.store.inbox.shelf import NewTip, Shelf

PIECE = 24  # bytes: what is looked for, everywhere in a blob; nobody's random bytes hold it by luck


def test_a_destroyed_tip_leaves_no_byte(drop: Drop, shelf: Shelf, inbox_file: Path) -> None:
    tips = [ATip() for _ in range(30)]
    for each in tips:
        drop.put(each)
    gone, kept = tips[11], tips[12]
    file = an_id()
    message = APart(tip_id=gone.tip_id, blobs=(file,))
    drop.add(message)
    assert scrub(shelf.engine)
    shelf.add_envelope(gone.tip_id, "OVS", gone.head)
    for blob in (gone.part, gone.envelope, message.part, file):
        assert _is_found(blob, inbox_file), "the search must be able to find what is there"
    assert shelf.destroy(gone.tip_id) == [file]
    assert shelf.destroy(gone.tip_id) == []
    for blob in (gone.part, gone.envelope, message.part, gone.tip_id, message.part_id, file):
        assert not _is_found(blob, inbox_file)
    for blob in (kept.part, kept.envelope, kept.head):
        assert _is_found(blob, inbox_file)


def test_a_destroyed_original_leaves_no_byte_and_its_tip_goes_on(
    drop: Drop, shelf: Shelf, inbox_file: Path
) -> None:
    file = an_id()
    sent, message = ATip(blobs=(file,)), APart()
    drop.put(sent)
    shelf.add_envelope(sent.tip_id, "OVS", ATip().envelope)
    shelf.set_due(sent.tip_id, date(2031, 9, 1), date(2031, 8, 1))
    assert [day for _, _, day in shelf.originals_by(["OVS"], date(2031, 8, 1))] == [
        date(2031, 8, 1)
    ]
    drop.add(replace(message, tip_id=sent.tip_id))
    new = NewTip(
        tip_id=sent.tip_id,
        recipient=b"age1pq1another",
        envelopes={"TRIAGE": ATip().envelope},
        part_id=an_id(),
        part=ATip().part,
    )
    box = Letterbox(sent.mailbox_id, ATip().head, None)
    assert shelf.shred(new, [sent.part_id], box) is None, "there is a part that was not named"
    assert len(shelf.tip(sent.tip_id, ["OVS"]).parts) == 2
    assert shelf.shred(new, [sent.part_id, message.part_id], box) == [file]
    for blob in (sent.part, sent.envelope, sent.head, message.part, file):
        assert not _is_found(blob, inbox_file)
    left = shelf.tip(sent.tip_id, ["TRIAGE", "OVS"])
    assert (left.recipient, left.envelope) == (new.recipient, new.envelopes["TRIAGE"])
    assert [each.sealed for each in left.parts] == [new.part]
    assert (left.due, left.original) == (date(2031, 9, 1), None)
    assert shelf.desks_of(sent.tip_id) == {"TRIAGE"}, "whose key cannot be made anew has none"
    assert [row.first_part for row in shelf.page(["TRIAGE"], finished=True)] == [new.part]
    assert shelf.originals_by(["TRIAGE"], date(2032, 1, 1)) == []
    row = drop.mailbox(sent.mailbox_id)
    assert row is not None
    assert row.head == box.head


def test_a_deleted_answer_leaves_no_byte(drop: Drop, shelf: Shelf, inbox_file: Path) -> None:
    sent, text = ATip(), ATip().part
    drop.put(sent)
    answer = an_id()
    shelf.add_answer(sent.mailbox_id, answer, text)
    assert _is_found(text, inbox_file)
    drop.delete_answer(sent.mailbox_id, answer)
    assert not _is_found(text, inbox_file)
    assert _is_found(sent.head, inbox_file)


def test_a_head_that_was_replaced_leaves_no_byte(
    drop: Drop, shelf: Shelf, inbox_file: Path
) -> None:
    sent, head = ATip(), ATip().head
    drop.put(sent)
    write_all(shelf.engine, [Letterbox(sent.mailbox_id, head, None)])
    assert scrub(shelf.engine)
    assert _is_found(head, inbox_file)
    assert not _is_found(sent.head, inbox_file)


def test_a_reader_in_its_midst_leaves_the_rest_to_the_sweeper(drop: Drop, shelf: Shelf) -> None:
    drop.put(ATip())
    reader = shelf.engine.connect()
    with reader, reader.begin():
        reader.exec_driver_sql("SELECT count(*) FROM tip").one()
        drop.put(ATip())
        assert not _scrub_impatiently(shelf)
    assert scrub(shelf.engine)


def _scrub_impatiently(shelf: Shelf) -> bool:
    raw = shelf.engine.raw_connection()
    raw.cursor().execute("PRAGMA busy_timeout = 20")
    raw.close()
    return scrub(shelf.engine)


def _is_found(blob: bytes, database: Path) -> bool:
    """Return whether any piece of a blob, or all of a short one, is in a file of the database."""
    files = [path.read_bytes() for path in database.parent.glob(f"{database.name}*")]
    pieces = (blob[start : start + PIECE] for start in range(0, len(blob), PIECE))
    whole = [piece for piece in pieces if len(piece) == PIECE] or [blob]
    return any(piece in file for piece in whole for file in files)
