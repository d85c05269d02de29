"""Published figures on the public site: read anew each time, told as the other pages are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.public.test_still import TITLES
from tests.visitor import Visitor
from tipline.store.engine import open_inbox
from tipline.store.inbox.press import Press
from tipline.tips import canonical
from tipline.tips.publishing import OTHERS, Published
from tipline.tips.shape import to_json

if TYPE_CHECKING:
    from tests.journeys.deployment import Deployment

MARCH = Published(
    first=date(2026, 3, 1),
    last=date(2026, 3, 1),
    total=120,
    categories=(("DRUG", 60), ("GONE", 20), (OTHERS, 40)),
    languages=(("ar", 90), (OTHERS, 30)),
    outcomes=(("OUT_PROTECTED", 10), ("OUT_NOTRACE", 90)),
    medians=(("opened", 900), ("finished", 345_600)),
    replied=65,
)


def test_what_is_published_is_told_in_both_languages(
    deployment: Deployment, visitor: Visitor
) -> None:
    press = Press(open_inbox(deployment.settings.inbox_database, public=False))
    assert "Nothing has been published yet." in visitor.get("/en/figures").words
    press.put(MARCH.first, MARCH.last, canonical.encode(to_json(MARCH)))
    words = visitor.get("/en/figures").words
    for told in (
        "March 2026", "Reports that arrived: 120. With an answer to the reporter: 65%.", "Drugs 60",
        "GONE 20", "All others, together 40", "Arabic 90", "Other languages, together 30",
        "Checked, and nothing was found 90", "Until somebody read it 15 min",
        "Until it was finished 4 days", "speech, belief, assembly 10%",
        "Found to be made up in order to harm Too few to tell.", "0: there is no name to give",
    ):  # fmt: skip
        assert told in words
    assert "By month" not in words
    assert "البلاغات الواردة: 120" in visitor.get("/ar/figures").words
    press.show(MARCH.first, shown=False)
    assert "Nothing has been published yet." in visitor.get("/en/figures").words


@pytest.mark.parametrize("language", ["ar", "en"])
def test_its_address_and_title_tell_nothing_and_every_page_leads_to_it(
    visitor: Visitor, language: str
) -> None:
    page = visitor.get(f"/{language}/figures")
    assert page.title == TITLES[language]
    assert f"/{language}/figures" in visitor.get(f"/{language}/").links
