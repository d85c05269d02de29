"""The analyst of one request: who it is, and the desks, each opened when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from tipline.age import open_bytes, seal_bytes
from tipline.errors import AgeError, CardRefusedError, DeskKeyRefusedError
from tipline.keyring import card as cards
from tipline.keyring.card import Card, Role
from tipline.keyring.desk import DeskIdentity

if TYPE_CHECKING:
    from tipline.age import Recipient
    from tipline.keyring.analyst import AnalystIdentity
    from tipline.sealing.deployment import DeskCard

Value = TypeVar("Value")


class Membership(Protocol):
    """A row of the casebook: the desk's identity sealed to the analyst, the card sealed to it."""

    @property
    def desk(self) -> str: ...  # noqa: D102 (said above)
    @property
    def sealed(self) -> bytes: ...  # noqa: D102 (the protocol says it)
    @property
    def card(self) -> bytes: ...  # noqa: D102 (the protocol says it)


class Lazily(Mapping[str, Value]):
    """A mapping whose values are made when first asked for, once."""

    def __init__(self, keys: tuple[str, ...], make: Callable[[str], Value]) -> None:
        """Take the keys, and what makes the value of one."""
        self._keys = keys
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        """Return the value; KeyError for a key that is not there."""
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether the key is there, without making its value."""
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)


@dataclass(frozen=True, kw_only=True)
class Member:
    """An analyst who is signed in. It lives as long as one request."""

    analyst: bytes
    name: str
    identity: AnalystIdentity
    session_id: bytes
    memberships: tuple[Membership, ...]
    published: Mapping[str, DeskCard]

    @cached_property
    def desks(self) -> Mapping[str, DeskIdentity]:
        """The desks by their codes; opening one raises DeskKeyRefusedError if it is not ours."""
        return Lazily(tuple(self._rows), self._open_desk)

    @cached_property
    def believed(self) -> Mapping[str, Role]:
        """The role at each desk, as the signed card says; a desk that is not believed is left out.

        The role in the row is for listing only: whoever can write the database could raise it.
        """
        found = {}
        for code in self._rows:
            with suppress(CardRefusedError, DeskKeyRefusedError):
                found[code] = self._own_card(code).role
        return found

    def doubted(self) -> tuple[str, ...]:
        """Return the codes of the desks whose key or the member's card there is not believed."""
        return tuple(code for code in self._rows if code not in self.believed)

    def holds(self, *roles: Role) -> bool:
        """Tell whether the member has one of these roles at any desk."""
        return any(role in roles for role in self.believed.values())

    def supervised(self) -> tuple[str, ...]:
        """Return the codes of the desks at which the member is a supervisor."""
        return tuple(code for code, role in self.believed.items() if role is Role.SUPERVISOR)

    @cached_property
    def _rows(self) -> Mapping[str, Membership]:
        return {row.desk: row for row in self.memberships}

    def _open_desk(self, code: str) -> DeskIdentity:
        desk = open_desk(self._rows[code].sealed, code, self.identity)
        return desk.matched(self.published.get(code))

    def _own_card(self, code: str) -> Card:
        card = cards.read(self.desks[code], self._rows[code].card)
        mine = (self.analyst, self.name, self.identity.verifier)
        if (card.analyst, card.name, card.verifier) != mine:
            raise CardRefusedError
        return card


def seal_desk(desk: DeskIdentity, recipient: Recipient) -> bytes:
    """Return the desk's identity sealed to an analyst: a stock identity file, once opened."""
    return seal_bytes(f"{desk.text}\n".encode("ascii"), [recipient])


def open_desk(sealed: bytes, code: str, analyst: AnalystIdentity) -> DeskIdentity:
    """Return the desk's identity; DeskKeyRefusedError if it does not open or is no identity.

    Whether it is the deployment's desk is told by ``DeskIdentity.matched`` alone.
    """
    try:
        text = open_bytes(sealed, [analyst.identity]).decode("ascii")
        return DeskIdentity.parse(code, text)
    except (AgeError, UnicodeDecodeError):
        raise DeskKeyRefusedError(desk=code) from None
