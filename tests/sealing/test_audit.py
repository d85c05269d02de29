"""The audit trail's entries and their chain."""

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tipline.age import HybridIdentity
from tipline.errors import AgeError
from tipline.sealing.audit import NOTHING_BEFORE, Action, chain, entry, open_entry, seal_entry

AUDITOR = HybridIdentity.generate()
ENTRY = {"act": "viewed", "tip": "aa"}
ROOT = Path(__file__).parents[2]
NAME = re.compile("[a-z]+(-[a-z]+)*")


def test_an_auditor_opens_an_entry() -> None:
    sealed, _ = seal_entry(ENTRY, 1, NOTHING_BEFORE, AUDITOR.recipient)
    assert open_entry(sealed, AUDITOR) == {"number": 1, "previous": "00" * 32, "entry": ENTRY}
    with pytest.raises(AgeError):
        open_entry(sealed, HybridIdentity.generate())


def test_the_chain_is_that_of_the_format() -> None:
    sealed, value = seal_entry(ENTRY, 7, b"p" * 32, AUDITOR.recipient)
    assert value == hashlib.sha256(b"\0\0\0\0\0\0\0\x07" + b"p" * 32 + sealed).digest()


def test_whoever_has_no_key_sees_an_altered_entry() -> None:
    sealed, value = seal_entry(ENTRY, 1, NOTHING_BEFORE, AUDITOR.recipient)
    assert chain(1, NOTHING_BEFORE, sealed) == value
    assert chain(2, NOTHING_BEFORE, sealed) != value
    assert chain(1, b"p" * 32, sealed) != value
    assert chain(1, NOTHING_BEFORE, sealed + b"x") != value


def test_an_entry_says_what_was_done_by_whom_and_when() -> None:
    at = datetime(2031, 1, 2, 3, 4, 5, 6, UTC)
    assert entry(Action.OPEN, {"tip": "aa"}, at=at, analyst=b"\x01" * 16, name="Noor") == {
        "at": "2031-01-02T03:04:05Z",
        "action": "open",
        "analyst": "01" * 16,
        "name": "Noor",
        "facts": {"tip": "aa"},
    }


def test_the_format_tells_every_action_and_no_other() -> None:
    page = (ROOT / "docs" / "format.md").read_text("utf-8")
    section = page[page.index("## 10. Audit trail") : page.index("## 11. Keys")]
    table = section[section.index("| `action` | what was done | `facts` |") :]
    rows = [line for line in table.splitlines()[2:] if line.startswith("| `")]
    told = [name for row in rows for name in re.findall("`([a-z-]+)`", row.split("|")[1])]
    assert sorted(told) == sorted(Action)
    assert all(NAME.fullmatch(action) for action in Action)


def test_every_action_is_entered_somewhere() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tipline").rglob("*.py"))
    assert [action for action in Action if f"Action.{action.name}" not in code] == []
