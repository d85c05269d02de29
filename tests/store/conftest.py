"""Both databases, as a deployment makes them, in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests import migrated
from tipline.store.casebook.cases import Cases
from tipline.store.engine import open_casebook, open_inbox
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.migrate import Which
from tipline.store.reserve import Reserve


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both databases as the migrations leave them, to be read."""
    folder = tmp_path_factory.mktemp("made")
    for which in Which:
        migrated.make(f"sqlite:///{folder}/{which}/{which}.sqlite3", which)
    return folder


@pytest.fixture
def inbox_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/inbox/inbox.sqlite3"
    migrated.make(url, "inbox")
    return url


@pytest.fixture
def inbox_file(inbox_url: str) -> Path:
    return Path(inbox_url.removeprefix("sqlite:///"))


@pytest.fixture
def drop(inbox_url: str, tmp_path: Path) -> Iterator[Drop]:
    engine = open_inbox(inbox_url, public=True)
    yield Drop(engine, Reserve(tmp_path / "inbox" / "reserve", 1))
    engine.dispose()


@pytest.fixture
def shelf(inbox_url: str) -> Iterator[Shelf]:
    engine = open_inbox(inbox_url, public=False)
    yield Shelf(engine)
    engine.dispose()


@pytest.fixture
def casebook_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/casebook/casebook.sqlite3"
    migrated.make(url, "casebook")
    return url


@pytest.fixture
def casebook(casebook_url: str) -> Iterator[Engine]:
    engine = open_casebook(casebook_url)
    yield engine
    engine.dispose()


@pytest.fixture
def cases(casebook: Engine) -> Cases:
    return Cases(casebook)
