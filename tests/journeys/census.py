"""Every page of the review site, and which walk brings axe and a small telephone to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.review.test_entrances import (
    CALL,
    CASE,
    FILE,
    GRANTED,
    ORDERED,
    PAGE,
    ROUTES,
    SENT,
    STILL,
    TABLES,
    TIP,
)

GETS = {route[route.index("/") :] for route in ROUTES if route.startswith("GET ")}
NO_PAGES = {  # a file, a part of a page, or the way to a page
    "/",
    "/favicon.ico",
    "/static/<path:address>",
    f"{PAGE}/",
    f"{PAGE}/figures/<any({TABLES}):name>.csv",
    f"{PAGE}/audit/entries.csv",
    f"{PAGE}/map/ground",
    f"{CALL}/hailed",
    *(
        f"{of}/{part}"
        for of in (FILE, GRANTED)
        for part in (
            "thumbnail",
            "picture",
            "frames",
            "pages/<int(min=1, max=1000000):number>",
            "waves/<int(max=1000000):start>",
            "clips/<int(max=1000000):start>",
        )
    ),
    *(f"{FILE}/{kind}/<ticket>" for kind in ("download", "copies", "envelopes")),
    SENT,  # this and its sheet in tests/journeys/test_dispatch.py, while their ticket holds
    f"{SENT}/sheet",
    f"{SENT}/<any('cap.xml', 'geojson', 'sar.json', 'sar.xml'):form>",
    *(  # the first of each is a page: tests/journeys/test_stills.py walks to it
        f"{of}/{STILL}{look}"
        for of in (TIP, CASE)
        for look in ("", "/<any(picture, thumbnail):task>")
    ),
    f"{TIP}/cameras/<tip:camera_id>/still",
    ORDERED,  # the same in tests/journeys/test_footage.py
    f"{ORDERED}/sheet",
    f"{ORDERED}/<any('json', 'txt'):ending>",
}
BY_TOUR = {  # tests/journeys/tour.py
    f"{PAGE}/{path}"
    for path in (
        "sign-in",
        "sign-in/code",
        "join",
        "join/passphrase",
        "join/authenticator",
        "join/done",
        "account",
        "members",
        "members/invite",
        "members/add",
        "members/<id_hex>/disable",
        "queue",
        "search",
        "wall",
        "figures",
        "figures/published",
    )
}
BY_ROLE = {  # tests/journeys/test_roles.py: who opens it, and where
    TIP: ("noor", "tips/{tip}"),
    f"{TIP}/summary": ("noor", "tips/{tip}/summary"),
    f"{TIP}/together": ("noor", "tips/{tip}/together"),
    FILE: ("noor", "tips/{tip}/files/{file}"),
    f"{FILE}/download": ("noor", "tips/{tip}/files/{file}/download"),
    f"{PAGE}/map": ("noor", "map"),
    f"{PAGE}/cameras": ("noor", "cameras"),
    f"{PAGE}/cameras/<tip:camera_id>": ("noor", "cameras/{camera}"),
    f"{TIP}/map": ("noor", "tips/{tip}/map"),
    f"{CASE}/map": ("ali", "cases/{case}/map"),
    f"{TIP}/cameras": ("noor", "tips/{tip}/cameras"),
    f"{CASE}/cameras": ("ali", "cases/{case}/cameras"),
    f"{PAGE}/shift": ("noor", "shift"),
    f"{PAGE}/due": ("noor", "due"),
    f"{PAGE}/late": ("huda", "late"),
    f"{PAGE}/broadcasts": ("huda", "broadcasts"),
    f"{PAGE}/cases": ("ali", "cases"),
    CASE: ("ali", "cases/{case}"),
    GRANTED: ("ali", "cases/{case}/files/{file}"),
    f"{PAGE}/hotline": ("maryam", "hotline"),
    CALL: ("maryam", "hotline/calls/{call}"),
    f"{PAGE}/hotline/return": ("maryam", "hotline/return"),
    f"{PAGE}/audit": ("yusuf", "audit"),
    f"{PAGE}/audit/people": ("yusuf", "audit/people"),
    f"{PAGE}/audit/people/<id_hex>": ("yusuf", "audit/people/{person}"),
    f"{PAGE}/audit/opened/<id_hex>": ("yusuf", "audit/opened/{tip}"),
    f"{PAGE}/audit/sample": ("yusuf", "audit/sample"),
    f"{PAGE}/administration": ("khalid", "administration"),
    f"{PAGE}/administration/people/<id_hex>": ("khalid", "administration/people/{person}"),
    f"{PAGE}/administration/settings": ("khalid", "administration/settings"),
    f"{PAGE}/administration/health": ("khalid", "administration/health"),
}
BY_SCREEN = {f"{PAGE}/screen"}  # there too, at the end of a supervisor's shift


def unmet(routes: Iterable[str], paths: set[str]) -> set[str]:
    """Return the routes that none of these paths, as a browser came to them, is of."""
    return {rule for rule in routes if not any(of(rule, path) for path in paths)}


def of(rule: str, path: str) -> bool:
    """Tell whether a path may be of a route; what its variables may hold is not looked at."""
    return re.fullmatch(re.sub(r"<[^>]+>", "[^/]+", rule), path) is not None
