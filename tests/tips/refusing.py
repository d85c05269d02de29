"""What events that may not follow have in common: they stand in the case, and change nothing."""

from collections.abc import Sequence

import pytest

from tipline.errors import EventRefusedError, RecordMalformedError
from tipline.tips.event import Event
from tipline.tips.fold import fold, follow


def changes_nothing(written: Sequence[Event], error: type[Exception]) -> None:
    """Fail unless the last of these events is refused so, and only listed."""
    before, after = fold(written[:-1]), fold(written)
    assert before.refused == ()
    with pytest.raises(error) as caught:
        follow(before, written[-1])
    assert type(caught.value) is error
    assert issubclass(error, EventRefusedError | RecordMalformedError)
    assert after.refused == (len(written),)
    for name in set(after.__dataclass_fields__) - {"number", "refused"}:
        assert getattr(after, name) == getattr(before, name)
