"""One answer to many reporters of a case: one event, and to each an answer of their own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.case.adding import append, shown_from
from tipline.casework.case.delivery import UNOPENED, report_of
from tipline.casework.case.owing import PRESS_SECONDS, go_on, settle
from tipline.tips.content import ID_BYTES, TOLD_MAX, Addressee, AskedAll, RepliedAll

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.content import Content

ToMany: TypeAlias = type[RepliedAll] | type[AskedAll]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is to be written to many: texts by language, of which ``otherwise`` is for the rest."""

    kind: ToMany
    texts: Mapping[str, str]
    otherwise: str


def languages(visit: Visit, case: OpenCase) -> Mapping[bytes, str]:
    """Return the language of each tip of a case that this analyst can open."""
    found: dict[bytes, str] = {}
    ids = [bytes.fromhex(tip) for tip in case.state.tips]
    for tip, row in visit.office.shelf.tips(ids, visit.desks).items():
        with suppress(*UNOPENED):
            found[tip] = report_of(visit, row, case).language
    return found


def answer_many(
    visit: Visit, tip: OpenTip, letter: Letter, chosen: Collection[bytes], seen: int
) -> OpenTip:
    """Write to the reporters of these tips of a case, each in their own language and mailbox.

    1. One event names them all, with an answer's id for each; more than 1,000 are several events.
       With it, the case owes each of them that.
    2. As many mailboxes as some seconds allow are written; the others follow (``owing``).

    Raises what ``append`` does.
    """
    spoken = languages(visit, tip.case)
    tips = [each for each in map(bytes.fromhex, tip.case.state.tips) if each in set(chosen)]
    case: OpenCase = tip.case
    for start in range(0, len(tips), TOLD_MAX):
        to = tuple(_addressed(letter, each, spoken) for each in tips[start : start + TOLD_MAX])
        content = _content(visit, letter, to)
        case = append(visit, case, lambda _, content=content: content, seen=seen)  # type: ignore[misc]  # 1
        seen = case.number
    case = settle(visit, tip.row, tip.report, case)
    return replace(tip, case=go_on(visit, case, PRESS_SECONDS))  # 2


def _addressed(letter: Letter, tip: bytes, spoken: Mapping[bytes, str]) -> Addressee:
    language = spoken.get(tip, "")
    known = language if letter.texts.get(language) else letter.otherwise
    return Addressee(tip=tip, answer=secrets.token_bytes(ID_BYTES), language=known)


def _content(visit: Visit, letter: Letter, to: tuple[Addressee, ...]) -> Content:
    used = {each.language for each in to}
    shown = visit.now if letter.kind is AskedAll else shown_from(visit)
    texts = {language: text for language, text in letter.texts.items() if language in used}
    return letter.kind(to=to, texts=texts, shown_from=shown)
