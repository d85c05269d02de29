"""Words that may give the reporter away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline import configuration
from tipline.public.telltale import MAIL, NAME, found, found_in
from tipline.tips.report import Answers, Person, Vehicle

SITE = configuration.load(Path("config"), ("ar", "en")).site


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my name is", NAME), ("MY FULL NAME'S", NAME), ("واسمي فلان", NAME), ("أنا اسمي", NAME),
        ("اسمـــي فلان", NAME), ("هاتفي مغلق", NAME), ("a.b+c@mail.example.bh", MAIL),
        ("850112345", "identity-number"), ("٨٥٠١١٢٣٤٥", "identity-number"),
        ("+973 3912 3456", "phone"), ("00973-39123456", "phone"), ("٣٩١٢ ٣٤٥٦", "phone"),
    ],
)  # fmt: skip
def test_what_tells_is_found(text: str, kind: str) -> None:
    assert kind in found_in(f"… {text} …", SITE.identifiers)


@pytest.mark.parametrize(
    "text",
    [
        "his name is Ali", "the name of the shop", "اسم المحل", "رسمي جدا", "block 346 road 4612",
        "plate 471823", "30/11/2026 at 22:00", "50,000 dinars", "قاسمي", "رقم المركبة 47182",
    ],
)  # fmt: skip
def test_what_does_not_tell_is_left_alone(text: str) -> None:
    assert not found_in(text, SITE.identifiers)


def test_each_answer_is_looked_at_and_told_apart() -> None:
    answers = Answers(
        what="nothing here",
        people=(Person(looks="tall", whereabouts="write to a@b.example"),),
        vehicles=(Vehicle(plate="39123456"),),
        accounts=("+973 3912 3456",),
    )
    assert found(answers, SITE.identifiers) == {"people": frozenset({MAIL})}


@given(st.text(max_size=300))
def test_any_text_is_looked_at(text: str) -> None:
    assert found_in(text, SITE.identifiers) is not None


def test_a_word_without_end_is_looked_through_at_once() -> None:
    start = time.perf_counter()
    assert not found_in("\u332b" * 15_000, SITE.identifiers)
    assert time.perf_counter() - start < 2
