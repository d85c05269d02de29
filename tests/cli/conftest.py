"""A deployment of the test's own, and the command line as an operator uses it."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask, g

from tipline import configuration
from tipline.casework.tip import actions
from tipline.casework.visit import Visit
from tipline.cli import main
from tipline.cli.demo import prepare
from tipline.cli.demo.people import RECOVERY_FILE, Known, Person
from tipline.cli.demo.seeding import sign_in
from tipline.cli.deployed import Deployed, now
from tipline.keyring import analyst
from tipline.review import house
from tipline.settings import load
from tipline.tips.content import Classified, Exported
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from pathlib import Path

    from tipline.casework.tip.opening import OpenTip
    from tipline.keyring.member import Member

QUICK = 10


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@dataclass(frozen=True)
class Demo:
    """A demonstration in a folder of the test's own."""

    var: Path
    known: Known
    deployed: Deployed

    @property
    def recovery(self) -> Path:
        """The file of the recovery identity."""
        return self.var / RECOVERY_FILE

    @property
    def known_tip(self) -> bytes:
        """A tip that has a case with several events."""
        rows = self.deployed.shelf.page(["TRIAGE"], limit=200)
        cases = self.deployed.cases.for_tips([row.tip_id for row in rows], ["TRIAGE"])
        return max(cases, key=lambda tip: len(self.deployed.cases.events(cases[tip].id)))

    def member(self, person: Person | None = None) -> Member:
        """Return somebody who is signed in; the analyst if not told."""
        return sign_in(self.deployed, person or self.known.analyst)

    @contextmanager
    def at_work(self, member: Member | None = None) -> Iterator[Visit]:
        """Yield a visit to the review site."""
        settings = self.deployed.settings
        app = Flask("tipline.demo")
        house.build(app, settings, configuration.load(settings.config, settings.languages))
        with app.app_context():
            g.member = member or self.member()
            yield Visit(house.house(), g.member, now())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passphrases take 1 MiB: what they really take is measured in tests/access."""
    monkeypatch.setattr(analyst, "WORK_FACTOR", QUICK)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a deployment that lies in ``tmp_path``; ``typed`` comes by a pipe."""
    for name, value in {"VAR": "var", "KEYS": "keys"}.items():
        monkeypatch.setenv(f"TIPLINE_{name}", str(tmp_path / value))
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    monkeypatch.setenv("TIPLINE_RESERVE_MIB", "1")  # many tests' folders are kept for a while
    monkeypatch.setenv("TIPLINE_DEMO", "")  # so that it is put back, whoever sets it
    monkeypatch.delenv("TIPLINE_DEMO")

    def said(*arguments: str | Path, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()  # what was printed before
        code = main([str(each) for each in arguments])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Said(code, told.out, told.err)

    return said


@pytest.fixture(scope="session")
def first_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a demonstration once; tests work on copies of it."""
    var = tmp_path_factory.mktemp("demo") / "var"
    small = {"TIPLINE_RESERVE_MIB": "1"}
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(analyst, "WORK_FACTOR", QUICK)
        prepare(Deployed(load({"TIPLINE_VAR": str(var), "TIPLINE_DEMO": "1", **small}, None)), 0)
    return var


@pytest.fixture
def demo(first_demo: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Demo:
    """Return a demonstration of this test's own, on which ``run`` works too."""
    shutil.copytree(first_demo, tmp_path / "var")
    monkeypatch.setenv("TIPLINE_KEYS", str(tmp_path / "var" / "keys"))
    monkeypatch.setenv("TIPLINE_DEMO", "1")
    deployed = Deployed.here()
    return Demo(tmp_path / "var", prepare(deployed), deployed)


def exported_by(visit: Visit, tip: OpenTip) -> bytes:
    """Return an export of a tip, which leaves at once because a life is at stake."""
    grave = Classified(category="OTHR", priority=Priority.P1, life=True)
    tip = actions.enter(visit, tip, grave, None)
    content = Exported(to="The court", purpose="Hearing 12", text="A life is at stake.")
    return actions.export(visit, tip, content, tip.case.number)
