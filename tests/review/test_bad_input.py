"""Bad input to the review site: an answer below 500 with a sentence, and nothing of it in a log."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import (
    BODIES,
    CROSS_SITE,
    HOSTS,
    MARK,
    METHODS,
    OUR_SITE,
    PATHS,
    TEXTS,
    encoded,
    fine,
    posted,
    without_length,
)
from tests.pages import Form
from tests.review.routes import NOBODY, asked, token_of
from tests.review.world import World, build
from tests.visitor import look
from tipline.keyring import analyst
from tipline.keyring.card import Role
from tipline.review import create_app
from tipline.review.access import door

PEOPLE = ("nobody", "supervisor")
BEFORE = ("/en/sign-in", "/en/sign-in/code", "/en/join", "/en/join/passphrase",
          "/en/join/authenticator")  # fmt: skip
WITHIN = ("/en/account", "/en/members/invite", "/en/members/add")
COOKIES = ("session=x", "session=" + "A" * 3000, "session=\xff; form=\xff; device=\xff",
           "form=e30.x.y; device=v1", "session=;;=;", f"device={MARK}")  # fmt: skip
QUERIES = (
    "older=%00",
    "older=" + "9" * 3000,
    f"newer={MARK}",
    "tab=%FF",
    "done=%D8&tip=x",
    "refresh=x",
    "left=x",
    "view=%00&sort=%FF",
    "after=zz",
    f"before={MARK}",
    "category=%D8&priority=P9&language=xx-",
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passphrases take little: here they are all wrong."""
    monkeypatch.setattr(analyst, "WORK_FACTOR", 1)
    monkeypatch.setattr(door, "WORK_FACTOR", 1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return build(tmp_path, limit_signin="100000 per minute")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Keep all that is logged, and fail at the end if it holds a word that was sent."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    assert MARK not in caplog.text


def browser(world: World, person: str) -> FlaskClient:
    """Return a browser of somebody who is signed in, or of nobody."""
    if person == "nobody":
        return world.app.test_client()
    return world.analyst("Noor", role=Role.SUPERVISOR)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_gets_a_sentence(
    world: World, log: pytest.LogCaptureFixture, name: str, person: str
) -> None:
    world.analyst("Sami")
    [row] = world.house.staff.analysts()
    client = browser(world, person)
    client.get((sent := world.send()).path)
    routes = [one for one in asked(world.app, sent.id, row.id) if one.method == "POST"]
    last = {"access.sign_out", "access.sign_out_everywhere"}  # after them nobody is signed in
    for route in sorted(routes, key=lambda one: one.endpoint in last):
        response = posted(client, route.address, name, f"csrf_token={token_of(client)}")
        fine(response)
        if name == "too long":
            assert response.status_code == 413


@pytest.mark.parametrize("person", PEOPLE)
def test_a_body_without_our_token_does_nothing(world: World, person: str) -> None:
    client = browser(world, person)
    for route in asked(world.app, world.send().id):
        if route.method == "POST":
            response = client.post(route.address, data={"what": MARK})
            fine(response)
            assert response.status_code == 400, route
            assert without_length(client, route.address).status_code == 411


@pytest.mark.parametrize("seen", ["", "many", "9" * 5000, None])
def test_a_form_that_came_back_incomplete_says_so(world: World, seen: str | None) -> None:
    """In the reader's language, and a second press goes through."""
    client, sent = browser(world, "supervisor"), world.send()
    form = look(client.get(sent.path.replace("/en/", "/ar/"))).form_to("/notes")
    typed = form.values | {"note-text": "Not to be lost"}
    kept = {name: value for name, value in typed.items() if name != "note-seen"}
    page = look(client.post(form.action, data=kept | ({} if seen is None else {"note-seen": seen})))
    assert (page.status, page.words.count("عادت الصفحة ناقصة")) == (422, 1)
    assert page.form_to("/notes").values["note-text"] == "Not to be lost"
    assert client.post(form.action, data=page.form_to("/notes").values).status_code == 303


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
@pytest.mark.parametrize("person", PEOPLE)
def test_whatever_is_posted_is_answered(
    world: World, log: pytest.LogCaptureFixture, person: str, data: st.DataObject
) -> None:
    client = browser(world, person)
    addresses = BEFORE if person == "nobody" else (*WITHIN, world.send().path)
    page = look(client.get(data.draw(st.sampled_from(addresses)), follow_redirects=True))
    form: Form = data.draw(st.sampled_from([one for one in page.forms if one.names]))
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(form.names)), TEXTS, max_size=4))
    fine(client.post(form.action.split("#")[0], data=form.values | encoded(changed)))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_method_gets_a_sentence(world: World, person: str, method: str) -> None:
    client = browser(world, person)
    for address in {one.address for one in asked(world.app, NOBODY)}:
        response = client.open(address, method=method)
        fine(response)
        assert response.status_code in {405, 400}, address


@pytest.mark.parametrize("person", PEOPLE)
def test_a_wrong_path_gets_a_sentence(
    world: World, log: pytest.LogCaptureFixture, person: str
) -> None:
    client = browser(world, person)
    tip = f"/en/tips/{'0' * 31}"
    for path in (*PATHS, "/static/public.css", tip, f"{tip}G", f"{tip}{'0' * 3000}", f"{tip}%00"):
        response = client.get(path)
        fine(response)
        assert response.status_code == 404, path


def test_a_wrong_id_and_query_are_as_if_they_were_not_there(
    world: World, log: pytest.LogCaptureFixture
) -> None:
    client = browser(world, "supervisor")
    for person in ("zz", "%00", MARK, "a" * 3000, "%D9%A0" * 32):
        response = client.get(f"/en/members/{person}/disable")
        fine(response)
        assert response.status_code == 404
    for query in QUERIES:
        response = client.get(f"/en/queue?{query}")
        fine(response)
        assert response.status_code == 200


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_bad_cookie_is_none(world: World, log: pytest.LogCaptureFixture, cookie: str) -> None:
    client = world.app.test_client(use_cookies=False)
    for route in asked(world.app):
        response = client.open(route.address, method=route.method, headers={"Cookie": cookie})
        fine(response)
        assert response.status_code in {200, 303, 400, 405}


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_gets_a_sentence(world: World, host: str) -> None:
    bounded = create_app(replace(world.settings, review_hosts=("tips.example",)))
    for app in (world.app, bounded):
        for path in ("/en/", "/en/sign-in", "/none"):
            response = app.test_client().get(path, headers={"Host": host})
            fine(response)
            assert app is not bounded or response.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [*((each, 303) for each in OUR_SITE), *((each, 403) for each in CROSS_SITE)],
)
def test_another_site_s_form_is_refused(world: World, headers: dict[str, str], status: int) -> None:
    client, sent = browser(world, "supervisor"), world.send()
    form = look(client.get(sent.path)).form_to("/notes")
    typed = form.values | {"note-text": "From elsewhere."}
    response = client.post(form.action, data=typed, headers=headers)
    fine(response)
    assert response.status_code == status
    assert ("From elsewhere." in look(client.get(sent.path)).words) is (status == 303)
