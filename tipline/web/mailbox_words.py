"""The word of a report, as its reporter reads it in the mailbox: both sites say it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from tipline.tips.state import Word

WORDS = {
    Word.RECEIVED: _l("Received"),
    Word.READING: _l("Being read"),
    Word.QUESTION: _l("We have a question for you"),
    Word.PASSED: _l("Passed to a team"),
    Word.WORKING: _l("A team is working on it"),
    Word.REFERRED: _l("Passed to the responsible body"),
    Word.FINISHING: _l("Work is finishing"),
    Word.CLOSED: _l("Closed. Thank you."),
}
