"""Nothing that a reporter wrote can act, or hide what it does."""

import re

import pytest
from flask.testing import FlaskClient

from tests.pages import Page
from tests.review.world import World
from tests.visitor import look
from tipline.review.marks import HIDDEN, beginning, shown
from tipline.tips.report import Place, When, WhenKind

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></section><h1>Signed out</h1>",
    "\"'><svg/onload=alert(1)>",
    "{{ 7*7 }} {% raw %}",
    "<a href='javascript:alert(1)'>look</a>",
    "&lt;b&gt; &amp;",
)
LINKS = "https://example.test/x www.example.test tel:999 mailto:a@example.test a@example.test"
MARK = re.compile('class="mark"[^>]*>([^<]*)<')
BIDI = "\u202egnp.exe \u2066isolated\u2069 a\u200bb \u061c\u200f end"


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_text(world: World, noor: FlaskClient, text: str) -> None:
    sent = world.send(f"{text} and more", category="<b>ODD</b>", place=Place(landmark=text),
                      accounts=(text,), when=When(kind=WhenKind.REPEATS, note=text))  # fmt: skip
    world.add(sent, text)
    plain = world.send("Nothing but words.")
    for address, other in (("/en/queue", "/en/queue"), (sent.path, plain.path)):
        page, harmless = look(noor.get(address)), look(noor.get(other))
        assert " ".join(text.split()) in page.words
        assert _tags(page) - {"ol", "li"} <= _tags(harmless) | {"ol", "h3"}
        assert not [has for _, has in page.tags if "javascript" in has.get("href", "")]
        assert "49" not in page.words.split()


def test_links_are_text(world: World, noor: FlaskClient) -> None:
    sent = world.send(f"Look at {LINKS}")
    world.add(sent, LINKS)
    for address in ("/en/queue", sent.path):
        page = look(noor.get(address))
        assert "example.test" in page.words
        assert all(link.startswith(("/", "#")) for link in page.links)
    assert 'name="format-detection" content="telephone=no' in noor.get(sent.path).text


def test_hidden_characters_are_shown_and_do_nothing(world: World, noor: FlaskClient) -> None:
    sent = world.send(f"photo{BIDI}")
    world.add(sent, BIDI)
    for address in ("/en/queue", sent.path):
        answer = noor.get(address)
        assert not HIDDEN.search(answer.text.replace("\r", ""))
        assert MARK.findall(answer.text)[:3] == ["U+202E", "U+2066", "U+2069"]
        assert 'title="right-to-left override"' in answer.text


def test_a_long_word_is_whole_on_its_page_and_cut_in_the_queue(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send("A" * 5000)
    noor.get(sent.path)
    world.add(sent, "ع" * 5000)
    assert "A" * 5000 in look(noor.get(sent.path)).words
    queue = look(noor.get("/en/queue")).words
    assert "A" * 161 not in queue
    assert "…" in queue


def test_the_same_holds_for_what_staff_write(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    form = look(noor.get(sent.path)).form_to("/notes")
    noor.post(form.action, data=form.values | {"note-text": f"{MARKUP[0]} {LINKS}"})
    page = look(noor.get(sent.path))
    assert MARKUP[0] in page.words
    assert all(link.startswith(("/", "#")) for link in page.links)


@pytest.mark.parametrize("text", ["مرحبا بكم", "نمی‌دانم", "👩‍👩‍👧", "हिन्दी क्‍ष", "line\n\ttab"])
def test_what_languages_need_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_the_beginning_is_cut_between_words() -> None:
    assert beginning("one two\n three", 20) == "one two three"
    assert beginning("a fairly long sentence about boxes", 20) == "a fairly long…"
    assert len(beginning("x" * 500, 20)) == 21


def _tags(page: Page) -> set[str]:
    return {tag for tag, _ in page.tags}
