"""Column types that cannot hold more than may be told: a whole hour, a whole second."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

HOUR_SECONDS = 3600
LAST_HOUR = int(datetime(9998, 12, 31, 23, tzinfo=UTC).timestamp()) // HOUR_SECONDS


class Hour(TypeDecorator[datetime]):
    """An aware datetime in UTC, kept as whole hours since 1970: the column has no minutes."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the hours since 1970, rounded down."""
        del dialect
        return None if value is None else hours_since_1970(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the beginning of the hour, in UTC; one that no clock can show is the last."""
        del dialect
        if value is None:
            return None
        return datetime.fromtimestamp(min(max(value, 0), LAST_HOUR) * HOUR_SECONDS, UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC, kept as whole seconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the seconds since 1970, rounded down."""
        del dialect
        return None if value is None else int(_aware(value).timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the second, in UTC."""
        del dialect
        return None if value is None else datetime.fromtimestamp(value, UTC)


def hours_since_1970(moment: datetime) -> int:
    """Return the whole hours from 1970 to a moment, as ``Hour`` keeps it."""
    return int(_aware(moment).timestamp()) // HOUR_SECONDS


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise TypeError
    return value
