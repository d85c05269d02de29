"""Every kind that is cleaned is cleaned the same inside: nothing that it needs is out of reach."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from tests.evidence.documents.test_hostile import DOCUMENTS
from tests.evidence.pictures.drawing import PICTURES, drawn, encoded
from tests.evidence.pictures.profiles import DISPLAY_P3
from tests.evidence.pictures.test_shapes import oriented
from tipline.evidence.cleaning import clean
from tipline.evidence.jail import Jail
from tipline.tips.evidence import Kind


@pytest.fixture(scope="module", params=["bubblewrap", "off"])
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    jail = Jail(request.param)
    yield jail
    jail.close()


def cleaned_alike(jail: Jail, kind: Kind, content: bytes) -> None:
    outside, inside = io.BytesIO(), io.BytesIO()
    cleaned = clean(kind, io.BytesIO(content), outside)
    answer = jail.run("clean", None, io.BytesIO(content), inside.write)
    assert inside.getvalue() == outside.getvalue()
    assert (answer["kind"], answer["found"]) == (kind, sorted(cleaned.found))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_documents(jail: Jail, kind: Kind) -> None:
    cleaned_alike(jail, kind, DOCUMENTS[kind]())


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures(jail: Jail, kind: Kind) -> None:
    marks = {} if kind is Kind.GIF else {"icc_profile": DISPLAY_P3, "exif": oriented(6)}
    cleaned_alike(jail, kind, encoded(kind, drawn(), **marks))


def test_its_kind_alone_is_told(jail: Jail) -> None:
    content = io.BytesIO(encoded(Kind.PNG))
    assert jail.run("recognise", None, content, lambda _: None) == {"kind": "png"}
