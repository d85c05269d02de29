"""Each route of the review site, and who may enter: a new one must be added here."""

from collections.abc import Callable

import pytest
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import QueuePool

from tests.review.routes import Asked, asked, token_of
from tests.review.world import World
from tests.visitor import look
from tipline.keyring.card import Role
from tipline.web.entrance import Who, open_to, who_may

PAGE = "/<language:language>"
TIP = f"{PAGE}/tips/<tip:tip_id>"
FILE = f"{TIP}/files/<tip:file_id>"
CASE = f"{PAGE}/cases/<tip:case_id>"
STILL = "stills/<int(max=999999):number>"
GRANTED = f"{CASE}/files/<tip:file_id>"
CALL = f"{PAGE}/hotline/calls/<tip:call_id>"
SENT = f"{TIP}/given/<int(max=999999):number>/sent/<ticket>"
ORDERED = f"{TIP}/given/<int(max=999999):number>/ordered/<ticket>"
TABLES = (
    "arrivals,category,priority,outcome,desk,language,channel,state,opened,assigned,accepted,"
    "acted,answered,finished,languages"
)
ROUTES = {
    "GET /": {Who.SIGNED_IN},
    "GET /favicon.ico": {Who.ANYONE},
    "GET /static/<path:address>": {Who.ANYONE},
    f"GET POST {PAGE}/sign-in": {Who.ANYONE},
    f"GET POST {PAGE}/sign-in/code": {Who.ANYONE},
    f"POST {PAGE}/sign-out": {Who.ANYONE},
    f"POST {PAGE}/sign-out-everywhere": {Who.SIGNED_IN},
    f"GET POST {PAGE}/join": {Who.INVITED},
    f"GET POST {PAGE}/join/passphrase": {Who.INVITED},
    f"GET POST {PAGE}/join/authenticator": {Who.INVITED},
    f"GET {PAGE}/join/done": {Who.ANYONE},
    f"GET {PAGE}/account": {Who.SIGNED_IN},
    f"POST {PAGE}/account/sessions/<id_hex>/end": {Who.SIGNED_IN},
    f"GET {PAGE}/members": {Who.SUPERVISOR},
    f"GET POST {PAGE}/members/invite": {Who.SUPERVISOR},
    f"GET POST {PAGE}/members/add": {Who.SUPERVISOR},
    f"GET POST {PAGE}/members/<id_hex>/disable": {Who.SUPERVISOR},
    f"GET {PAGE}/": {Who.SIGNED_IN},
    f"GET {PAGE}/queue": {Who.MEMBER},
    f"POST {PAGE}/queue/chosen": {Who.MEMBER},
    f"POST {PAGE}/queue/seen": {Who.MEMBER},
    f"POST {PAGE}/cases/seen": {Who.MEMBER},
    f"GET {PAGE}/search": {Who.MEMBER},
    f"POST {PAGE}/search": {Who.MEMBER},
    f"GET {PAGE}/cameras": {Who.MEMBER},
    f"POST {PAGE}/cameras": {Who.MEMBER},
    f"GET {PAGE}/cameras/<tip:camera_id>": {Who.MEMBER},
    f"GET {PAGE}/map": {Who.MEMBER},
    f"POST {PAGE}/map": {Who.MEMBER},
    f"GET {PAGE}/map/ground": {Who.MEMBER},
    f"POST {PAGE}/map/marks": {Who.MEMBER},
    f"POST {PAGE}/map/cases.geojson": {Who.MEMBER},
    f"POST {PAGE}/map/cameras": {Who.MEMBER},
    f"GET {TIP}/map": {Who.MEMBER},
    f"GET {CASE}/map": {Who.MEMBER},
    f"GET {TIP}/cameras": {Who.MEMBER},
    f"POST {TIP}/cameras": {Who.MEMBER},
    f"GET {CASE}/cameras": {Who.MEMBER},
    f"POST {CASE}/cameras": {Who.MEMBER},
    f"GET {TIP}/cameras/<tip:camera_id>/still": {Who.MEMBER},
    f"POST {TIP}/cameras/<tip:camera_id>/still": {Who.MEMBER},
    f"POST {TIP}/{STILL}/again": {Who.MEMBER},
    f"GET {TIP}/{STILL}": {Who.MEMBER},
    f"GET {TIP}/{STILL}/<any(picture, thumbnail):task>": {Who.MEMBER},
    f"GET {CASE}/{STILL}": {Who.MEMBER},
    f"GET {CASE}/{STILL}/<any(picture, thumbnail):task>": {Who.MEMBER},
    f"GET {PAGE}/shift": {Who.MEMBER},
    f"POST {PAGE}/shift": {Who.MEMBER},
    f"POST {PAGE}/shift/read": {Who.MEMBER},
    f"GET {PAGE}/late": {Who.SUPERVISOR},
    f"GET {PAGE}/broadcasts": {Who.SUPERVISOR},
    f"POST {PAGE}/broadcasts": {Who.SUPERVISOR},
    f"POST {PAGE}/broadcasts/<tip:row_id>": {
        Who.MEMBER,
        Who.OPERATOR,
        Who.AUDITOR,
        Who.ADMINISTRATOR,
        Who.SUPERVISOR,
    },
    f"GET {PAGE}/due": {Who.MEMBER},
    f"GET {PAGE}/wall": {Who.MEMBER},
    f"POST {PAGE}/wall/screen": {Who.SUPERVISOR},
    f"POST {PAGE}/wall/screens/end": {Who.SUPERVISOR},
    f"GET {PAGE}/screen": {Who.ANYONE},  # the browser's own cookie says which wall, if any
    f"GET {PAGE}/figures": {Who.SUPERVISOR},
    f"GET {PAGE}/figures/<any({TABLES}):name>.csv": {Who.SUPERVISOR},
    f"GET {PAGE}/figures/published": {Who.SUPERVISOR},
    f"POST {PAGE}/figures/published": {Who.SUPERVISOR},
    f"POST {PAGE}/figures/published/shown": {Who.SUPERVISOR},
    f"POST {PAGE}/search/saved": {Who.MEMBER},
    f"POST {PAGE}/search/saved/<tip:search_id>": {Who.MEMBER},
    f"POST {PAGE}/search/saved/<tip:search_id>/removal": {Who.MEMBER},
    f"GET {TIP}": {Who.MEMBER},
    f"POST {TIP}/assessment": {Who.MEMBER},
    f"POST {TIP}/suggested": {Who.MEMBER},
    f"POST {TIP}/requests/<int(max=999999):number>": {Who.MEMBER},
    f"POST {TIP}/indication": {Who.MEMBER},
    f"POST {TIP}/place": {Who.MEMBER},
    f"POST {TIP}/notes": {Who.MEMBER},
    f"POST {TIP}/summary": {Who.MEMBER},
    f"POST {TIP}/replies": {Who.MEMBER},
    f"POST {TIP}/questions": {Who.MEMBER},
    f"POST {TIP}/closing": {Who.MEMBER},
    f"POST {TIP}/spam": {Who.MEMBER},
    f"POST {TIP}/tasks": {Who.MEMBER},
    f"POST {TIP}/tasks/<int(max=999999):number>": {Who.MEMBER},
    f"POST {TIP}/waiting": {Who.MEMBER},
    f"POST {TIP}/resuming": {Who.MEMBER},
    f"POST {TIP}/keeping": {Who.MEMBER},
    f"POST {TIP}/destroying": {Who.MEMBER},
    f"POST {TIP}/handoff": {Who.MEMBER},
    f"POST {TIP}/handoff/<step>": {Who.MEMBER},
    f"POST {TIP}/reopening": {Who.MEMBER},
    f"POST {TIP}/export": {Who.MEMBER},
    f"POST {TIP}/dispatch": {Who.MEMBER},
    f"GET {SENT}": {Who.MEMBER},
    f"GET {SENT}/sheet": {Who.MEMBER},
    f"POST {SENT}/channel": {Who.MEMBER},
    f"GET {SENT}/<any('cap.xml', 'geojson', 'sar.json', 'sar.xml'):form>": {Who.MEMBER},
    f"POST {TIP}/cameras/keeper": {Who.MEMBER},
    f"POST {TIP}/footage": {Who.MEMBER},
    f"GET {ORDERED}": {Who.MEMBER},
    f"GET {ORDERED}/sheet": {Who.MEMBER},
    f"GET {ORDERED}/<any('json', 'txt'):ending>": {Who.MEMBER},
    f"POST {ORDERED}/channel": {Who.MEMBER},
    f"POST {TIP}/desks": {Who.MEMBER},
    f"POST {TIP}/proposed": {Who.MEMBER},
    f"POST {TIP}/desks/<desk>": {Who.MEMBER},
    f"POST {TIP}/wishes/<int(max=999999):number>": {Who.MEMBER},
    f"POST {TIP}/grants": {Who.MEMBER},
    f"POST {TIP}/conflicts": {Who.MEMBER},
    f"GET {PAGE}/cases": {Who.MEMBER},
    f"GET {CASE}": {Who.MEMBER},
    f"POST {CASE}/steps/<step>": {Who.MEMBER},
    f"GET {GRANTED}": {Who.MEMBER},
    f"GET {GRANTED}/thumbnail": {Who.MEMBER},
    f"GET {GRANTED}/picture": {Who.MEMBER},
    f"GET {GRANTED}/frames": {Who.MEMBER},
    f"GET {GRANTED}/pages/<int(min=1, max=1000000):number>": {Who.MEMBER},
    f"GET {GRANTED}/waves/<int(max=1000000):start>": {Who.MEMBER},
    f"GET {GRANTED}/clips/<int(max=1000000):start>": {Who.MEMBER},
    f"POST {TIP}/links": {Who.MEMBER},
    f"POST {TIP}/unlinking": {Who.MEMBER},
    f"POST {TIP}/parting": {Who.MEMBER},
    f"GET {TIP}/together": {Who.MEMBER},
    f"POST {TIP}/together": {Who.MEMBER},
    f"POST {TIP}/mailboxes": {Who.MEMBER},
    f"GET {TIP}/summary": {Who.MEMBER},
    f"POST {TIP}/summary/<int(max=999999):number>": {Who.MEMBER},
    f"POST {TIP}/hold": {Who.MEMBER},
    f"POST {TIP}/original": {Who.MEMBER},
    f"POST {TIP}/original/keeping": {Who.MEMBER},
    f"POST {TIP}/original/destroying": {Who.MEMBER},
    f"POST {TIP}/permits/<int(max=999999):number>": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/arrival": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/settled": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/said": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/link": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/undelivered": {Who.MEMBER},
    f"POST {TIP}/unheard": {Who.MEMBER},
    f"POST {TIP}/given/<int(max=999999):number>/review": {Who.MEMBER},
    f"GET {FILE}": {Who.MEMBER},
    f"GET {FILE}/thumbnail": {Who.MEMBER},
    f"GET {FILE}/picture": {Who.MEMBER},
    f"GET {FILE}/frames": {Who.MEMBER},
    f"GET {FILE}/pages/<int(min=1, max=1000000):number>": {Who.MEMBER},
    f"GET {FILE}/waves/<int(max=1000000):start>": {Who.MEMBER},
    f"GET {FILE}/clips/<int(max=1000000):start>": {Who.MEMBER},
    f"GET {FILE}/download": {Who.MEMBER},
    f"POST {FILE}/download": {Who.MEMBER},
    f"GET {FILE}/download/<ticket>": {Who.MEMBER},
    f"GET {FILE}/copies/<ticket>": {Who.MEMBER},
    f"GET {FILE}/envelopes/<ticket>": {Who.MEMBER},
    f"GET {PAGE}/hotline": {Who.OPERATOR, Who.MEMBER},
    f"POST {PAGE}/hotline/calls": {Who.OPERATOR},
    f"POST {CALL}/coming": {Who.SUPERVISOR},
    f"GET {CALL}": {Who.OPERATOR, Who.MEMBER},
    f"POST {CALL}": {Who.OPERATOR, Who.MEMBER},
    f"POST {CALL}/save": {Who.OPERATOR, Who.MEMBER},
    f"GET {CALL}/hailed": {Who.OPERATOR, Who.MEMBER},
    f"POST {CALL}/taking": {Who.MEMBER},
    f"POST {CALL}/sending": {Who.MEMBER},
    f"POST {PAGE}/hotline/notes": {Who.OPERATOR, Who.MEMBER},
    f"GET {PAGE}/hotline/return": {Who.OPERATOR},
    f"POST {PAGE}/hotline/return": {Who.OPERATOR},
    f"GET {PAGE}/audit": {Who.AUDITOR},
    f"GET {PAGE}/audit/entries.csv": {Who.AUDITOR},
    f"GET {PAGE}/audit/people": {Who.AUDITOR},
    f"GET {PAGE}/audit/people/<id_hex>": {Who.AUDITOR},
    f"GET {PAGE}/audit/opened/<id_hex>": {Who.AUDITOR},
    f"GET {PAGE}/audit/sample": {Who.AUDITOR},
    f"POST {PAGE}/audit/sample": {Who.AUDITOR},
    f"GET {PAGE}/administration": {Who.ADMINISTRATOR},
    f"GET {PAGE}/administration/people/<id_hex>": {Who.ADMINISTRATOR},
    f"POST {PAGE}/administration/people/<id_hex>": {Who.ADMINISTRATOR},
    f"GET {PAGE}/administration/settings": {Who.ADMINISTRATOR},
    f"GET {PAGE}/administration/health": {Who.ADMINISTRATOR},
}
OPEN = {Who.ANYONE, Who.INVITED}  # whoever has no invitation is told so by the page
PEOPLE = {
    "nobody": OPEN,
    "newcomer": OPEN | {Who.SIGNED_IN},
    "analyst": OPEN | {Who.SIGNED_IN, Who.MEMBER},
    "auditor": OPEN | {Who.SIGNED_IN, Who.AUDITOR},
    "supervisor": OPEN | {Who.SIGNED_IN, Who.MEMBER, Who.SUPERVISOR},
    "operator": OPEN | {Who.SIGNED_IN, Who.OPERATOR},
    "supervisor of operators": OPEN | {Who.SIGNED_IN, Who.OPERATOR, Who.SUPERVISOR},
    "administrator": OPEN | {Who.SIGNED_IN, Who.ADMINISTRATOR},
    "supervisor of administrators": OPEN | {Who.SIGNED_IN, Who.ADMINISTRATOR, Who.SUPERVISOR},
    "analyst at the hotline's desk": OPEN | {Who.SIGNED_IN},
    "operator at a desk with tips": OPEN | {Who.SIGNED_IN},
    "administrator at a desk with tips": OPEN | {Who.SIGNED_IN},
    "operator and analyst": OPEN | {Who.SIGNED_IN, Who.OPERATOR, Who.MEMBER},
}
SEATS = {
    "newcomer": {},
    "analyst": {"TRIAGE": Role.ANALYST},
    "auditor": {"AUDIT": Role.AUDITOR},
    "supervisor": {"TRIAGE": Role.SUPERVISOR},
    "operator": {"HOTLINE": Role.OPERATOR},
    "supervisor of operators": {"HOTLINE": Role.SUPERVISOR},
    "administrator": {"ADMIN": Role.ADMINISTRATOR},
    "supervisor of administrators": {"ADMIN": Role.SUPERVISOR},
    "analyst at the hotline's desk": {"HOTLINE": Role.ANALYST},
    "operator at a desk with tips": {"TRIAGE": Role.OPERATOR},
    "administrator at a desk with tips": {"TRIAGE": Role.ADMINISTRATOR},
    "operator and analyst": {"HOTLINE": Role.OPERATOR, "TRIAGE": Role.ANALYST},
}
ENGLISH = {"Accept-Language": "en"}
ENTERED = 204  # what each view answers here in place of its page


def test_each_route_says_who_may_enter(world: World) -> None:
    found = {}
    for rule in world.app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        view = world.app.view_functions[rule.endpoint]
        found[f"{' '.join(methods)} {rule.rule}"] = set(who_may(view))
    assert found == ROUTES


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_else_comes_in(world: World, person: str) -> None:
    client = browser(world, person)
    token = token_of(client)
    routes = asked(world.app)
    for route in routes:
        world.app.view_functions[route.endpoint] = stand_in(route.may)
    answers = {str(route): answer(client, route, token) for route in routes}
    assert answers == {str(route): wanted(route, person) for route in routes}
    assert {ENTERED} <= set(answers.values())


def browser(world: World, person: str) -> FlaskClient:
    """Return the browser of somebody who has signed in, or of nobody."""
    if person == "nobody":
        return world.app.test_client()
    return world.seated(person, SEATS[person])


def stand_in(may: frozenset[Who]) -> Callable[..., Response]:
    """Return a view that only says that it was reached, open to the same people."""

    @open_to(*may)
    def view(**_: object) -> Response:
        return Response(status=ENTERED, mimetype="text/plain")

    return view


def answer(client: FlaskClient, route: Asked, token: str) -> int | str:
    """Return the status of an answer, or where it leads; a page is looked at by the client."""
    found = client.open(
        route.address, method=route.method, data={"csrf_token": token}, headers=ENGLISH
    )
    return found.location or found.status_code


def wanted(route: Asked, person: str) -> int | str:
    """Return what the table says: entered, sent to sign in, or as if nothing were there."""
    if route.may & PEOPLE[person]:
        return ENTERED
    if person != "nobody":
        return 404
    return "/en/sign-in" if route.method == "GET" else 401


def test_a_signed_in_person_as_such_reaches_nothing_of_any_tip(world: World) -> None:
    """Pages of tips are for members: what is open to all who signed in is listed here."""
    found = {rule for rule, may in ROUTES.items() if Who.SIGNED_IN in may}
    assert found == {
        "GET /",
        f"GET {PAGE}/",
        f"GET {PAGE}/account",
        f"POST {PAGE}/account/sessions/<id_hex>/end",
        f"POST {PAGE}/sign-out-everywhere",
    }


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("analyst", "queue"),
        ("operator", "hotline"),
        ("operator and analyst", "queue"),
        ("administrator", "administration"),
        ("auditor", "audit"),
        ("newcomer", "account"),
    ],
)
def test_each_begins_where_they_work(world: World, person: str, first: str) -> None:
    client = browser(world, person)
    assert client.get("/en/").location == f"/en/{first}"
    assert client.get(f"/en/{first}").status_code == 200


def test_what_one_may_not_enter_reads_like_what_is_not_there(world: World) -> None:
    client = browser(world, "analyst")
    there, never = (client.get(f"/en/{path}") for path in ("members", "no-such-page"))
    assert look(there).words == look(never).words


def test_each_thread_has_a_connection_of_its_own(world: World) -> None:
    for engine in (world.house.shelf.engine, world.house.cases.engine):
        assert isinstance(engine.pool, QueuePool)
        assert engine.pool.size() == world.house.settings.review_threads
