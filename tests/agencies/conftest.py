"""A deployment whose agencies get links, and the agencies' own site over the same inbox."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from tests.review.test_dispatch_channels import AGENCY, CHANNEL, give
from tests.review.test_dispatching import PLACE, dispatched, ready
from tests.review.world import Sent, World, build_with_channels
from tests.store.samples import an_id
from tests.visitor import Visitor, Watchful
from tipline import age
from tipline.agencies import create_app
from tipline.dispatch.item import open_item
from tipline.dispatch.secrets import read_identity
from tipline.review import clock
from tipline.store.casebook.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.pages import Page

INBOUND = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHERS = "whsec_" + "A" * 32
URL = "https://answers.example.org"
BY = f"""
[inbound]
PP = ["{INBOUND}"]
LMRA = ["{OTHERS}"]
"""


@dataclass
class Agency:
    """An agency that was sent something: the deployment, the tip, its link, and its own browser."""

    world: World
    noor: FlaskClient
    sent: Sent
    app: Flask
    token: str
    page: Page

    @property
    def visitor(self) -> Visitor:
        """A browser of the agency's."""
        return Visitor.of(self.app)

    def answer(self, **typed: str) -> Page:
        """Answer by the page of the link."""
        page = self.visitor.get(f"/en/{self.token}")
        fields = page.form("said").values | {"who": "Capt. Salem, CG-4", "text": ""} | typed
        return self.visitor.post(page.form("said").action, fields)


def established(folder: Path, **settings: Any) -> World:
    """Make a deployment whose agencies get links, and whose machines sign."""
    told = (
        CHANNEL.format(code="PP", desk="X-PP", more=f'recipient = "{AGENCY.recipient}"'),
        CHANNEL.format(code="LMRA", desk="X-LMRA", more=""),
    )
    given: dict[str, Any] = {"agencies_url": URL, "agencies_mail": "answers@example.org"}
    given |= {"limit_agencies": "9 per minute", **settings}
    made = build_with_channels(folder, "".join(told), **given)
    secrets = made.settings.keys / "channels.secret"
    secrets.write_text(BY)
    secrets.chmod(0o600)
    return made


def sent_to(world: World, app: Flask) -> Agency:
    """Return an agency to which a dispatch went by the channel ``PP``."""
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent = world.send()
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE, channels="PP", when="4h")
    page = give(noor, page, "PP")
    return Agency(world, noor, sent, app, package_of(world)["page"].rpartition("/")[2], page)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = established(tmp_path)
    yield made
    made.house.viewer.close()


@pytest.fixture
def app(world: World) -> Flask:
    made = create_app(world.settings)
    made.test_client_class = Watchful
    return made


@pytest.fixture
def agency(world: World, app: Flask) -> Agency:
    return sent_to(world, app)


def package_of(world: World, channel: str = "PP") -> Mapping[str, str]:
    """Return what stands in the package of a channel about how to answer."""
    read: Mapping[str, str] = json.loads(files_of(world, channel)["answer.json"])
    return read


def files_of(world: World, channel: str = "PP") -> Mapping[str, bytes]:
    """Return the files of what waits for a channel, by the endings of their names."""
    row = Outbox(world.house.cases.engine).claim(an_id(), channel, clock.now())
    assert row is not None
    item = open_item(row.sealed, read_identity(world.settings.keys))
    with ZipFile(io.BytesIO(age.open_bytes(item.content, [AGENCY]))) as packed:
        return {
            each.removeprefix(f"{item.reference}."): packed.read(each) for each in packed.namelist()
        }
