"""A search: the tips and cases that fit, with the words in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.casework.index.case_entries import said
from tipline.casework.lists.finding import find
from tipline.review import reading
from tipline.review.case_rows import CaseRow, opened_cases
from tipline.review.marks import around, marked
from tipline.review.rows import open_rows
from tipline.search.words import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from tipline.casework.index.listing_cases import GivenCase
    from tipline.casework.lists.finding import Results
    from tipline.casework.visit import Visit
    from tipline.review.forms.searching import SearchForm
    from tipline.review.rows import Row
    from tipline.tips.report import Answers

PAGE = 20  # results
SHOWN = 200  # code points of a tip's words


@dataclass(frozen=True)
class Hit:
    """A tip that fits, or a case. ``excerpt`` are some of its words, those asked for marked.

    ``elsewhere``: they stand in a message or in the case; of a case, not in its summary.
    """

    row: Row
    excerpt: Markup = field(repr=False)
    elsewhere: bool

    @property
    def given(self) -> GivenCase | None:
        """The case, if it is one that a desk was given."""
        return self.row.given if isinstance(self.row, CaseRow) else None


@dataclass(frozen=True)
class Searched:
    """What a search found: a page of hits."""

    results: Results
    hits: tuple[Hit, ...] = field(repr=False)

    @property
    def tips(self) -> list[Hit]:
        """The tips whose words the page shows."""
        return [hit for hit in self.hits if hit.row.answers]

    @property
    def cases(self) -> list[Hit]:
        """The cases whose words the page shows."""
        return [hit for hit in self.hits if hit.given]

    @property
    def percent(self) -> int:
        """How much of what there is was searched, in whole per cent."""
        return int(self.results.share * 100)


def search(visit: Visit, form: SearchForm) -> Searched:
    """Find tips and cases, and open this page's as far as they are shown. Raises StoreError."""
    question = form.question
    results = find(visit, question, PAGE, form.place)
    tips = open_rows(visit, visit.office.shelf.rows(results.tips, visit.desks))
    cases = opened_cases(visit, results.cases)
    ordered = sorted((*tips, *cases), key=lambda row: row.arrived, reverse=True)
    return Searched(results, tuple(_hit(row, question.words) for row in ordered))


def _hit(row: Row, wanted: Sequence[str]) -> Hit:
    given = row.given if isinstance(row, CaseRow) else None
    if given is not None:
        texts = said(given.case, given.work) if given.case and given.work else ()
        hit, at = _excerpt(row, texts, wanted)
        return replace(hit, elsewhere=at > 0)
    return _excerpt(row, _said(row.answers) if row.answers else (), wanted)[0]


def _excerpt(row: Row, texts: Iterable[str], wanted: Sequence[str]) -> tuple[Hit, int]:
    """Return the first text that has a word in it, from there, and which it is; else the first."""
    first = ""
    for at, text in enumerate(texts):
        first = first or text
        spans = list(places(text, wanted)) if wanted else []
        if spans:
            shown = around(text, SHOWN, min(spans)[0])
            return Hit(row, marked(shown, places(shown, wanted)), elsewhere=False), at
    return Hit(row, marked(around(first, SHOWN, 0), ()), elsewhere=bool(wanted and first)), 0


def _said(answers: Answers) -> Iterator[str]:
    yield answers.what
    for group in reading.groups(answers):
        yield from (said.text for said in group.said if said.own)
