"""Each route of the public site, and who may enter: a new one must be added here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.web.entrance import Who, who_may

if TYPE_CHECKING:
    from flask import Flask

ROUTES = {
    "/": {Who.ANYONE},
    "/<language:language>/ GET": {Who.ANYONE},
    "/<language:language>/ POST": {Who.ANYONE, Who.REPORTER},
    "/<language:language>/<any(privacy,guide,help,questions,accessibility):name>": {Who.ANYONE},
    "/<language:language>/figures": {Who.ANYONE},
    "/<language:language>/next": {Who.ANYONE},
    "/favicon.ico": {Who.ANYONE},
    "/static/<path:address>": {Who.ANYONE},
}


def test_each_route_says_who_may_enter(app: Flask) -> None:
    found = {}
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        twice = rule.rule == "/<language:language>/"
        name = f"{rule.rule} {min(methods)}" if twice else rule.rule
        assert twice or methods == {"GET"}, name
        found[name] = set(who_may(app.view_functions[rule.endpoint]))
    assert found == ROUTES
