"""docs/format.md says what the code does: a census of names, purposes and examples."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from tipline.places.cameras.camera import Camera, Register, Stills
from tipline.sealing import mailbox
from tipline.sealing.draft import Draft
from tipline.sealing.receipt import parse
from tipline.tips import canonical
from tipline.tips.content import CONTENTS, Content, Telling
from tipline.tips.event import Event, Kind
from tipline.tips.mailbox import Answer, Head
from tipline.tips.point import Point
from tipline.tips.report import (
    Answers,
    Boat,
    Message,
    Person,
    Place,
    Report,
    Vehicle,
    When,
    Work,
)
from tipline.tips.state import Word

ROOT = Path(__file__).parents[2]
FORMAT = (ROOT / "docs" / "format.md").read_text()
EVENTS = FORMAT.partition("\n| kind | content |")[2].partition("\n\n")[0]  # a table
CODES = set(re.findall(r"`([^`\n]+)`", FORMAT))
REPORTED = (Report, Answers, Place, Point, When, Person, Vehicle, Boat, Work, Message)
RECORDS = (*REPORTED, Event, Head, Register, Camera)
PURPOSE = re.compile(r'(?<![\w.])derive(?:_key)?\(.*?, f?"([^"]+)"')


def purposes() -> Iterator[str]:
    for path in (ROOT / "tipline").rglob("*.py"):
        text = path.read_text()
        if "tipline.sealing.derivation" in text:
            yield from (it.replace("{day}", "") for it in PURPOSE.findall(text))


@pytest.mark.parametrize("record", [*RECORDS, Answer, Draft], ids=lambda it: it.__name__)
def test_every_field_is_described(record: type) -> None:
    assert is_dataclass(record)
    assert {field.name for field in fields(record)} <= CODES


@pytest.mark.parametrize("name", [*Kind, *Word, *Stills])
def test_every_kind_and_word_is_described(name: str) -> None:
    assert name in CODES


@pytest.mark.parametrize("content", CONTENTS.values(), ids=lambda it: it.__name__)
def test_every_content_is_described_in_the_row_of_its_kind(content: type[Content]) -> None:
    (row,) = re.findall(rf"^\| `{content.kind}` \| ([^|]*)\|", EVENTS, re.MULTILINE)
    names = [each.partition(":")[0] for each in row.split(";")]
    described = {name for each in names for name in re.findall(r"`(\w+)`", each)}
    own = {field.name for field in fields(content)}
    if issubclass(content, Telling):
        own -= {"shown_from"}  # said once for all kinds, below the table
    assert described == own


def test_every_purpose_of_a_derived_key_is_described() -> None:
    found = set(purposes())
    assert {"mailbox/id", "draft/", "ticket", "report", "message"} <= found
    assert found <= CODES


def test_every_label_that_is_signed_is_described() -> None:
    labels = set()
    for path in (ROOT / "tipline").rglob("*.py"):
        labels |= set(re.findall(r'b"(tipline [a-z ]+ v1)\\0"', path.read_text()))
    assert len(labels) >= 3
    assert labels <= CODES


def test_the_examples_hold() -> None:
    found = re.search(
        r"with the pepper `(\w+)…1f` \(hex\) and the code `([\d ]+)`:\n\n +id +=\s+(\w+)", FORMAT
    )
    assert found
    pepper, typed, given = found.groups()
    assert bytes(range(32)).hex().startswith(pepper)
    assert mailbox.derive(parse(typed), bytes(range(32))).id.hex() == given
    example = re.search(r"^Example: `(.+)`\.$", FORMAT, re.MULTILINE)
    assert example
    encoded = example[1].encode()
    assert canonical.encode(canonical.decode(encoded)) == encoded


def test_every_section_that_is_cited_is_there() -> None:
    titles = {title for _, title in re.findall(r"^## (\d+)\. (.+)$", FORMAT, re.MULTILINE)}
    numbers = {number for number, _ in re.findall(r"^## (\d+)\. (.+)$", FORMAT, re.MULTILINE)}
    for path in (ROOT / "tipline").rglob("*.py"):
        for cited in re.findall(r'docs/format\.md, (\d+|"[^"]+")', path.read_text()):
            assert cited in numbers or cited.strip('"') in titles, f"{path}: {cited}"
