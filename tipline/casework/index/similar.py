"""Files of other tips that are the same as one of a tip, or look like it: pointed out, no more."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from tipline.casework.index import likenesses
from tipline.casework.index.indexing import HINT_SECONDS, current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tipline.casework.tip.attachments import Attachment
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.search.found import Alike


def alike(visit: Visit, tip: OpenTip, files: Sequence[Attachment]) -> Mapping[int, list[Alike]]:
    """Return, by the number of a file of this tip, those of the desk's other tips that are alike.

    They are files of tips that somebody of the desk has opened. Raises StoreError.
    """
    if not files or tip.case.trouble is not None:
        return {}
    likenesses.find(visit, tip, files)
    found = current(visit, tip.row.desk, HINT_SECONDS).index.alike(tip.id)
    return {number: list(each) for number, each in groupby(found, attrgetter("position"))}
