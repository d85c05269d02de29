"""Words that may give the reporter away."""

from __future__ import annotations

import time
import typing
from dataclasses import is_dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline import configuration
from tipline.intake.telltale import MAIL, NAME, THEIRS, found, found_in, texts
from tipline.public import steps
from tipline.public.summary import ANSWERS
from tipline.tips.report import Answers, Person, Vehicle

SITE = configuration.load(Path("config"), ("ar", "en")).site
CODES = {"category", "subcategory"}  # texts that the configuration wrote, not the reporter
MARK = "my name is MARKED"


def written(kind: Any) -> Any:
    """Return a value of an answer's type with the mark in each of its texts; None without any."""
    if kind is str:
        return MARK
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return kind(**{name: MARK for name, each in typing.get_type_hints(kind).items()
                       if each is str})  # fmt: skip
    if typing.get_origin(kind) is tuple:
        return (written(typing.get_args(kind)[0]),)
    return None


def every_text() -> dict[str, Any]:
    """Return, by its name, each answer that holds what the reporter typed, filled with the mark."""
    told = {name: written(kind) for name, kind in typing.get_type_hints(Answers).items()}
    return {name: value for name, value in told.items() if name not in CODES and any(texts(value))}


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


def test_each_text_is_looked_at_or_named_as_not_the_reporter_s() -> None:
    looked_at = set(chain.from_iterable(ANSWERS.values()))
    assert looked_at.isdisjoint(THEIRS)
    assert looked_at | THEIRS == set(every_text())
    assert set(found(Answers(**every_text()), SITE.identifiers)) == looked_at


@pytest.mark.parametrize("step", ANSWERS)
def test_a_warning_names_the_step_on_which_it_was_typed(step: str) -> None:
    for name in ANSWERS[step]:
        told = Answers(**{name: every_text()[name]})
        assert MARK in str(steps.BY_NAME[step].form.data_of(told)), name


@given(st.text(max_size=300))
def test_any_text_is_looked_at(text: str) -> None:
    assert found_in(text, SITE.identifiers) is not None


def test_a_word_without_end_is_looked_through_at_once() -> None:
    start = time.perf_counter()
    assert not found_in("\u332b" * 15_000, SITE.identifiers)
    assert time.perf_counter() - start < 2
