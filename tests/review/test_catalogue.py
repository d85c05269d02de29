"""Every word of the review site is there in every language."""

from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "tipline/translations/ar/LC_MESSAGES/review.po"
METHODS = [
    ("tipline/review/**.py", "python"),
    ("templates/review/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
PLURALS = 6


def test_arabic_has_every_word_and_no_other() -> None:
    wanted = {_key(message) for _, _, message, *_ in _extracted()}
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()), locale="ar")
    there = {_key(message.id) for message in catalogue if message.id}
    assert wanted == there
    for message in catalogue:
        if isinstance(message.id, tuple):
            assert len(message.string) == PLURALS
            assert all(message.string)
        elif message.id:
            assert message.string
            assert not message.fuzzy


def _extracted() -> list[tuple[object, ...]]:
    options = {"templates/review/**.html": {"trimmed": "true"}}
    return list(extract_from_dir(str(ROOT), METHODS, options, KEYWORDS, directory_filter=_ours))


def _ours(path: str) -> bool:
    relative = Path(path).relative_to(ROOT).as_posix()
    above = ("tipline", "tipline/review", "templates", "templates/review")
    return relative in above or relative == "tipline/review/views"


def _key(message: object) -> object:
    return message[0] if isinstance(message, tuple) else message
