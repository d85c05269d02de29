"""What a mail says, whatever a mail is: by its first word, by its token, and nothing is lost."""

from __future__ import annotations

from email.message import EmailMessage
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.agencies.letters import MAIL_BYTES_MAX, read
from tipline.tips.content.dispatched import SAID_TEXT_MAX
from tipline.tips.content.told import TO_MAX
from tipline.tips.said import Said

TOKEN = "0123456789abcdef0123456789abcdef"
TO = f"answers+{TOKEN}@example.org"
NESTED = b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n'
QUOTED = """
On Mon, 2 Mar 2026 at 10:00, Tipline wrote:
> Please say what you make of this.
> DONE
"""


def mail(text: str, *, to: str = TO, html: bool = False, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    message["From"] = "Capt. Salem <salem@cg.example>"
    message["To"] = to
    message["Subject"] = "Re: a message for you"
    message.set_content(text, subtype="html" if html else "plain", charset=charset)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("text", "said", "told"),
    [
        ("ACCEPT", Said.ACCEPTED, ""),
        ("Accept\n\nWe send a boat.\n", Said.ACCEPTED, "We send a boat."),
        ("accepted: we send a boat", Said.ACCEPTED, "we send a boat"),
        ("DECLINE no boat is at sea", Said.DECLINED, "no boat is at sea"),
        ("Ask. Which gate?", Said.ASKS, "Which gate?"),
        ("ENROUTE", Said.EN_ROUTE, ""),
        ("en route, five minutes", Said.EN_ROUTE, "five minutes"),
        ("ON SCENE nobody is here", Said.ON_SCENE, "nobody is here"),
        ("Done.", Said.DONE, ""),
        ("قبول", Said.ACCEPTED, ""),
        ("قَبُول، نرسل زورقًا", Said.ACCEPTED, "نرسل زورقًا"),
        ("اعتذار: لا زورق في البحر", Said.DECLINED, "لا زورق في البحر"),
        ("سؤال\nأي بوابة؟", Said.ASKS, "أي بوابة؟"),
        ("في الطريق", Said.EN_ROUTE, ""),
        ("في الموقع.", Said.ON_SCENE, ""),
        ("إنتهينا", Said.DONE, ""),
        # What only begins with such a word is no such word: it is asked, with all its words.
        ("Done what you asked? No.", Said.ASKS, "Done what you asked? No."),
        ("تم استلام رسالتكم", Said.ASKS, "تم استلام رسالتكم"),
        ("Accept our regards", Said.ASKS, "Accept our regards"),
        ("We cannot come before noon", Said.ASKS, "We cannot come before noon"),
        ("", Said.ASKS, ""),
    ],
)
def test_the_first_word_says_what(text: str, said: Said, told: str) -> None:
    letter = read(mail(text + QUOTED))
    assert (letter.said, letter.text) == (said, told)
    assert letter.who == "Capt. Salem <salem@cg.example>"
    assert [each.hex() for each in letter.tokens] == [TOKEN]


@pytest.mark.parametrize(
    "original",
    [
        QUOTED,
        "\n-----Original Message-----\nFrom: Tipline\nDONE\n",
        "\nفي 2 مارس 2026، كتب خط البلاغات:\n> DONE\n",
        "\n-----الرسالة الأصلية-----\nDONE\n",
        "\nFrom: Tipline <tipline@example.org>\nDONE\n",
        "\n-- \nCapt. Salem\nDONE\n",
        "\n> DONE\n| DONE\n",
        "\nOn Mon, 2 Mar 2026 at 10:00, Tipline wrote:\nDONE\n",
    ],
)
def test_what_is_quoted_and_a_signature_are_left_out(original: str) -> None:
    assert read(mail("DECLINE\nNo boat." + original)).text == "No boat."


def test_what_is_written_below_what_is_quoted_is_read() -> None:
    letter = read(mail(QUOTED + "\nDECLINE\nNo boat."))
    assert (letter.said, letter.text) == (Said.DECLINED, "No boat.")
    html = "<blockquote>DONE<blockquote>DONE</blockquote></blockquote><p>ACCEPT</p>"
    assert read(mail(html, html=True)).said is Said.ACCEPTED


def test_a_mail_that_seems_to_quote_all_of_itself_is_read_whole() -> None:
    letter = read(mail("From: the watch at a@cg.example\nWe wait at the quay."))
    assert letter.said is Said.ASKS
    assert letter.text == "From: the watch at a@cg.example\nWe wait at the quay."


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-6", "windows-1256"])
def test_arabic_is_read_in_old_charsets(charset: str) -> None:
    letter = read(mail("قبول\nنرسل قاربا", charset=charset))
    assert (letter.said, letter.text) == (Said.ACCEPTED, "نرسل قاربا")


def test_html_alone_is_read_as_words_without_what_it_quotes() -> None:
    html = (
        "<html><head><title>x</title><style>DONE {}</style></head><body><div>ACCEPT</div>"
        "<p>One &amp; two<br>three</p><script>alert(1)</script>"
        "<blockquote><p>DONE</p></blockquote></body></html>"
    )
    letter = read(mail(html, html=True))
    assert letter.said is Said.ACCEPTED
    assert letter.text.split() == ["One", "&", "two", "three"]


def test_the_plain_part_is_read_and_an_attachment_is_not() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "salem@cg.example", TO
    message.set_content("ACCEPT\nplain")
    message.add_alternative("<p>DONE</p>", subtype="html")
    message.add_attachment("DECLINE", filename="x.txt")
    letter = read(message.as_bytes())
    assert (letter.said, letter.text) == (Said.ACCEPTED, "plain")


def test_a_token_is_taken_of_the_envelope_first_then_of_the_text() -> None:
    other = "f" * 32
    letter = read(mail(f"DONE\nhttps://x/ar/{other}", to="a@b.example"), [TO.upper()])
    assert [each.hex() for each in letter.tokens] == [TOKEN, other]
    assert read(mail("DONE", to="a@b.example")).tokens == ()
    quoted = read(mail(f"DONE\n> https://x/ar/{other}", to="a@b.example"))
    assert [each.hex() for each in quoted.tokens] == [other]


def test_the_same_mail_has_one_digest_and_another_has_another() -> None:
    assert read(mail("DONE")).digest == read(mail("DONE")).digest != read(mail("ASK")).digest


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 5000,
        b"From: =?x?b?=\r\nTo: \r\nContent-Type: multipart/mixed\r\n\r\nDONE",
        b"Content-Type: text/plain; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
        b"Content-Type: text/html\r\n\r\n" + b"<" * 900_000,
        b"Content-Type: text/html\r\n\r\n" + b"<style" * 150_000,
        b"Content-Type: text/plain\r\n\r\n" + b"\xcc\x81" * 400_000,
        b"Content-Type: text/plain\r\n\r\n" + b"on " + b"a" * 900_000,
        b"Content-Type: text/plain\r\n\r\n" + b"\n" * 900_000,
        b"Content-Type: text/plain\r\n\r\nASK " + b"0123456789abcdef" * 60_000,
        b"".join(NESTED % (n, n) for n in range(3000)),
        b"To: " + b"a," * 400_000 + b"\r\n\r\nDONE",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_huge_or_no_mail_at_all_is_read_in_a_moment(raw: bytes) -> None:
    began = perf_counter()
    letter = read(raw)
    assert perf_counter() - began < 20
    assert len(letter.text) <= SAID_TEXT_MAX
    assert 0 < len(letter.who) <= TO_MAX


def test_what_is_too_long_is_cut_and_shows_it() -> None:
    letter = read(mail("ASK\n" + "words " * 2000))
    assert len(letter.text) == SAID_TEXT_MAX
    assert letter.text.endswith("…")
    assert len(mail("x")) < MAIL_BYTES_MAX


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(WORDS, WORDS, st.booleans())
def test_whatever_a_mail_says_is_read(text: str, who: str, html: bool) -> None:  # noqa: FBT001 (hypothesis gives it)
    head = f"From: {who}\r\nTo: {TO}\r\nContent-Type: text/{'html' if html else 'plain'}\r\n\r\n"
    letter = read((head + text).encode())
    assert letter.said in Said
    assert 0 < len(letter.who) <= TO_MAX
    assert len(letter.text) <= SAID_TEXT_MAX


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert read(raw).said in Said


@given(st.lists(st.sampled_from(["no", "boat", "قارب", "gate 3", "we wait", "."]), min_size=1))
def test_words_that_are_not_understood_are_all_there(words: list[str]) -> None:
    text = " ".join(words)
    letter = read(mail(text))
    assert letter.said is Said.ASKS
    assert letter.text.split() == text.split()
