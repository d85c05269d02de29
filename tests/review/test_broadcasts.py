"""A supervisor's message to all desks: on every page until it was seen, and who has seen it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.review.test_evidence import trail
from tests.review.world import World
from tests.visitor import look
from tipline.casework.desk import broadcasting
from tipline.errors import BroadcastRefusedError
from tipline.keyring.broadcasting import open_word, seal_word
from tipline.keyring.card import Role
from tipline.store.casebook.broadcasts import Broadcasts
from tipline.tips.broadcast import Broadcast, Seen

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

CLOSED = "The causeway is closed until noon."
SEEN = "I have seen it"


def tell(who: FlaskClient, text: str = CLOSED, **typed: str) -> TestResponse:
    form = look(who.get("/en/broadcasts")).form_to("/broadcasts")
    return who.post(form.action, data=form.values | {"text": text} | typed)


def see(who: FlaskClient, address: str, **typed: str) -> TestResponse:
    (form,) = (each for each in look(who.get(address)).forms if "/broadcasts/" in each.action)
    return who.post(form.action, data=form.values | typed)


def rows(world: World) -> Broadcasts:
    return Broadcasts(world.house.cases.engine)


def test_it_stands_on_every_page_until_it_was_seen(world: World, noor: FlaskClient) -> None:
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    maryam = world.seated("Maryam", {"HOTLINE": Role.OPERATOR})
    yusuf = world.seated("Yusuf", {"AUDIT": Role.AUDITOR})
    assert tell(huda, lasts="8h").status_code == 303
    assert [each["facts"] for each in trail(world) if each["action"] == "broadcast"] == [
        {"desk": "TRIAGE"}
    ]
    for who, pages in (
        (noor, ("/en/queue", "/en/shift", "/ar/account")),
        (maryam, ("/en/hotline",)),
        (yusuf, ("/en/audit",)),
    ):
        for page in pages:
            assert CLOSED in look(who.get(page)).words
    assert SEEN not in look(huda.get("/en/queue")).words, "who wrote it has seen it"
    (row,) = rows(world).all()
    assert CLOSED.encode() not in row.sealed
    assert "0 have seen it" in look(huda.get("/en/broadcasts")).words
    for who, page in ((noor, "/en/shift"), (maryam, "/en/hotline")):
        assert see(who, page).location == page
        assert CLOSED not in look(who.get(page)).words
    assert CLOSED in look(yusuf.get("/en/audit")).words
    told = look(huda.get("/en/broadcasts")).words
    assert "2 have seen it" in told
    assert "Noor · Tip triage desk" in told
    assert "Maryam · Hotline" in told
    assert "Yusuf" not in told


def test_it_ends_and_is_swept(world: World, noor: FlaskClient) -> None:
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    tell(huda, lasts="1h")
    assert see(noor, "/en/queue", back="//example.org/en").location == "/en/"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61), tick=False):
        sami, salma = world.analyst("Sami"), world.analyst("Salma", role=Role.SUPERVISOR)
        assert CLOSED not in look(sami.get("/en/queue")).words
        assert "Its time is over. · 1 has seen it" in look(salma.get("/en/broadcasts")).words
    (row,) = rows(world).all()
    assert rows(world).sweep(date.today()) == 0  # noqa: DTZ011 (a day is enough)
    assert rows(world).sweep(date.today() + timedelta(days=9)) == 1  # noqa: DTZ011 (as above)
    assert rows(world).seen(row.id) == []


def test_a_mistake_comes_back_and_another_desks_are_not_listed(world: World) -> None:
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    for typed, said in (
        ({"text": " "}, "Write something first."),
        ({"desk": "OPS"}, "Choose one of the answers on the page."),
        ({"lasts": "9d"}, "Choose one of the answers on the page."),
    ):
        answer = tell(huda, **typed)
        assert (answer.status_code, said in look(answer).words) == (422, True), typed
    assert rows(world).all() == []
    tell(huda)
    other = world.analyst("Ali", role=Role.SUPERVISOR, desks=("CG",))
    page = look(other.get("/en/broadcasts"))
    assert page.words.count(CLOSED) == 1, "above the page, and not among those of the desk"
    assert "Nothing yet." in page.words
    assert world.analyst("Noor").get("/en/broadcasts").status_code == 404


def test_words_of_nobody_who_may_are_not_shown(world: World, noor: FlaskClient) -> None:
    """Whoever can write to the database puts nothing on a screen."""
    desks = world.house.deployment.desks
    with world.at_work(noor) as visit:
        me, card = visit.member, broadcasting._card(visit, "TRIAGE")
        said = Broadcast(
            desk="TRIAGE", at=visit.now, author=me.analyst, name=me.name, text="All go home.",
            until=visit.now + timedelta(hours=1), secret=secrets.token_bytes(16),
        )  # fmt: skip
        everybody = [each.recipient for each in desks.values()]
        identity = [me.desks["TRIAGE"].identity]
        forged = [
            seal_word(said, card, me.identity, everybody),  # by an analyst
            seal_word(replace(said, desk="OPS"), card, me.identity, everybody),
            seal_word(replace(said, name="Huda"), card, me.identity, everybody),
            seal_word(said, {}, me.identity, everybody),
        ]
        for sealed in forged:
            rows(world).add(secrets.token_bytes(16), date(2100, 1, 1), sealed)
            with pytest.raises(BroadcastRefusedError):
                open_word(Broadcast, sealed, identity, desks)
        seen = Seen(desk="TRIAGE", at=visit.now, author=me.analyst, name=me.name, of=bytes(32))
        whole = seal_word(seen, card, me.identity, everybody)
        assert open_word(Seen, whole, identity, desks)[0] == seen
    assert "All go home." not in look(world.analyst("Sami").get("/en/queue")).words
