"""Whether what was to be destroyed is gone: what reporters wrote, once its day has come.

Whole tips go with `tipline sweep`. An original goes by a desk's key alone, when somebody of the
desk opens the work list: a desk where nobody is at work keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from tipline.errors import StoreError
from tipline.health.trouble import Trouble
from tipline.settings import Settings
from tipline.store.engine import open_inbox
from tipline.store.inbox.shelf import Shelf

GRACE = timedelta(days=2)  # a weekend


def look_at_originals(settings: Settings) -> Iterator[Trouble]:
    """See that no original is long past its day."""
    try:
        past = _past(settings, datetime.now(UTC).date() - GRACE)
    except StoreError:
        return  # told with the databases
    for desk, number in past.items():
        yield Trouble(
            f"What reporters wrote is past its day and not destroyed, at desk {desk}: {number}.",
            "Let somebody of that desk sign in and open the work list: it goes then.",
        )


def _past(settings: Settings, day: date) -> Mapping[str, int]:
    engine = open_inbox(settings.inbox_database, public=False, connections=1)
    try:
        return Shelf(engine).originals_past(day)
    finally:
        engine.dispose()
