"""The seam of the channels: each sends an item, or says how that failed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tipline.configuration import By
from tipline.dispatch.mail import Mail
from tipline.dispatch.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.configuration import ChannelName, Channels
    from tipline.dispatch.item import Item
    from tipline.dispatch.secrets import ChannelSecrets


class Channel(Protocol):
    """A way by which somebody is reached."""

    def send(self, item_id: bytes, item: Item, now: datetime) -> None:
        """Send an item; on return the other side has taken it over.

        The same ``item_id`` (16 bytes) is told again where it is sent again. Raises DeliveryError;
        of these, DeliveryRefusedError alone says that trying again is of no use.
        """


@dataclass(frozen=True)
class Wires:
    """What channels are made with: secrets, and whose certificates are believed."""

    secrets: ChannelSecrets
    tls: ssl.SSLContext

    @classmethod
    def of_machine(cls, secrets: ChannelSecrets) -> Wires:
        """Return wires that believe whom this machine believes."""
        tls = ssl.create_default_context()
        tls.minimum_version = ssl.TLSVersion.TLSv1_2
        return cls(secrets, tls)


def all_of(configured: Channels, wires: Wires) -> Mapping[str, Channel]:
    """Return the channels by their codes. KeyFileError where one lacks its secret."""
    return {each.code: _one(each, configured, wires) for each in configured.channels}


def _one(name: ChannelName, configured: Channels, wires: Wires) -> Channel:
    if name.by is By.MAIL and configured.mail is not None:
        return Mail.of(name, configured, wires.secrets.login, wires.tls)
    return Webhook.of(name, configured, wires.secrets.signing(name.code), wires.tls)
