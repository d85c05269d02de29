# ruff: noqa: RUF001 (letters and digits of other scripts are what is tested)
"""What a field lets through."""

from __future__ import annotations

import contextlib
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from tipline.settings import Settings
from tipline.web.app import Site
from tipline.web.days import NO_SUCH_DAY, NOT_A_DAY, DayField, parse_day
from tipline.web.fields import ChoiceField, LineField, TextField, clean
from tipline.web.languages import set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=100)


class Sheet(Form):
    line = LineField("Line", 5)
    text = TextField("Text", 5)
    choice = ChoiceField("Choice", (("a", "A"), ("b", "B")))
    day = DayField("Day")


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    app = Site("fields", static_folder=None)
    set_up(app, Settings().languages)
    with app.test_request_context("/en/"):
        yield


def filled(**typed: str) -> Sheet:
    return Sheet(MultiDict(typed))


@given(ANY_TEXT)
def test_clean_text_is_clean_already(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [it for it in once if unicodedata.category(it) == "Cs" or it in "\x00\r\u202e\u2067"]
    once.encode()


def test_marks_that_words_need_stay() -> None:
    assert clean("می\u200cخواهم \u200fرم\u200dز") == "می\u200cخواهم \u200fرم\u200dز"


def test_bounds_count_code_points_after_composing() -> None:
    assert filled(line="e\u0301" * 5).validate()
    form = filled(text="😀" * 6)
    assert not form.validate()
    assert form.text.errors == ["Make this shorter by 1 character."]


def test_a_line_is_one_line() -> None:
    assert filled(line=" a\n\tb\r ").line.data == "a b"


@pytest.mark.parametrize(("chosen", "right"), [("a", True), ("", True), ("c", False), ("A", False)])
def test_a_choice_is_one_of_them_or_none(chosen: str, *, right: bool) -> None:
    assert filled(choice=chosen).validate() is right


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-30",
        "30/11/2026",
        "30.11.26",
        "30 11 2026",
        "٣٠/١١/٢٠٢٦",
        "۳۰-۱۱-۲۰۲۶",
        "30/ 11/2026 ",
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert filled(day=typed).day.data == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("yesterday", NOT_A_DAY),
        ("1/1", NOT_A_DAY),
        ("1/2/3/4", NOT_A_DAY),
        ("31/2/2026", NO_SUCH_DAY),
        ("1/13/2026", NO_SUCH_DAY),
        ("0/0/0", NO_SUCH_DAY),
        ("31/12/9999", NO_SUCH_DAY),
    ],
)
def test_what_is_no_day_is_told_and_kept(typed: str, told: object) -> None:
    form = filled(day=typed)
    assert not form.validate()
    assert form.day.errors == [told]
    assert form.day._value() == typed


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_is_refused(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert date.min <= parse_day(typed) + timedelta(days=366) <= date.max


@given(st.text(st.sampled_from("a\u0344\u0315\u0300\u0f73é"), max_size=300))
def test_long_rows_of_marks_are_parted_once_and_for_all(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    bare = unicodedata.normalize("NFD", once.replace("\u034f", ""))
    assert bare == unicodedata.normalize("NFD", text)
