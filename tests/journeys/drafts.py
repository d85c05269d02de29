"""Reports that are ready to be sent, many of them, made as the public site makes them."""

from __future__ import annotations

import secrets
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tests.journeys.reporter import Visitor, to_check
from tipline.sealing.draft import ID_BYTES, SEED_BYTES, Draft, DraftBox
from tipline.sealing.receipt import draw
from tipline.tips.report import Answers

WORDS = (
    "رأيت رجلين ينزلان صناديق من قارب صغير قرب الميناء القديم بعد منتصف الليل، "
    "ثم وضعاها في سيارة بيضاء وغادرا مسرعين نحو الطريق العام. "
)
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "danger": {"now": "no"},
    "what": {"what": WORDS * 2},
    "kind": {"category": "BORD"},
    "where": {"landmark": "قرب الميناء القديم", "block": "436"},
    "knowing": {"knows": "saw"},
}


@dataclass(frozen=True)
class Ready:
    """A report that only has to be sent: its ids, its code, and the form that sends it."""

    tip_id: bytes
    code: str = field(repr=False)
    body: str = field(repr=False)


def ready(
    site: str,
    pepper: bytes,
    answers: Mapping[str, Mapping[str, str]],
    told: Iterator[Answers] | None = None,
) -> Iterator[Ready]:
    """Walk one report to its last page, then yield as many like it as are wanted, without end.

    Each has an id, a key and a receipt code of its own, as if it had been walked too. ``told``, if
    given, are the answers of each.
    """
    box = DraftBox(pepper)
    with Visitor(site) as visitor:
        form = to_check(visitor, answers).form("draft", "step")
    held = dict(form.held)
    walked = box.open(held["draft"], datetime.now(UTC))
    while True:
        draft = another(walked)
        draft = replace(draft, answers=next(told)) if told else draft
        fields = held | {"draft": box.seal(draft, datetime.now(UTC)), "go": "send"}
        yield Ready(draft.tip_id, draft.receipt.digits, urllib.parse.urlencode(fields))


def another(draft: Draft) -> Draft:
    """Return a draft that says the same under ids and keys of its own."""
    return replace(
        draft,
        tip_id=secrets.token_bytes(ID_BYTES),
        tip_seed=secrets.token_bytes(SEED_BYTES),
        apart_seed=secrets.token_bytes(SEED_BYTES),
        receipt=draw(),
    )
