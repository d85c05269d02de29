"""Each message of the software is there in each language that is shipped."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg  # type: ignore[attr-defined] # newer than its types
from babel.messages.pofile import read_po

import tipline
from tipline import errors
from tipline.web.languages import DOMAINS, FOLDER, SOURCE_LANGUAGE, catalogue

ROOT = Path(tipline.__file__).parents[1]
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "lazy_gettext": None}
GRADE = re.compile(r"\d/[A-Z]/[A-Z]")
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
ONE_WORD = {"wall": "لوحة", "reference": "مرجعي"}
FEWEST = {"public": 300, "review": 150, "access": 80}  # messages; fewer, and extraction is broken

every_catalogue = pytest.mark.parametrize(("domain", "language"), list(product(DOMAINS, LANGUAGES)))


@cache
def messages(domain: str) -> list[Any]:
    """Return what the code and the templates ask for."""
    with (FOLDER / f"{domain}.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    found = Catalog()
    for _, _, told, _, context in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        found.add(told, context=context)
    return [message for message in found if message.id]


@cache
def read(domain: str, language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def test_there_is_a_language_besides_the_source() -> None:
    assert "ar" in LANGUAGES
    assert SOURCE_LANGUAGE not in LANGUAGES


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_messages_are_found(domain: str) -> None:
    assert len(messages(domain)) > FEWEST[domain]


@every_catalogue
def test_no_message_is_missing(domain: str, language: str) -> None:
    there = read(domain, language)
    missing = [
        it.id for it in messages(domain) if it.id not in there or not all(forms(there[it.id]))
    ]
    assert not missing


@every_catalogue
def test_no_message_is_stale_or_doubtful(domain: str, language: str) -> None:
    known = {it.id for it in messages(domain)}
    there = [it for it in read(domain, language) if it.id]
    assert not [it.id for it in there if it.id not in known]
    assert not [it.id for it in there if it.fuzzy]


@every_catalogue
def test_what_is_filled_in_stands_in_each_translation(domain: str, language: str) -> None:
    there = read(domain, language)
    for message in there:
        assert not list(message.check(there)), message.id
        first = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms(message) if isinstance(message.id, str) and first else ():
            assert set(MARKS.findall(form)) == set(MARKS.findall(first)), first


@every_catalogue
def test_plurals_have_all_their_forms(domain: str, language: str) -> None:
    there = read(domain, language)
    for message in there:
        if isinstance(message.id, tuple):
            assert len(forms(message)) == there.num_plurals


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_grade_is_not_turned_about_in_arabic(domain: str) -> None:
    """Without marks of direction around it, 2/D/C is read as D/C/2."""
    told = [form for message in read(domain, "ar") for form in forms(message)]
    held = re.compile(rf"\u200e{GRADE.pattern}\u200e")
    assert not [it for it in told if len(GRADE.findall(it)) != len(held.findall(it))]


@pytest.mark.parametrize(("thing", "word"), ONE_WORD.items())
def test_one_thing_has_one_word_in_arabic(thing: str, word: str) -> None:
    asked = re.compile(rf"\b{thing}\b", re.IGNORECASE)
    told = [
        message
        for domain in DOMAINS
        for message in read(domain, "ar")
        if asked.search(message.id if isinstance(message.id, str) else message.id[-1])
    ]
    assert told
    assert not [it.id for it in told for form in forms(it) if word not in form]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_said_in_two_ways(language: str) -> None:
    """The catalogues are made one: what two of them translate otherwise hides one of the two."""
    said: dict[Any, set[tuple[str, ...]]] = {}
    for domain in DOMAINS:
        for message in read(domain, language):
            if message.id:
                said.setdefault(message.id, set()).add(forms(message))
    assert not [told for told, ways in said.items() if len(ways) > 1]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "ثانية واحدة"), (2, "ثانيتين"), (3, "3 ثوانٍ"), (11, "11 ثانية"), (99, "99 ثانية"),
     (100, "100 ثانية"), (103, "103 ثوانٍ")],
)  # fmt: skip
def test_arabic_counts_as_arabic_does(number: int, words: str) -> None:
    one, many = "Please try again in %(num)d second.", "Please try again in %(num)d seconds."
    told = catalogue("ar").ungettext(one, many, number) % {"num": number}
    assert words in told


def test_each_error_is_a_message() -> None:
    known = {it.id for it in messages("public")}
    kinds = [it for it in vars(errors).values() if isinstance(it, type)]
    told = [it.template() for it in kinds if issubclass(it, errors.TiplineError)]
    assert len(told) > 50
    assert set(told) <= known
