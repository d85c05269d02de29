"""A picture of a camera, asked for and seen: the pages to axe, and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, served, wants
from tests.journeys.tour import Shape
from tests.places.test_seeing import camera as seen
from tests.review.test_cameras import HERE, imported
from tests.review.test_desks import given
from tests.review.test_download import urgent
from tests.review.test_stills import ELSEWHERE, FAR, PLACE
from tests.stills.camera import camera, eventually, picture
from tests.stills.running import entry, running, write
from tipline.places.cameras.camera import Stills

SEES = {"en": "The west gate and the road before it", "ar": "البوابة الغربية والطريق أمامها"}
GATE = seen("GATE-1", sees=SEES, stills=Stills.HTTP)
YARD = seen("YARD-2", sees=SEES, stills=Stills.RTSP)
FRAME = picture("West gate", size=(1920, 1080))


@dataclass(frozen=True)
class Street(Inside):
    """With two desks, and a camera that answers."""

    noor: FlaskClient
    ali: FlaskClient


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    folder = tmp_path_factory.mktemp("street")
    at, file = folder / "s", folder / "stills.toml"
    with camera() as one, served(folder / "deployed", stills_socket=str(at)) as (site, world):
        one.frame = FRAME
        write(
            file,
            entry("GATE-1", f"http://127.0.0.1:{one.port}/still"),
            entry("YARD-2", f"http://127.0.0.1:{one.port}/nothing-here"),
        )
        imported(world, GATE, YARD)
        with running(file, at):
            yield Street(site, world, world.analyst("Noor"), world.analyst("علي", desks=("CG",)))
        assert world.house.taker is not None
        world.house.taker.jail.close()


@both_shapes
def test_a_picture_is_asked_for_and_seen(tabs: Tabs, street: Street, shape: Shape) -> None:
    sent = given(street.noor, street.world, place=PLACE)
    urgent(street.noor, sent.path)
    tab = street.open(tabs, street.noor, shape, f"{sent.path}/cameras", scripts=True)
    tab.fill("[name=place]", HERE)
    tab.fill("[name=day]", f"{datetime.now(UTC):%d/%m/%Y}")
    tab.click("form.searching button")
    found = wants(tab, "near")
    tab.click(f"a[href*='{GATE.id.hex()}/still']")
    found += wants(tab, "ask")
    tab.click("form[action$='/still'] button")
    found += wants(tab, "ask-missing")
    tab.fill("[name=still-text]", "To see whether the boats are still there.")
    tab.click("form[action$='/still'] button")
    found += wants(tab, "taken")
    small = tab.locator(".restricted img")
    small.scroll_into_view_if_needed()
    assert eventually(lambda: small.evaluate("image => image.naturalWidth") > 0)
    tab.click("a.restricted")
    found += wants(tab, "picture")
    over = tab.locator(".restricted .over")
    assert over.bounding_box() is not None
    assert "GATE-1" in over.inner_text()
    asking = f"{sent.path}/cameras/{YARD.id.hex()}/still"
    tab = street.open(tabs, street.noor, shape, asking, scripts=True)
    tab.fill("[name=still-text]", "To see whether the boats are still there.")
    tab.click("form[action$='/still'] button")
    found += wants(tab, "failed")
    (case,) = street.world.house.cases.for_tips([sent.id], ["TRIAGE"]).values()
    tab = street.open(tabs, street.ali, shape, f"/cases/{case.id.hex()}", scripts=True)
    found += wants(tab, "given")
    tab.click("a.restricted")
    found += wants(tab, "given-picture")
    assert found == []


@both_shapes
def test_a_camera_elsewhere_is_asked_for_with_a_reason(
    tabs: Tabs, street: Street, shape: Shape
) -> None:
    sent = street.world.send(place=FAR)
    asking = f"{sent.path}/cameras/{GATE.id.hex()}/still"
    tab = street.open(tabs, street.noor, shape, asking, scripts=True)
    found = wants(tab, "elsewhere")
    tab.fill("[name=still-text]", "To see whether the boats are still there.")
    tab.click("form[action$='/still'] button")
    found += wants(tab, "elsewhere-missing")
    assert tab.locator("#still-elsewhere[aria-invalid]").count() == 1
    tab.fill("[name=still-elsewhere]", ELSEWHERE)
    tab.click("form[action$='/still'] button")
    found += wants(tab, "elsewhere-asked")
    assert ELSEWHERE in tab.inner_text("main")
    assert found == []
