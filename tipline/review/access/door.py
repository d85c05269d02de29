"""What sign-in stands on besides the house: one for each process."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import current_app

from tipline.age import ScryptRecipient, seal_bytes
from tipline.keyring.analyst import WORK_FACTOR, AnalystIdentity
from tipline.review.access.aside import Aside
from tipline.review.access.gate import Gate
from tipline.review.access.waits import Waits

if TYPE_CHECKING:
    from flask import Flask

    from tipline.review.house import House
PLACE = "tipline.door"
FREE_THREADS = 1  # of each process, that sign-ins leave to those who work


@dataclass(frozen=True, kw_only=True)
class Door:
    """The house, the gate before scrypt, the waits by name, and an identity that nobody opens."""

    house: House
    secret: bytes = field(repr=False)
    gate: Gate
    waits: Waits
    aside: Aside
    decoy: bytes = field(repr=False)


def build(app: Flask, here: House, secret: bytes) -> None:
    """Set up sign-in for an application, with the review site's secret, 32 bytes."""
    settings = here.settings
    room = max(0, settings.threads - settings.signin_parallel - FREE_THREADS)
    app.extensions[PLACE] = Door(
        house=here,
        secret=secret,
        gate=Gate(settings.signin_parallel, min(settings.signin_queue, room)),
        waits=Waits(),
        aside=Aside(),
        decoy=decoy(),
    )


def door() -> Door:
    """Return the door of the application that serves this request."""
    found: Door = current_app.extensions[PLACE]
    return found


def decoy() -> bytes:
    """Return an identity like any other that no passphrase opens.

    It is sealed with two rounds of work and then says that it takes 2^17, so that starting does not
    take a third of a second: opening it does the whole work and fails at the same step as a wrong
    passphrase does, before anything looks at the rest.
    """
    text = AnalystIdentity.generate().text.encode()
    sealed = seal_bytes(text, [ScryptRecipient(secrets.token_hex(16), work_factor=1)])
    return sealed.replace(b" 1\n", f" {WORK_FACTOR}\n".encode(), 1)
