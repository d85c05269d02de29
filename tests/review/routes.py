"""Every route of the review site as an address that one can ask for."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient

from tests.visitor import look
from tipline.web.entrance import Who, who_may

NOBODY = bytes(16)


@dataclass(frozen=True)
class Asked:
    """One method of one route."""

    method: str
    address: str
    endpoint: str
    may: frozenset[Who]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def asked(app: Flask, tip: bytes = NOBODY, person: bytes = NOBODY) -> list[Asked]:
    """Return each method of each route, asked about this tip and this person or session."""
    given: dict[str, Any] = {"language": "en", "address": "review.css"}
    given |= {"tip_id": tip, "id_hex": person.hex()}
    given |= {"case_id": NOBODY, "desk": "CG", "step": "accept"}
    given |= {"call_id": NOBODY, "search_id": NOBODY, "camera_id": NOBODY}
    given |= {
        "file_id": NOBODY,
        "number": 1,
        "start": 0,
        "ticket": "none",
        "task": "picture",
        "step": "told",
        "ending": "txt",
    }
    given |= {"row_id": NOBODY, "name": "arrivals", "form": "geojson"}
    with app.test_request_context():
        return [
            Asked(
                method,
                url_for(rule.endpoint, **{name: given[name] for name in rule.arguments}),
                rule.endpoint,
                who_may(app.view_functions[rule.endpoint]),
            )
            for rule in app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]


def token_of(client: FlaskClient) -> str:
    """Return the token with which this browser's forms are taken, whoever sits before it."""
    return look(client.get("/en/sign-in")).hidden["csrf_token"]
