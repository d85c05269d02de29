"""What a mail says: by the token of a link that it was written to, and by its first word.

A mail is the least sure of the ways: its sender is not believed, and counts for a name alone. The
token is what counts. What is not understood is a question, with all its words: nothing is lost.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses
from html import unescape
from typing import TYPE_CHECKING, cast

from tipline.sealing.agency import TOKEN
from tipline.spelling import spelled
from tipline.tips.content.dispatched import SAID_TEXT_MAX
from tipline.tips.content.told import TO_MAX
from tipline.tips.said import Said
from tipline.web.fields import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAIL_BYTES_MAX = 1024 * 1024  # of which so much is read: what is attached is not
LINES_MAX, TOKENS_MAX = 2000, 5  # that are looked at
HEADER_MAX, HEADERS_MAX = 2000, 10  # characters of one; of one name
TO_US = ("Delivered-To", "X-Original-To", "To", "Cc")
PLUS = re.compile(rf"\+({TOKEN.pattern})@", re.IGNORECASE)
IN_TEXT = re.compile(rf"(?<![0-9a-f])({TOKEN.pattern})(?![0-9a-f])")
UNSEEN = frozenset({"style", "script", "head", "title"})  # of HTML: no words of its writer's
ENDS_A_LINE = frozenset(
    {"blockquote", "br", "p", "div", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3"}
)
QUOTES = "blockquote"
QUOTED = re.compile(r"^\s*(>|\|)")
# How mail programs begin the mail that they answer, in English and in Arabic.
ORIGINAL = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message|الرسالة الأصلية)|_{10,}\s*$"
    r"|(from|من)\s*:\s.*@)",
    re.IGNORECASE,
)
ATTRIBUTED = re.compile(
    r"^\s*(on .{4,200}\bwrote:\s*$|(في|بتاريخ) .{4,200}(كتب|كتبت)\b.*:\s*$)", re.IGNORECASE
)
SIGNATURE = re.compile(r"^-- ?$")
WORDS: dict[Said, tuple[str, ...]] = {
    Said.ACCEPTED: ("accept", "accepted", "accepts", "قبول", "قبلنا", "نقبل", "مقبول"),
    Said.DECLINED: ("decline", "declined", "declines", "اعتذار", "نعتذر", "رفض"),
    Said.ASKS: ("ask", "asks", "question", "سؤال", "استفسار", "نسأل"),
    Said.EN_ROUTE: ("enroute", "en-route", "en route", "في الطريق", "على الطريق", "تحركنا"),
    Said.ON_SCENE: ("onscene", "on-scene", "on scene", "في الموقع", "وصلنا"),
    Said.DONE: ("done", "finished", "انتهى", "انتهينا", "أُنجز"),
}
NAMED = {spelled(word): said for said, words in WORDS.items() for word in words}
EDGES = "- \t.,:;!?،؛؟*_\"'()[]«»"
NOBODY = "?"
# What the library's parser may raise for a mail that is none.
BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)


class Bounded(EmailPolicy):
    """The library's default policy with headers cut short: reading a long one takes its square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and as much of its value as is read."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:HEADER_MAX]


@dataclass(frozen=True)
class Letter:
    """A mail as it is taken: the tokens that it names, what it says, and its own digest in hex."""

    tokens: tuple[bytes, ...] = field(repr=False)
    said: Said
    who: str = field(repr=False)
    text: str = field(repr=False)
    digest: str


def read(mail: bytes, to: Iterable[str] = ()) -> Letter:
    """Return what a mail says, whatever it is: this raises nothing. ``to``: its envelope's."""
    whole, addressed = mail[:MAIL_BYTES_MAX], tuple(to)
    try:
        message = cast("EmailMessage", message_from_bytes(whole, policy=Bounded()))
        who, text = _who(message), _text(message)
        addressed += tuple(each for name in TO_US for each in _headers(message, name))
    except BROKEN:
        who, text = NOBODY, clean(whole.decode("utf-8", "replace"))
    lines = [line.strip() for line in text.splitlines()[:LINES_MAX]]
    said, told = _understood("\n".join(_own(lines)))
    return Letter(
        tokens=tuple(dict.fromkeys(_tokens(addressed, lines))),
        said=said,
        who=who,
        text=_bounded(told),
        digest=hashlib.sha256(whole).hexdigest(),
    )


def _bounded(text: str) -> str:
    return text if len(text) <= SAID_TEXT_MAX else f"{text[: SAID_TEXT_MAX - 1]}…"


def _tokens(addressed: Iterable[str], lines: Iterable[str]) -> Iterator[bytes]:
    """Yield tokens: of the envelope, of the addresses, then of the text, quoted or not."""
    for address in addressed:
        yield from (bytes.fromhex(found) for found in PLUS.findall(address))
    for line in lines:
        yield from (bytes.fromhex(found) for found in IN_TEXT.findall(line))


def _headers(message: EmailMessage, name: str) -> list[str]:
    with suppress(*BROKEN):
        return [str(each) for each in message.get_all(name, [])[:HEADERS_MAX]]
    return []


def _who(message: EmailMessage) -> str:
    """Return whom it says that it is from: not proved by anything."""
    names = [f"{name} <{address}>" if name else address
             for name, address in getaddresses(_headers(message, "From")[:1])]  # fmt: skip
    return " ".join(clean(" ".join(names)).split())[:TO_MAX].strip() or NOBODY


def _text(message: EmailMessage) -> str:
    """Return the text of a mail: the plain part, else what an HTML part says."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    for kind, made in (("text/plain", str), ("text/html", _of_html)):
        texts = [made(_decoded(part)) for part in shown if part.get_content_type() == kind]
        if any(each.strip() for each in texts):
            return clean("\n".join(texts))
    return ""


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    octets = payload if isinstance(payload, bytes) else b""
    try:
        return octets.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return octets.decode("utf-8", "replace")


def _of_html(html: str) -> str:
    """Return the words of HTML without what it quotes, in one pass; it is never shown as HTML."""
    first, *rest = html.split("<")
    words, unseen, within = [first], "", 0
    for piece in rest:
        tag, _, after = piece.partition(">")
        name = (tag.strip("/ \t\r\n").split(None, 1) or [""])[0].rstrip("/").lower()
        if name == QUOTES:
            within = max(0, within + (-1 if tag.startswith("/") else 1))
        if unseen:
            unseen = "" if tag.startswith("/") and name == unseen else unseen
        elif name in UNSEEN and not tag.startswith("/"):
            unseen = name
        if name in ENDS_A_LINE:
            words.append("\n")
        if not unseen and not within:
            words.append(after)
    return unescape("".join(words))


def _own(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines that its writer wrote, above or below what is quoted.

    Where it seems that there are none, all that is not quoted: nothing is lost.
    """
    unquoted = [line for line in lines if not QUOTED.match(line) and not ATTRIBUTED.match(line)]
    own: list[str] = []
    for number, line in enumerate(lines):
        if ORIGINAL.match(line) or SIGNATURE.match(line):
            break
        if ATTRIBUTED.match(line):
            if not QUOTED.match(next(filter(None, lines[number + 1 :]), "")):
                break  # the mail that it answers stands below as it was
        elif not QUOTED.match(line):
            own.append(line)
    return own if any(own) else unquoted


def _understood(text: str) -> tuple[Said, str]:
    """Return what a text says, and the rest; of what is not understood, all of it, as a question.

    A word counts that the first line begins with, and that stands by itself: alone, before a mark
    of punctuation, or in capitals. So "done what you asked?" is a question.
    """
    text = text.strip()
    first, _, rest = text.partition("\n")
    words = first.split()
    for size in (2, 1):
        begins, left = words[:size], words[size:]
        said = NAMED.get(" ".join(spelled(word.strip(EDGES)) for word in begins))
        marked = begins and (not left or begins[-1][-1] in EDGES or " ".join(begins).isupper())
        if said is not None and marked:
            return said, f"{' '.join(left).lstrip(EDGES)}\n{rest}".strip()
    return Said.ASKS, text
