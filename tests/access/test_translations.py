"""Every word of these pages is there in every language, with every plural."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tipline.settings import Settings

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "tipline" / "translations"
PLACES = (
    ("templates/review/access", "**.html", "jinja2"),
    ("tipline/review/access", "**.py", "python"),
)
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
SOURCE = "en"  # the language that the words are written in


def asked() -> set[str]:
    """Return the words that the pages ask for; of a plural, the singular."""
    found = set()
    for folder, pattern, kind in PLACES:
        for _file, _line, word, _comments, _context in extract_from_dir(
            ROOT / folder, [(pattern, kind)], keywords=KEYWORDS
        ):
            found.add(word if isinstance(word, str) else word[0])
    return found


@pytest.mark.parametrize("language", sorted(set(Settings().languages) - {SOURCE}))
def test_every_word_is_translated(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "access.po").open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    said = {}
    for message in catalogue:
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name:
            assert not message.fuzzy, name
            assert all(forms), name
            assert not list(message.check(catalogue)), name
            said[name] = forms
    assert len(asked()) > 80
    assert asked() == set(said)
